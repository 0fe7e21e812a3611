"""Synthetic journeys: tourists, visits, business, and what can be odd about the way."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

from preclear.specimens.draft import Draft
from preclear.specimens.names import given_name, surname

CURRENCY = "XTS"
"""The code that ISO 4217 keeps for tests."""

_BANK = "XA"
_HOTELS = ("Hotel Specimen", "Pension Muster", "Harbour House")


def visit(draft: Draft) -> None:
    """A tourist, a guest of the family, or somebody on business; a third of them flies to the United States."""
    purpose = draft.rng.choice(("tourism", "tourism", "family_visit", "family_visit", "business"))
    travel(draft, purpose, "USA" if draft.person.number % 3 == 0 else "XAR", nights=draft.rng.randrange(5, 25))
    pay(draft)
    if purpose == "family_visit":
        _invited(draft)
    elif purpose == "business":
        draft.form["trip"]["purpose_detail"] = "Trade fair for orchard machines, hall 3, with two meetings"
    else:
        draft.form["trip"]["purpose_detail"] = f"Holiday, room booked at {draft.rng.choice(_HOTELS)}"


def travel(draft: Draft, purpose: str, country: str, *, nights: int, ahead: int = 0) -> None:
    """A journey there and back that begins ``ahead`` days after handing in (12 to 44 where nothing is said)."""
    ahead = ahead or draft.rng.randrange(12, 45)
    city = "Springfield" if country == "USA" else "Port Arcadia"
    draft.form["trip"] = {
        "purpose": purpose,
        "arrive": draft.day(ahead),
        "leave": draft.day(ahead + nights),
        "destination": {
            "country": country,
            "address": {"lines": ["1 Example Avenue"], "city": city, "country": country},
        },
        "paid_by": "self",
        "legs": legs(draft, country, ahead),
    }
    draft.register("cost", f"{purpose}:{country}:{nights}", amount=str(400 + 60 * nights), currency=CURRENCY)
    if country == "USA":
        key = f"UTO:{draft.form['document']['number']}:QAT"
        draft.register("transit", key, QAT="airside")


def legs(draft: Draft, country: str, ahead: int) -> list[dict[str, Any]]:
    """The flights of the way out: by Doha to the United States, and straight to XAR."""
    if country == "USA":
        return [
            _leg(draft, ("ISB", "DOH"), "101", ahead, (3, 6)),
            _leg(draft, ("DOH", "IAD"), "707", ahead, (9, 19)),
        ]
    return [_leg(draft, ("UTA", "XRA"), "201", ahead, (8, 15))]


def pay(draft: Draft) -> None:
    """Enough money for this trip, on an account whose check digits fit."""
    cost = 4000 + draft.rng.randrange(40) * 100
    draft.form["funding"] = {
        "payer": "self",
        "available": {"amount": cost, "currency": CURRENCY},
        "account_number": account_number(draft.person.number),
    }
    text = f"Specimen Bank. Account of {draft.person.name}. Balance on {draft.day(-4)}: {cost} {CURRENCY}."
    draft.paper("statement", "bank_statement", text, issuer="Specimen Bank", issued=draft.day(-4))


def account_number(number: int) -> str:
    """An account number of an invented country whose check digits fit (ISO 13616-1).

    >>> account_number(7)
    'XA75SPEC00000000000007'
    """
    body = f"SPEC{number:014}"
    rest = int("".join(str(int(sign, 36)) for sign in f"{body}{_BANK}00")) % 97
    return f"{_BANK}{98 - rest:02}{body}"


def travels_soon(draft: Draft) -> None:
    """A journey that begins within a week: the person has come back by now where time was enough."""
    trip = draft.form["trip"]
    travel(draft, trip["purpose"], trip["destination"]["country"], nights=6, ahead=6)


def one_way(draft: Draft) -> None:
    """A one-way journey, and nothing else: that alone counts against nobody."""
    del draft.form["trip"]["leave"]


def host_pays(draft: Draft) -> None:
    """Little money of one's own, and a host who gives board and lodging."""
    draft.form["funding"].update(payer="sponsor", available={"amount": 150, "currency": CURRENCY})


def too_little_money(draft: Draft) -> None:
    """The stated money is less than this trip costs."""
    draft.form["funding"]["available"] = {"amount": 310, "currency": CURRENCY}


def wrong_account(draft: Draft) -> None:
    """Two figures of the account number changed places."""
    right = draft.form["funding"]["account_number"]
    draft.form["funding"]["account_number"] = f"{right[:2]}{int(right[2:4]) % 97 + 1:02}{right[4:]}"


def ends_before_it_begins(draft: Draft) -> None:
    """First and last day changed places."""
    trip = draft.form["trip"]
    trip["arrive"], trip["leave"] = trip["leave"], trip["arrive"]
    trip["legs"] = []


def other_day_in_booking(draft: Draft) -> None:
    """The booking arrives four days after the stated day."""
    travel(draft, draft.form["trip"]["purpose"], "USA", nights=14, ahead=20)
    draft.form["trip"]["legs"] = legs(draft, "USA", 24)


def night_flight(draft: Draft) -> None:
    """The booking arrives a day after the stated day, as flights over night do."""
    travel(draft, draft.form["trip"]["purpose"], "USA", nights=14, ahead=20)
    draft.form["trip"]["legs"] = legs(draft, "USA", 21)


def legs_out_of_order(draft: Draft) -> None:
    """The second flight leaves before the first one lands."""
    travel(draft, draft.form["trip"]["purpose"], "USA", nights=14, ahead=20)
    first, second = draft.form["trip"]["legs"]
    first["arrives"], second["departs"] = second["departs"], first["arrives"]


def transit_without_right(draft: Draft) -> None:
    """The State on the way asks for a visa, and none is held."""
    travel(draft, draft.form["trip"]["purpose"], "USA", nights=14, ahead=20)
    draft.register("transit", f"UTO:{draft.form['document']['number']}:QAT", QAT="visa_required")


def stays_in_wrong_order(draft: Draft) -> None:
    """An earlier stay is stated from its last day to its first."""
    draft.form["history"] = {
        "trips": [{"country": "XAR", "arrived": "2023-09-20", "left": "2023-09-02", "status": "visitor"}]
    }


def _invited(draft: Draft) -> None:
    given, family = given_name(draft.rng, draft.rng.choice("FM")), surname(draft.rng)
    draft.form["trip"]["host"] = {
        "name": f"{given.latin} {family.latin}",
        "relation": draft.rng.choice(("sister", "cousin", "uncle")),
        "phone": "+12025550123",
        "email": f"{given.latin}.{family.latin}@host.example".lower(),
    }
    text = f"I invite {draft.person.name} to stay with us from {draft.form['trip']['arrive']}. {given.latin}"
    draft.paper("invitation", "invitation_letter", text, issued=draft.day(-10))


def _leg(draft: Draft, places: tuple[str, str], number: str, ahead: int, hours: tuple[int, int]) -> dict[str, Any]:
    midnight = datetime.combine(draft.today + timedelta(days=ahead), time(), UTC)
    departs, arrives = (midnight + timedelta(hours=hour) for hour in hours)
    return {
        "carrier": "ZZ",
        "number": number,
        "from": places[0],
        "to": places[1],
        "departs": departs.isoformat(),
        "arrives": arrives.isoformat(),
        "mode": "air",
    }
