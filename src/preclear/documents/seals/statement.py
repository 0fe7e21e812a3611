"""What a seal of any kind gives to be judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from preclear.documents.certificates import Certificate
from preclear.documents.keys import Outcome


@dataclass(frozen=True, kw_only=True)
class Statement:
    """A seal that was read, with what its kind says about judging it.

    ``states`` are the issuing States that the seal names: of its zone, then of its header. ``document_codes`` are the
    types that the signer must be allowed to sign, empty where nobody knows them. ``hashes`` are tried in order, since
    a VDS does not name one. ``signature`` is r and s side by side, None where the seal is unsigned. ``candidates`` are
    the certificates that it names, ``signer_name`` is how it names them.
    """

    kind: str
    profile: str = ""
    message: Mapping[str, Any] = field(default_factory=dict)
    zones: tuple[tuple[str, ...], ...] = ()
    format: Outcome
    features: Outcome
    header_state: str
    document_codes: tuple[str, ...] = ()
    signed: bytes
    signature: bytes | None
    hashes: tuple[str, ...]
    signed_on: date | None = None
    candidates: tuple[Certificate, ...] = ()
    signer_name: str = ""
    usages: tuple[str, ...] = ()
    may_sign_for_others: bool = True
