"""Seals in JSON: VDS-NC, visible digital seals for non-constrained environments (ICAO TR VDS-NC; Doc 9303-13).

``data`` holds header and message, ``sig`` the algorithm, the signer's certificate and the signature over the canonical
form of ``data`` (RFC 8785). Here is their form alone, for ``preclear.documents.seals``, which judges them, and for
programs that issue such seals.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import rfc8785

from preclear.errors import InvalidInput
from preclear.writing import json_text

MAX_DOCUMENT = 16_384
"""Bytes of a document; the largest bar code holds about 4,300 characters."""
HASHES = {"ES256": "sha256", "ES384": "sha384", "ES512": "sha512"}
VERSION = 1

_RULE = "ICAO TR VDS-NC, 3"


@dataclass(frozen=True, kw_only=True)
class VdsNc:
    """A document as read, nothing judged. ``certificate`` is DER, None where the document holds none."""

    type: str
    version: int
    issuing_state: str
    message: Mapping[str, Any]
    algorithm: str
    certificate: bytes | None
    signed: bytes
    signature: bytes


def recognises(data: bytes) -> bool:
    """Whether ``data`` looks like such a document: a JSON object that speaks of ``data`` and ``sig``."""
    start = data[: 4 * MAX_DOCUMENT].removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith(b"{") and b'"data"' in start and b'"sig"' in start


def read(document: bytes | str) -> VdsNc:
    """Read a document of any type; ``InvalidInput`` for anything else, and for a name given twice."""
    shown = json_text.load(document, limit=MAX_DOCUMENT)
    match shown:
        case {
            "data": {"hdr": {"t": str(type_), "v": int() | float() as version, "is": str(state)}, "msg": dict(message)},
            "sig": {"alg": str(algorithm), "sigvl": str(signature)} as sig,
        } if not isinstance(version, bool) and version == int(version):
            return VdsNc(
                type=type_,
                version=int(version),  # 1 and 1.0 are one number, and have one canonical form (RFC 8785, 3.2.2.3)
                issuing_state=state,
                message=message,
                algorithm=algorithm,
                certificate=_certificate(sig.get("cer")),
                signed=canonical(_as_written(document)["data"]),
                signature=base64url(signature, "sig.sigvl"),
            )
        case _:
            raise InvalidInput(
                "no VDS-NC: data with hdr (t, v, is) and msg, and sig with alg and sigvl belong there",
                rule=_RULE,
                mend="Read the code again",
            )


def canonical(data: Any) -> bytes:
    """The one form of ``data`` that is signed (RFC 8785); ``InvalidInput`` where it has none."""
    try:
        return rfc8785.dumps(data)
    except (rfc8785.CanonicalizationError, ValueError, RecursionError) as error:
        raise InvalidInput(f"no canonical form: {error}", where="data", rule="RFC 8785") from None


def base64url(text: str, where: str) -> bytes:
    """Bytes of base64url, with padding or without."""
    plain = text.rstrip("=")
    try:
        value = base64.b64decode(plain + "=" * (-len(plain) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise _no_base64url(where) from None
    if base64.urlsafe_b64encode(value).decode().rstrip("=") != plain:
        raise _no_base64url(where)
    return value


def _no_base64url(where: str) -> InvalidInput:
    return InvalidInput("no base64url", where=where, rule="RFC 4648, 3.5 and 5", mend="Read the code again")


def _certificate(value: object) -> bytes | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise InvalidInput("no certificate", where="sig.cer", rule=_RULE, mend="Read the code again")
    return base64url(value, "sig.cer")


def _as_written(document: bytes | str) -> Any:
    """The document again, its text untouched: what was signed is not normalised. Its bounds were judged before."""
    text = document if isinstance(document, str) else document.decode("utf-8-sig")
    return json.loads(text)
