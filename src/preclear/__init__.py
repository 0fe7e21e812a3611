"""preclear: verify a traveller's documents and stated purpose before departure."""

from importlib.metadata import version

__version__ = version("preclear")
