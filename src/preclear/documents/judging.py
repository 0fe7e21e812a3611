"""Whose word stands behind a published list (ICAO Doc 9303-12, 5.3, 6.1 and 7.1.1.3).

A list proves nothing about the CSCA that signed it: that one has to be known from elsewhere. Lists may vouch for one
another's publishers, so they are judged until nothing more follows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain

from preclear.documents.certificates import DEVIATION_LIST_SIGNER, MASTER_LIST_SIGNER, Certificate, NameKey
from preclear.documents.keys import Outcome
from preclear.documents.publications import Entry, Publication
from preclear.documents.revocation import RevocationList
from preclear.documents.signing import Signed
from preclear.model.codes import CheckStatus
from preclear.model.verification import TrustLevel

Place = tuple[int, int]
"""Number of a publication, and of an entry in it."""

_USAGES = {
    "master_list": (MASTER_LIST_SIGNER, "master lists"),
    "deviation_list": (DEVIATION_LIST_SIGNER, "deviation lists"),
}
_ORDER = tuple(TrustLevel)
_PASSED, _FAILED, _UNDETERMINED = CheckStatus.PASSED, CheckStatus.FAILED, CheckStatus.UNDETERMINED


def best(levels: Iterable[TrustLevel]) -> TrustLevel:
    """The best of several levels; ``unverified`` of none."""
    return min(levels, key=_ORDER.index, default=TrustLevel.UNVERIFIED)


_STRANGER = Outcome(status=_UNDETERMINED, reason="the certificate authority of the list's signer is not at hand")


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """What became of one entry: whether its own signature holds, why, and how far its content is vouched for."""

    outcome: Outcome
    level: TrustLevel
    signer: Certificate | None = None

    @property
    def usable(self) -> bool:
        """A list whose signature fails is not used at all."""
        return self.outcome.status is not _FAILED


@dataclass
class _Known:
    """Certificates by what points at them."""

    by_ski: dict[bytes, list[Certificate]] = field(default_factory=dict)
    by_name: dict[NameKey, list[Certificate]] = field(default_factory=dict)
    by_serial: dict[tuple[NameKey, int], Certificate] = field(default_factory=dict)

    def add(self, certificates: Iterable[Certificate]) -> None:
        for one in certificates:
            if one.ski:
                self.by_ski.setdefault(one.ski, []).append(one)
            self.by_name.setdefault(one.subject_key, []).append(one)
            self.by_serial.setdefault((one.issuer_key, one.serial), one)

    def issuer_of(self, signer: Certificate) -> Certificate | None:
        """The one whose key signed ``signer``, by key identifier or, where one is missing, by name."""
        named = self.by_ski.get(signer.aki, []) if signer.aki else []
        same_name = [one for one in self.by_name.get(signer.issuer_key, []) if not (signer.aki and one.ski)]
        fitting = (one for one in chain(named, same_name) if one.may_issue)
        return next((one for one in fitting if signer.signed_by(one).status is _PASSED), None)

    def signer_of(self, signed: Signed) -> Certificate | None:
        """The certificate that a list names as its signer's, where the list does not hold it itself."""
        if signed.ski is not None:
            return next(iter(self.by_ski.get(signed.ski, [])), None)
        return self.by_serial.get((signed.issuer or (), signed.serial or 0))


@dataclass(frozen=True, kw_only=True)
class _Waiting:
    """A signed list whose own signature was looked at, and whose publisher is not known yet."""

    place: Place
    entry: Entry
    publication: Publication
    outcome: Outcome
    signer: Certificate | None


