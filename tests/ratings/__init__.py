"""A Django app beside formrerun that brings an element of its own: a row of stars. See ``docs/extending.md``."""
