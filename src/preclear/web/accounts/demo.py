"""The accounts of the demo, listed on the sign-in page of a demo and nowhere else."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from preclear.specimens import accounts as demo


def accounts(_: HttpRequest) -> dict[str, object]:
    """The list for the sign-in page: empty outside the demo (context processor)."""
    if not settings.PRECLEAR.demo:
        return {"demo_accounts": (), "demo_password": ""}
    return {"demo_accounts": demo.ACCOUNTS, "demo_password": demo.PASSWORD}
