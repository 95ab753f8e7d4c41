"""Tables, numbers and maps."""
