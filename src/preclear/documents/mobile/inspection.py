"""Inspecting one mobile document, step by step (ISO/IEC 18013-5, 9.3.1; BSI TR-03135-1 for the words).

What the wallet may leave out does not count while it is undetermined: the answer of the holder's device (without it
nobody knows whether this is a copy, just as with a chip that has no active authentication), and an issuing country
that was not disclosed. A status list that the issuer names and nobody asked does count, as a missing CRL does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest
from typing import Any

from preclear.documents import keys
from preclear.documents.certificates import Certificate
from preclear.documents.keys import Outcome
from preclear.documents.mobile import device, issuer, passport, security_object
from preclear.documents.mobile.plainly import plainly
from preclear.documents.mobile.response import Element, Mdoc
from preclear.documents.mobile.security_object import MobileSecurityObject
from preclear.documents.mobile.steps import FAILED, NOT_SUPPORTED, PASSED, step, worst
from preclear.documents.steps import failed, not_supported, passed, undetermined
from preclear.documents.trust import TrustStore
from preclear.errors import InvalidInput
from preclear.model.codes import CheckStatus
from preclear.model.verification import Signer, Step

_MAY_BE_LEFT_OUT = frozenset({"device.authentication", "document_type", "issuer.matches", "validity.private_key"})


@dataclass(frozen=True, kw_only=True)
class Inspection:
    """What inspecting one document gave. ``message`` holds plain values only."""

    checks: tuple[Step, ...]
    message: Mapping[str, Any]
    signer: Signer | None

    @property
    def result(self) -> CheckStatus:
        """``failed`` if a step failed, ``passed`` if all that count passed, else ``undetermined``."""
        return worst(one.status for one in self.checks if _counts(one))


def _counts(one: Step) -> bool:
    if one.status in {PASSED, FAILED}:
        return True
    absent = one.id == "status" and one.status is NOT_SUPPORTED
    return not absent and one.id not in _MAY_BE_LEFT_OUT and not one.id.startswith("passport.")


@dataclass(frozen=True, kw_only=True)
class _Opened:
    """The security object and the issuer's certificates, as far as they could be read, and why not."""

    mso: MobileSecurityObject | None
    parse: Outcome
    signer: Certificate | None
    material: tuple[Certificate, ...]
    no_signer: Outcome

    def issued(self, mdoc: Mdoc) -> issuer.Issued | None:
        """Document, security object and signer together, None where one of them is missing."""
        if self.mso is None or self.signer is None:
            return None
        return issuer.Issued(mdoc=mdoc, mso=self.mso, signer=self.signer, material=self.material)


def inspect(mdoc: Mdoc, trust: TrustStore, at: datetime, session: bytes = b"") -> Inspection:
    """Inspect a document as of ``at``. ``session`` is the SessionTranscript in CBOR, where it was kept.

    Steps: ``mdoc.parse``, ``issuer.signature``, ``digest.NAMESPACE.ELEMENT`` for each element, ``document_type``,
    ``signer.profile``, ``chain``, ``validity.at_check``, ``validity.at_signing``, ``validity.private_key``,
    ``revocation``, ``issuer.matches``, ``status``, ``device.authentication``, and ``device.authorization`` where the
    device states elements of its own, and ``passport`` and its steps where a photo ID carries the files of a passport.
    """
    opened = _open(mdoc)
    digests = {(space, one.name): _digest(one, space, opened.mso) for space, one in mdoc.all_elements()}
    steps = (
        step("mdoc.parse", opened.parse, "9.1.2.4"),
        step("issuer.signature", _signature(mdoc, opened), "9.3.1"),
        *(step(f"digest.{space}.{name}", outcome, "9.1.2.5") for (space, name), outcome in digests.items()),
        *([] if digests else [step("digest", _NOTHING_SHOWN, "9.1.2.5")]),
        step("document_type", _document_type(mdoc, opened.mso), "9.3.1"),
        *issuer.steps(opened.issued(mdoc), trust, at),
        step("status", _status(opened.mso), "9.1.2.6"),
        *_device_steps(mdoc, opened.mso, session),
        *passport.steps(mdoc, trust, at),
    )
    verified = {key for key, outcome in digests.items() if outcome.status is PASSED}
    return Inspection(checks=steps, message=_message(mdoc, opened.mso, verified), signer=_signer(mdoc, opened.signer))


_NOTHING_SHOWN = undetermined("the wallet showed no element that the issuer signed, so nothing is said of anybody")


