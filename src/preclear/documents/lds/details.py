"""DG11 and DG12: further details of the holder and of the document (ICAO Doc 9303-10, 4.7.11 and 4.7.12)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from preclear.documents.der import Part
from preclear.documents.lds.files import bad, inside, opened

_LIST, _OTHERS = 0x5C, 0xA0
_MAX_NAMES = 32
_MAX_TEXT = 4096


@dataclass(frozen=True, kw_only=True)
class PersonalDetails:
    """DG11. Names are ``SURNAME, GIVEN NAMES`` in the script of the document; a day may lack its month or day.

    ``birth_date`` is ``YYYY-MM-DD``, ``YYYY-MM`` or ``YYYY``, None where it is absent or wholly unknown. ``unknown``
    are the tags that the standard does not name, in hexadecimal; ``proof_of_citizenship`` says whether such a picture
    is there.
    """

    full_name: str = ""
    other_names: tuple[str, ...] = ()
    personal_number: str = ""
    birth_date: str | None = None
    place_of_birth: tuple[str, ...] = ()
    address: tuple[str, ...] = ()
    telephone: str = ""
    profession: str = ""
    title: str = ""
    summary: str = ""
    other_documents: tuple[str, ...] = ()
    custody: str = ""
    proof_of_citizenship: bool = False
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DocumentDetails:
    """DG12. ``issued`` is a day, possibly without its month or day; ``personalised`` is ``YYYY-MM-DDThh:mm:ss``.

    The standard asks to read both as digits and as packed digits (BCD), and so do we.
    """

    issuing_authority: str = ""
    issued: str | None = None
    other_persons: tuple[str, ...] = ()
    endorsements: str = ""
    tax_or_exit: str = ""
    personalised: str | None = None
    personalisation_serial: str = ""
    pictures: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def read_dg11(data: bytes) -> PersonalDetails:
    """The holder's further details."""
    values, others, unknown = _read(data, 0x6B, "DG11", _PERSONAL)
    text = {tag: _text(value) for tag, value in values.items()}
    return PersonalDetails(
        full_name=_name(text.get(0x5F0E, "")),
        other_names=tuple(_name(_text(value)) for value in others[0x5F0F]),
        personal_number=text.get(0x5F10, ""),
        birth_date=_day(values.get(0x5F2B, b"")),
        place_of_birth=_fields(text.get(0x5F11, "")),
        address=_fields(text.get(0x5F42, "")),
        telephone=text.get(0x5F12, ""),
        profession=text.get(0x5F13, ""),
        title=text.get(0x5F14, ""),
        summary=text.get(0x5F15, ""),
        other_documents=_fields(text.get(0x5F17, "")),
        custody=text.get(0x5F18, ""),
        proof_of_citizenship=0x5F16 in values,
        unknown=unknown,
    )


def read_dg12(data: bytes) -> DocumentDetails:
    """The document's further details."""
    values, others, unknown = _read(data, 0x6C, "DG12", _DOCUMENT)
    text = {tag: _text(value) for tag, value in values.items()}
    moment = _digits(values.get(0x5F55, values.get(0x5F85, b"")), 14)
    return DocumentDetails(
        issuing_authority=text.get(0x5F19, ""),
        issued=_day(values.get(0x5F26, b"")),
        other_persons=tuple(_name(_text(value)) for value in others[0x5F1A]),
        endorsements=text.get(0x5F1B, ""),
        tax_or_exit=text.get(0x5F1C, ""),
        personalised=_moment(moment) if moment else None,
        personalisation_serial=text.get(0x5F56, text.get(0x5F86, "")),
        pictures=tuple(name for tag, name in ((0x5F1D, "front"), (0x5F1E, "rear")) if tag in values),
        unknown=unknown,
    )


_PERSONAL = frozenset({0x5F0E, 0x5F0F, 0x5F10, 0x5F2B, 0x5F42, *range(0x5F11, 0x5F19)})
_DOCUMENT = frozenset({0x5F19, 0x5F26, *range(0x5F1A, 0x5F1F), 0x5F55, 0x5F56, 0x5F85, 0x5F86})
_REPEATED = frozenset({0x5F0F, 0x5F1A})


def _read(
    data: bytes, tag: int, what: str, known: frozenset[int]
) -> tuple[dict[int, bytes], dict[int, list[bytes]], tuple[str, ...]]:
    """Values by tag, values of names that repeat, and unknown tags. A tag twice over is refused: which one holds?"""
    data, found = opened(data, tag, what)
    values: dict[int, bytes] = {}
    repeated: dict[int, list[bytes]] = {name: [] for name in _REPEATED}
    unknown: list[str] = []
    for part in _flat(data, found, what):
        value = data[part.start : part.stop]
        if part.tag in _REPEATED:
            repeated[part.tag].append(value)
        elif part.tag in values:
            raise bad(what, f"has the element {part.tag:#x} twice")
        elif part.tag in known:
            values[part.tag] = value
        elif part.tag != _LIST:
            unknown.append(f"{part.tag:X}")
    return values, {name: each[:_MAX_NAMES] for name, each in repeated.items()}, tuple(unknown[:_MAX_NAMES])


def _flat(data: bytes, found: list[Part], what: str) -> list[Part]:
    """The objects, with those inside a template of names among them; its count (tag 02) is left out."""
    flat = []
    for part in found:
        flat += [one for one in inside(data, part, what) if one.tag != 0x02] if part.tag == _OTHERS else [part]
    return flat


def _text(value: bytes) -> str:
    """Text in UTF-8, or in Latin-1 as documents of the first years have it; without control characters."""
    value = value[:_MAX_TEXT]
    try:
        text = value.decode("utf-8")
    except UnicodeDecodeError:
        text = value.decode("latin-1")
    return "".join(character if character.isprintable() else " " for character in text).strip()


def _name(text: str) -> str:
    """A name with its fillers turned into words: two part surname and given names, as in the zone."""
    surname, _, given = text.strip("<").partition("<<")
    return ", ".join(" ".join(part.replace("<", " ").split()) for part in (surname, given) if part.strip("< "))


def _fields(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("<") if part.strip())


def _digits(value: bytes, size: int) -> str:
    """Digits written as characters or packed two in a byte, or nothing where they are neither."""
    text = value.hex() if len(value) * 2 == size else value.decode("latin-1")
    return text if re.fullmatch(rf"[0-9]{{{size}}}", text) else ""


def _day(value: bytes) -> str | None:
    """``YYYY-MM-DD``; zeros stand for what is unknown, from the right (Doc 9303-10, note below table 72)."""
    digits = _digits(value, 8)
    year, month, day = digits[:4], digits[4:6], digits[6:]
    if not digits or year == "0000" or month > "12" or day > "31":
        return None
    known = [year] if month == "00" else [year, month] if day == "00" else [year, month, day]
    return "-".join(known)


def _moment(digits: str) -> str:
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}T{digits[8:10]}:{digits[10:12]}:{digits[12:]}"
