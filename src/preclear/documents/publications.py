"""What authorities publish: master lists, LDIF of the ICAO PKD, certificates and CRLs (Doc 9303-12, section 8)."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from preclear.documents import signing
from preclear.documents.certificates import MASTER_LIST_SIGNER, Certificate
from preclear.documents.der import children, header
from preclear.documents.keys import Outcome
from preclear.documents.revocation import RevocationList
from preclear.documents.signing import Signed
from preclear.errors import InvalidInput
from preclear.model.codes import CheckStatus

MASTER_LIST = "2.23.136.1.1.2"
MAX_PUBLICATION = 64 * 1024 * 1024
MAX_FILES = 5000
_MAX_CERTIFICATES = 20_000
_MEND = "Give a master list (.ml), LDIF, a certificate or CRL in DER or PEM, or a folder of them"


@dataclass(frozen=True, kw_only=True)
class Publication:
    """One file: ``kind`` is ``master_list``, ``ldif``, ``certificate`` or ``crl``. ``signed`` is a master list's own.

    ``unread`` says of each part of it that cannot be used why not.
    """

    path: str
    kind: str
    certificates: tuple[Certificate, ...] = ()
    lists: tuple[RevocationList, ...] = ()
    signed: tuple[Signed, ...] = ()
    unread: tuple[str, ...] = ()

    def anchors(self, certificate: Certificate) -> bool:
        """Whether ``certificate`` is an anchor because it stands here."""
        if certificate.self_signed or certificate.link:
            return True
        return bool(self.signed) and certificate.ca is not False


@dataclass(frozen=True, kw_only=True)
class TrustSource:
    """What became of one file. ``signature`` is that of a master list or CRL, ``not_supported`` where there is none."""

    path: str
    kind: str
    signature: CheckStatus
    certificates: int
    reason: str = ""
    unread: tuple[str, ...] = ()

    @property
    def usable(self) -> bool:
        """A list whose signature fails is not used at all."""
        return self.signature is not CheckStatus.FAILED


def read_publications(paths: Sequence[Path]) -> list[Publication]:
    """Read all files; a file in a folder that is no publication is passed over, one named by itself is an error."""
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
    except OSError:
        return ""


def _files(folder: Path) -> list[Path]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    if len(files) > MAX_FILES:
        raise InvalidInput(f"holds more than {MAX_FILES} files", where=str(folder), mend=_MEND)
    return files


def _tried(path: Path) -> Publication | None:
    try:
        return read_publication(_bytes(path), str(path))
    except InvalidInput:
        return None


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_PUBLICATION:
            raise InvalidInput(f"is larger than {MAX_PUBLICATION} bytes", where=str(path), mend=_MEND)
        return path.read_bytes()
    except OSError as error:
        raise InvalidInput(f"cannot be read: {error.strerror}", where=str(path), mend=_MEND) from error


def read_publication(data: bytes, path: str) -> Publication:
    """Read one file by what it holds, not by its name."""
    if b"-----BEGIN " in data[:4096]:
        return _gathered(path, "", _pem_blocks(data))
    if data[:1] != b"\x30" and re.search(rb"^dn:", data[:4096], re.MULTILINE):
        return _gathered(path, "ldif", _ldif_values(data))
    return _read_der(data, path)


def _read_der(data: bytes, path: str) -> Publication:
    if _is_signed_data(data):
        return _master_list(data, path)
    try:
        return Publication(path=path, kind="certificate", certificates=(Certificate.parse(data),))
    except InvalidInput as no_certificate:
        try:
            return Publication(path=path, kind="crl", lists=(RevocationList.parse(data),))
        except InvalidInput:
            rule = no_certificate.rule
            raise InvalidInput(f"is no publication: {no_certificate.what}", where=path, rule=rule, mend=_MEND) from None


def _is_signed_data(data: bytes) -> bool:
    try:
        _, _, start = header(data, 0, len(data), "file")
    except InvalidInput:
        return False
    return data[:1] == b"\x30" and data[start : start + 11] == bytes.fromhex("06092a864886f70d010702")


def _master_list(data: bytes, path: str) -> Publication:
    signed = signing.read(data, "master list", limit=MAX_PUBLICATION)
    if signed.content_type != MASTER_LIST:
        raise InvalidInput(
            f"holds signed content of type {signed.content_type}, not a master list", where=path, mend=_MEND
        )
    certificates, unread = [], []
    for number, der in enumerate(_listed(signed.content), 1):
        try:
            certificates.append(Certificate.parse(der))
        except InvalidInput as error:
            unread.append(f"certificate {number}: {error.what}")
    return Publication(
        path=path, kind="master_list", certificates=tuple(certificates), signed=(signed,), unread=tuple(unread)
    )


def _listed(content: bytes) -> Iterator[bytes]:
    """The certificates of CscaMasterList: a sequence of the version and a set (Doc 9303-12, 8.2)."""
    body = next((inner for tag, inner, _ in children(content, "master list") if tag == 0x30), b"")
    entries = next((inner for tag, inner, _ in children(body, "master list") if tag == 0x31), b"")
    for number, (_, _, whole) in enumerate(children(entries, "master list")):
        if number >= _MAX_CERTIFICATES:
            raise InvalidInput(f"lists more than {_MAX_CERTIFICATES} certificates", where="master list", mend=_MEND)
        yield whole


def _gathered(path: str, kind: str, parts: Iterator[bytes]) -> Publication:
    """One publication of many parts; a part that cannot be read is named and passed over."""
    inner, unread = [], []
    for number, part in enumerate(parts, 1):
        try:
            inner.append(_read_der(part, path))
        except InvalidInput as error:
            unread.append(f"entry {number}: {error.what}")
    if not inner:
        raise InvalidInput("holds nothing that can be read", where=path, mend=_MEND)
    return Publication(
        path=path,
        kind=kind or inner[0].kind,
        certificates=tuple(each for one in inner for each in one.certificates),
        lists=tuple(each for one in inner for each in one.lists),
        signed=tuple(each for one in inner for each in one.signed),
        unread=(*unread, *(each for one in inner for each in one.unread)),
    )


def _pem_blocks(data: bytes) -> Iterator[bytes]:
    for block in data.split(b"-----BEGIN ")[1 : _MAX_CERTIFICATES + 1]:
        body = block.partition(b"-----")[2].partition(b"-----END")[0]
        yield _decoded(b"".join(line for line in body.split(b"\n") if b":" not in line))


def _ldif_values(data: bytes) -> Iterator[bytes]:
    """Base64 values of attributes that hold certificates or lists (RFC 2849: a folded line goes on after a space)."""
    unfolded = data.replace(b"\r\n", b"\n").replace(b"\n ", b"")
    for line in unfolded.split(b"\n"):
        name, found, value = line.partition(b"::")
        if found and name.partition(b";")[0].lower() in _LDIF_ATTRIBUTES:
            yield _decoded(value)


_LDIF_ATTRIBUTES = {b"usercertificate", b"cacertificate", b"certificaterevocationlist", b"pkdmasterlistcontent"}


def _decoded(text: bytes) -> bytes:
    try:
        return base64.b64decode(b"".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return b""


def judge(publication: Publication, everything: Sequence[Publication]) -> TrustSource:
    """Does a master list's or CRL's own signature hold? Issuers are looked for in all publications at hand."""
    outcome = Outcome(status=CheckStatus.NOT_SUPPORTED, reason="single certificates carry no signature of a publisher")
    outcomes = [_of_master_list(signed, publication, everything) for signed in publication.signed]
    if not publication.signed:
        outcomes = [_of_crl(one, everything) for one in publication.lists]
    if outcomes:
        outcome = max(outcomes, key=lambda one: _WORST.index(one.status))
    return TrustSource(
        path=publication.path,
        kind=publication.kind,
        signature=outcome.status,
        certificates=len(publication.certificates),
        reason=outcome.reason,
        unread=publication.unread,
    )


_WORST = (
    CheckStatus.NOT_SUPPORTED,
    CheckStatus.PASSED,
    CheckStatus.UNDETERMINED,
    CheckStatus.ABORTED,
    CheckStatus.FAILED,
)


def _of_master_list(signed: Signed, publication: Publication, everything: Sequence[Publication]) -> Outcome:
    """Signature, extended key usage and issuer of a master list's signer (Doc 9303-12, 7.1.1.3 and 8)."""
    signer = next((one for one in signed.certificates if signed.is_signer(one)), None)
    if signer is None:
        return Outcome(status=CheckStatus.UNDETERMINED, reason="the list holds no certificate of its signer")
    outcome = signed.verify(signer)
    if outcome.status is not CheckStatus.PASSED:
        return outcome
    if MASTER_LIST_SIGNER not in signer.extended_usages:
        return Outcome(status=CheckStatus.FAILED, reason="the signer may not sign master lists")
    for one in (publication, *everything):
        for authority in one.certificates:
            if _may_have_issued(authority, signer) and signer.signed_by(authority).status is CheckStatus.PASSED:
                return Outcome(status=CheckStatus.PASSED, reason=f"signed by {signer.subject}")
    return Outcome(status=CheckStatus.UNDETERMINED, reason="the CSCA of the list's signer is not at hand")


def _of_crl(crl: RevocationList, everything: Sequence[Publication]) -> Outcome:
    authorities = [one for each in everything for one in each.certificates if one.subject_key == crl.issuer_key]
    results = [crl.signed_by(authority) for authority in authorities]
    if any(one.status is CheckStatus.PASSED for one in results):
        return Outcome(status=CheckStatus.PASSED, reason=f"signed by {crl.issuer}")
    reason = "the CSCA of the list is not at hand" if not results else "no CSCA of that name has signed the list"
    return Outcome(status=CheckStatus.UNDETERMINED, reason=reason)


def _may_have_issued(authority: Certificate, certificate: Certificate) -> bool:
    if authority.ca is False:
        return False
    if authority.ski and certificate.aki:
        return authority.ski == certificate.aki
    return authority.subject_key == certificate.issuer_key
