"""The photographed page against the zone that was typed in (IND-01)."""

from __future__ import annotations

from collections.abc import Iterator

from preclear.checks.check import check, concern
from preclear.checks.comparing import differing
from preclear.checks.evidence import PageZone, Zone
from preclear.model.finding import Remark


@check(source="ICAO Doc 9303-3, 4.2 (the MRZ as printed); IND-01")
def page_against_mrz(mrz: Zone, pages: tuple[PageZone, ...]) -> Iterator[Remark]:
    """Does the picture of the page show the zone that was typed in?"""
    for page in pages:
        for field, typed, shown in differing(mrz, page.zone):
            yield concern(
                "the zone was typed with {typed} as the {field}, the picture of the page shows {shown}",
                f"mrz.{field}",
                f"page.{field}",
                field=field.replace("_", " "),
                typed=typed,
                shown=shown,
                contradicts="identity",
                resolved_by="a corrected zone, or a new picture of the page",
                innocent="a slip while typing; the picture of an older passport",
            )
