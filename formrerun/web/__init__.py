"""HTTP in, HTTP out: reads a request, calls ``submissions``, makes the response, streams it if it takes long."""
