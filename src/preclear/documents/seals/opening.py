"""From bytes to a statement: one function for each kind of seal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from preclear.documents import vds_nc
from preclear.documents.certificates import Certificate
from preclear.documents.keys import Outcome
from preclear.documents.seals import idb, profiles, signers, vds
from preclear.documents.seals.profiles import Content
from preclear.documents.seals.statement import Statement
from preclear.documents.steps import failed, not_supported, passed, undetermined
from preclear.documents.trust import TrustStore
from preclear.errors import InvalidInput

_BY_SIZE = {28: "sha224", 32: "sha256", 48: "sha384", 64: "sha512", 66: "sha512"}
_VDS_NC_CODES = {"icao.test": ("NT",), "icao.vacc": ("NV",)}
"""Types of document as signers of VDS-NC list them (ICAO TR VDS-NC, certificate profile)."""

Opener = Callable[[bytes, TrustStore], Statement]


def kind_of(data: bytes) -> str:
    """``vds``, ``idb`` or ``vds-nc`` by how ``data`` begins; empty for anything else."""
    for kind, recognises in (("vds", vds.recognises), ("idb", idb.recognises), ("vds-nc", vds_nc.recognises)):
        if recognises(data):
            return kind
    return ""


def open_seal(kind: str, data: bytes, trust: TrustStore) -> Statement:
    """Read a seal of a known kind; ``InvalidInput`` where its structure is broken."""
    return _OPENERS[kind](data, trust)


def _vds(data: bytes, trust: TrustStore) -> Statement:
    seal = vds.read(data)
    profile = profiles.vds_profile(seal.reference, seal.category)
    content = profiles.read(profile, seal.features)
    header = {
        "version": seal.version,
        "issuing_state": seal.country,
        "signer": seal.signer,
        "certificate_reference": seal.certificate,
        "document_issued_on": seal.issued_on.isoformat(),
        "signed_on": seal.signed_on.isoformat(),
        "profile": f"{seal.reference:02x}{seal.category:02x}",
    }
    return Statement(
        kind="vds",
        profile=profile.name if profile else "",
        message={"header": header, **content.message},
        zones=content.zones,
        format=_vds_format(seal, content, icao=profile is not None and profile.icao),
        features=_features(content, known=profile is not None),
        header_state=seal.country,
        document_codes=_zone_codes(content),
        signed=seal.signed,
        signature=seal.signature,
        hashes=_hashes(seal.signature),
        signed_on=seal.signed_on,
        candidates=signers.named(seal.signer, seal.certificate, trust),
        signer_name=f"{seal.signer} {seal.certificate}",
        usages=(signers.VDS_SIGNER,),
    )


def _vds_format(seal: vds.Vds, content: Content, *, icao: bool) -> Outcome:
    if seal.signature is None:
        return failed("WRONG_FORMAT: there is no signature zone")
    if content.problems:
        return _unlike_profile(content, icao=icao)
    if seal.remarks:
        return undetermined(f"it deviates from its version, and can be read: {'; '.join(seal.remarks)}")
    return passed(f"header version {seal.version}")


def _unlike_profile(content: Content, *, icao: bool) -> Outcome:
    """A State may change its own profile any day; ICAO's are published."""
    problems = "; ".join(content.problems)
    if icao:
        return failed(f"WRONG_FORMAT: {problems}")
    return undetermined(f"it is not as its State's profile is known here: {problems}")


def _idb(data: bytes, trust: TrustStore) -> Statement:
    seal = idb.read(data)
    profile = profiles.idb_profile(seal.country)
    content = profiles.read(profile, seal.messages)
    kind = _kind(seal, profile)
    own = _own_certificate(seal)
    header = {
        "issuing_state": seal.country,
        "certificate_reference": seal.reference.hex(),
        "signed_on": seal.signed_on or None,
        "compressed": seal.compressed,
    }
    return Statement(
        kind="idb",
        profile=kind,
        message={"header": header, **content.message},
        zones=content.zones,
        format=_idb_format(seal, content),
        features=_features(content, known=True),
        header_state=seal.country,
        document_codes=_zone_codes(content),
        signed=seal.signed,
        signature=seal.signature,
        hashes=(seal.hash,),
        signed_on=_known_day(seal.signed_on),
        candidates=own or signers.hashed(seal.reference, trust.certificates),
        signer_name=seal.reference.hex(),
        usages=(signers.VDS_SIGNER, signers.VDS_NC_SIGNER),
    )


