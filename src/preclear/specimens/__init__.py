"""Synthetic people, documents with their own PKI, offers and trips: for the demo, training, benchmarks and tests.

Everything is invented, follows from a seed, and names the specimen State ``UTO``. No real person's data is here, and
no key that anybody trusts.
"""

from preclear.specimens.passport import Break, SpecimenPassport, make_passport
from preclear.specimens.pki import SPECIMEN_DAY, TestCountry

__all__ = ["SPECIMEN_DAY", "Break", "SpecimenPassport", "TestCountry", "make_passport"]
