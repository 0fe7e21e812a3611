"""Reading the bytes of a page: decode, find the zone, read it, compare, and report each step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from preclear.documents.decoding import Page, pages
from preclear.documents.images import viz
from preclear.documents.images.lines import Reader
from preclear.documents.images.readers import installed
from preclear.documents.images.reading import Look, look_for_zone, promise
from preclear.documents.mrz.days import REFERENCE_DAY
from preclear.model.codes import CheckStatus
from preclear.model.verification import PageReading, Sight, Step

_ZONE_RULE = "ICAO Doc 9303-3, 4.1 and 4.2 (place and print of the machine readable zone)"
_LEAST_PROMISE = 0.3
"""A view that looks less like a zone than this is none."""


def read(
    data: bytes, *, printed: bool = False, today: date | None = None, readers: Sequence[Reader] | None = None
) -> PageReading:
    """Read a page from a JPEG, a PNG or a PDF of up to four pages.

    The zone is found in any of the four rotations. ``printed`` also reads the visual zone and compares it with the
    machine readable one, which takes about a second more. ``today`` decides centuries as in ``mrz.parse``;
    ``readers`` are the installed ones where none are given.

    The checks are those of the zone (``mrz.parse``) and: ``page.decode``; ``page.zone``; ``readers.agree``, passed only
    where two independent readers surely gave the same text in every field; ``repair``; and ``printed.*``. None of these
    ever fails: what a machine cannot read is ``undetermined``, and a person looks. A zone is read for sure where
    ``readers.agree`` and all check digits passed.

    ``confidence`` is that of the least sure character: how sure the readers for it are, less how sure those are that
    saw another; 0 where nothing was read. ``InvalidInput`` where the bytes are no picture within the bounds of
    ``preclear.documents.decoding``.
    """
    day = today or REFERENCE_DAY
    looks: list[tuple[Page, Look]] = []
    count = 0
    for page in pages(data):
        count += 1
        look = look_for_zone(page, installed() if readers is None else readers, day)
        if look and max(map(promise, look.views)) >= _LEAST_PROMISE:
            looks.append((page, look))
            if look.accepted:
                break
    decoded = Step(
        id="page.decode", status=CheckStatus.PASSED, reason=f"{count} page{'s' if count > 1 else ''} decoded"
    )
    if not looks:
        return PageReading(mrz=None, checks=(decoded, _NO_ZONE), confidence=0.0)
    page, look = max(looks, key=lambda pair: pair[1].rank)
    return _reading(page, look, decoded, printed=printed)


_NO_ZONE = Step(
    id="page.zone",
    status=CheckStatus.UNDETERMINED,
    reason="no machine readable zone was found; take the picture again, in even light, with both lines in full",
    standard=_ZONE_RULE,
)


def _reading(page: Page, look: Look, decoded: Step, *, printed: bool) -> PageReading:
    combined = look.combined
    zone = combined.zone
    seen = viz.read(page, look.zone) if printed else None
    found = Step(
        id="page.zone",
        status=CheckStatus.PASSED,
        reason=f"a {zone.format} zone on page {page.number} ({page.kind})",
        standard=_ZONE_RULE,
    )
    return PageReading(
        mrz=zone,
        checks=(decoded, found, *combined.steps, *zone.checks, *(viz.compare(seen, zone.fields) if seen else ())),
        confidence=combined.confidence,
        readers=_sights(look),
        repairs=combined.repairs,
        printed=viz.values(seen, zone.fields) if seen else {},
    )


def _sights(look: Look) -> tuple[Sight, ...]:
    """One sight for each reader: its surest."""
    names = dict.fromkeys(view.reader for view in look.views)
    views = (max((v for v in look.views if v.reader == name), key=lambda v: v.confidence) for name in names)
    return tuple(view.sight for view in views)
