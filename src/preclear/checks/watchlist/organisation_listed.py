"""Organisations of the application on lists of organisations."""

from __future__ import annotations

from collections.abc import Iterator

from preclear.checks.check import check, concern
from preclear.model.dossier import ScreenedOrganisation
from preclear.model.finding import Remark


@check(source="Regulation (EU) 2018/1240 (ETIAS), article 22 (manual verification), applied to organisations")
def organisation_listed(organisations: tuple[ScreenedOrganisation, ...]) -> Iterator[Remark]:
    """Is there a list entry that may be an organisation which the application names?"""
    for one in organisations:
        for candidate in one.answer.alerts:
            yield concern(
                "the {role} {name} may be {listed} on the list {list} (owner: {owner}). {why}",
                "organisations",
                f"{candidate.list}/{candidate.entity}",
                role=one.role,
                name=one.name,
                listed=candidate.name,
                list=candidate.list,
                owner=candidate.owner or "not stated",
                why=" ".join(candidate.why) or "The names are alike.",
                resolved_by="registration number or address of the organisation, compared with the entry",
                innocent="another company of a similar name; the applicant need not know who owns it",
            )
