"""What the demo shows of the trust store: one import that two people made, and one that waits for the second."""

from __future__ import annotations

from datetime import timedelta

from preclear.documents.certificates import Certificate
from preclear.services.office import Office
from preclear.services.player import PEOPLE
from preclear.services.scenes import Waits
from preclear.services.trust_import import confirm_trust, propose_trust
from preclear.specimens import TestCountry

DAY = timedelta(days=1)
TAKES = 20 * DAY
"""From the first step to the end of the rehearsal."""


def hand_over(office: Office) -> Waits:
    """Utopia hands over the certificate of its next CSCA, and later that of a spare one."""
    following = _country(office, "next")
    one = propose_trust(
        office,
        PEOPLE["trust.jamila"],
        name="utopia-next-csca.cer",
        content=following.csca,
        state=following.state,
        how="Handed over at the yearly meeting in Zenith, receipt 2041",
        received=office.clock().date(),
    )
    yield DAY
    confirm_trust(office, PEOPLE["trust.karim"], one.id, Certificate.parse(following.csca).fingerprint)
    yield 17 * DAY
    spare = _country(office, "spare")
    propose_trust(
        office,
        PEOPLE["trust.karim"],
        name="utopia-spare-csca.cer",
        content=spare.csca,
        state=spare.state,
        how="By the embassy's courier, receipt 2077",
        received=office.clock().date(),
    )


def _country(office: Office, seed: str) -> TestCountry:
    return TestCountry(seed=seed, day=office.clock().date())
