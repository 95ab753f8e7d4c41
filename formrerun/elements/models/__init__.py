"""Querysets as tables that people search, filter, act on and edit: composed of the other chapters' commands."""
