"""From a document signer to an anchor (ICAO Doc 9303-12, section 6.1; BSI TR-03135-1, 5.6.4.3.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from preclear.documents.certificates import Certificate
from preclear.documents.keys import Outcome
from preclear.documents.trust import TrustStore
from preclear.model.codes import CheckStatus

MAX_LENGTH = 4


@dataclass(frozen=True, kw_only=True)
class Chain:
    """Whether a signer leads to an anchor. ``path`` runs from the signer to the anchor, both included."""

    outcome: Outcome
    path: tuple[Certificate, ...] = ()

    @property
    def found(self) -> bool:
        """Whether somebody trusted stands behind the signer."""
        return self.outcome.status is CheckStatus.PASSED


def find(signer: Certificate, trust: TrustStore, at: datetime) -> Chain:
    """The best path from ``signer``: one whose certificates are valid at ``at`` where there are several.

    A CSCA that is not at hand is ``undetermined``. ``failed`` needs a CSCA of the same country that the signer's key
    identifier names and whose key did not sign it. A document signer has no extended key usage (Doc 9303-12, 7.1.1).
    """
    if signer.extended_usages:
        return Chain(outcome=_undetermined("the signer's certificate is for other uses than signing documents"))
    if trust.is_anchor(signer):
        return Chain(outcome=_passed("the signer itself is trusted"), path=(signer,))
    paths = list(_paths((signer,), trust))
    if paths:
        best = max(paths, key=lambda path: (sum(one.valid_at(at) for one in path[1:]) - len(path), path[-1].not_after))
        return Chain(outcome=_passed(f"signed by {best[1].subject}"), path=best)
    return Chain(outcome=_why_not(signer, trust))


def _paths(path: tuple[Certificate, ...], trust: TrustStore) -> list[tuple[Certificate, ...]]:
    found = []
    for issuer in _candidates(path[-1], trust):
        if issuer in path or path[-1].signed_by(issuer).status is not CheckStatus.PASSED:
            continue
        if trust.is_anchor(issuer):
            found.append((*path, issuer))
        elif issuer.ca and len(path) < MAX_LENGTH:
            found += _paths((*path, issuer), trust)
    return found


def _candidates(certificate: Certificate, trust: TrustStore) -> list[Certificate]:
    by_key, by_name = trust.issuers_of(certificate)
    return [one for one in (*by_key, *by_name) if one.ca is not False and _same_country(certificate, one)]


def _same_country(certificate: Certificate, issuer: Certificate) -> bool:
    return issuer.country in {certificate.country or certificate.issuer_country, certificate.issuer_country}


def _why_not(signer: Certificate, trust: TrustStore) -> Outcome:
    if not trust.certificates:
        return _undetermined("there is no trust source")
    named = [one for one in trust.issuers_of(signer)[0] if one.ca is not False and _same_country(signer, one)]
    results = [signer.signed_by(one) for one in named]
    if results and all(one.status is CheckStatus.FAILED for one in results):
        reason = f"the CSCA that it names ({named[0].subject}) did not sign the signer's certificate"
        return Outcome(status=CheckStatus.FAILED, reason=reason)
    unusable = next((one for one in results if one.status is CheckStatus.UNDETERMINED), None)
    if unusable:
        return unusable
    return _undetermined(f"the CSCA is not in the trust store: {signer.issuer}")


def _passed(reason: str) -> Outcome:
    return Outcome(status=CheckStatus.PASSED, reason=reason)


def _undetermined(reason: str) -> Outcome:
    return Outcome(status=CheckStatus.UNDETERMINED, reason=reason)
