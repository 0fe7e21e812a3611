"""From a document signer to an anchor (ICAO Doc 9303-12, 6.1 and D.1.1; BSI TR-03135-1, 5.6.4.3.3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from preclear.documents.certificates import Certificate
from preclear.documents.keys import Outcome
from preclear.documents.steps import undetermined
from preclear.documents.trust import TrustStore
from preclear.model.codes import CheckStatus
from preclear.model.verification import Provenance, TrustLevel
from preclear.writing.states import signer_code

MAX_LENGTH = 4
MAX_TRIES = 200
"""Signatures tried for one signer: certificates of one name without end must not hold up a desk."""

_ANY_USAGE = "2.5.29.37.0"


@dataclass(frozen=True, kw_only=True)
class Chain:
    """Whether a signer leads to an anchor. ``path`` runs from the signer to the anchor, both included.

    ``provenance`` says where the anchor came from, best level first.
    """

    outcome: Outcome
    path: tuple[Certificate, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    @property
    def found(self) -> bool:
        """Whether somebody trusted stands behind the signer."""
        return self.outcome.status is CheckStatus.PASSED

    @property
    def anchor(self) -> Certificate | None:
        """The last of the path, or None where there is none."""
        return self.path[-1] if self.path else None


def find(signer: Certificate, trust: TrustStore, at: datetime, *, usages: frozenset[str] = frozenset()) -> Chain:
    """The best path from ``signer``: one whose certificates are valid at ``at`` where there are several.

    A CSCA that is not at hand is ``undetermined``. ``failed`` needs a CSCA of the same country that the signer's key
    identifier names and whose key did not sign it. ``usages`` are the extended key usages that this kind of signer may
    have (of a bar code signer, Doc 9303-12, 7.1.3); a document signer has none (7.1.1).
    """
    if signer.extended_usages and not signer.extended_usages & {*usages, _ANY_USAGE}:
        return Chain(outcome=undetermined("the signer's certificate is for other uses than signing documents"))
    chains = trust.recall(("chain", signer.der), lambda: _chains(signer, trust))
    if len(chains) == 1:
        return chains[0]
    return max(chains, key=lambda one: _fitness(one, at, trust))


def _fitness(chain: Chain, at: datetime, trust: TrustStore) -> tuple[object, ...]:
    """Valid before expired, short before long, vouched for before not, and then the one that lasts."""
    order = tuple(TrustLevel)
    invalid = sum(not one.valid_at(at) for one in chain.path[1:])
    return -invalid, -len(chain.path), -order.index(trust.level_of(chain.path[-1])), chain.path[-1].not_after


def _chains(signer: Certificate, trust: TrustStore) -> tuple[Chain, ...]:
    """All chains of a signer, or the one that says why there is none; whatever the day."""
    if signer.critical_unknown:
        names = ", ".join(sorted(signer.critical_unknown))
        reason = f"the signer's certificate has a critical extension that is not known here: {names}"
        return (Chain(outcome=undetermined(reason)),)
    if trust.is_anchor(signer):
        return (_chain((signer,), trust, "the signer itself is trusted"),)
    search = _Search(trust=trust)
    paths = list(search.paths((signer,)))
    if not paths:
        return (Chain(outcome=_why_not(signer, trust, exhausted=search.exhausted)),)
    return tuple(_chain(path, trust, f"signed by {path[1].subject}") for path in paths)


def _chain(path: tuple[Certificate, ...], trust: TrustStore, reason: str) -> Chain:
    provenance = trust.provenance_of(path[-1])
    if trust.level_of(path[-1]) is TrustLevel.UNVERIFIED:
        reason += "; the anchor stands only in a list for whose signer nobody vouches"
    return Chain(outcome=Outcome(status=CheckStatus.PASSED, reason=reason), path=path, provenance=provenance)


@dataclass
class _Search:
    """One search for paths, which counts what it tries."""

    trust: TrustStore
    tries: int = 0
    seen: set[tuple[bytes, bytes]] = field(default_factory=set)

    @property
    def exhausted(self) -> bool:
        return self.tries >= MAX_TRIES

    def paths(self, path: tuple[Certificate, ...]) -> Iterator[tuple[Certificate, ...]]:
        for issuer in _candidates(path[-1], self.trust):
            if self.exhausted:
                return
            if issuer in path or not self._signed(path[-1], issuer):
                continue
            if self.trust.is_anchor(issuer):
                yield (*path, issuer)
            elif issuer.ca and len(path) < MAX_LENGTH:
                yield from self.paths((*path, issuer))

    def _signed(self, certificate: Certificate, issuer: Certificate) -> bool:
        """Whether the signature holds; the way through each pair of certificates is gone once."""
        pair = certificate.der, issuer.der
        if pair in self.seen and not self.trust.is_anchor(issuer):
            return False
        self.seen.add(pair)
        self.tries += 1
        return certificate.signed_by(issuer).status is CheckStatus.PASSED


def _candidates(certificate: Certificate, trust: TrustStore) -> list[Certificate]:
    """Those named by key first, anchors before others: the likely one must not fall to the limit of tries."""
    by_key, by_name = trust.issuers_of(certificate)
    fitting = [one for one in (*by_key, *by_name) if _may_be_issuer(certificate, one, trust)]
    return sorted(fitting, key=lambda one: (one.ski is None or one.ski != certificate.aki, not trust.is_anchor(one)))


def _may_be_issuer(certificate: Certificate, issuer: Certificate, trust: TrustStore) -> bool:
    return (issuer.ca is not False or trust.is_anchor(issuer)) and _same_country(certificate, issuer)


def _same_country(certificate: Certificate, issuer: Certificate) -> bool:
    """The country or the code in the alternative names (TR-03135-1, 5.6.4.3.3: "country codes or locality names")."""
    named = {certificate.country or certificate.issuer_country, certificate.issuer_country}
    if issuer.country in named or signer_code(issuer.country) in map(signer_code, named):
        return True
    return bool(issuer.states & certificate.states)


def _why_not(signer: Certificate, trust: TrustStore, *, exhausted: bool) -> Outcome:
    if not trust.certificates:
        return undetermined("there is no trust source")
    if exhausted:
        return undetermined(f"more than {MAX_TRIES} certificates could be the CSCA's; not all were tried")
    named = [one for one in trust.issuers_of(signer)[0] if _may_be_issuer(signer, one, trust)]
    results = [signer.signed_by(one) for one in named[:MAX_TRIES]]
    if results and all(one.status is CheckStatus.FAILED for one in results):
        reason = f"the CSCA that it names ({named[0].subject}) did not sign the signer's certificate"
        return Outcome(status=CheckStatus.FAILED, reason=reason)
    unusable = next((one for one in results if one.status is CheckStatus.UNDETERMINED), None)
    if unusable:
        return unusable
    return undetermined(f"the CSCA is not in the trust store: {signer.issuer}")
