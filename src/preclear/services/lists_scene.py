"""What the demo shows of lists: a new edition comes, and people who are cleared already are compared with it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from preclear.services.office import Office
from preclear.services.replace_lists import install_lists
from preclear.services.scenes import Waits

BEFORE_THE_END = timedelta(hours=7)
"""How long before the end of the rehearsal the new edition comes."""


def new_edition(office: Office, snapshot: Path) -> Waits:
    """The owner of the list publishes a new edition; an administrator puts it into use."""
    install_lists(office, snapshot)
    yield timedelta(hours=1)
