"""A conversation and the field below it."""
