"""What authorities publish: master, deviation and defect lists, LDIF, certificates, CRLs (ICAO Doc 9303-12, 5 to 10).

A file is read by what it holds, not by its name. One part that cannot be read is named and costs only itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from preclear.documents import envelopes, signing, vical
from preclear.documents.certificates import Certificate
from preclear.documents.defects import read_defects
from preclear.documents.der import children, header
from preclear.documents.deviations import DEFECT_LIST, DEVIATION_LIST, Deviation, read_deviations
from preclear.documents.revocation import RevocationList
from preclear.documents.signing import Signed
from preclear.documents.vical import Vical
from preclear.errors import InvalidInput
from preclear.model.verification import Provenance

MASTER_LIST = "2.23.136.1.1.2"
MAX_PUBLICATION = 192 * 1024 * 1024
MAX_FILES = 5000
_MAX_CERTIFICATES = 100_000
UNREADABLE = "unreadable"
_SUFFIXES = {".ml", ".ldif", ".cer", ".crt", ".der", ".pem", ".crl", ".p7b", ".p7c"}
_MEND = "Give a master list (.ml), LDIF, a certificate or CRL in DER or PEM, or a folder of them"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing that somebody published: a list with its signature, a certificate, or a CRL.

    ``kind`` is ``master_list``, ``deviation_list``, ``defect_list``, ``vical``, ``certificate`` or ``crl``. ``unread``
    says of each part that cannot be used why not.
    """

    kind: str
    certificates: tuple[Certificate, ...] = ()
    lists: tuple[RevocationList, ...] = ()
    deviations: tuple[Deviation, ...] = ()
    signed: Signed | None = None
    vical: Vical | None = None
    unread: tuple[str, ...] = ()

    def anchors(self, certificate: Certificate) -> bool:
        """Whether ``certificate`` is an anchor because it stands here."""
        if certificate.self_signed or certificate.link:
            return True
        return self.kind in {"master_list", "vical"} and certificate.may_issue


@dataclass(frozen=True, kw_only=True)
class Publication:
    """One file and what is in it. ``kind`` is that of its entries, ``ldif``, or ``unreadable``; ``given`` is what
    somebody vouches for.

    ``sha256`` is of the bytes as received, in hexadecimal.
    """

    path: str
    kind: str
    entries: tuple[Entry, ...] = ()
    sha256: str = ""
    given: Provenance | None = None
    unread: tuple[str, ...] = ()

    @property
    def certificates(self) -> tuple[Certificate, ...]:
        """All certificates in the order of the file."""
        return tuple(one for entry in self.entries for one in entry.certificates)

    @property
    def lists(self) -> tuple[RevocationList, ...]:
        """All revocation lists in the order of the file."""
        return tuple(one for entry in self.entries for one in entry.lists)


def read_publications(paths: Sequence[Path]) -> list[Publication]:
    """Read all files. One that is no publication is an error where it was named by itself.

    In a folder it is passed over, unless its name says that it should be one: then it is kept as ``unreadable``, with
    the reason, for a list that is cut must not vanish without a word.
    """
    found = []
    for path in paths:
        match _kind(path):
            case "folder":
                found += [one for file in _files(path) if (one := _tried(file))]
            case "file":
                found.append(read_publication(_bytes(path), str(path)))
            case _:
                raise InvalidInput("there is no such file or folder", where=str(path), mend=_MEND)
    return found


def _kind(path: Path) -> str:
    try:
        return "folder" if path.is_dir() else "file" if path.is_file() else ""
    except (OSError, ValueError):
        return ""


def _files(folder: Path) -> list[Path]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    if len(files) > MAX_FILES:
        raise InvalidInput(f"holds more than {MAX_FILES} files", where=str(folder), mend=_MEND)
    return files


def _tried(path: Path) -> Publication | None:
    try:
        return read_publication(_bytes(path), str(path))
    except InvalidInput as error:
        if path.suffix.lower() not in _SUFFIXES:
            return None
        return Publication(path=str(path), kind=UNREADABLE, unread=(error.what,))


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_PUBLICATION:
            raise InvalidInput(f"is larger than {MAX_PUBLICATION} bytes", where=str(path), mend=_MEND)
        return path.read_bytes()
    except OSError as error:
        raise InvalidInput(f"cannot be read: {error.strerror}", where=str(path), mend=_MEND) from error


