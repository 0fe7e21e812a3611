"""The command line: ``preclear``.

One file a group of commands. A command is a thin shell over a public function of the same meaning; it prints the
same facts as a table for a person or as one JSON document with ``--json``.
"""

from preclear.cli.app import main

__all__ = ["main"]
