"""The office of travellers' pages: the seeded one, with the form and the notice of the demo's agreement."""

from dataclasses import replace
from importlib.resources import files

import pytest
from seeded import Seeded

from preclear import partners
from preclear.web.office import install

AGREEMENT = partners.parse(files("preclear.partners").joinpath("agreements", "uto-xar.yaml").read_bytes())


@pytest.fixture
def house():
    """The office that the pages work in, with a form to fill in."""
    made = Seeded()
    made.office = replace(made.office, agreement=AGREEMENT)
    install(lambda: made.office)
    return made


@pytest.fixture
def anna(client_of):
    """Anna, signed in."""
    return client_of("traveller.anna")
