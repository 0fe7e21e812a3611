"""The documents of a case in words: each thing that was verified, its steps, and what was read from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from preclear.model.application import Application, SubmittedFile
from preclear.model.dossier import Dossier, ReadPage, ReadSeal
from preclear.model.verification import Anchor, PageReading, Sight, Step, Verification
from preclear.web.i18n import Catalogue
from preclear.web.trust.words import LEVELS

Rows = tuple[tuple[str, str], ...]

_KINDS = {
    "vds": "Visible digital seal",
    "idb": "Seal (ICAO barcode)",
    "vds-nc": "Seal (VDS-NC)",
    "mdoc": "Mobile document",
    "dtc": "Digital travel credential",
}
PICTURES = {"passport_page": "Photographed page {file}", "visa": "Photographed visa {file}"}
"""What a picture of this kind is called; a sentence of the catalogues."""

_MOST_VALUE = 200


@dataclass(frozen=True, kw_only=True)
class Group:
    """One thing that was verified. ``lines`` are those of a zone, ``rows`` what was read, ``sights`` by reader."""

    title: str
    steps: tuple[Step, ...]
    lines: tuple[str, ...] = ()
    rows: Rows = ()
    sights: tuple[Sight, ...] = ()
    differing: frozenset[tuple[int, int]] = frozenset()
    picture: str = ""


def groups(dossier: Dossier, words: Catalogue) -> list[Group]:
    """Everything that was verified, in the order in which an officer looks: zone, page, chip, seals, visas."""
    return list(_groups(dossier, words))


def all_steps(dossier: Dossier) -> tuple[Step, ...]:
    """The steps that the page shows, of zone, pictures, chip, seals and visas: what the tab counts."""
    return (
        *(dossier.mrz.checks if dossier.mrz else ()),
        *(step for page in dossier.pages for step in _of_the_page(page.reading)),
        *(dossier.chip.checks if dossier.chip else ()),
        *(step for one in dossier.seals for step in (*one.seal.checks, *one.against)),
        *(step for _, zone in dossier.visa_mrz for step in zone.checks),
    )


def files_in_order(application: Application, dossier: Dossier) -> list[SubmittedFile]:
    """The files, those that show most of a history first: a person looks at them first, and nothing follows from it."""
    hinted = {one.file: len(one.hints.hints) for one in dossier.papers}
    return sorted(application.files, key=lambda file: -hinted.get(file.id, 0))


def _groups(dossier: Dossier, words: Catalogue) -> Iterator[Group]:
    if dossier.mrz:
        yield Group(title=words.text("Machine readable zone"), steps=dossier.mrz.checks, lines=dossier.mrz.lines)
    yield from (_page(page, words) for page in dossier.pages)
    if dossier.chip:
        yield Group(title=words.text("Chip"), steps=dossier.chip.checks, rows=_chip(dossier, dossier.chip, words))
    yield from (_seal(one, words) for one in dossier.seals)
    for visa, zone in dossier.visa_mrz:
        yield Group(title=words.text("Visa {number}", number=visa.number), steps=zone.checks, lines=zone.lines)


def _page(page: ReadPage, words: Catalogue) -> Group:
    reading = page.reading
    return Group(
        title=words.text(PICTURES[page.kind], file=page.file),
        steps=_of_the_page(reading),
        lines=reading.mrz.lines if reading.mrz else (),
        rows=tuple(
            (
                words.text("Line {line}, character {position}", line=one.line, position=one.position),
                words.text("read as {before}, taken as {after}", before=one.before, after=one.after),
            )
            for one in reading.repairs
        ),
        sights=reading.readers,
        differing=_differing(reading),
        picture=page.file,
    )


def _of_the_page(reading: PageReading) -> tuple[Step, ...]:
    """The steps about reading: those of the zone itself stand with the zone, unless it is not taken."""
    zone = {step.id for step in reading.mrz.checks} if reading.mrz and reading.agreed else frozenset()
    return tuple(step for step in reading.checks if step.id not in zone)


def _differing(reading: PageReading) -> frozenset[tuple[int, int]]:
    """Places (line, character, from 0) in which two readers saw different things."""
    seen = [sight.lines for sight in reading.readers if sight.lines]
    return frozenset(
        (number, place)
        for one in seen
        for other in seen
        for number, (first, second) in enumerate(zip(one, other, strict=False))
        for place, (left, right) in enumerate(zip(first, second, strict=False))
        if left != right
    )


def _chip(dossier: Dossier, chip: Verification, words: Catalogue) -> Rows:
    rows: list[tuple[str, Any]] = []
    if chip.holder:
        named = f"{chip.holder.surname}, {chip.holder.given_names}".strip(", ")
        rows += [("Holder in the chip", named), ("Document number", chip.holder.document_number)]
    if chip.signer:
        rows += [
            ("Signed by", f"{chip.signer.country}: {chip.signer.subject}"),
            ("Serial number of the signer", chip.signer.serial),
            ("Signature", chip.signer.algorithm),
        ]
    if chip.anchor:
        rows += [
            ("Trusted because of", chip.anchor.subject),
            ("Fingerprint (SHA-256)", chip.anchor.fingerprint),
            ("How it came here", _origin(chip.anchor, words)),
        ]
    asked = dossier.evidence_of("chip")
    if asked and asked.source.version:
        rows.append(("Trust store", asked.source.version))
    return tuple((words.text(term), str(value)) for term, value in rows)


def _origin(anchor: Anchor, words: Catalogue) -> str:
    """The level in words, then each file that vouches for it, by its name alone."""
    names = dict.fromkeys(PurePath(one.source).name for one in anchor.provenance if one.source)
    return ": ".join(filter(None, (words.text(LEVELS[anchor.level].text), ", ".join(names))))


def _seal(one: ReadSeal, words: Catalogue) -> Group:
    seal = one.seal
    kind = words.text(_KINDS.get(seal.kind, seal.kind))
    return Group(
        title=f"{kind}, {seal.profile.replace('_', ' ')}".rstrip(", "),
        steps=(*seal.checks, *one.against),
        rows=tuple(_values(seal.message)),
        picture=one.file,
    )


def _values(message: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    for name, value in message.items():
        label = f"{before}{name}".replace("_", " ")
        if isinstance(value, Mapping):
            yield from _values(value, f"{label}: ")
        else:
            yield label, _shown(value)[:_MOST_VALUE]


def _shown(value: Any) -> str:
    return "\n".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
