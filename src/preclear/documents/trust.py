"""The trust store: whose signatures count. It ships empty; an authority fills it with lists that it has chosen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from preclear.documents.certificates import Certificate, NameKey
from preclear.documents.publications import Publication, TrustSource, judge, read_publications
from preclear.documents.revocation import RevocationList


@dataclass(frozen=True, kw_only=True)
class TrustStore:
    """Anchors, further certificates that only help to find paths, and revocation lists.

    Self-signed and link certificates are anchors, and so are the CA certificates of a master list whose signature does
    not fail (BSI TR-03135-1, 5.6.4.3.3). Duplicates are dropped by their bytes.
    """

    anchors: tuple[Certificate, ...] = ()
    material: tuple[Certificate, ...] = ()
    lists: tuple[RevocationList, ...] = ()
    sources: tuple[TrustSource, ...] = ()

    @classmethod
    def load(cls, paths: Sequence[Path | str]) -> TrustStore:
        """Read master lists, LDIF, DER or PEM certificates and CRLs; a folder stands for all files in it.

        ``InvalidInput`` where a path is missing, or a file named by itself is none of these.
        """
        publications = read_publications([Path(path) for path in paths])
        judged = [judge(one, publications) for one in publications]
        usable = [one for one, source in zip(publications, judged, strict=True) if source.usable]
        return cls._of(usable, judged)

    @classmethod
    def of(cls, certificates: Iterable[Certificate], lists: Iterable[RevocationList] = ()) -> TrustStore:
        """A store of these certificates and lists, as a program has them at hand."""
        given = Publication(path="", kind="certificate", certificates=tuple(certificates), lists=tuple(lists))
        return cls._of([given], [])

    @classmethod
    def empty(cls) -> TrustStore:
        """A store that trusts nobody: every chain is undetermined."""
        return cls()

    @classmethod
    def _of(cls, publications: Sequence[Publication], sources: Sequence[TrustSource]) -> TrustStore:
        anchors = {each.der: each for one in publications for each in one.certificates if one.anchors(each)}
        others = {each.der: each for one in publications for each in one.certificates if each.der not in anchors}
        lists = {each.der: each for one in publications for each in one.lists}
        return cls(
            anchors=tuple(anchors.values()),
            material=tuple(others.values()),
            lists=tuple(lists.values()),
            sources=tuple(sources),
        )

    @cached_property
    def version(self) -> str:
        """Name of this content: the same certificates and lists give the same version, in whatever files they came."""
        every = sorted([one.fingerprint for one in self.certificates] + [one.fingerprint for one in self.lists])
        return "trust-" + sha256("".join(every).encode()).hexdigest()[:16]

    @property
    def certificates(self) -> tuple[Certificate, ...]:
        """All certificates, anchors first."""
        return (*self.anchors, *self.material)

    @cached_property
    def countries(self) -> frozenset[str]:
        """Countries of the certificates, in upper case."""
        return frozenset(one.country for one in self.certificates if one.country)

    def issuers_of(self, certificate: Certificate) -> tuple[tuple[Certificate, ...], tuple[Certificate, ...]]:
        """Candidates for the issuer: those that its key identifier names, and those that only its name fits.

        The name counts only where an identifier is missing on one side (BSI TR-03135-1, 5.6.4.3.3). A key identifier
        is not unique: all candidates are to be tried.
        """
        by_key = self._by_ski.get(certificate.aki, ()) if certificate.aki else ()
        by_name = self._by_name.get(certificate.issuer_key, ())
        return tuple(by_key), tuple(one for one in by_name if not (certificate.aki and one.ski))

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
