"""Why a candidate is one, in whole sentences: what agrees, what differs, what is missing, what would settle it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from preclear.model.screening import AlignedPart, ScreeningQuery
from preclear.screening.entries import PERSON, WEAK
from preclear.screening.evidence import Birth, Number
from preclear.screening.fathers import Father
from preclear.screening.likeness import SAME
from preclear.screening.name_table import analyse_person
from preclear.screening.organisations import analyse_organisation
from preclear.screening.rarity import is_frequent, one_in, rarity
from preclear.screening.scoring import Comparison
from preclear.writing.names import NameForm


def explain(query: ScreeningQuery, found: Comparison) -> tuple[str, ...]:
    """The sentences, most telling first."""
    return (
        *_about_number(query, found),
        *_about_name(query, found),
        *_about_weak_alias(found),
        *_about_birth(query, found),
        *_about_father(found),
        *_about_states(query, found),
        *_what_would_settle(query, found),
    )


def aligned_parts(query: ScreeningQuery, found: Comparison) -> tuple[AlignedPart, ...]:
    """The two names part by part, for showing them side by side."""
    asked, listed = _forms(query, found)
    alignment = found.alignment
    rows = [
        AlignedPart(
            asked=_at(asked, pair.asked),
            listed=_at(listed, pair.listed),
            how=pair.how,
            one_in=one_in(max(pair.worth, 0.0)),
        )
        for pair in alignment.pairs
    ]
    rows += [
        AlignedPart(asked="", listed=_at(listed, (place,)), how="the father's name") for place in alignment.from_father
    ]
    rows += [_alone(_at(asked, (at,)), "") for at in alignment.added]
    return (*rows, *(_alone("", _at(listed, (place,))) for place in alignment.left_out))


def _alone(asked: str, listed: str) -> AlignedPart:
    return AlignedPart(asked=asked, listed=listed, one_in=one_in(rarity(asked or listed)))


def _forms(query: ScreeningQuery, found: Comparison) -> tuple[NameForm, NameForm]:
    """The forms that were aligned: the query's name in whichever script was compared, and the listed one."""
    read = analyse_person if found.entry.entity_type == PERSON else analyse_organisation
    return found.alignment.asked or read(query.name), read(found.name.text)


def _at(form: NameForm, places: Iterable[int]) -> str:
    return " ".join(form.tokens[at] for at in places if at < len(form.tokens))


def _about_name(query: ScreeningQuery, found: Comparison) -> Iterator[str]:
    alignment = found.alignment
    asked, listed = _forms(query, found)
    agreed = ", ".join(_pair(_at(asked, pair.asked), _at(listed, pair.listed), pair.how) for pair in alignment.pairs)
    if not agreed:
        yield "No part of the name agrees." if query.name or query.native_name else "No name was given."
        return
    yield f"These name parts agree: {agreed}."
    if found.entry.entity_type == PERSON:
        yield f"About one in {one_in(max(alignment.agreed, 0.0)):,} travellers has a name with all of them."
    if alignment.from_father:
        yield f"The listed name also has {_quoted(listed, alignment.from_father)}, which agrees with the father's name."
    if alignment.son_is_father:
        yield "Son and father are exchanged: the one listed is named as the father here."
    if alignment.left_out:
        yield f"The listed name also has {_quoted(listed, alignment.left_out)}."
    if alignment.added:
        yield f"The listed name lacks {_quoted(asked, alignment.added)}."
    if weak := dict.fromkeys((*asked.weak, *listed.weak)):
        quoted = ", ".join(f"'{part}'" for part in weak)
        yield f"Titles and particles were not weighed: {quoted}."
    if asked.cut:
        yield f"The last {asked.cut} parts of the name were not compared."


def _pair(asked: str, listed: str, how: str) -> str:
    frequent = " (a frequent part)" if is_frequent(listed) else ""
    return f"'{asked}'{frequent}" if how == SAME else f"'{asked}' for '{listed}' ({how}){frequent}"


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
                f"The birth date {query.birth_date} is the listed {found.span} with day and month exchanged, or with "
                "one digit wrong or two exchanged."
            )
        case Birth.DIFFERS:
            listed = ", ".join(str(span) for span in found.entry.births)
            yield f"The birth date differs: {query.birth_date} here, {listed} on the list."
        case Birth.UNKNOWN if found.entry.entity_type != PERSON:
            return
        case Birth.UNKNOWN if query.birth_date is None:
            yield "No birth date was given."
        case Birth.UNKNOWN:
            yield "The list gives no birth date."


def _about_father(found: Comparison) -> Iterator[str]:
    listed = found.entry.father_name
    match found.father.how:
        case _ if found.alignment.from_father:
            return  # already told with the name
        case Father.AGREES:
            yield f"The father's name agrees: '{found.father.asked}' here, '{listed}' on the list."
        case Father.EXCHANGED:
            yield "Son and father are exchanged: the one listed is named as the father here."
        case Father.DIFFERS:
            yield f"The father's name differs: '{found.father.asked}' here, '{listed}' on the list."


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
    if found.entry.father_name and not query.father_name and found.father.how is Father.UNKNOWN:
        wanted.append("the father's name")
    if found.entry.documents and found.number.how < Number.CONFUSABLE:
        person = found.entry.entity_type == PERSON
        wanted.append("the number and issuing State of " + ("an earlier passport" if person else "its registration"))
    if not found.entry.births and not found.entry.documents and not found.entry.father_name:
        wanted.append("what the owner of the list knows beyond the name")
    if wanted:
        yield f"This would settle it: {' or '.join(wanted)}."


def _quoted(form: NameForm, places: Iterable[int]) -> str:
    return ", ".join(f"'{form.tokens[at]}'" for at in places)
