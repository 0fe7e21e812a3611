"""What the forms of OFAC's list have in common: who answers for it, and its words for documents and entities."""

from __future__ import annotations

import re

from preclear.screening.entries import ORGANISATION, PERSON, VESSEL

OWNER = "United States Department of the Treasury, Office of Foreign Assets Control"
LEGAL_BASIS = "International Emergency Economic Powers Act, 50 U.S.C. 1701-1708; 31 CFR chapter V"

_TYPES = {"individual": PERSON, "vessel": VESSEL, "aircraft": VESSEL}
_TRAVEL = re.compile(r"\b(?:Passport|Travel Document|Laissez)", re.IGNORECASE)
_IDENTITY = re.compile(
    r"\bNational (?:ID|Foreign ID)|\bIdentification Number|\b(?:Personal|Refugee|Person|Kenyan) ID\b|\bCedula\b"
    r"|^C\.U\.R\.P\.|^D\.N\.I\.|^C\.U\.I\.$|\bResidency Number|\bCitizen's Card|\bTazkira|\bIdentity Card|^SSN"
)


def entity_type(word: str) -> str:
    """OFAC's word for an entity: what is neither individual, vessel nor aircraft is an organisation."""
    return _TYPES.get(word.casefold(), ORGANISATION)


def document_type(label: str) -> str:
    """``P`` for passports and travel documents, ``I`` for identity documents, empty for all other registrations.

    >>> document_type("Diplomatic Passport"), document_type("National ID No."), document_type("Tax ID No.")
    ('P', 'I', '')
    """
    if _TRAVEL.search(label):
        return "P"
    return "I" if _IDENTITY.search(label) else ""


def reason(programs: str, basis: str = "") -> str:
    """The reason of an entry as its programs and, where known, the legal act say it."""
    said = f"Program {programs}" if programs else ""
    return "; ".join(part for part in (said, basis) if part)
