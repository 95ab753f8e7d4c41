"""What runs apart from the rest of a page: forms, fragments, dialogs."""
