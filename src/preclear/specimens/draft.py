"""One synthetic application while it is being made: form, passport, files, and what registers and lists say of it.

A story starts from an ordinary draft, in which everything is in order, and changes what it is about.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from random import Random
from typing import Any

from preclear.model.verification import MrzFields
from preclear.specimens.passport import Break, make_passport
from preclear.specimens.people import STATE, Person
from preclear.specimens.pki import TestCountry

Lines = tuple[str, ...]
Picture = Callable[[MrzFields, TestCountry], bytes]
"""Draws the picture of a page, from what is printed and the State that issued the passport."""

_YEAR = timedelta(days=365)
_PNG = b"\x89PNG"


@dataclass(kw_only=True)
class Draft:
    """What a story may change.

    ``printed`` is what stands on the page and in the chip, signed on the day ``signed``; ``reprint`` changes the page
    alone; ``broken`` names what is wrong with the chip, ``further`` are more of its data groups, ``recorded`` what a
    reader heard from it. ``pictures`` are files to be drawn, each with its kind, by id. ``registers`` holds rows by
    register, ``listed`` and ``lost`` rows of the demo's lists; ``listed_next`` those of the list's next edition alone.
    """

    rng: Random
    person: Person
    at: datetime
    form: dict[str, Any]
    printed: MrzFields
    signed: date
    broken: Break | None = None
    reprint: Callable[[Lines], Lines] = tuple
    further: dict[int, bytes] = field(default_factory=dict)
    recorded: dict[str, bytes] = field(default_factory=dict)
    pictures: dict[str, tuple[str, Picture]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    registers: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    listed: list[dict[str, str]] = field(default_factory=list)
    listed_next: list[dict[str, str]] = field(default_factory=list)
    lost: list[dict[str, str]] = field(default_factory=list)

    @property
    def today(self) -> date:
        """The day on which the application is handed in."""
        return self.at.date()

    def day(self, days: int) -> str:
        """A day as the form writes it, so many days after handing in."""
        return (self.today + timedelta(days=days)).isoformat()

    def register(self, name: str, number: str, /, **fields: str) -> None:
        """Let a register have an entry; fields that it has already stay where nothing else is said."""
        row = self.registers.setdefault(name, {}).setdefault(number, {"number": number})
        row.update(fields)

    def forget(self, name: str) -> None:
        """Let a register know nothing of this application."""
        self.registers.pop(name, None)

    def paper(self, id_: str, kind: str, text: str, /, **fields: str) -> None:
        """Hand in a paper whose text was read already."""
        content = text.encode()
        self.files[id_] = content
        self.form.setdefault("files", []).append(
            {
                "id": id_,
                "kind": kind,
                "media_type": "text/plain",
                "sha256": sha256(content).hexdigest(),
                "text": text,
                "name": f"{id_}.txt",
                **fields,
            }
        )

    def print_passport(self, country: TestCountry) -> None:
        """Make the passport: its zone goes into the form, its chip into the files."""
        document = self.form["document"]
        signed = datetime.combine(self.signed, time(12), UTC)
        passport = make_passport(
            self.printed, country=country, signed_at=signed, broken=self.broken, further=self.further
        )
        exported = {**passport.chip.files, **self.recorded}
        document["mrz"] = list(self.reprint(passport.mrz))
        document["chip"] = {name: f"chip-{name.lower()}" for name in exported}
        for name, content in exported.items():
            self._file(f"chip-{name.lower()}", "chip", content, f"{name}.bin")
        for id_, (kind, draw) in self.pictures.items():
            content = draw(self.printed, country)
            self._file(id_, kind, content, f"{id_}.{'png' if content.startswith(_PNG) else 'jpg'}")

    def _file(self, id_: str, kind: str, content: bytes, name: str) -> None:
        media = {"jpg": "image/jpeg", "png": "image/png"}.get(name[-3:], "application/octet-stream")
        self.files[id_] = content
        self.form.setdefault("files", []).append(
            {"id": id_, "kind": kind, "media_type": media, "sha256": sha256(content).hexdigest(), "name": name}
        )


def start(rng: Random, person: Person, at: datetime) -> Draft:
    """An ordinary draft without a journey: a person and a passport that is valid for years."""
    issued = at.date() - timedelta(days=rng.randrange(200, 1500))
    expires = issued + 10 * _YEAR
    draft = Draft(
        rng=rng,
        person=person,
        at=at,
        form={
            "reference": _reference(rng),
            "submitted_at": at.isoformat(),
            "channel": {"kind": "web"},
            "applicant": person.applicant(),
            "contact": person.contact(),
            "document": {
                "type": "P",
                "number": person.passport,
                "issuing_state": STATE,
                "issued": issued.isoformat(),
                "expires": expires.isoformat(),
            },
        },
        printed=MrzFields(
            document_code="P",
            issuing_state=STATE,
            surname=person.family.latin.upper(),
            given_names=person.given.latin.upper(),
            document_number=person.passport,
            nationality=STATE,
            birth_date=person.born.isoformat(),
            sex=person.sex,
            expiry_date=expires.isoformat(),
            optional_data="",
        ),
        signed=issued,
    )
    draft.register("identity", person.national_id, status="valid")
    return draft


def on_page(draft: Draft, **fields: Any) -> None:
    """Change what is printed in the passport (and stored in its chip)."""
    draft.printed = replace(draft.printed, **fields)


def _reference(rng: Random) -> str:
    signs = "".join(rng.choices("23456789ABCDEFGHJKMNPQRSTVWXYZ", k=8))
    return f"PC-{signs[:4]}-{signs[4:]}"
