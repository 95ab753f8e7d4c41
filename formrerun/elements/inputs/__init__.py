"""Widgets: what a person types, chooses, switches or presses."""
