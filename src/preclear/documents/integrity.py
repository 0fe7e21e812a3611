"""Whether the data groups are those that were signed, and EF.COM says the same (BSI TR-03135-1, section 5.6.4.4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hmac import compare_digest

from preclear.documents.chip import PresenceMap, read_common
from preclear.documents.keys import Outcome, digest
from preclear.documents.lds.files import element
from preclear.documents.security_object import SecurityObject
from preclear.documents.steps import LDS, failed, not_supported, passed, step, undetermined
from preclear.errors import InvalidInput
from preclear.model.verification import Step


def hash_steps(groups: Mapping[int, bytes], sod: SecurityObject | None) -> Iterator[Step]:
    """``dg.N.hash`` for DG1, for each data group that was read, and for each that was signed."""
    signed = sod.hashes if sod else {}
    for number in sorted({1, *groups, *signed}):
        yield step(f"dg.{number}.hash", _hash(number, groups.get(number), sod), "5.6.4.4.2")


def _hash(number: int, data: bytes | None, sod: SecurityObject | None) -> Outcome:
    if sod is None:
        return undetermined("there is no security object to compare with")
    if data is None:
        return undetermined(f"DG{number} was not read")
    if number not in sod.hashes:
        return failed(f"DG{number} is not among the data groups that the issuer signed")
    found = digest(sod.hash, data)
    if found is None:
        return undetermined(f"hash algorithm {sod.hash} is not supported")
    if compare_digest(found, sod.hashes[number]):
        return _IDENTICAL[number]
    return _without_tail(data, number, sod)


_IDENTICAL = {number: passed(f"DG{number} is what the issuer signed") for number in range(1, 17)}


def _without_tail(data: bytes, number: int, sod: SecurityObject) -> Outcome:
    if _equal_without_tail(data, number, sod):
        return passed(f"DG{number} is what the issuer signed; bytes after its end are not covered")
    return failed(f"DG{number} is not what the issuer signed")


def _equal_without_tail(data: bytes, number: int, sod: SecurityObject) -> bool:
    """Some readers read past the end of a file: what follows its only element was never signed."""
    try:
        found = digest(sod.hash, element(data, f"DG{number}"))
    except InvalidInput:
        return False
    return found is not None and compare_digest(found, sod.hashes[number])


def common_steps(data: bytes | None, sod: SecurityObject | None) -> Iterator[Step]:
    """``com.matches``, and ``lds.version`` where the security object states the versions."""
    common: PresenceMap | None = None
    problem = ""
    try:
        common = read_common(data) if data is not None else None
    except InvalidInput as error:
        problem = str(error)
    yield step("com.matches", failed(problem) if problem and sod else _lists(common, sod), "5.6.4.4.1")
    if sod and (sod.version or sod.lds_version):
        yield step("lds.version", _versions(common, sod), "4.6.2.3", LDS)


def _lists(common: PresenceMap | None, sod: SecurityObject | None) -> Outcome:
    if common is None or sod is None:
        return not_supported("EF.COM or EF.SOD was not read")
    missing = sorted(set(sod.hashes) ^ common.groups)
    if missing:
        names = ", ".join(f"DG{number}" for number in missing)
        return failed(f"EF.COM and EF.SOD do not list the same data groups: {names}")
    return _SAME_LIST


_SAME_LIST = passed("EF.COM and EF.SOD list the same data groups")


def _versions(common: PresenceMap | None, sod: SecurityObject) -> Outcome:
    """What the security object says is signed, and EF.COM is to say the same.

    Where it does not, the signed versions hold; issuers forget to raise the other one, so that this fails nobody.
    """
    if not sod.lds_version:
        return undetermined(f"the security object is version {sod.version}, but states no version of the LDS")
    if sod.version != 1:
        return undetermined(f"the security object states the version of the LDS, but is version {sod.version}")
    if common is None:
        return not_supported(f"LDS {_dotted(sod.lds_version)}; EF.COM was not read")
    if (sod.lds_version, sod.unicode_version) != (common.lds_version, common.unicode_version):
        stated = f"LDS {_dotted(common.lds_version)} with Unicode {_dotted(common.unicode_version)}"
        signed = f"LDS {_dotted(sod.lds_version)} with Unicode {_dotted(sod.unicode_version)}"
        return undetermined(f"EF.COM, which nobody signs, says {stated}; signed is {signed}")
    return passed(f"LDS {_dotted(sod.lds_version)} with Unicode {_dotted(sod.unicode_version)}")


def _dotted(version: str) -> str:
    """``0107`` as ``1.7``."""
    pairs = [version[at : at + 2] for at in range(0, len(version), 2)]
    return ".".join(pair.lstrip("0") or "0" for pair in pairs) if version.isdigit() else repr(version)
