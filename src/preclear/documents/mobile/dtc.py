"""Digital travel credentials: the virtual component of type 1, bound to a passport (ICAO DTC).

The component holds the passport's own data groups and security object, signed by the passport's issuer, so passive
authentication verifies it as it verifies the chip. DTCContentInfo of ICAO's technical report on the virtual component
numbers the files; any other container is read by what it holds: each elementary file in it is found by tag and
structure (Doc 9303-10, 4.6 and 4.7), and what surrounds it is trusted in nothing. An archive of the files (zip) is
read as well.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from itertools import islice

from preclear.documents import passive, signing
from preclear.documents.chip import DATA_GROUP_TAGS
from preclear.documents.der import children, reading
from preclear.documents.keys import Outcome
from preclear.documents.mobile.steps import worst
from preclear.documents.steps import failed, passed, undetermined
from preclear.documents.trust import TrustStore
from preclear.errors import InvalidInput
from preclear.model.codes import CheckStatus
from preclear.model.verification import Chip, SealVerification, Step

MAX_SIZE = 8 * 1024 * 1024
_MAX_FILE = 4 * 1024 * 1024
_MAX_ENTRIES = 64
_MAX_DEPTH = 12
_MAX_ELEMENTS = 5000
_RULE = "ICAO Doc 9303-10, 4.6 and 4.7"
_MEND = "Export the virtual component, or its files as a zip archive, from the wallet again"
_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
_LDS_SECURITY_OBJECT = bytes.fromhex("0606678108010101")
_ENTRY = re.compile(r"(?:EF[._-]?)?(SOD|COM|DG(?:1[0-6]|[1-9]))(?:\.\w{1,4})?", re.IGNORECASE)
_COM, _SOD, _SEQUENCE, _OCTETS, _INTEGER = 0x60, 0x77, 0x30, 0x04, 0x02
_NUMBER, _VERSION_1 = 0x80, b"\x01"
"""Tags of the files in DTCData begin here: implicit, context class."""
_OTHER_TYPE = "the component has a key or signature of its own (type 2 or 3), which is not verified here"
_FIRST_INSIDE = {0x60: {0x5F01, 0x5F36, 0x5C}, 0x61: {0x5F1F}, 0x75: {0x7F61}, 0x63: {0x7F61}, 0x76: {0x7F61}}
"""What must stand first inside a file, for those files whose tag may also occur elsewhere by chance."""


@dataclass(kw_only=True)
class Component:
    """The files found so far, and a signature around them that is not the passport's own.

    ``other_type``: there are parts that only a component with a key of its own has (types 2 and 3).
    """

    files: dict[str, bytes] = field(default_factory=dict)
    around: bytes = b""
    other_type: bool = False
    elements: int = 0

    def add(self, name: str, data: bytes) -> None:
        """Take a file, once."""
        if name in self.files:
            raise _wrong(f"{name} stands there twice", name)
        if len(data) > _MAX_FILE:
            raise _wrong(f"{name} is larger than {_MAX_FILE} bytes", name)
        self.files[name] = data


def looks_like(data: bytes) -> bool:
    """Whether ``data`` begins as a container or archive does; what is in it may still be something else."""
    return data[:1] == bytes([_SEQUENCE]) or data[:2] == b"PK" or recognises(data)


def recognises(data: bytes) -> bool:
    """Whether ``data`` is a container or archive with a security object or a machine readable zone in it."""
    try:
        return bool({"SOD", "DG1"} & read(data).files.keys())
    except InvalidInput:
        return False


def read(data: bytes) -> Component:
    """The passport's files in a virtual component; ``InvalidInput`` where there are none."""
    if len(data) > MAX_SIZE:
        raise _wrong(f"is larger than {MAX_SIZE} bytes", "DTC")
    found = Component()
    if data[:2] == b"PK":
        for name, content in _archived(data):
            found.add(name, content)
    else:
        _walk(data, found, 0)
    if not found.files:
        raise _wrong("holds no data group and no security object", "DTC")
    return found


def verify(data: bytes, trust: TrustStore, at: datetime) -> SealVerification:
    """Verify a virtual component: the steps of passive authentication, ``dtc.parse``, and ``dtc.signature`` if any."""
    component = read(data)
    verification = passive.verify(Chip(files=component.files), trust, at)
    own = [_step("dtc.parse", passed())]
    if component.around:
        own.append(_step("dtc.signature", _around(component.around)))
    if component.other_type:
        own.append(_step("dtc.type", undetermined(_OTHER_TYPE)))
    holder = verification.holder
    return SealVerification(
        kind="dtc",
        result=worst([verification.result, *(one.status for one in own)]),
        checks=(*own, *verification.checks),
        message={"files": sorted(component.files), **({"holder": asdict(holder)} if holder else {})},
        signer=verification.signer,
        profile="" if holder is None else "passport" if holder.document_code[:1] == "P" else "identity_document",
    )


def _step(id_: str, outcome: Outcome) -> Step:
    return Step(id=id_, status=outcome.status, reason=outcome.reason, standard=_RULE)


