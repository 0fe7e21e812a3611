"""A seal against the documents that it stands on or belongs to (BSI TR-03135-1, 5.7.4 and 5.7.7; Doc 9303-7, 9.4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from preclear.documents.keys import Outcome
from preclear.documents.seals.judging import filled
from preclear.documents.steps import failed, not_supported, passed
from preclear.errors import InvalidInput
from preclear.model.verification import Mrz, MrzFields, SealVerification, Step

_ABOUT_TRAVELLERS = ("proof_of_testing", "proof_of_vaccination", "proof_of_recovery")
_PASSPORT_STICKER = "residence_sticker_passport"
_PERSON = "pid"
"""The member of a VDS-NC about the holder."""
_FULL_NUMBER = 9
"""Characters that the number in a visa's seal may have; a longer number is cut there."""


def against(seal: SealVerification, mrz: Mrz | None, passport_number: str | None) -> tuple[Step, ...]:
    """How a seal's message compares with a zone and with the number of the passport.

    ``mrz`` is the zone of the document that the seal stands on, or of the passport that it belongs to: which of the
    two shows in its format. A zone of the same kind must not differ in any character that the seal holds
    (``against.mrz``), another one not in the holder (``against.holder``). What is missing is ``not_supported``.
    """
    zone = _zone(seal.message)
    held = _held(zone)
    same = mrz is not None and held is not None and mrz.format == held.format
    steps = [_step("against.passport_number", _number(seal, passport_number), "5.7.4.3")]
    if same and mrz and zone:
        steps.append(_step("against.mrz", _characters(zone, mrz), "5.7.7"))
    elif mrz and held:
        steps.append(_step("against.holder", _holder(held.fields, mrz.fields), "5.7.4.1"))
    elif mrz and _members(seal.message, _PERSON):
        steps.append(_step("against.holder", _birth(_members(seal.message, _PERSON), mrz.fields), "5.7.4.1"))
    else:
        steps.append(_step("against.mrz", not_supported("the seal or the document has no zone"), "5.7.7"))
    return tuple(steps)


def _step(id_: str, outcome: Outcome, section: str) -> Step:
    return Step(id=id_, status=outcome.status, reason=outcome.reason, standard=f"BSI TR-03135-1, {section}")


def _number(seal: SealVerification, passport_number: str | None) -> Outcome:
    sealed = _passport_number(seal)
    if not sealed or not passport_number:
        return not_supported("the seal holds no passport number" if not sealed else "no passport number was given")
    expected, found = _plain(passport_number), _plain(sealed)
    if expected == found or (len(found) >= _FULL_NUMBER and expected.startswith(found)):
        return passed()
    return failed(f"SEAL_PASSPORT_MISMATCH: the seal is for the passport {sealed}, not for {passport_number}")


def _passport_number(seal: SealVerification) -> str:
    """The number of the passport that the seal belongs to; a ``document_number`` is one only in some messages."""
    message = seal.message
    places = (
        _find(message, "passport_number"),
        *(_members(message, name).get("document_number") for name in _ABOUT_TRAVELLERS),
        message.get("document_number") if seal.profile == _PASSPORT_STICKER else None,
        _members(message, _PERSON).get("i"),
    )
    return next((value for value in places if isinstance(value, str)), "")


def _characters(zone: tuple[str, ...], mrz: Mrz) -> Outcome:
    for number, (sealed, printed) in enumerate(zip(zone, mrz.lines, strict=False), start=1):
        for position, (expected, found) in enumerate(zip(sealed, printed, strict=False), start=1):
            if expected != found:
                name = "SEAL_VISA_MISMATCH" if mrz.format.startswith("MRV") else "SEAL_MRZ_MISMATCH"
                place = f"line {number}, position {position}"
                return failed(f"{name}: {place}: the seal has {expected!r}, the document {found!r}")
    return passed(f"all {sum(map(len, zone))} characters that the seal holds")


def _holder(sealed: MrzFields, other: MrzFields) -> Outcome:
    wrong = list(_differences(sealed, other))
    if wrong:
        return failed(f"SEAL_PASSPORT_MISMATCH: seal and document differ in {', '.join(wrong)}")
    return passed()


def _differences(sealed: MrzFields, other: MrzFields) -> Iterator[str]:
    """Name, birth, sex and nationality. Names may be cut in either zone, and what one leaves open is no difference."""
    if not _agree(sealed.birth_date or "", other.birth_date or ""):
        yield "birth date"
    if {sealed.sex, other.sex} == {"F", "M"}:
        yield "sex"
    if sealed.nationality != other.nationality:
        yield "nationality"
    if not _agree(sealed.surname, other.surname):
        yield "surname"
    if not _agree(sealed.given_names, other.given_names):
        yield "given names"


def _agree(one: str, other: str) -> bool:
    """Whether two texts are the same as far as both go."""
    return one.startswith(other) or other.startswith(one)


def _birth(person: Mapping[str, Any], other: MrzFields) -> Outcome:
    born = person.get("dob")
    if not isinstance(born, str) or other.birth_date is None:
        return not_supported("the seal or the document has no day of birth")
    if not _agree(born, other.birth_date):
        return failed(f"SEAL_PASSPORT_MISMATCH: born on {born} in the seal, on {other.birth_date} in the document")
    return passed()


def _held(zone: tuple[str, ...] | None) -> Mrz | None:
    try:
        return filled(zone) if zone else None
    except InvalidInput:
        return None


def _zone(message: Mapping[str, Any]) -> tuple[str, ...] | None:
    value = _find(message, "mrz")
    return value if isinstance(value, tuple) and value else None


def _members(message: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    group = message.get(name)
    return group if isinstance(group, Mapping) else {}


def _find(message: Mapping[str, Any], name: str) -> Any:
    """A field of the message, or of a group of fields in it."""
    if name in message:
        return message[name]
    groups = (value for value in message.values() if isinstance(value, Mapping))
    return next((group[name] for group in groups if name in group), None)


def _plain(number: str) -> str:
    return "".join(character for character in number.upper() if character.isalnum())
