"""Values to JSON and back, a tag a type."""
