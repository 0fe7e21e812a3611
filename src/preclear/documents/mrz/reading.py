"""Reading a machine readable zone: fields, every check digit, alphabets, days, codes and signs of a cut name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cache, lru_cache

from preclear.documents.mrz import names
from preclear.documents.mrz.days import REFERENCE_DAY, birth_day, expiry_day
from preclear.documents.mrz.digits import VALUES, digit_of
from preclear.documents.mrz.layouts import CLASSES, FOREIGN, Digit, Layout, layout_of
from preclear.errors import InvalidInput
from preclear.model.codes import CheckStatus
from preclear.model.verification import Mrz, MrzFields, Step
from preclear.writing.states import STATES

PASSED, FAILED, UNDETERMINED = CheckStatus.PASSED, CheckStatus.FAILED, CheckStatus.UNDETERMINED
_ALPHABET_RULE = "ICAO Doc 9303-3, 4.3"
_SIZES = "TD1: 3 lines of 30, TD2 and MRV-B: 2 of 36, TD3 and MRV-A: 2 of 44"
_LINE_ENDS = "\r\n"


def parse(lines: Sequence[str], *, today: date | None = None) -> Mrz:
    """Read a zone from its lines, or from one text with the lines joined as DG1 holds them.

    ``today`` decides the century of two-digit years: births are not after it, and expiry years at most 15 years
    ahead. Without it the fixed ``REFERENCE_DAY`` stands, so that a library caller gets the same answer for ever.
    The checks are ``digit.*`` for each check digit, ``characters``, ``document_code``, ``issuing_state``,
    ``nationality``, ``birth_date``, ``expiry_date`` and ``names``. A check that fails is a result; ``InvalidInput``
    is for text that is no zone at all: its size, or a character that no zone may hold.
    """
    layout, zone = _lay_out(lines)
    raw = zone.encode("ascii", "replace")
    values = raw.translate(VALUES)
    misplaced = int.from_bytes(raw.translate(CLASSES)) & layout.forbidden
    if misplaced:
        _refuse_foreign(zone, layout)
    day = today or REFERENCE_DAY
    number, rest = _long_number(zone, layout)
    fields, soft = _fields(zone, layout, day, number, rest)
    digits = [_digit(zone, values, layout, each, number if rest else "") for each in layout.digits]
    return Mrz(
        format=layout.name,
        lines=tuple([zone[start : start + layout.width] for start in layout.starts]),
        fields=fields,
        checks=(*digits, _characters(zone, layout, misplaced), *soft),
    )


def _lay_out(lines: Sequence[str]) -> tuple[Layout, str]:
    given = [lines] if isinstance(lines, str) else list(lines)
    given = [line for text in given[:8] for line in (text.strip(_LINE_ENDS).splitlines() if "\n" in text else [text])]
    zone = "".join(given).strip(_LINE_ENDS)
    layout = layout_of(len(zone), visa=zone.startswith("V"))
    if layout is None or not (len(given) == 1 or {len(line) for line in given} == {layout.width}):
        raise _wrong_size(given)
    return layout, zone


def _wrong_size(given: Sequence[str]) -> InvalidInput:
    widths = {2: (44, 36), 3: (30,)}.get(len(given), ())
    nearest = min(widths, key=lambda width: sum(abs(len(line) - width) for line in given), default=0)
    odd = next((n for n, line in enumerate(given, 1) if len(line) != nearest), 0)
    if nearest:
        what, where = f"has {len(given[odd - 1])} characters instead of {nearest}", f"line {odd}"
    else:
        what, where = f"{len(given)} lines of {', '.join(str(len(line)) for line in given) or 'no'} characters", "lines"
    return InvalidInput(
        what, where=where, rule="ICAO Doc 9303-3, 4.2", mend=f"Give every character, fillers (<) too ({_SIZES})"
    )


def _refuse_foreign(zone: str, layout: Layout) -> None:
    for offset, character in enumerate(zone):
        if character > "Z" or CLASSES[ord(character)] & FOREIGN:
            lower = character.islower() and character.upper().isascii()
            raise InvalidInput(
                f"{character!r} is not a character of a machine readable zone",
                where=layout.place(offset),
                rule=_ALPHABET_RULE,
                mend="Write capital letters" if lower else "Use A to Z, 0 to 9 and < for every space",
            )


def _long_number(zone: str, layout: Layout) -> tuple[str, str]:
    """The number, joined where it goes on in the optional data (Doc 9303-5, 4.2.4), and what it takes up there."""
    number = zone[layout.document_number]
    if layout.continues is None or zone[layout.document_number.stop] != "<":
        return number, ""
    rest = zone[layout.continues].partition("<")[0]
    return (number + rest[:-1], rest) if rest else (number, "")


def _fields(zone: str, layout: Layout, today: date, number: str, rest: str) -> tuple[MrzFields, tuple[Step, ...]]:
    state, nationality = zone[layout.issuing_state].rstrip("<"), zone[layout.nationality].rstrip("<")
    code = zone[layout.document_code].rstrip("<")
    born, born_step = _birth(zone[layout.birth_date], today)
    expires, expires_step = _expiry(zone[layout.expiry_date], today)
    surname, given_names = names.split(zone[layout.names])
    fields = MrzFields(
        document_code=code,
        issuing_state=state,
        surname=surname,
        given_names=given_names,
        document_number=number.rstrip("<"),
        nationality=nationality,
        birth_date=born,
        sex=zone[layout.sex].rstrip("<"),
        expiry_date=expires,
        optional_data="".join([zone[part] for part in layout.optional])[len(rest) :].rstrip("<"),
    )
    steps = (
        _code(code, layout.name),
        _state("issuing_state", state),
        _state("nationality", nationality),
        born_step,
        expires_step,
        _CUT if names.may_be_cut(zone[layout.names]) else _whole("names"),
    )
    return fields, steps


@lru_cache(maxsize=65_536)
def _birth(text: str, today: date) -> tuple[str | None, Step]:
    return _day("birth_date", birth_day, text, today)


@lru_cache(maxsize=65_536)
def _expiry(text: str, today: date) -> tuple[str | None, Step]:
    return _day("expiry_date", expiry_day, text, today)


def _day(id_: str, read: Callable[[str, date], str | None], text: str, today: date) -> tuple[str | None, Step]:
    try:
        return read(text, today), _whole(id_)
    except ValueError as error:
        return None, Step(
            id=id_, status=FAILED, reason=f"{text} names {error}", standard="ICAO Doc 9303-3, 4.8", found=text
        )


def _digit(zone: str, values: bytes, layout: Layout, digit: Digit, long_number: str) -> Step:
    found = zone[digit.at]
    if long_number and digit.id == "digit.document_number" and layout.continues:
        found = zone[layout.continues].partition("<")[0][-1]
        expected = str(digit_of(long_number.encode("ascii", "replace").translate(VALUES)))
    else:
        covered = b"".join([values[part] for part in digit.covers])
        expected = str(digit_of(covered))
    empty = found == "<" and digit.filler_when_empty and not zone[digit.covers[0]].strip("<")
    return _compared(digit.id, expected, found, layout.source, empty)


@cache
def _compared(id_: str, expected: str, found: str, source: str, empty: bool) -> Step:  # noqa: FBT001 -- part of the key
    """Steps are shared: there are few different ones, and making them costs more than the arithmetic."""
    passed = found == expected or empty
    reason = "" if passed else f"the check digit should be {expected} and is {found}"
    return Step(
        id=id_,
        status=PASSED if passed else FAILED,
        reason=reason,
        standard=f"{source}; ICAO Doc 9303-3, 4.9",
        expected=expected,
        found=found,
    )


@cache
def _whole(id_: str) -> Step:
    return Step(id=id_, status=PASSED)


_CUT = Step(
    id="names",
    status=UNDETERMINED,
    reason="the name fills its field, so it may be cut short",
    standard="ICAO Doc 9303-4, 4.2.3",
)


def _characters(zone: str, layout: Layout, misplaced: int) -> Step:
    sex_known = zone[layout.sex] in "MFX<"
    if not misplaced and sex_known:
        return _whole("characters")
    offset = next(_set_bytes(misplaced, layout.size), layout.sex)
    return Step(
        id="characters",
        status=FAILED,
        reason=f"{zone[offset]} may not stand at {layout.place(offset)}",
        standard=layout.source,
        found=zone[offset],
    )


def _set_bytes(bits: int, size: int) -> Iterator[int]:
    return (offset for offset, byte in enumerate(bits.to_bytes(size)) if byte)


def _state(id_: str, code: str) -> Step:
    if code in STATES:
        return _whole(id_)
    reason = f"{code or 'an empty field'} is not a code of a State or organisation"
    return Step(id=id_, status=FAILED, reason=reason, standard="ICAO Doc 9303-3, section 5", found=code)


_FIRST_LETTERS = {"TD3": "P", "TD2": "AIC", "TD1": "AIC", "MRV-A": "V", "MRV-B": "V"}


def _code(code: str, layout: str) -> Step:
    expected = _FIRST_LETTERS[layout]
    if code and code[0] in expected:
        return _whole("document_code")
    reason = f"a {layout} zone begins with {' or '.join(expected)}, not with {code[:1] or '<'}"
    return Step(id="document_code", status=FAILED, reason=reason, standard="ICAO Doc 9303-4 to -7, 4.2.2", found=code)
