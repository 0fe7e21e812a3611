"""Synthetic passports: zone, chip files and a real signature, whole or broken in a named way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from preclear.documents import mrz
from preclear.documents.chip import DATA_GROUP_TAGS
from preclear.documents.keys import digest
from preclear.documents.security_object import LDS_SECURITY_OBJECT
from preclear.model.verification import Chip, MrzFields
from preclear.specimens import encoding as der
from preclear.specimens.keys import digest_algorithm
from preclear.specimens.pki import Signer, TestCountry
from preclear.specimens.portrait import grey_portrait
from preclear.specimens.signed_data import signed_data


class Break(StrEnum):
    """What is wrong with a specimen, each by the step of verification that finds it."""

    WRONG_HASH = "wrong_hash"
    """The issuer signed another hash for DG2: ``dg.2.hash`` fails."""
    ALTERED_DG1 = "altered_dg1"
    """Somebody changed the number in zone and DG1 afterwards, check digits and all: ``dg.1.hash`` fails."""
    BAD_SIGNATURE = "bad_signature"
    """The signature was damaged: ``sod.signature`` fails."""
    FORGED_SIGNER = "forged_signer"
    """The signer names the CSCA, which did not sign it: ``chain`` fails."""
    UNKNOWN_CSCA = "unknown_csca"
    """A CSCA of the same State that nobody has published: ``chain`` is undetermined."""
    EXPIRED_SIGNER = "expired_signer"
    """The signer's certificate has ended: ``validity.at_check`` fails."""
    REVOKED_SIGNER = "revoked_signer"
    """The signer is in the CRL: ``revocation`` fails."""


@dataclass(frozen=True, kw_only=True)
class SpecimenPassport:
    """A passport as an applicant holds it: the printed zone and what its chip gives."""

    mrz: tuple[str, ...]
    chip: Chip


def make_passport(
    holder: MrzFields,
    *,
    country: TestCountry,
    signed_at: datetime | None = None,
    broken: Break | None = None,
    portrait: bytes = b"",
    kind: str = "TD3",
    further: Mapping[int, bytes] = MappingProxyType({}),
    version: int = 0,
) -> SpecimenPassport:
    """Make a passport for ``holder``, whose names hold ``A`` to ``Z`` and spaces only.

    ``signed_at`` is a year before the country's day where it is not given; ``portrait`` is a JPEG; ``further`` are more
    data groups by number (``preclear.specimens.groups``); ``version`` is that of the security object, 0 or 1. The same
    arguments give the same bytes.
    """
    lines = mrz.format(holder, kind)
    groups = {1: data_group_1(lines), 2: data_group_2(portrait or grey_portrait(holder.document_number)), **further}
    hashes = {number: digest("sha256", content) or b"" for number, content in groups.items()}
    if broken is Break.WRONG_HASH:
        hashes[2] = digest("sha256", b"another portrait") or b""
    if broken is Break.ALTERED_DG1:
        lines = mrz.format(replace(holder, document_number=_other(holder.document_number)), kind)
        groups[1] = data_group_1(lines)
    signer = _signer(country, broken)
    sod = security_object(hashes, signer, signed_at or country.noon - timedelta(days=365), version=version)
    if broken is Break.BAD_SIGNATURE:
        sod = sod[:-1] + bytes([sod[-1] ^ 1])
    files = {"SOD": sod, "COM": common(groups), **{f"DG{number}": content for number, content in groups.items()}}
    return SpecimenPassport(mrz=lines, chip=Chip(files=files))


def data_group_1(lines: tuple[str, ...]) -> bytes:
    """DG1 around the lines of a zone."""
    return der.element(0x61, der.element(0x5F1F, "".join(lines).encode("ascii")))


def data_group_2(image: bytes) -> bytes:
    """DG2 around one JPEG: CBEFF and an ISO/IEC 19794-5 record (Doc 9303-10, 4.7.2)."""
    facial = (20 + 12 + len(image)).to_bytes(4) + bytes(16)
    picture = bytes([1, 0]) + (240).to_bytes(2) + (320).to_bytes(2) + bytes([1, 0]) + bytes(4)
    record = b"FAC\x00010\x00" + (14 + 32 + len(image)).to_bytes(4) + (1).to_bytes(2) + facial + picture + image
    header = der.element(
        0xA1, der.element(0x81, b"\x02"), der.element(0x87, b"\x01\x01"), der.element(0x88, b"\x00\x08")
    )
    template = der.element(0x7F60, header, der.element(0x5F2E, record))
    return der.element(0x75, der.element(0x7F61, der.integer(1), template))


def common(groups: dict[int, bytes]) -> bytes:
    """EF.COM that lists data groups (LDS 1.7, Unicode 4.0)."""
    tags = bytes(DATA_GROUP_TAGS[number - 1] for number in sorted(groups))
    return der.element(0x60, der.element(0x5F01, b"0107"), der.element(0x5F36, b"040000"), der.element(0x5C, tags))


def security_object(
    hashes: dict[int, bytes],
    signer: Signer,
    signed_at: datetime | None,
    hash_name: str = "sha256",
    *,
    version: int = 0,
) -> bytes:
    """EF.SOD over the hashes of data groups, signed by ``signer``. Version 1 states LDS 1.7 and Unicode 4.0."""
    listed = [der.sequence(der.integer(number), der.octets(value)) for number, value in sorted(hashes.items())]
    stated = [der.sequence(der.printable("0107"), der.printable("040000"))] if version else []
    content = der.sequence(der.integer(version), digest_algorithm(hash_name), der.sequence(*listed), *stated)
    signed = signed_data(
        content,
        content_type=LDS_SECURITY_OBJECT,
        key=signer.key,
        signer=signer.id,
        certificates=[signer.certificate],
        signed_at=signed_at,
    )
    return der.element(0x77, signed)


def _signer(country: TestCountry, broken: Break | None) -> Signer:
    match broken:
        case Break.EXPIRED_SIGNER:
            return country.expired_signer
        case Break.REVOKED_SIGNER:
            return country.revoked_signer
        case Break.FORGED_SIGNER:
            return country.forged_signer
        case Break.UNKNOWN_CSCA:
            return replace(country, seed=f"{country.seed} unpublished").signer
        case _:
            return country.signer


def _other(number: str) -> str:
    """The number with its last character changed, so that it stays of the same form."""
    last = number[-1:]
    following = "0" if last in {"9", ""} else "A" if last == "Z" else chr(ord(last) + 1)
    return number[:-1] + following
