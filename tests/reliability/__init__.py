"""
What happens to submissions when processes, connections and databases fail.

The site (``site.py``) is served by several Daphne processes (``server.py``) behind a proxy without sticky sessions,
and used over HTTP as the page's script uses it (``fleet.py``). ``docs/reliability.md`` names the test of each fault.
"""
