"""Commands that draw whatever they are given."""
