"""A board that several people edit at once."""
