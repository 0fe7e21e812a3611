"""Reading a machine readable zone: every field with its verdict, and every check digit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from preclear.documents.mrz import names, steps
from preclear.documents.mrz.days import REFERENCE_DAY
from preclear.documents.mrz.digits import VALUES, digit_of, weigh
from preclear.documents.mrz.layouts import CLASSES, Layout
from preclear.documents.mrz.lines import lay_out, refuse_foreign
from preclear.model.codes import CheckStatus
from preclear.model.verification import Mrz, MrzFields, Step

_ZEROS = b"\0"
_USUAL_DAYS = steps.days_of(REFERENCE_DAY)
_USUAL_NUMBER = 9
_PASSED = CheckStatus.PASSED
_new, _set = object.__new__, object.__setattr__
_DIGITS, _SEX = steps.DIGITS, steps.SEX
_CHARACTERS, _NUMBER, _OPTIONAL, _NAMES = steps.CHARACTERS, steps.NUMBER, steps.OPTIONAL, steps.NAMES


def parse(  # noqa: C901 -- in one piece: each further call costs every zone more than what it does
    lines: Sequence[str], *, today: date | None = None
) -> Mrz:
    """Read a zone from its lines, or from one text with the lines joined as DG1 holds them.

    ``today`` decides the century of two-digit years: births are not after it, and expiry years at most 15 years
    ahead. Without it the fixed ``REFERENCE_DAY`` stands, so that a library caller gets the same answer for ever.

    The checks are ``digit.*`` for each check digit, ``characters`` for all characters, and one for each field by its
    name: ``document_code``, ``issuing_state``, ``document_number``, ``nationality``, ``birth_date``, ``sex``,
    ``expiry_date``, ``optional_data``, ``names``. A check that fails is a result; ``InvalidInput`` is for text that is
    no zone at all: its size, or a character that no zone may hold.
    """
    layout, zone, held = lay_out(lines)
    raw = zone.encode("ascii", "replace")
    wrong = int.from_bytes(raw.translate(CLASSES)) & layout.forbidden
    if wrong:
        refuse_foreign(zone, layout)
    values = raw.translate(VALUES)
    verdicts = _DIGITS[layout.name]
    heading, name, number, found, nation, born, sex, expires, optional = layout.cut(zone)

    code, state, code_step, state_step = steps.heading(heading, layout)
    nationality, nationality_step = steps.nationality(nation)
    if len(number) == _USUAL_NUMBER:  # as ``weigh``, in a third of its time
        a, b, c, d, e, f, g, h, i = values[layout.document_number]
        weight = 7 * (a + d + g) + 3 * (b + e + h) + c + f + i
    else:
        weight = weigh(values[layout.document_number])
    rest = zone[layout.continues].partition("<")[0] if found == "<" and layout.continues else ""
    number_step = _NUMBER if number[0] != "<" else steps.no_number(number)
    number_digit = verdicts.number[found, weight % 10]
    if len(rest) > 1:
        number, number_step, number_digit = _long_number(number, rest, layout)
    births, expiries = _USUAL_DAYS if today is None else steps.days_of(today)
    birth_date, birth_step, expected, birth_weight = births[born]
    birth_digit = verdicts.birth[born[6], expected]
    if expires:
        expiry_date, expiry_step, expected, expiry_weight = expiries[expires]
        digits: tuple[Step, ...] = (number_digit, birth_digit, verdicts.expiry[expires[6], expected])
        weight += birth_weight + expiry_weight
    else:  # a national zone, whose composite digit counts from its first character
        expiry_date, expiry_step, digits, weight = None, steps.NO_EXPIRY, (number_digit, birth_digit), 0
    if layout.composite:
        digits += _other_digits(zone, values, layout, layout.composite.at, optional, weight)
    surname, given_names = names.split(name)
    if layout.given_names.stop:
        surname, given_names = names.words(name), names.words(zone[layout.given_names])
    if len(layout.optional) > 1:
        optional += zone[layout.optional[1]]

    checks: tuple[Step, ...] = digits + (  # noqa: RUF005 -- unpacking into a new one makes a list on the way
        _CHARACTERS,
        code_step,
        state_step,
        number_step,
        nationality_step,
        birth_step,
        _SEX.get(sex) or steps.sex(sex),
        expiry_step,
        _OPTIONAL,
        _NAMES if name[-1] == "<" != name[0] else steps.odd_names(name),
    )
    valid = not wrong and sex in _SEX
    if not valid:
        checks = _with_misplaced(checks, zone, layout, wrong, (code, state))
    # Frozen values take three times as long in their own ``__init__`` as with all of their fields set at once.
    fields = _new(MrzFields)
    _set(
        fields,
        "__dict__",
        {
            "document_code": code,
            "issuing_state": state,
            "surname": surname,
            "given_names": given_names,
            "document_number": number.rstrip("<"),
            "nationality": nationality,
            "birth_date": birth_date,
            "sex": "" if sex == "<" else sex,
            "expiry_date": expiry_date,
            "optional_data": (optional[len(rest) + 1 :] if len(rest) > 1 else optional).rstrip("<"),
        },
    )
    for step in digits:
        if step.status is not _PASSED:
            valid = False
    made = _new(Mrz)
    _set(made, "__dict__", {"format": layout.name, "lines": held, "fields": fields, "checks": checks, "valid": valid})
    return made


def _long_number(text: str, rest: str, layout: Layout) -> tuple[str, Step, Step]:
    """A number that goes on in the optional data, where check digit and a filler follow it (Doc 9303-5, 4.2.4)."""
    number, found = text + rest[:-1], rest[-1]
    room = layout.continues.stop - layout.continues.start if layout.continues else 0
    expected = digit_of(number.encode("ascii", "replace").translate(VALUES))
    step = steps.LONG_NUMBER if len(rest) < room else steps.UNENDED_NUMBER
    return number, step, steps.DIGITS[layout.name].number[found, expected]


def _other_digits(
    zone: str, values: bytes, layout: Layout, composite: int, optional: str, weight: int
) -> tuple[Step, ...]:
    """The verdicts on the digit of the optional data, where it has one, and on the composite digit, which visas lack.

    ``weight`` is what number and days add to the composite sum. What follows them begins with the weight 7 again.
    """
    verdicts = _DIGITS[layout.name]
    if layout.optional_digit:
        at = layout.optional_digit.at
        own, empty = 0, not optional.strip("<")
        if not empty:  # as ``weigh``, without the call
            piece = values[layout.optional[0]]
            own = 7 * sum(piece[::3]) + 3 * sum(piece[1::3]) + sum(piece[2::3])
        step = (verdicts.empty_optional if empty else verdicts.optional)[zone[at], own % 10]
        weight += 7 * values[layout.document_number.stop] + own + values[at]
        return step, verdicts.composite[zone[composite], weight % 10]
    for part in layout.after_days:
        piece = values[part]
        if piece.strip(_ZEROS):
            weight += 7 * sum(piece[::3]) + 3 * sum(piece[1::3]) + sum(piece[2::3])
    return (verdicts.composite[zone[composite], weight % 10],)


def _with_misplaced(
    checks: tuple[Step, ...], zone: str, layout: Layout, wrong: int, document: tuple[str, str]
) -> tuple[Step, ...]:
    """The checks, with a verdict on each field that holds a character which may not stand there."""
    offsets = [offset for offset, byte in enumerate(wrong.to_bytes(layout.size)) if byte] or [layout.sex]
    found: dict[str, Step] = {}
    for offset in offsets:
        field = _field_at(layout, offset)
        excuse = steps.excuse_for(*document, field, zone[offset])
        for id_ in (field, "characters"):
            step = steps.misplaced(id_, layout, zone[offset], offset, excuse=excuse)
            if id_ not in found or (step.status is CheckStatus.FAILED and found[id_].status is not CheckStatus.FAILED):
                found[id_] = step
    return tuple(
        found[step.id] if step.id in found and step.status is not CheckStatus.FAILED else step for step in checks
    )


def _field_at(layout: Layout, offset: int) -> str:
    """The field in which a character stands; a check digit belongs to the field that it covers."""
    fields = {
        "document_code": layout.document_code,
        "issuing_state": layout.issuing_state,
        "names": layout.names,
        "document_number": layout.document_number,
        "nationality": layout.nationality,
        "birth_date": layout.birth_date,
        "expiry_date": layout.expiry_date,
        "sex": slice(layout.sex, layout.sex + 1),
    }
    for name, part in fields.items():
        if part.start <= offset < part.stop:
            return name
    if layout.given_names.start <= offset < layout.given_names.stop:
        return "names"
    digit = next((digit.id.removeprefix("digit.") for digit in layout.digits if digit.at == offset), "optional_data")
    return "characters" if digit == "composite" else digit
