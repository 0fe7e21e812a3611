"""What a person typed into one field of the form, as a value of the application; and the way back.

A field comes as parts by name: ``day``, ``month`` and ``year`` of a date, ``amount``, ``currency`` and ``period`` of
money, and ``""`` for all others. Digits of every script are digits. What cannot be used is ``InvalidInput`` with
``where`` the part, and a sentence without values, so that it can be looked up in another language.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from math import isfinite
from types import MappingProxyType
from typing import Any

from preclear.errors import InvalidInput
from preclear.model.agreement import FormQuestion
from preclear.model.dates import PartialDate
from preclear.services import form_path

RULE = "agreement, form"
PERIODS = ("hour", "day", "week", "month", "year")
_MAY_BE_PARTIAL = frozenset({"applicant.birth_date"})
"""Passports leave day or month of a birth open."""

_PARTS: Mapping[str, tuple[str, ...]] = MappingProxyType({"date": ("day", "month", "year"), "money": ("amount",)})
"""Parts of which one at least is there in an answer; a currency alone is none."""

_LONGEST = {"long_text": 20_000}
_LONGEST_LINE = 300
_YEARS = range(1900, 2101)
_MAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")
_PHONE = re.compile(r"\+[1-9][0-9]{6,14}")
_DOCUMENT_NUMBER = re.compile(r"[A-Z0-9]{1,20}")


def read(question: FormQuestion, typed: Mapping[str, str]) -> Any:
    """The value in the shape that the schema has there; None where nothing was typed and nothing has to be."""
    parts = {"": "", **{name: _plain(text) for name, text in typed.items()}}
    if not any(parts.get(name) for name in _PARTS.get(question.kind, ("",))):
        if question.required:
            raise _unusable("Choose one answer" if question.kind in _CHOSEN else "Write an answer")
        return None
    value = _READERS[question.kind](question, parts)
    return [value] if form_path.shape(question.path).get("type") == "array" else value


def parts(question: FormQuestion, value: Any) -> Mapping[str, str]:
    """What stands in the fields for this value."""
    if isinstance(value, list):
        return {"": "\n".join(map(str, value))}
    match question.kind, value:
        case _, None:
            return {}
        case "date", str():
            year, month, day = (*value.split("-"), "", "")[:3]
            return {"day": day.lstrip("0"), "month": month.lstrip("0"), "year": year}
        case "money", {"amount": amount, "currency": currency}:
            return {"amount": f"{amount:.10g}", "currency": str(currency), "period": str(value.get("period", ""))}
        case "yes_no", bool():
            return {"": "yes" if value else "no"}
    return {"": str(value)}


def is_pay(question: FormQuestion) -> bool:
    """Whether the amount is one for each hour, day, week, month or year."""
    return "period" in form_path.shape(question.path).get("properties", {})


def _text(question: FormQuestion, parts: Mapping[str, str]) -> str:
    text = parts[""]
    if len(text) > _LONGEST.get(question.kind, _LONGEST_LINE):
        raise _unusable("This is too long")
    if question.path == "document.number":
        text = re.sub(r"[\s-]", "", text).upper()
        if not _DOCUMENT_NUMBER.fullmatch(text):
            raise _unusable("Enter the passport number as it is printed")
    return text if question.kind == "long_text" else " ".join(text.split())


def _date(question: FormQuestion, parts: Mapping[str, str]) -> str:
    numbers = [parts.get(name, "") for name in ("year", "month", "day")]
    given = [text for text in numbers if text]
    whole = len(given) == 3 or (question.path in _MAY_BE_PARTIAL and given == numbers[: len(given)])
    known = [int(text) for text in given if text.isdigit() and len(text) <= 4]
    if whole and len(known) == len(given) and known[0] in _YEARS:
        try:
            return str(PartialDate(*known))
        except ValueError:  # 31 February
            pass
    raise _unusable("Enter a real day, for example 7 12 2026", "day")


def _money(question: FormQuestion, parts: Mapping[str, str]) -> dict[str, Any]:
    try:
        amount = float(parts.get("amount", "").replace(",", "").replace(" ", "").replace("٬", ""))
    except ValueError as error:
        raise _unusable("Enter an amount in figures, for example 2500", "amount") from error
    if not (isfinite(amount) and 0 <= amount < 1e12):
        raise _unusable("Enter an amount in figures, for example 2500", "amount")
    currency = parts.get("currency", "").upper()
    if not re.fullmatch(r"[A-Z]{3}", currency):
        raise _unusable("Enter the three letters of the currency, for example USD", "currency")
    money: dict[str, Any] = {"amount": amount, "currency": currency}
    if is_pay(question):
        if parts.get("period") not in PERIODS:
            raise _unusable("Choose one answer", "period")
        money["period"] = parts["period"]
    return money


def _choice(question: FormQuestion, parts: Mapping[str, str]) -> str:
    if parts[""] not in question.choices:
        raise _unusable("Choose one answer")
    return parts[""]


def _yes_no(_: FormQuestion, parts: Mapping[str, str]) -> bool:
    if parts[""] not in {"yes", "no"}:
        raise _unusable("Choose one answer")
    return parts[""] == "yes"


def _country(_: FormQuestion, parts: Mapping[str, str]) -> str:
    code = parts[""].upper()
    if not re.fullmatch(r"[A-Z]{1,3}", code):
        raise _unusable("Choose one answer")
    return code


def _email(_: FormQuestion, parts: Mapping[str, str]) -> str:
    if len(parts[""]) > _LONGEST_LINE or not _MAIL.fullmatch(parts[""]):
        raise _unusable("Enter an e-mail address, for example zara@traveller.example")
    return parts[""]


def _phone(_: FormQuestion, parts: Mapping[str, str]) -> str:
    number = re.sub(r"[\s().-]", "", parts[""])
    number = f"+{number[2:]}" if number.startswith("00") else number
    if not _PHONE.fullmatch(number):
        raise _unusable("Enter a phone number with its country, for example +92 300 0000000")
    return number


_READERS: Mapping[str, Callable[[FormQuestion, Mapping[str, str]], Any]] = MappingProxyType(
    {
        "text": _text,
        "long_text": _text,
        "date": _date,
        "money": _money,
        "choice": _choice,
        "yes_no": _yes_no,
        "country": _country,
        "email": _email,
        "phone": _phone,
    }
)
_CHOSEN = frozenset({"choice", "yes_no", "country"})


def check_days(path: str, value: Any, stated: Mapping[str, Any], today: date) -> None:
    """Raise ``InvalidInput`` where a day cannot be, seen together with the others: said at once, not after sending."""
    if not isinstance(value, str):
        return
    day = PartialDate.parse(value) if path in _DAYS else None
    if day is None:
        return
    if path in {"applicant.birth_date", "document.issued"} and day.first > today:
        raise _unusable("This day is in the future", "day")
    if path in {"trip.arrive", "trip.leave"} and day.last < today:
        raise _unusable("This day is in the past", "day")
    arrive = value if path == "trip.arrive" else form_path.at(stated, "trip.arrive")
    leave = value if path == "trip.leave" else form_path.at(stated, "trip.leave")
    turned = arrive and leave and PartialDate.parse(leave).last < PartialDate.parse(arrive).first
    if turned and path in {"trip.arrive", "trip.leave"}:
        raise _unusable("The day you arrive must be before the day you leave", "day")


_JOINERS = frozenset("\n\u200c\u200d")
"""Line ends, and the signs that Arabic script needs between letters."""

_DAYS = frozenset({"applicant.birth_date", "document.issued", "trip.arrive", "trip.leave"})


def _plain(text: str) -> str:
    """The text in NFC without control characters, its digits those of ASCII where it is all figures."""
    kept = "".join(
        sign
        for sign in text
        if sign == "\n" or not unicodedata.category(sign).startswith("C") or sign in "\u200c\u200d"
    )
    kept = unicodedata.normalize("NFC", kept).strip()
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in kept)


def _unusable(what: str, part: str = "") -> InvalidInput:
    return InvalidInput(what, where=part, rule=RULE)
