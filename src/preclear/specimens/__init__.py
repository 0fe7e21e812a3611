"""Synthetic people, documents with their own PKI, offers and trips: for the demo, training, benchmarks and tests.

Everything is invented, follows from a seed, and names the specimen State ``UTO``. No real person's data is here, and
no key that anybody trusts.
"""

from preclear.specimens.lists import list_sources
from preclear.specimens.passport import Break, SpecimenPassport, make_passport
from preclear.specimens.pki import SPECIMEN_DAY, TestCountry
from preclear.specimens.population import Population, Specimen, write_surroundings
from preclear.specimens.stories import Story, Truth

__all__ = [
    "SPECIMEN_DAY",
    "Break",
    "Population",
    "Specimen",
    "SpecimenPassport",
    "Story",
    "TestCountry",
    "Truth",
    "list_sources",
    "make_passport",
    "write_surroundings",
]
