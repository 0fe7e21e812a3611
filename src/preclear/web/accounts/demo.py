"""The accounts of the demo: synthetic people of each role, listed on the sign-in page of a demo and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from preclear.model.codes import Role

PASSWORD = "utopia-specimen-2026"  # noqa: S105 -- printed on the demo's sign-in page; no such account exists elsewhere
"""The one password of the demo's accounts."""


@dataclass(frozen=True, kw_only=True)
class DemoAccount:
    """Somebody to sign in as."""

    username: str
    full_name: str
    roles: tuple[Role, ...]
    certified: bool = False
    carrier: str = ""


ACCOUNTS = (
    DemoAccount(username="traveller.anna", full_name="Anna Maria Eriksson", roles=(Role.APPLICANT,)),
    DemoAccount(username="officer.amna", full_name="Amna Specimen", roles=(Role.CASE_OFFICER,), certified=True),
    DemoAccount(username="officer.bilal", full_name="Bilal Muster", roles=(Role.CASE_OFFICER,), certified=True),
    DemoAccount(username="reviewer.clara", full_name="Clara Beispiel", roles=(Role.REVIEWER,), certified=True),
    DemoAccount(username="match.dara", full_name="Dara Exemple", roles=(Role.MATCH_DESK,)),
    DemoAccount(username="match.emil", full_name="Emil Ejemplo", roles=(Role.MATCH_DESK,)),
    DemoAccount(username="appeal.farah", full_name="Farah Namoona", roles=(Role.APPEAL_REVIEWER,)),
    DemoAccount(username="protection.gul", full_name="Gul Misaal", roles=(Role.PROTECTION_OFFICER,)),
    DemoAccount(username="carrier.zz", full_name="Zenith Airways desk", roles=(Role.CARRIER,), carrier="ZZ"),
    DemoAccount(username="border.hana", full_name="Hana Primer", roles=(Role.BORDER_OFFICER,)),
    DemoAccount(username="oversight.ida", full_name="Ida Esempio", roles=(Role.OVERSIGHT,)),
    DemoAccount(username="admin.jon", full_name="Jon Voorbeeld", roles=(Role.ADMINISTRATOR,)),
)


def accounts(_: HttpRequest) -> dict[str, object]:
    """The list for the sign-in page: empty outside the demo (context processor)."""
    listed = ACCOUNTS if settings.PRECLEAR.demo else ()
    return {"demo_accounts": listed, "demo_password": PASSWORD if settings.PRECLEAR.demo else ""}