def read_publication(data: bytes, path: str, *, given: Provenance | None = None) -> Publication:
    """Read one file; ``path`` names it in errors and provenance. ``InvalidInput`` where nothing in it can be read."""
    if len(data) > MAX_PUBLICATION:
        raise InvalidInput(f"is larger than {MAX_PUBLICATION} bytes", where=path, mend=_MEND)
    if envelopes.is_pem(data):
        entries, unread = _gathered(envelopes.pem_blocks(data), path)
        kind = entries[0].kind
    elif envelopes.is_ldif(data):
        entries, unread = _gathered(envelopes.ldif_values(data), path)
        kind = "ldif"
    elif plain := envelopes.plain_base64(data):
        entries, unread = [_read_der(plain, path)], []
        kind = entries[0].kind
    else:
        entries, unread = [_read_vical(data, path) if vical.looks_like(data) else _read_der(data, path)], []
        kind = entries[0].kind
    return Publication(
        path=path,
        kind=kind,
        entries=tuple(entries),
        sha256=sha256(data).hexdigest(),
        given=given,
        unread=(*unread, *(problem for entry in entries for problem in entry.unread)),
    )


def _gathered(parts: Iterator[bytes], path: str) -> tuple[list[Entry], list[str]]:
    """The entries of one file and what of it cannot be read."""
    entries: list[Entry] = []
    unread = []
    for number, part in enumerate(parts, 1):
        if number > _MAX_CERTIFICATES:
            raise InvalidInput(f"holds more than {_MAX_CERTIFICATES} entries", where=path, mend=_MEND)
        try:
            entries.append(_read_der(part, path))
        except InvalidInput as error:
            unread.append(f"entry {number}: {error.what}")
    if not entries:
        raise InvalidInput("holds nothing that can be read", where=path, mend=_MEND)
    return entries, unread


def _read_der(data: bytes, path: str) -> Entry:
    if _is_signed_data(data):
        return _signed_list(data, path)
    try:
        return Entry(kind="certificate", certificates=(Certificate.parse(data),))
    except InvalidInput as no_certificate:
        try:
            return Entry(kind="crl", lists=(RevocationList.parse(data),))
        except InvalidInput:
            rule = no_certificate.rule
            raise InvalidInput(f"is no publication: {no_certificate.what}", where=path, rule=rule, mend=_MEND) from None


def _is_signed_data(data: bytes) -> bool:
    try:
        _, _, start = header(data, 0, len(data), "file")
    except InvalidInput:
        return False
    return data[:1] == b"\x30" and data[start : start + 11] == bytes.fromhex("06092a864886f70d010702")


def _signed_list(data: bytes, path: str) -> Entry:
    bundle = _bundle(data)
    if bundle:
        return Entry(kind="certificate", certificates=bundle)
    signed = signing.read(data, "signed list", limit=MAX_PUBLICATION)
    if signed.content_type == MASTER_LIST:
        certificates, unread = _listed(signed.content)
        return Entry(kind="master_list", certificates=certificates, signed=signed, unread=unread)
    if signed.content_type == DEVIATION_LIST:
        return Entry(kind="deviation_list", deviations=read_deviations(signed.content), signed=signed)
    if signed.content_type == DEFECT_LIST:
        return Entry(kind="defect_list", deviations=read_defects(signed.content), signed=signed)
    raise InvalidInput(
        f"holds signed content of type {signed.content_type}, not a master, deviation or defect list",
        where=path,
        mend=_MEND,
    )


def _bundle(data: bytes) -> tuple[Certificate, ...]:
    """The certificates of signed data that nobody signed: a mere container (RFC 5652, 5.1; ``.p7b``, ``.p7c``)."""
    try:
        *_, (_, content, _) = children(next(children(data, _CONTAINER))[1], _CONTAINER)
        parts = list(children(next(children(content, _CONTAINER))[1], _CONTAINER))
        held = next((inner for tag, inner, _ in parts if tag == 0xA0), b"")
        if len(parts) < 3 or parts[-1][0] != 0x31 or parts[-1][1]:
            return ()
        return tuple(Certificate.parse(der) for _, _, der in children(held, _CONTAINER))
    except (InvalidInput, StopIteration, ValueError):
        return ()


_CONTAINER = "bundle of certificates"


def _read_vical(data: bytes, path: str) -> Entry:
    found = vical.read(data, path)
    return Entry(kind="vical", certificates=found.certificates, vical=found, unread=found.unread)


def _listed(content: bytes) -> tuple[tuple[Certificate, ...], tuple[str, ...]]:
    """The certificates of CscaMasterList, a sequence of the version and a set (Doc 9303-12, 9.2), and the unread."""
    body = next((inner for tag, inner, _ in children(content, "master list") if tag == 0x30), b"")
    listed = next((inner for tag, inner, _ in children(body, "master list") if tag == 0x31), b"")
    certificates, unread = [], []
    for number, (_, _, der) in enumerate(children(listed, "master list"), 1):
        if number > _MAX_CERTIFICATES:
            raise InvalidInput(f"lists more than {_MAX_CERTIFICATES} certificates", where="master list", mend=_MEND)
        try:
            certificates.append(Certificate.parse(der))
        except InvalidInput as error:
            unread.append(f"certificate {number}: {error.what}")
    return tuple(certificates), tuple(unread)
