"""The demo's accounts: invented people, one for each part that somebody plays."""

from __future__ import annotations

from dataclasses import dataclass

from preclear.model.codes import Role

PASSWORD = "open-the-gate-2026"  # noqa: S105 -- the demo's own, printed at its start
"""Password of every demo account."""


@dataclass(frozen=True, kw_only=True)
class DemoAccount:
    """An account of the demo. ``certified`` may propose and confirm refusals; ``carrier`` is an airline's code."""

    id: str
    name: str
    roles: frozenset[Role]
    certified: bool = False
    carrier: str = ""
    language: str = "en"

    @property
    def email(self) -> str:
        """An address that no mail reaches."""
        return f"{self.id}@preclear.example"


def _account(id_: str, name: str, *roles: Role, certified: bool = False, carrier: str = "") -> DemoAccount:
    return DemoAccount(id=id_, name=name, roles=frozenset(roles), certified=certified, carrier=carrier)


ACCOUNTS: tuple[DemoAccount, ...] = (
    _account("officer.amna", "Amna Specimen", Role.CASE_OFFICER, certified=True),
    _account("officer.bilal", "Bilal Muster", Role.CASE_OFFICER, certified=True),
    _account("officer.celia", "Celia Ejemplo", Role.CASE_OFFICER),
    _account("reviewer.chand", "Chand Namoona", Role.REVIEWER, certified=True),
    _account("reviewer.dora", "Dora Przyklad", Role.REVIEWER, certified=True),
    _account("appeal.daniyal", "Daniyal Esempio", Role.APPEAL_REVIEWER, certified=True),
    _account("match.esra", "Esra Voorbeeld", Role.MATCH_DESK),
    _account("match.farid", "Farid Exemple", Role.MATCH_DESK),
    _account("protection.gul", "Gul Esimerkki", Role.PROTECTION_OFFICER),
    _account("border.hana", "Hana Vzor", Role.BORDER_OFFICER),
    _account("carrier.zz", "Example Air, check-in", Role.CARRIER, carrier="ZZ"),
    _account("trust.jamila", "Jamila Mostra", Role.TRUST_OFFICER),
    _account("trust.karim", "Karim Primer", Role.TRUST_OFFICER),
    _account("oversight.hina", "Hina Pelda", Role.OVERSIGHT),
    _account("admin.iqra", "Iqra Exemplo", Role.ADMINISTRATOR),
    _account("applicant.zara", "Zara Namoona", Role.APPLICANT),
    _account("applicant.yusuf", "Yusuf Misaal", Role.APPLICANT),
)
"""Everybody who can sign in to the demo, besides the synthetic applicants."""
