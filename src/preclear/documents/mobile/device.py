"""Did the holder's own device answer, and was it allowed to say what it said? (ISO/IEC 18013-5, 9.1.3)"""

from __future__ import annotations

from preclear.documents import cose
from preclear.documents.keys import Outcome
from preclear.documents.mobile.response import DeviceSigned, Mdoc, embedded
from preclear.documents.mobile.security_object import MobileSecurityObject
from preclear.documents.steps import failed, not_supported, passed, undetermined
from preclear.errors import InvalidInput
from preclear.writing import cbor
from preclear.writing.cbor import EMBEDDED, Tagged

_DEPTH = 16


def authentication(mdoc: Mdoc, mso: MobileSecurityObject | None, session: bytes) -> Outcome:
    """Does the signature of the device hold over this very session?

    ``session`` is the SessionTranscript in CBOR, as the reader of the session keeps it; empty where nobody kept it. A
    MAC cannot be verified afterwards: it needs the private key of the reader, who could have made it as well.
    """
    if mdoc.device is None:
        return not_supported("the issuer-signed part came without the device's")
    unheard = _why_not(mdoc.device, mso, session)
    if unheard or mso is None or mdoc.device.signature is None:
        return undetermined(unheard)
    try:
        key = cose.public_key(mso.device_key, "device key")
        content = _signed_content(mdoc, mdoc.device, session)
    except InvalidInput as error:
        return undetermined(str(error))
    return mdoc.device.signature.verify(key, payload=content)


def _why_not(device: DeviceSigned, mso: MobileSecurityObject | None, session: bytes) -> str:
    if mso is None:
        return "without the security object nobody knows the device's key"
    if mso.device_key is None:
        return "the issuer has bound the document to no device"
    if device.mac is not None:
        return "the device authenticated itself with a MAC, which only the reader of that session can verify"
    if device.signature is None:
        return "the device neither signed nor authenticated anything"
    return "" if session else "the session transcript is not at hand, so this may be a copy of an earlier answer"


def _signed_content(mdoc: Mdoc, device: DeviceSigned, session: bytes) -> bytes:
    """DeviceAuthenticationBytes (9.1.3.4), of the very bytes that were exchanged."""
    transcript = embedded_bytes(session)
    parts = (cbor.dumps("DeviceAuthentication"), transcript, cbor.dumps(mdoc.doc_type), device.raw)
    return cbor.dumps(Tagged(EMBEDDED, b"\x84" + b"".join(parts)))


def embedded_bytes(session: bytes) -> bytes:
    """The transcript itself, whether it was kept with tag 24 around it (SessionTranscriptBytes) or without."""
    value = cbor.loads(session, strict=False, depth=_DEPTH)
    if isinstance(value, Tagged) and value.tag == EMBEDDED and isinstance(value.value, bytes):
        embedded(value)
        return value.value
    return session


def authorization(device: DeviceSigned, mso: MobileSecurityObject) -> Outcome:
    """Did the issuer allow the device to speak for itself on these elements? (9.1.2.4, KeyAuthorizations)"""
    spoken = [(space, name) for space, names in device.elements.items() for name in names]
    barred = [f"{a}.{b}" for a, b in spoken if not {f"{a}.*", f"{a}.{b}"} & mso.authorized]
    if barred:
        listed = ", ".join(barred[:5])
        return failed(f"the issuer has not allowed the device to state {listed}")
    return passed()
