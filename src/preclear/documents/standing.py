"""Where a signer stands: who is behind it, and whether it might sign this, then and now.

One place for all that a State signs: chips, seals, mobile documents (BSI TR-03135-1, 5.6.4.3 and 5.9.1.3; ICAO Doc
9303-12, 4.1.5, 6.1 and 7.1.1).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from preclear.documents import chain as chains
from preclear.documents import revocation
from preclear.documents.certificates import Certificate
from preclear.documents.chain import Chain
from preclear.documents.keys import Outcome
from preclear.documents.revocation import Held
from preclear.documents.steps import undetermined
from preclear.documents.trust import TrustStore
from preclear.model.codes import CheckStatus
from preclear.model.verification import Step

OPTIONAL = frozenset({"validity.at_signing", "validity.private_key", "signer.document_type"})
"""Steps that do not count while they are not ``failed``: most certificates and documents leave these things open."""

_STANDARDS = {
    "chain": "BSI TR-03135-1, 5.6.4.3.3",
    "validity.at_check": "BSI TR-03135-1, 5.6.4.3.4",
    "validity.at_signing": "BSI TR-03135-1, 5.6.4.3.4",
    "validity.private_key": "ICAO Doc 9303-12, 4.1 and 7.1.1",
    "signer.document_type": "ICAO Doc 9303-12, 7.1.1.6",
    "revocation": "BSI TR-03135-1, 5.6.4.3.5",
}
_CLOCKS = timedelta(days=1)
"""Signers write local time as UTC, or count in days: so much is no fault."""

_PASSED, _FAILED = CheckStatus.PASSED, CheckStatus.FAILED
_UNDETERMINED, _NOT_SUPPORTED = CheckStatus.UNDETERMINED, CheckStatus.NOT_SUPPORTED


@dataclass(frozen=True, kw_only=True)
class Standing:
    """The chain that was found, and the steps in their order."""

    chain: Chain
    steps: tuple[Step, ...]


def examine(
    signer: Certificate,
    trust: TrustStore,
    at: datetime,
    *,
    signed_at: datetime | None = None,
    usages: frozenset[str] = frozenset(),
    document_type: str = "",
) -> Standing:
    """Look at ``signer`` from all sides as of ``at`` (an aware time).

    ``signed_at`` is the document's own word on when it was signed; ``usages`` are the extended key usages that such a
    signer may have; ``document_type`` is the document code of the zone, empty where there is none. Steps: ``chain``,
    ``validity.at_check``, ``validity.at_signing``, ``validity.private_key``, ``signer.document_type``, ``revocation``.
    """
    today = trust.recall(("standing", signer.der, usages, at), lambda: _today(signer, trust, at, usages))
    standing_now = today.revocation
    if standing_now.status is _FAILED and signed_at is not None:
        standing_now = _step("revocation", revoked(signer, today.chain, trust, at, signed_at=signed_at))
    return Standing(
        chain=today.chain,
        steps=(
            today.path,
            today.validity,
            _step("validity.at_signing", _then(signer, today.chain, signed_at)),
            _step("validity.private_key", _private_key(signer, signed_at)),
            _step("signer.document_type", _document_type(signer, document_type)),
            standing_now,
        ),
    )


@dataclass(frozen=True, kw_only=True)
class _Today:
    """What does not depend on the document: one signer has signed thousands."""

    chain: Chain
    path: Step
    validity: Step
    revocation: Step


def _today(signer: Certificate, trust: TrustStore, at: datetime, usages: frozenset[str]) -> _Today:
    chain = chains.find(signer, trust, at, usages=usages)
    return _Today(
        chain=chain,
        path=_step("chain", chain.outcome),
        validity=_step("validity.at_check", _now(signer, chain, at)),
        revocation=_step("revocation", revoked(signer, chain, trust, at)),
    )


def without(reason: str) -> tuple[Step, ...]:
    """The same steps where there is no signer to look at, all undetermined for ``reason``."""
    return tuple(_step(id_, undetermined(reason)) for id_ in _STANDARDS)


def _step(id_: str, outcome: Outcome) -> Step:
    return Step(id=id_, status=outcome.status, reason=outcome.reason, standard=_STANDARDS[id_])


def _now(signer: Certificate, chain: Chain, at: datetime) -> Outcome:
    for certificate in chain.path or (signer,):
        if not certificate.valid_at(at):
            return _outside(certificate, at)
    if not chain.found:
        return undetermined("the signer's certificate is valid, but no CSCA was found behind it")
    return Outcome(status=_PASSED, reason=f"signer and CSCA are valid on {at:%Y-%m-%d}")


def _then(signer: Certificate, chain: Chain, signed_at: datetime | None) -> Outcome:
    """Only the signer's own period: a CSCA's key may have a newer certificate than the one of that time."""
    if signed_at is None:
        return undetermined("the document does not say when it was signed")
    if not signer.valid_at(signed_at):
        return _outside(signer, signed_at)
    if not chain.found:
        return undetermined("the signer's certificate is valid, but no CSCA was found behind it")
    reason = f"the signer was valid on {signed_at.date()}, when the document says that it was signed"
    return Outcome(status=_PASSED, reason=reason)


def _outside(certificate: Certificate, at: datetime) -> Outcome:
    period = f"{certificate.not_before:%Y-%m-%d} to {certificate.not_after:%Y-%m-%d}"
    return Outcome(status=_FAILED, reason=f"{certificate.subject} is valid from {period}, not on {at:%Y-%m-%d}")


def _private_key(signer: Certificate, signed_at: datetime | None) -> Outcome:
    """When the key might sign. Failed only where the signing time is known: the period says nothing about today."""
    if signer.private_key_usage is None:
        return _unsaid(signer, "privateKeyUsagePeriod", "the signer's certificate does not limit when its key may sign")
    first, last = signer.private_key_usage
    if signed_at is None:
        return undetermined("the document does not say when it was signed")
    early = first is not None and signed_at < first - _CLOCKS
    late = last is not None and signed_at > last + _CLOCKS
    if early or late:
        period = f"{first:%Y-%m-%d}" if first else "any time"
        period += f" to {last:%Y-%m-%d}" if last else " on"
        reason = f"the signer's key might sign from {period}, and the document was signed on {signed_at:%Y-%m-%d}"
        return Outcome(status=_FAILED, reason=reason)
    return Outcome(status=_PASSED, reason=f"the signer's key might sign on {signed_at.date()}")


def _document_type(signer: Certificate, document_type: str) -> Outcome:
    """A single letter in the list stands for all types that begin with it."""
    if not signer.document_types:
        return _unsaid(signer, "documentTypeList", "the signer's certificate does not list document types")
    code = document_type.strip(" <").upper()
    if not code:
        return undetermined("the document's own type is not known")
    if any(code == one or (len(one) == 1 and code.startswith(one)) for one in signer.document_types):
        return Outcome(status=_PASSED, reason=f"the signer may sign documents of type {code}")
    listed = ", ".join(sorted(signer.document_types))
    return Outcome(status=_FAILED, reason=f"the signer may sign documents of type {listed}, and this one is {code}")


def _unsaid(signer: Certificate, extension: str, reason: str) -> Outcome:
    broken = next((one for one in signer.defects if extension in one), "")
    return Outcome(status=_NOT_SUPPORTED, reason=broken or reason)


def revoked(
    signer: Certificate, chain: Chain, trust: TrustStore, at: datetime, *, signed_at: datetime | None = None
) -> Outcome:
    """Whether ``signer``, or a certificate above it in ``chain``, was revoked at ``at``.

    Lists of the same CSCA under a former name or with a newer key count too (Doc 9303-12, D.1.2.3).
    """
    if not trust.certificates:
        return undetermined("there is no trust source")
    if not chain.found:
        return undetermined("without the CSCA nobody can say whose CRL holds")
    if len(chain.path) == 1:
        return undetermined("the signer itself is trusted; nobody publishes a CRL about it")
    for above in chain.path[1:]:
        outcome = revocation.verdict(above, _held(above, chain.path, trust), at)
        if outcome.status is _FAILED:
            reason = outcome.reason.replace("the signer was", f"{above.subject} was")
            return Outcome(status=_FAILED, reason=f"a certificate above the signer no longer counts: {reason}")
    return revocation.verdict(signer, _held(signer, chain.path, trust), at, signed_at=signed_at)


def _held(certificate: Certificate, path: Sequence[Certificate], trust: TrustStore) -> Held:
    """The lists about a certificate; they are looked for and verified once."""
    key = ("crl", certificate.issuer_key, path[1].der)
    return trust.recall(key, lambda: _find(certificate, path, trust))


def _find(certificate: Certificate, path: Sequence[Certificate], trust: TrustStore) -> Held:
    names = trust.family_of(certificate.issuer_key) | trust.family_of(path[1].subject_key)
    authorities = {one.der: one for name in names for one in trust.named(name) if trust.is_anchor(one)}
    issuers = {one.der: one for one in path[1:]} | authorities
    return revocation.held(certificate, issuers.values(), trust.lists, names=names)
