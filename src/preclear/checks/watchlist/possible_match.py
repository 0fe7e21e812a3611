"""Possible matches on lists of persons."""

from __future__ import annotations

from collections.abc import Iterator

from preclear.checks.check import check, concern
from preclear.model.finding import Remark
from preclear.model.screening import ScreeningAnswer


@check(source="Regulation (EU) 2018/1240 (ETIAS), article 22 (manual verification of matches)")
def possible_match(screening: ScreeningAnswer) -> Iterator[Remark]:
    """Is there a list entry that may be this person?"""
    for candidate in screening.alerts:
        if candidate.name:
            yield concern(
                "{name} on the list {list} (owner: {owner}) may be this person. {why}",
                "screening",
                f"{candidate.list}/{candidate.entity}",
                name=candidate.name,
                list=candidate.list,
                owner=candidate.owner or "not stated",
                why=" ".join(candidate.why) or "The names are alike.",
                resolved_by="a person at the match desk compares birth date, document and picture",
                innocent="namesakes: most possible matches are other people",
            )