def _open(mdoc: Mdoc) -> _Opened:
    mso, parse = None, passed()
    try:
        mso = security_object.read(mdoc.issuer_auth.payload)
        if not mso.known:
            parse = undetermined(
                f"the security object is of version {mso.version[:20]}, of which nothing is known here"
            )
    except InvalidInput as error:
        parse = failed(str(error))
    certificates: tuple[Certificate, ...] = ()
    no_signer = undetermined("the document carries no certificate of its signer")
    try:
        certificates = tuple(Certificate.parse(one) for one in mdoc.issuer_auth.certificates)
    except InvalidInput as error:
        no_signer = undetermined(f"the signer's certificate cannot be read: {error}")
    return _Opened(
        mso=mso,
        parse=parse,
        signer=certificates[0] if certificates else None,
        material=certificates[1:],
        no_signer=no_signer,
    )


def _signature(mdoc: Mdoc, opened: _Opened) -> Outcome:
    if opened.signer is None:
        return opened.no_signer
    return mdoc.issuer_auth.verify(opened.signer.spki)


def _digest(element: Element, space: str, mso: MobileSecurityObject | None) -> Outcome:
    if mso is None:
        return undetermined("there is no security object that can be read")
    expected = mso.digests.get(space, {}).get(element.digest_id)
    if expected is None:
        return failed("the issuer has signed no such element")
    found = keys.digest(mso.hash, element.raw)
    if found is None:
        return undetermined(f"hash algorithm {mso.hash} is not supported")
    if not compare_digest(expected, found):
        return failed("the element is not what the issuer signed")
    return passed()


def _document_type(mdoc: Mdoc, mso: MobileSecurityObject | None) -> Outcome:
    if mso is None:
        return undetermined("there is no security object that can be read")
    if mdoc.doc_type is None:
        return not_supported("the issuer-signed part came alone and names its type only once")
    if mdoc.doc_type != mso.doc_type:
        return failed(f"the document says {mdoc.doc_type}, its issuer signed {mso.doc_type}")
    return passed()


def _status(mso: MobileSecurityObject | None) -> Outcome:
    if mso is None:
        return undetermined("there is no security object that can be read")
    if mso.status is None:
        return not_supported("the issuer names no list on which the document could be revoked")
    place = f"{mso.status.uri} (entry {mso.status.index})" if mso.status.uri else "no place"
    return undetermined(f"the issuer's {mso.status.kind.replace('_', ' ')} was not asked: {place}")


def _device_steps(mdoc: Mdoc, mso: MobileSecurityObject | None, session: bytes) -> Iterator[Step]:
    yield step("device.authentication", device.authentication(mdoc, mso, session), "9.1.3")
    if mso is not None and mdoc.device is not None and any(mdoc.device.elements.values()):
        yield step("device.authorization", device.authorization(mdoc.device, mso), "9.1.2.4")


def _message(mdoc: Mdoc, mso: MobileSecurityObject | None, verified: set[tuple[str, str]]) -> Mapping[str, Any]:
    """The decoded fields. Elements that the issuer did not sign stand apart from those that it did."""
    message: dict[str, Any] = {"document_type": mdoc.doc_type or (mso.doc_type if mso else "")}
    if mso is not None:
        times = {"signed": mso.signed, "valid_from": mso.valid_from, "valid_until": mso.valid_until}
        message |= {name: moment.isoformat().replace("+00:00", "Z") for name, moment in times.items()}
    if mso is not None and mso.status is not None:
        message["status"] = {"kind": mso.status.kind, "uri": mso.status.uri, "index": mso.status.index}
    message["elements"] = _elements(mdoc, lambda key: key in verified)
    unverified = _elements(mdoc, lambda key: key not in verified)
    if unverified:
        message["unverified"] = unverified
    if mdoc.device is not None and any(mdoc.device.elements.values()):
        message["device_elements"] = plainly(dict(mdoc.device.elements))
    if mdoc.withheld:
        message["withheld"] = list(mdoc.withheld)
    return message


def _elements(mdoc: Mdoc, wanted: Callable[[tuple[str, str]], bool]) -> dict[str, Any]:
    chosen = {
        space: {one.name: plainly(one.value) for one in elements if wanted((space, one.name))}
        for space, elements in mdoc.elements.items()
    }
    return {space: values for space, values in chosen.items() if values}


def _signer(mdoc: Mdoc, signer: Certificate | None) -> Signer | None:
    if signer is None:
        return None
    return Signer(
        country=signer.country or signer.issuer_country,
        subject=signer.subject,
        serial=signer.serial_hex,
        algorithm=mdoc.issuer_auth.algorithm,
    )
