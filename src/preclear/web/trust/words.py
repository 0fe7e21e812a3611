"""What the codes of the trust store are called on its pages. Each sentence is a key of the catalogues."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from preclear.model.verification import TrustLevel
from preclear.services.trust_records import TrustStanding
from preclear.web.i18n.words import Word

LEVELS: Mapping[TrustLevel, Word] = MappingProxyType(
    {
        TrustLevel.BILATERAL: Word(text="Handed over, two people confirmed", kind="good"),
        TrustLevel.CONFIGURED: Word(text="Put there by the administrator", kind="plain"),
        TrustLevel.PUBLISHED: Word(text="In a list with a valid signature", kind="plain"),
        TrustLevel.UNVERIFIED: Word(text="In a list that nobody vouches for", kind="warn"),
    }
)
STANDINGS: Mapping[TrustStanding, Word] = MappingProxyType(
    {
        TrustStanding.WAITING: Word(text="Waits for a second person", kind="warn"),
        TrustStanding.CONFIRMED: Word(text="Trusted", kind="good"),
        TrustStanding.REJECTED: Word(text="Rejected", kind="bad"),
        TrustStanding.WITHDRAWN: Word(text="Withdrawn", kind="open"),
    }
)
KINDS: Mapping[str, str] = MappingProxyType(
    {
        "certificate": "Certificate",
        "crl": "Revocation list",
        "master_list": "Master list",
        "ldif": "Directory (LDIF)",
        "deviation_list": "Deviation list",
        "defect_list": "Defect list",
        "vical": "List of mobile document issuers",
        "unreadable": "Cannot be read: get it anew",
    }
)
"""Kinds of files; one without a word is shown as it is."""