def _around(signed_data: bytes) -> Outcome:
    """A signature around the files: a broken one fails, and one that holds says nothing that we can use."""
    try:
        signed = signing.read(signed_data, "DTC", limit=MAX_SIZE)
    except InvalidInput as error:
        return undetermined(str(error))
    signer = next((one for one in signed.certificates if signed.is_signer(one)), None)
    if signer is None:
        return undetermined("the container is signed, but the signer's certificate is not in it")
    outcome = signed.verify(signer)
    if outcome.status is CheckStatus.FAILED:
        return failed(f"the signature of the container: {outcome.reason}")
    return undetermined(f"the container is signed by {signer.subject}; who may sign containers is not known here")


def _numbered(inner: bytes, found: Component) -> bool:
    """Read DTCContentInfo: version, then the security object under 0 and each data group under its number."""
    parts = list(islice(children(inner, "DTC"), 5))
    if [tag for tag, _, _ in parts[:2]] != [_INTEGER, _SEQUENCE] or parts[0][1] != _VERSION_1:
        return False
    listed = list(islice(children(parts[1][1], "DTC"), 32))
    if not any(tag in {_NUMBER, _NUMBER + 1} for tag, _, _ in listed):
        return False
    for tag, content, _ in listed:
        number = tag - _NUMBER
        if 0 <= number <= 16:
            _add_numbered(number, content, found)
    found.other_type = len(parts) > 2 or any(tag - _NUMBER > 16 for tag, _, _ in listed)
    return True


def _add_numbered(number: int, content: bytes, found: Component) -> None:
    name = f"DG{number}" if number else "SOD"
    tags = {DATA_GROUP_TAGS[number - 1]} if number else {_SOD, _SEQUENCE}
    if _first_tag(content) not in tags:
        raise _wrong(f"the number says {name}, the content is another file", name)
    found.add(name, content)


def _walk(content: bytes, found: Component, depth: int) -> None:
    if depth > _MAX_DEPTH:
        raise _wrong(f"is nested deeper than {_MAX_DEPTH}", "DTC")
    for tag, inner, whole in children(content, "DTC"):
        found.elements += 1
        if found.elements > _MAX_ELEMENTS:
            raise _wrong(f"has more than {_MAX_ELEMENTS} parts", "DTC")
        name = _file(tag, inner)
        if name:
            found.add(name, whole)
            continue
        if tag == _SEQUENCE and _numbered(inner, found):
            continue
        if tag == _SEQUENCE and inner.startswith(_SIGNED_DATA):
            found.around = found.around or whole
        if whole[0] & 0x20 or (tag == _OCTETS and _wraps(inner)):
            _walk(inner, found, depth + 1)


def _file(tag: int, inner: bytes) -> str:
    """Name of the elementary file that an element is, or nothing."""
    if tag == _SOD:
        return "SOD" if _SIGNED_DATA in inner[:24] else ""
    if tag == _SEQUENCE:
        return "SOD" if _is_security_object(inner) else ""
    if tag != _COM and tag not in DATA_GROUP_TAGS:
        return ""
    expected = _FIRST_INSIDE.get(tag)
    if expected is not None and _first_tag(inner) not in expected:
        return ""
    return "COM" if tag == _COM else f"DG{DATA_GROUP_TAGS.index(tag) + 1}"


def _is_security_object(inner: bytes) -> bool:
    """Whether this is the inside of a ContentInfo whose signed content is an LDS security object (RFC 5652, 5.1)."""
    if not inner.startswith(_SIGNED_DATA):
        return False
    try:
        signed = _content(_content(inner, 0xA0), _SEQUENCE)
        return _content(signed, _SEQUENCE).startswith(_LDS_SECURITY_OBJECT)
    except InvalidInput:
        return False


def _content(inner: bytes, wanted: int) -> bytes:
    return next((content for tag, content, _ in children(inner, "DTC") if tag == wanted), b"")


def _first_tag(inner: bytes) -> int:
    try:
        return next((tag for tag, _, _ in children(inner, "DTC")), 0)
    except InvalidInput:
        return 0


def _wraps(inner: bytes) -> bool:
    """Whether a string holds encoded elements and nothing else."""
    if inner[:1] not in {bytes([tag]) for tag in (_COM, _SOD, _SEQUENCE, 0x31, *DATA_GROUP_TAGS)}:
        return False
    try:
        return sum(len(whole) for _, _, whole in children(inner, "DTC")) == len(inner)
    except InvalidInput:
        return False


def _archived(data: bytes) -> Iterator[tuple[str, bytes]]:
    with reading("archive", _RULE), zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        if len(entries) > _MAX_ENTRIES:
            raise _wrong(f"holds more than {_MAX_ENTRIES} files", "archive")
        for entry in entries:
            name = _ENTRY.fullmatch(entry.filename.rpartition("/")[2])
            if name and entry.compress_type in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
                with archive.open(entry) as file:
                    yield name[1].upper(), file.read(_MAX_FILE + 1)


def _wrong(what: str, where: str) -> InvalidInput:
    return InvalidInput(what, where=where, rule=_RULE, mend=_MEND)
