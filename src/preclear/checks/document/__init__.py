"""Checks of the travel document itself, and of the form against it."""
