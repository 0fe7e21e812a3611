"""A kit for tests of preclear and of what is built on it: an ordinary dossier, and the difference.

Everybody in it is made up: they come from Utopia (``UTO``), the specimen State of ICAO Doc 9303.
"""

from preclear.testing.dossiers import ordinary, ordinary_application, vary

__all__ = ["ordinary", "ordinary_application", "vary"]
