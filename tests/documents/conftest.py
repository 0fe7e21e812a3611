import pytest

from preclear.model.verification import MrzFields
from preclear.specimens import TestCountry


@pytest.fixture(scope="session")
def country():
    return TestCountry(seed="tests")


@pytest.fixture
def holder():
    return MrzFields(
        document_code="P",
        issuing_state="UTO",
        surname="SPECIMEN",
        given_names="ANNA MARIA",
        document_number="S00000017",
        nationality="UTO",
        birth_date="1990-02-03",
        sex="F",
        expiry_date="2033-01-01",
        optional_data="",
    )


@pytest.fixture(scope="session")
def visa_holder():
    return MrzFields(
        document_code="V",
        issuing_state="UTO",
        surname="SPECIMEN",
        given_names="ANNA MARIA",
        document_number="V00000017",
        nationality="UTO",
        birth_date="1990-02-03",
        sex="F",
        expiry_date="2027-01-01",
        optional_data="",
    )
