"""What a page says about how things are going."""
