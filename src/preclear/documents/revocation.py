"""Certificate revocation lists (ICAO Doc 9303-12, sections 7.1.4 and 9; RFC 5280, section 5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from asn1crypto import crl as asn1_crl

from preclear.documents.certificates import Certificate, NameKey, aware, name_key, name_text
from preclear.documents.der import first_element, reading
from preclear.documents.keys import Algorithm, Outcome, algorithm_of, check
from preclear.model.codes import CheckStatus

MAX_LIST = 16 * 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class RevocationList:
    """One CRL: which serial numbers of one issuer were revoked, and when. ``next_update`` is None where absent."""

    der: bytes
    issuer: str
    issuer_key: NameKey
    this_update: datetime
    next_update: datetime | None
    revoked: Mapping[int, datetime]
    signed: bytes
    signature: bytes
    algorithm: Algorithm

    @classmethod
    def parse(cls, data: bytes) -> RevocationList:
        """Read one CRL in DER; ``InvalidInput`` where it is none."""
        der = first_element(data, "CRL", limit=MAX_LIST)
        with reading("CRL", "RFC 5280, 5.1"):
            parsed = asn1_crl.CertificateList.load(der)
            body = parsed["tbs_cert_list"]
            next_update = body["next_update"].native
            return cls(
                der=der,
                issuer=name_text(body["issuer"]),
                issuer_key=name_key(body["issuer"]),
                this_update=aware(body["this_update"].native),
                next_update=aware(next_update) if next_update else None,
                revoked={
                    entry["user_certificate"].native: aware(entry["revocation_date"].native)
                    for entry in body["revoked_certificates"]
                },
                signed=body.dump(),
                signature=parsed["signature"].native,
                algorithm=algorithm_of(parsed["signature_algorithm"], ""),
            )

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the DER, in hexadecimal."""
        return sha256(self.der).hexdigest()

    def signed_by(self, issuer: Certificate) -> Outcome:
        """Whether the key of ``issuer`` signed this list."""
        return check(issuer.spki, self.algorithm, self.signature, self.signed)

    def fresh_at(self, at: datetime) -> bool:
        """Whether the next list was not due yet."""
        return self.next_update is not None and at <= self.next_update


def standing(
    signer: Certificate, issuers: Iterable[Certificate], lists: Iterable[RevocationList], at: datetime
) -> Outcome:
    """Was ``signer`` revoked at ``at``? ``issuers`` are the certificates whose key may sign the issuer's lists.

    No list, a list that nobody signed and a list that is too old are three different reasons for ``undetermined``. A
    list that is too old can still revoke: revocation is final.
    """
    authorities = list(issuers)
    names = {signer.issuer_key, *(one.subject_key for one in authorities)}
    named = [one for one in lists if one.issuer_key in names]
    if not named:
        return _undetermined("there is no CRL of the signer's issuer")
    held = [one for one in named if any(one.signed_by(ca).status is CheckStatus.PASSED for ca in authorities)]
    if not held:
        return _undetermined("no CRL of the signer's issuer has a signature that holds")
    since = [one.revoked[signer.serial] for one in held if signer.serial in one.revoked]
    if since and min(since) <= at:
        return Outcome(status=CheckStatus.FAILED, reason=f"the signer was revoked on {min(since):%Y-%m-%d}")
    if since:
        return _undetermined(f"the signer was revoked later, on {min(since):%Y-%m-%d}")
    newest = max(held, key=lambda one: one.this_update)
    if not newest.fresh_at(at):
        due = f"{newest.next_update:%Y-%m-%d}" if newest.next_update else "never stated"
        return _undetermined(f"the newest CRL is too old: the next one was due on {due}")
    return Outcome(status=CheckStatus.PASSED, reason=f"not in the CRL of {newest.this_update:%Y-%m-%d}")


def _undetermined(reason: str) -> Outcome:
    return Outcome(status=CheckStatus.UNDETERMINED, reason=reason)
