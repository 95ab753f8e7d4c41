"""Containers: where elements stand."""
