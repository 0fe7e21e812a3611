"""Making CMS SignedData, as EF.SOD and master lists have it (RFC 5652, section 5)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from preclear.documents.keys import digest
from preclear.specimens.encoding import context, integer, octets, oid, sequence, set_of, time
from preclear.specimens.keys import SigningKey

_SIGNED_DATA = "1.2.840.113549.1.7.2"
_CONTENT_TYPE, _MESSAGE_DIGEST, _SIGNING_TIME = (f"1.2.840.113549.1.9.{n}" for n in (3, 4, 5))


def signed_data(
    content: bytes,
    *,
    content_type: str,
    key: SigningKey,
    signer: bytes,
    certificates: Sequence[bytes],
    signed_at: datetime | None = None,
    attributes: bool = True,
    further: Sequence[bytes] = (),
) -> bytes:
    """ContentInfo around ``content``, signed with ``key``. ``signer`` is SignerIdentifier in DER (``pki.signer_id``).

    ``signed_at`` None leaves the signing time out, as many issuers do; without ``attributes`` the content itself is
    signed. ``further`` are SignerInfo structures of other signers.
    """
    signed = _attributes(content, content_type, key, signed_at)
    signature = key.sign(set_of(*signed) if attributes else content)
    signer_info = sequence(
        integer(1),
        signer,
        key.digest_algorithm,
        *([context(0, *sorted(signed))] if attributes else []),
        key.algorithm,
        octets(signature),
    )
    body = sequence(
        integer(3),
        set_of(key.digest_algorithm),
        sequence(oid(content_type), context(0, octets(content))),
        *([context(0, *certificates)] if certificates else []),
        set_of(signer_info, *further),
    )
    return sequence(oid(_SIGNED_DATA), context(0, body))


def _attributes(content: bytes, content_type: str, key: SigningKey, signed_at: datetime | None) -> list[bytes]:
    hashed = digest(key.hash, content) or b""
    attributes = [
        sequence(oid(_CONTENT_TYPE), set_of(oid(content_type))),
        sequence(oid(_MESSAGE_DIGEST), set_of(octets(hashed))),
    ]
    if signed_at:
        attributes.append(sequence(oid(_SIGNING_TIME), set_of(time(signed_at))))
    return attributes
