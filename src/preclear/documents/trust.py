"""The trust store: whose signatures count. It ships empty; an authority fills it with lists that it has chosen."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from preclear.documents.certificates import Certificate, NameKey
from preclear.documents.deviations import Deviation
from preclear.documents.judging import Judgement, Place, best, judge
from preclear.documents.publications import Entry, Publication, read_publication, read_publications
from preclear.documents.revocation import RevocationList
from preclear.model.codes import CheckStatus
from preclear.model.verification import Provenance, TrustLevel

_Made = TypeVar("_Made")
_REMEMBERED = 4096
_WORST = (
    CheckStatus.NOT_SUPPORTED,
    CheckStatus.PASSED,
    CheckStatus.UNDETERMINED,
    CheckStatus.ABORTED,
    CheckStatus.FAILED,
)


@dataclass(frozen=True, kw_only=True)
class TrustSource:
    """What became of one file.

    ``signature`` is that of a master list, deviation list or CRL, the worst where there are several, and
    ``not_supported`` where there is none. ``level`` says how far somebody vouches for what it holds; ``signed_at`` is
    when a list says that it was signed, ``next_update`` when the next CRL is due. ``unread`` names the parts of it that
    cannot be used, and why.
    """

    path: str
    kind: str
    signature: CheckStatus
    certificates: int
    reason: str = ""
    unread: tuple[str, ...] = ()
    level: TrustLevel = TrustLevel.CONFIGURED
    anchors: int = 0
    revocation_lists: int = 0
    deviations: int = 0
    signer: str = ""
    signed_at: datetime | None = None
    next_update: datetime | None = None
    sha256: str = ""

    @property
    def usable(self) -> bool:
        """Whether anything of it counts: a list whose signature fails is not used at all."""
        return self.signature is not CheckStatus.FAILED


@dataclass(frozen=True, kw_only=True)
class TrustStore:
    """Anchors, further certificates that only help to find paths, revocation lists, and known deviations.

    Self-signed and link certificates are anchors, and so are the CA certificates of a master list whose signature does
    not fail (BSI TR-03135-1, 5.6.4.3.3). Duplicates are dropped by their bytes; where each one came from is kept.
    """

    anchors: tuple[Certificate, ...] = ()
    material: tuple[Certificate, ...] = ()
    lists: tuple[RevocationList, ...] = ()
    sources: tuple[TrustSource, ...] = ()
    deviations: tuple[Deviation, ...] = ()
    publications: tuple[Publication, ...] = field(default=(), repr=False)
    _origins: Mapping[bytes, tuple[Provenance, ...]] = field(default_factory=dict, repr=False, compare=False)
    _memory: OrderedDict[Hashable, object] = field(default_factory=OrderedDict, repr=False, compare=False)

    @classmethod
    def load(cls, paths: Sequence[Path | str]) -> TrustStore:
        """Read master lists, LDIF, DER or PEM certificates and CRLs; a folder stands for all files in it.

        ``InvalidInput`` where a path is missing, or a file named by itself is none of these.
        """
        return cls._of(read_publications([Path(path) for path in paths]))

    @classmethod
    def read(cls, name: str, data: bytes, *, provenance: Provenance | None = None) -> TrustStore:
        """A store of one file that is at hand as bytes; ``name`` stands for its path.

        ``provenance`` is what somebody vouches for: its level then holds for all that the file holds, and its people
        and day are kept with each certificate. ``InvalidInput`` where it is no publication.
        """
        return cls._of([read_publication(data, name, given=provenance)])

    @classmethod
    def join(cls, *stores: TrustStore) -> TrustStore:
        """One store of several. Their sources are judged anew, for one may vouch for the publisher of another.

        >>> TrustStore.join().certificates
        ()
        """
        return cls._of([publication for store in stores for publication in store.publications])

    @classmethod
    def of(cls, certificates: Iterable[Certificate], lists: Iterable[RevocationList] = ()) -> TrustStore:
        """A store of these certificates and lists, as a program has them at hand; it names no sources."""
        entries = [Entry(kind="certificate", certificates=(one,)) for one in certificates]
        entries += [Entry(kind="crl", lists=(one,)) for one in lists]
        return cls._of([Publication(path="", kind="certificate", entries=tuple(entries))])

    @classmethod
    def empty(cls) -> TrustStore:
        """A store that trusts nobody: every chain is undetermined."""
        return cls()

    @classmethod
    def _of(cls, publications: Sequence[Publication]) -> TrustStore:
        judged = judge(publications)
        used = [
            (publication, entry, judged[number, index])
            for number, publication in enumerate(publications)
            for index, entry in enumerate(publication.entries)
            if judged[number, index].usable
        ]
        anchors = {one.der: one for _, entry, _ in used for one in entry.certificates if entry.anchors(one)}
        every = {one.der: one for _, entry, _ in used for one in entry.certificates}
        return cls(
            anchors=tuple(anchors.values()),
            material=tuple(one for der, one in every.items() if der not in anchors),
            lists=tuple({one.der: one for _, entry, _ in used for one in entry.lists}.values()),
            sources=tuple(_source(each, at, judged) for at, each in enumerate(publications) if each.path),
            deviations=tuple(_deviations(used)),
            publications=tuple(publications),
            _origins=_origins(used),
        )

    @cached_property
    def version(self) -> str:
        """Name of this content: the same certificates and lists give the same version, in whatever files they came."""
        every = sorted([one.fingerprint for one in self.certificates] + [one.fingerprint for one in self.lists])
        every += sorted(one.fingerprint for one in self.deviations)
        return "trust-" + sha256("".join(every).encode()).hexdigest()[:16]

    @property
    def certificates(self) -> tuple[Certificate, ...]:
        """All certificates, anchors first."""
        return (*self.anchors, *self.material)

    @cached_property
    def countries(self) -> frozenset[str]:
        """Countries of the certificates, in upper case."""
        return frozenset(one.country for one in self.certificates if one.country)

    def provenance_of(self, certificate: Certificate) -> tuple[Provenance, ...]:
        """All places that this certificate came from, best level first; empty where it is not in the store."""
        return self._origins.get(certificate.der, ())

    def level_of(self, certificate: Certificate) -> TrustLevel:
        """The best level among the places that this certificate came from; ``unverified`` where it came from none."""
        return best(one.level for one in self.provenance_of(certificate))

    def recall(self, key: Hashable, make: Callable[[], _Made]) -> _Made:
        """What ``make`` gave for this key before, or gives now. For what depends on the store and the key alone.

        The first part of a key is a word of the room that asks. Of more than 4096 answers, those that nobody has asked
        for longest are forgotten.
        """
        try:
            self._memory.move_to_end(key)
            return self._memory[key]  # type: ignore[return-value]  # the key's first word says what was kept
        except KeyError:
            made = make()
            self._memory[key] = made
            while len(self._memory) > _REMEMBERED:
                self._memory.popitem(last=False)
            return made

    def issuers_of(self, certificate: Certificate) -> tuple[tuple[Certificate, ...], tuple[Certificate, ...]]:
        """Candidates for the issuer: those that its key identifier names, and those that only its name fits.

        The name counts only where an identifier is missing on one side (BSI TR-03135-1, 5.6.4.3.3). A key identifier
        is not unique: all candidates are to be tried.
        """
        by_key = self._by_ski.get(certificate.aki, ()) if certificate.aki else ()
        by_name = self._by_name.get(certificate.issuer_key, ())
        return tuple(by_key), tuple(one for one in by_name if not (certificate.aki and one.ski))

    def named(self, subject: NameKey) -> tuple[Certificate, ...]:
        """All certificates of this subject."""
        return tuple(self._by_name.get(subject, ()))

    def family_of(self, name: NameKey) -> frozenset[NameKey]:
        """All names that the CSCA of this name has had, as far as link certificates tell or one key has two names."""
        return self._families.get(name, frozenset({name}))

    def is_anchor(self, certificate: Certificate) -> bool:
        """Whether this very certificate is trusted by itself."""
        return certificate.der in self._anchor_bytes

    @cached_property
    def _anchor_bytes(self) -> frozenset[bytes]:
        return frozenset(one.der for one in self.anchors)

    @cached_property
    def _by_ski(self) -> dict[bytes, list[Certificate]]:
        found: dict[bytes, list[Certificate]] = {}
        for one in self.certificates:
            if one.ski:
                found.setdefault(one.ski, []).append(one)
        return found

    @cached_property
    def _by_name(self) -> dict[NameKey, list[Certificate]]:
        found: dict[NameKey, list[Certificate]] = {}
        for one in self.certificates:
            found.setdefault(one.subject_key, []).append(one)
        return found

    @cached_property
    def _families(self) -> dict[NameKey, frozenset[NameKey]]:
        joined: dict[NameKey, set[NameKey]] = {}
        by_key: dict[bytes, NameKey] = {}
        for one in self.anchors:
            for other in (one.issuer_key, by_key.setdefault(one.spki, one.subject_key)):
                both = joined.setdefault(one.subject_key, {one.subject_key}) | joined.get(other, {other})
                for name in both:
                    joined[name] = both
        return {name: frozenset(names) for name, names in joined.items()}


def _source(publication: Publication, number: int, judged: Mapping[Place, Judgement]) -> TrustSource:
    """The worst of a file's entries speaks for it."""
    if not publication.entries:
        return _unreadable(publication)
    verdicts = [judged[number, index] for index in range(len(publication.entries))]
    worst = max(verdicts, key=lambda one: _WORST.index(one.outcome.status))
    signed = next((entry.signed for entry in publication.entries if entry.signed), None)
    return TrustSource(
        path=publication.path,
        kind=publication.kind,
        signature=worst.outcome.status,
        certificates=len(publication.certificates),
        reason=worst.outcome.reason,
        unread=publication.unread,
        level=max((one.level for one in verdicts), key=tuple(TrustLevel).index),
        anchors=sum(entry.anchors(one) for entry in publication.entries for one in entry.certificates),
        revocation_lists=len(publication.lists),
        deviations=sum(len(entry.deviations) for entry in publication.entries),
        signer=worst.signer.subject if worst.signer else "",
        signed_at=signed.signing_time if signed else None,
        next_update=min((one.due for one in publication.lists), default=None),
        sha256=publication.sha256,
    )