@dataclass
class _Judging:
    everything: _Known = field(default_factory=_Known)
    vouched: _Known = field(default_factory=_Known)
    lists: list[RevocationList] = field(default_factory=list)
    found: dict[Place, Judgement] = field(default_factory=dict)

    def unsigned(self, place: Place, entry: Entry, publication: Publication) -> None:
        """A single certificate or a CRL: whoever configured it vouches for it."""
        level = publication.given.level if publication.given else TrustLevel.CONFIGURED
        outcome = Outcome(
            status=CheckStatus.NOT_SUPPORTED, reason="single certificates carry no signature of a publisher"
        )
        if entry.lists:
            outcome = self._of_crl(entry.lists[0])
        self.found[place] = Judgement(outcome=outcome, level=level)
        self.vouched.add(one for one in entry.certificates if entry.anchors(one))

    def _of_crl(self, crl: RevocationList) -> Outcome:
        authorities = self.everything.by_name.get(crl.issuer_key, [])
        if any(crl.signed_by(authority).status is _PASSED for authority in authorities):
            return Outcome(status=_PASSED, reason=f"signed by {crl.issuer}")
        reason = "no CSCA of that name has signed the list" if authorities else "the CSCA of the list is not at hand"
        return Outcome(status=_UNDETERMINED, reason=reason)

    def vical(self, one: _Waiting) -> bool:
        """Judge a list of issuers of mobile documents; False where its publisher is not known yet."""
        if one.entry.vical is None:
            return False
        outcome = one.entry.vical.verify(each for named in self.vouched.by_name.values() for each in named)
        if outcome.status is _UNDETERMINED:
            return False
        level = TrustLevel.PUBLISHED if outcome.status is _PASSED else TrustLevel.UNVERIFIED
        signer = next(iter(one.entry.vical.signers), None)
        self._settle(one, Judgement(outcome=outcome, level=level, signer=signer))
        return True

    def _settle(self, one: _Waiting, judgement: Judgement) -> None:
        self.found[one.place] = judgement
        if judgement.usable:
            self.vouched.add(each for each in one.entry.certificates if one.entry.anchors(each))

    def signature(self, entry: Entry, signed: Signed) -> tuple[Outcome, Certificate | None]:
        """A list's own signature, and its signer's permission to sign such lists."""
        own = next((one for one in signed.certificates if signed.is_signer(one)), None)
        signer = own or self.everything.signer_of(signed)
        if signer is None:
            return Outcome(status=_UNDETERMINED, reason="the list holds no certificate of its signer"), None
        outcome = signed.verify(signer)
        if outcome.status is _PASSED:
            outcome = _permitted(entry.kind, signer)
        return outcome, signer

    def vouch(self, one: _Waiting) -> bool:
        """Judge a list whose publisher is known by now; False where it has to wait."""
        if one.entry.vical:
            return self.vical(one)
        issuer = self.vouched.issuer_of(one.signer) if one.signer and one.outcome.status is _PASSED else None
        if one.signer is None or issuer is None:
            return False
        since = self._revoked(one.signer, issuer)
        if since:
            outcome = Outcome(status=_FAILED, reason=f"the list's signer was revoked on {since:%Y-%m-%d}")
            self.found[one.place] = Judgement(outcome=outcome, level=TrustLevel.UNVERIFIED, signer=one.signer)
            return True
        given = one.publication.given.level if one.publication.given else TrustLevel.PUBLISHED
        outcome = Outcome(status=_PASSED, reason=f"signed by {one.signer.subject}")
        level = best((given, TrustLevel.PUBLISHED))
        self._settle(one, Judgement(outcome=outcome, level=level, signer=one.signer))
        return True

    def _revoked(self, signer: Certificate, issuer: Certificate) -> datetime | None:
        for crl in self.lists:
            entry = crl.entry(signer) if crl.issuer_key in {signer.issuer_key, issuer.subject_key} else None
            if entry and crl.signed_by(issuer).status is _PASSED:
                return entry.since
        return None

    def alone(self, one: _Waiting) -> None:
        """A list for whose publisher nobody else vouches."""
        level = one.publication.given.level if one.publication.given else TrustLevel.UNVERIFIED
        outcome = one.outcome
        if one.signer and outcome.status is _PASSED:
            outcome = self._at_own_word(one, one.signer)
        self.found[one.place] = Judgement(outcome=outcome, level=level, signer=one.signer)

    def _at_own_word(self, one: _Waiting, signer: Certificate) -> Outcome:
        inside = _Known()
        inside.add(one.entry.signed.certificates if one.entry.signed else ())
        if inside.issuer_of(signer) is None and self.everything.issuer_of(signer) is None:
            return Outcome(status=_UNDETERMINED, reason="the CSCA of the list's signer is not at hand")
        reason = f"signed by {signer.subject}, but nobody else vouches for its CSCA: give that certificate by itself"
        return Outcome(status=_PASSED, reason=reason)


def _permitted(kind: str, signer: Certificate) -> Outcome:
    """Of defect list signers the profile is not public: they have some extended usage, document signers have none."""
    usage, lists = _USAGES.get(kind, ("", "defect lists"))
    if signer.extended_usages and (not usage or usage in signer.extended_usages):
        return Outcome(status=_PASSED)
    return Outcome(status=_FAILED, reason=f"the signer may not sign {lists}")


def judge(publications: Sequence[Publication]) -> dict[Place, Judgement]:
    """A judgement for every entry of every publication."""
    work = _Judging(lists=[one for publication in publications for one in publication.lists])
    work.everything.add(one for publication in publications for one in publication.certificates)
    waiting = []
    for number, publication in enumerate(publications):
        for index, entry in enumerate(publication.entries):
            if entry.signed is None and entry.vical is None:
                work.unsigned((number, index), entry, publication)
                continue
            outcome, signer = work.signature(entry, entry.signed) if entry.signed else (_STRANGER, None)
            waiting.append(
                _Waiting(place=(number, index), entry=entry, publication=publication, outcome=outcome, signer=signer)
            )
            if publication.given and outcome.status is _PASSED:
                work.vouched.add(one for one in entry.certificates if entry.anchors(one))
    while left := [one for one in waiting if not work.vouch(one)]:
        if len(left) == len(waiting):
            break
        waiting = left
    for one in left:
        work.alone(one)
    return work.found
