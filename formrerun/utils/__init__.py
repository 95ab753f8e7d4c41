"""Small tools that know nothing of pages."""