def _unreadable(publication: Publication) -> TrustSource:
    """Nothing of the file counts, and nothing can be said of its signature."""
    return TrustSource(
        path=publication.path,
        kind=publication.kind,
        signature=CheckStatus.UNDETERMINED,
        certificates=0,
        reason="the file cannot be read",
        unread=publication.unread,
        level=TrustLevel.UNVERIFIED,
        sha256=publication.sha256,
    )


_Used = Sequence[tuple[Publication, Entry, Judgement]]


def _origins(used: _Used) -> dict[bytes, tuple[Provenance, ...]]:
    found: dict[bytes, list[Provenance]] = {}
    for publication, entry, judgement in used:
        provenance = publication.given or Provenance(
            source=publication.path,
            kind=entry.kind.replace("_", " "),
            level=judgement.level,
            sha256=publication.sha256,
            note=judgement.outcome.reason,
        )
        for one in entry.certificates:
            places = found.setdefault(one.der, [])
            if provenance not in places:
                places.append(provenance)
    order = tuple(TrustLevel).index
    return {der: tuple(sorted(places, key=lambda one: order(one.level))) for der, places in found.items()}


def _deviations(used: _Used) -> Iterable[Deviation]:
    """Deviations of lists that a known CSCA's signer has signed: a list at its own word excuses nothing."""
    for _, entry, judgement in used:
        if judgement.level is not TrustLevel.UNVERIFIED and judgement.signer and entry.deviations:
            for one in entry.deviations:
                yield one.signed_in(judgement.signer.issuer_country or judgement.signer.country)
