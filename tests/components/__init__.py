"""Tests of ``formrerun.components``."""
