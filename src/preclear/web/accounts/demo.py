"""The demo's accounts on its sign-in page, and nowhere else."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from preclear.specimens.accounts import ACCOUNTS, PASSWORD


def accounts(_: HttpRequest) -> dict[str, object]:
    """The list for the sign-in page: empty outside the demo (context processor)."""
    demo = settings.PRECLEAR.demo
    return {"demo_accounts": ACCOUNTS if demo else (), "demo_password": PASSWORD if demo else ""}
