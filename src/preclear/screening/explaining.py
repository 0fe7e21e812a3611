"""Why a candidate is one, in whole sentences: what agrees, what differs, what is missing, what would settle it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from preclear.model.screening import ScreeningQuery
from preclear.screening.alignment import Alignment, Pair
from preclear.screening.entries import WEAK, ListedDocument
from preclear.screening.evidence import Birth, Number
from preclear.screening.rarity import is_frequent
from preclear.screening.scoring import Comparison
from preclear.screening.similarity import SAME


def explain(query: ScreeningQuery, found: Comparison) -> tuple[str, ...]:
    """The sentences, most telling first."""
    return (
        *_about_number(query, found),
        *_about_name(found.alignment),
        *_about_weak_alias(found),
        *_about_birth(query, found),
        *_about_states(query, found),
        *_what_would_settle(query, found),
    )


def explain_document(document: ListedDocument, *, exact: bool, asked: str) -> tuple[str, ...]:
    """Why a bare document number on a list is a candidate."""
    since = f" since {document.since}" if document.since else ""
    status = document.status or "listed"
    number = f"The document number {document.number} of {document.issuing_state} is {status}{since}."
    if exact:
        return (number, "The owner of the list must confirm it, for a recovered document may still be listed.")
    return (
        f"The document number {asked} is {document.number} if O is read as 0 or I as 1.",
        number,
        "A look at the document itself would settle it.",
    )


def _about_name(alignment: Alignment) -> Iterator[str]:
    agreed = ", ".join(_pair(alignment, pair) for pair in alignment.pairs)
    if agreed:
        yield f"These name parts agree: {agreed}."
    else:
        yield "No part of the name agrees."
    if alignment.from_father:
        parts = _quoted(alignment.listed.tokens[at] for at in alignment.from_father)
        yield f"The listed name also has {parts}, which agrees with the father's name."
    if alignment.swapped_patronymic:
        yield "Son and father are exchanged: the one listed is named as the father here."
    if alignment.missing_in_query:
        yield f"The listed name also has {_quoted(alignment.missing_in_query)}."
    if alignment.missing_in_list:
        yield f"The listed name lacks {_quoted(alignment.missing_in_list)}."
    if weak := dict.fromkeys((*alignment.asked.weak, *alignment.listed.weak)):
        yield f"Titles and particles were not weighed: {_quoted(weak)}."
    if alignment.asked.cut:
        yield f"The last {alignment.asked.cut} parts of the name were not compared."


def _pair(alignment: Alignment, pair: Pair) -> str:
    asked = " ".join(alignment.asked.tokens[at] for at in pair.asked)
    listed = " ".join(alignment.listed.tokens[at] for at in pair.listed)
    frequent = " (a frequent part)" if is_frequent(listed) else ""
    if pair.likeness.how == SAME:
        return f"'{asked}'{frequent}"
    return f"'{asked}' for '{listed}' ({pair.likeness.how}){frequent}"


def _about_weak_alias(found: Comparison) -> Iterator[str]:
    if found.name.kind == WEAK:
        yield "This is a weak alias: by name alone it does not alert."


def _about_birth(query: ScreeningQuery, found: Comparison) -> Iterator[str]:
    match found.birth:
        case Birth.SAME:
            yield f"The birth date agrees: {found.span}."
        case Birth.POSSIBLE:
            yield f"The birth date {query.birth_date} can be the listed one, {found.span}."
        case Birth.NEAR:
            yield (
                f"The birth date {query.birth_date} is the listed {found.span} with day and month exchanged or one "
                "digit wrong."
            )
        case Birth.DIFFERS:
            listed = ", ".join(str(span) for span in found.entry.births)
            yield f"The birth date differs: {query.birth_date} here, {listed} on the list."
        case Birth.UNKNOWN if query.birth_date is None:
            yield "No birth date was given."
        case Birth.UNKNOWN:
            yield "The list gives no birth date."


def _about_number(query: ScreeningQuery, found: Comparison) -> Iterator[str]:
    document = found.number.document
    if document is None:
        return
    match found.number.how:
        case Number.SAME:
            yield f"The document number {document.number} of {document.issuing_state} is listed for this entry."
        case Number.CONFUSABLE:
            yield (
                f"The document number {query.document_number} is the listed {document.number} of "
                f"{document.issuing_state} if O is read as 0 or I as 1."
            )
        case Number.STATE_UNKNOWN:
            yield f"The document number {document.number} is listed, but the issuing State is missing on one side."
        case _:
            yield (
                f"The list has the same document number {document.number} of another State, "
                f"{document.issuing_state}: a coincidence."
            )


def _about_states(query: ScreeningQuery, found: Comparison) -> Iterator[str]:
    if query.nationality and found.entry.states:
        same = set(query.nationality) & set(found.entry.states)
        listed = ", ".join(found.entry.states)
        yield (
            f"The nationality agrees ({', '.join(sorted(same))}); this did not change the score."
            if same
            else f"The listed nationality is {listed}; this did not change the score."
        )


def _what_would_settle(query: ScreeningQuery, found: Comparison) -> Iterator[str]:
    wanted = []
    if found.entry.births and (query.birth_date is None or not query.birth_date.whole):
        wanted.append("a full birth date")
    if found.entry.documents and found.number.how < Number.CONFUSABLE:
        wanted.append("the number and issuing State of an earlier passport")
    if not found.entry.births and not found.entry.documents:
        wanted.append("what the owner of the list knows beyond the name")
    if wanted:
        yield f"This would settle it: {' or '.join(wanted)}."


def _quoted(parts: Iterable[str]) -> str:
    return ", ".join(f"'{part}'" for part in parts)
