"""Whose certificate verifies a seal: by the name in its header, by a hash, or inside the seal (Doc 9303-13, 2.2.1)."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha1

from preclear.documents.certificates import Certificate
from preclear.documents.trust import TrustStore

VDS_SIGNER = "2.23.136.1.1.11."
"""Extended key usages of bar code signers begin with this (Doc 9303-12, 7.1.3)."""
VDS_NC_SIGNER = "2.23.136.1.1.14."
"""Extended key usages of VDS-NC signers begin with this."""

_COMMON_NAME = "2.5.4.3"
_SHORT_HASH = 5


def named(signer: str, reference: str, trust: TrustStore) -> tuple[Certificate, ...]:
    """Certificates of the signer that a header names: State and common name, and the serial number in hexadecimal.

    Some signers put the SHA-1 of the certificate there instead of its serial number.
    """
    country, name = signer[:2].upper(), signer[2:4].casefold()
    serial = _hexadecimal(reference)
    return tuple(
        one
        for one in trust.certificates
        if one.country == country
        and name in _common_names(one)
        and (one.serial == serial or reference.casefold() == _hash(one).hex())
    )


def hashed(reference: bytes, certificates: Iterable[Certificate]) -> tuple[Certificate, ...]:
    """Certificates whose SHA-1 ends in these five bytes."""
    return tuple(one for one in certificates if len(reference) == _SHORT_HASH and _hash(one).endswith(reference))


def usages(certificate: Certificate, families: tuple[str, ...]) -> frozenset[str]:
    """Those of a certificate's extended key usages that belong to one of these families of signers."""
    return frozenset(usage for usage in certificate.extended_usages if usage.startswith(families))


def _common_names(certificate: Certificate) -> frozenset[str]:
    return frozenset(value for oid, value in certificate.subject_key if oid == _COMMON_NAME)


def _hexadecimal(text: str) -> int | None:
    try:
        return int(text, 16)
    except ValueError:
        return None


def _hash(certificate: Certificate) -> bytes:
    return sha1(certificate.der, usedforsecurity=False).digest()
