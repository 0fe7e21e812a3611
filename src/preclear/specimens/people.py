"""Synthetic people of Utopia: names, days of birth, numbers and addresses that belong to nobody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from preclear.specimens.names import MISAAL, NAMOONA, WrittenName, given_name, surname

STATE = "UTO"
_CITIES = ("Zenith", "Nadirabad", "Meridian", "Eastmark", "Lower Azimuth")


@dataclass(frozen=True, kw_only=True)
class Person:
    """One invented person. ``number`` is the place in the population; every number of theirs is made from it.

    ``plays`` is the demo account that somebody can sign in to as this person.
    """

    number: int
    given: WrittenName
    family: WrittenName
    father: WrittenName
    sex: str
    born: date
    city: str
    plays: str = ""

    @property
    def name(self) -> str:
        """Given name and surname in Latin letters."""
        return f"{self.given.latin} {self.family.latin}"

    @property
    def national_id(self) -> str:
        """Number in the invented civil register."""
        return f"UTO-0000-0000-{self.number:04}"

    @property
    def passport(self) -> str:
        """Number of the present passport."""
        return f"ZP{self.number:06}0"

    @property
    def earlier_passport(self) -> str:
        """Number of the passport that the present one replaced."""
        return f"ZA{self.number:06}0"

    @property
    def account(self) -> str:
        """Whose application it is; nobody can sign in to ``synthetic.NNNN``."""
        return self.plays or f"synthetic.{self.number:04}"

    def applicant(self) -> dict[str, object]:
        """The part ``applicant`` of the form."""
        return {
            "surname": self.family.latin,
            "given_names": self.given.latin,
            "native_name": f"{self.given.urdu} {self.family.urdu}",
            "father_name": f"{self.father.latin} {self.family.latin}",
            "birth_date": self.born.isoformat(),
            "birth_place": self.city,
            "birth_country": STATE,
            "nationality": [STATE],
            "sex": self.sex,
            "national_id": self.national_id,
            "preferred_language": "ur" if self.number % 3 else "en",
        }

    def contact(self) -> dict[str, object]:
        """The part ``contact``: a telephone out of the range kept for drama, an address under ``example``."""
        mailbox = f"{self.given.latin}.{self.family.latin}.{self.number}".lower()
        return {
            "email": f"{mailbox}@traveller.example",
            "phone": f"+447700900{self.number % 1000:03}",
            "address": {"lines": [f"{self.number} Specimen Street"], "city": self.city, "country": STATE},
        }


CAST: Mapping[str, tuple[WrittenName, WrittenName, str]] = {
    "applicant.zara": (WrittenName(latin="Zara", urdu="زارا"), NAMOONA, "F"),
    "applicant.yusuf": (WrittenName(latin="Yusuf", urdu="یوسف"), MISAAL, "M"),
}
"""Given name, surname and sex of the people whom visitors of the demo play."""


def make_person(rng: Random, number: int, *, plays: str = "", rare: bool = False) -> Person:
    """The person of this number, grown up and born before 2003; one of the cast where ``plays`` says so.

    ``rare`` gives a surname that nobody else has: for people on lists, and for their namesakes.
    """
    sex = rng.choice("FM")
    given, family = given_name(rng, sex), surname(rng, rare=rare)
    if plays:
        given, family, sex = CAST[plays]
    return Person(
        number=number,
        plays=plays,
        given=given,
        family=family,
        father=given_name(rng, "M"),
        sex=sex,
        born=date(1958, 1, 1) + timedelta(days=rng.randrange(44 * 365)),
        city=rng.choice(_CITIES),
    )