def _own_certificate(seal: idb.Idb) -> tuple[Certificate, ...]:
    """The certificate inside, which must be the one that the header names; nothing is signed about it."""
    if seal.certificate is None:
        return ()
    own = Certificate.parse(seal.certificate)
    if own.der != seal.certificate or not signers.hashed(seal.reference, [own]):
        raise InvalidInput(
            "the certificate inside is not the one that the header names",
            where="tag 7E",
            rule="ICAO TR Datastructure for Barcode, 3",
            mend="Read the code again",
        )
    return (own,)


def _kind(seal: idb.Idb, profile: profiles.Profile) -> str:
    """Which document an IDB stands on: what its State says, or the first of ICAO's messages with parts."""
    national = next((value for tag, value in seal.messages if tag == profile.kind_tag), b"")
    name = profile.kinds.get(int.from_bytes(national), "") if national else ""
    grouped = {feature.tag: feature.name for feature in profile.features if feature.parts}
    return name or next((grouped[tag] for tag, _ in seal.messages if tag in grouped), "")


def _idb_format(seal: idb.Idb, content: Content) -> Outcome:
    if seal.signed_flag and seal.signature is None:
        return failed("WRONG_FORMAT: the code says that it is signed, and has no signature")
    if content.problems:
        return _unlike_profile(content, icao=True)
    return passed("compressed" if seal.compressed else "")


def _vds_nc(data: bytes, _trust: TrustStore) -> Statement:
    seal = vds_nc.read(data)
    candidates = (Certificate.parse(seal.certificate),) if seal.certificate else ()
    return Statement(
        kind="vds-nc",
        profile=seal.type,
        message={"header": {"type": seal.type, "version": seal.version, "issuing_state": seal.issuing_state}}
        | dict(seal.message),
        format=_vds_nc_format(seal),
        features=not_supported("a seal in JSON names its own members"),
        header_state=seal.issuing_state,
        document_codes=_VDS_NC_CODES.get(seal.type, ()),
        signed=seal.signed,
        signature=seal.signature,
        hashes=(vds_nc.HASHES.get(seal.algorithm, ""),),
        candidates=candidates,
        signer_name="no certificate inside",
        usages=(signers.VDS_NC_SIGNER, signers.VDS_SIGNER),
        may_sign_for_others=False,
    )


def _vds_nc_format(seal: vds_nc.VdsNc) -> Outcome:
    if seal.algorithm not in vds_nc.HASHES:
        return failed(f"WRONG_FORMAT: the algorithm {seal.algorithm[:20]!a} is none of {', '.join(vds_nc.HASHES)}")
    if seal.version != vds_nc.VERSION:
        return undetermined(f"version {seal.version} of its structure is not known")
    return passed(f"version {seal.version}")


_OPENERS: dict[str, Opener] = {"vds": _vds, "idb": _idb, "vds-nc": _vds_nc}


def _features(content: Content, *, known: bool) -> Outcome:
    tags = ", ".join(map(str, content.unknown))
    if not known:
        return not_supported(f"UNKNOWN_FEATURE: its profile is not known here; tags {tags} are shown as they are")
    if content.unknown:
        return passed(f"UNKNOWN_FEATURE: tags {tags}; this alone never makes a seal invalid")
    return passed()


def _zone_codes(content: Content) -> tuple[str, ...]:
    return tuple(zone[0][:2].rstrip("<") for zone in content.zones)


def _hashes(signature: bytes | None) -> tuple[str, ...]:
    """The hash that goes with the size of the key, then SHA-256, which Doc 9303-13, 2.4, recommends for all."""
    fitting = _BY_SIZE.get(len(signature or b"") // 2, "sha256")
    return (fitting,) if fitting in {"sha224", "sha256"} else (fitting, "sha256")


def _known_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
