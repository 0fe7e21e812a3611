from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from preclear.clearance import Issuer, issue
from preclear.model.clearance import Clearance
from preclear.model.codes import ClearanceState

ISSUED = datetime(2026, 5, 17, 9, 30, tzinfo=UTC)
URI = "https://preclear.example/status/1"
ORDINARY = Clearance(
    number="CL-7K4M-2QX9",
    reference="A-00001",
    state=ClearanceState.ISSUED,
    surname="Specimen",
    given_names="Anna<Maria",
    birth_date="1990-05-17",
    nationality="UTO",
    document_type="P",
    document_number="L898902C3",
    issuing_state="UTO",
    document_expires="2032-01-01",
    valid_from=date(2026, 6, 1),
    valid_until=date(2026, 8, 31),
    destination="UTO",
    issued_at=ISSUED,
    status_index=41,
    issuer="UTO",
    conditions=("report to the protection desk",),
    second_line=True,
    state_reason="a reason that no credential shows",
)


@pytest.fixture(scope="session")
def clearance():
    """An ordinary clearance, with what is different."""

    def build(**changes):
        return replace(ORDINARY, **changes)

    return build


@pytest.fixture(scope="session")
def issuer(tmp_path_factory):
    folder = tmp_path_factory.mktemp("issuer")
    Issuer.found(folder, state="UTO", country="UT", at=ISSUED)
    return Issuer.load(folder, state="UTO")


@pytest.fixture(scope="session")
def credential(issuer):
    return issue(ORDINARY, issuer, status_uri=URI)
