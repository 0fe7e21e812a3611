"""Hostile bytes for every parser of ``preclear.documents``. Not part of the wheel; see README.md."""
