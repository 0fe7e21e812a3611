"""Checks of what the lists answered. They refer to a person and speak to no axis."""
