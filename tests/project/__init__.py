"""Tests of the demo site: they read as tours of it."""
