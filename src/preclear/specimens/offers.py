"""Synthetic offers of work and places at schools, with what the registers say of them."""

from __future__ import annotations

from preclear.specimens.draft import Draft
from preclear.specimens.journeys import CURRENCY, pay, travel

_EMPLOYERS = (
    ("Example Orchards", "XR-1001", "orchards.example", "140"),
    ("Muster Cannery", "XR-1002", "cannery.example", "310"),
    ("Harbour Specimen Works", "XR-1003", "harbour.example", "85"),
    ("Namoona Care Home", "XR-1004", "care.example", "60"),
)
_JOBS = (("Fruit picker", "9211", 1900), ("Packer", "9321", 2100), ("Care assistant", "5322", 2500))
_SCHOOLS = (("Example Technical College", "college.example"), ("Arcadia Institute of Navigation", "institute.example"))


def work(draft: Draft) -> None:
    """A worker with an offer, permit, recruiter, permission and registration, all in order."""
    name, registered, domain, staff = draft.rng.choice(_EMPLOYERS)
    title, code, wage = draft.rng.choice(_JOBS)
    number, today = draft.person.number, draft.day
    travel(draft, "work", "XAR", nights=170, ahead=draft.rng.randrange(14, 40))
    draft.form["funding"] = {"payer": "employer"}
    draft.form["offer"] = {
        "employer": {
            "name": name,
            "country": "XAR",
            "registration_number": registered,
            "email": f"office@{domain}",
            "phone": "+12025550110",
        },
        "title": title,
        "occupation_code": code,
        "salary": {"amount": wage, "currency": CURRENCY, "period": "month"},
        "start": today(60),
        "permit_number": f"WP-0000-{number:04}",
        "permit_kind": "seasonal",
        "recruiter": {"name": "Sample Overseas Office", "licence_number": "LIC-0001"},
        "permission_number": f"DP-0000-{number:04}",
        "permission_issued": today(-40),
        "protector_number": f"PR-0000-{number:04}",
        "letter": "offer",
    }
    draft.form["trip"]["purpose_detail"] = f"{title} with {name}"
    letter = f"{name} offers {draft.person.name} work as {title.lower()} from {today(60)} at {wage} {CURRENCY} a month."
    draft.paper("offer", "offer_letter", letter, issuer=name, issued=today(-30))
    draft.register("permit", f"WP-0000-{number:04}", **_permit(draft, name))
    draft.register("employer", registered, legal_name=name, status="active", staff=staff)
    draft.register("recruiter", "LIC-0001", name="Sample Overseas Office", status="active")
    draft.register("permission", f"DP-0000-{number:04}", issued=today(-40), status="active")
    draft.register(
        "protector",
        f"PR-0000-{number:04}",
        passport=draft.person.passport,
        name=draft.person.name,
        employer=name,
        country="XAR",
    )
    draft.register("wage", f"{code}:XAR", low=str(wage * 9), high=str(wage * 16), currency=CURRENCY, period="year")


def study(draft: Draft) -> None:
    """A student with a place at a school that the register knows."""
    name, domain = draft.rng.choice(_SCHOOLS)
    number, today = draft.person.number, draft.day
    travel(draft, "study", "XAR", nights=280, ahead=draft.rng.randrange(14, 40))
    pay(draft)
    draft.form["funding"]["available"]["amount"] = 24000
    draft.form["study"] = {
        "institution": {"name": name, "country": "XAR", "email": f"admission@{domain}"},
        "programme": draft.rng.choice(("Diploma in marine engines", "Certificate in food technology")),
        "starts": today(45),
        "ends": today(300),
        "registration_number": f"ST-0000-{number:04}",
        "tuition": {"amount": 6000, "currency": CURRENCY},
        "tuition_paid": {"amount": 3000, "currency": CURRENCY},
    }
    draft.paper("admission", "education", f"{name} admits {draft.person.name} from {today(45)}.", issuer=name)
    draft.register("school", f"ST-0000-{number:04}", institution=name, status="active")


def _permit(draft: Draft, employer: str) -> dict[str, str]:
    return {
        "beneficiary_document": draft.person.passport,
        "beneficiary_name": draft.person.name,
        "employer": employer,
        "class": "seasonal",
        "valid_from": draft.day(-20),
        "valid_until": draft.day(330),
        "status": "active",
    }


def _change(draft: Draft, register: str, key: str, **fields: str) -> None:
    draft.register(register, draft.form["offer"][key], **fields)


def renewed_passport(draft: Draft) -> None:
    """Permit and registration name the passport that the present one replaced, and the form lists it."""
    draft.form["previous_documents"] = [
        {"type": "P", "number": draft.person.earlier_passport, "issuing_state": "UTO", "expires": draft.day(-400)}
    ]
    _change(draft, "permit", "permit_number", beneficiary_document=draft.person.earlier_passport)
    _change(draft, "protector", "protector_number", passport=draft.person.earlier_passport)


def dependant(draft: Draft) -> None:
    """A husband or wife quotes the permit of the other, as the form asks, and is listed as a dependant."""
    _change(
        draft,
        "permit",
        "permit_number",
        beneficiary_document="ZP9900001",
        beneficiary_name="Shaheen Specimen",
        dependants=draft.person.passport,
    )


def trading_name(draft: Draft) -> None:
    """The letter uses the trading name; the register lists it under the legal name."""
    offer = draft.form["offer"]
    offer["employer"].update(name="Sunny Valley Fruit", registration_number="XR-2001")
    draft.register(
        "employer",
        "XR-2001",
        legal_name="Anjeer and Sons Holding",
        trading_names="Sunny Valley Fruit",
        status="active",
        staff="40",
    )


def direct_employment(draft: Draft) -> None:
    """Direct employment: no recruiter, and none is needed."""
    del draft.form["offer"]["recruiter"]


def extended_permission(draft: Draft) -> None:
    """The permission is older than 120 days and was extended."""
    _change(draft, "permission", "permission_number", issued=draft.day(-150), extended_until=draft.day(90))
    draft.form["offer"]["permission_issued"] = draft.day(-150)


def pay_of_another_period(draft: Draft) -> None:
    """A month's pay was typed as a year's: inside the band once the slip is seen."""
    draft.form["offer"]["salary"]["period"] = "year"


def bakery_with_free_mail(draft: Draft) -> None:
    """A family bakery of five with a free mail address (one that nobody can hold: two dots in a row)."""
    draft.form["offer"]["employer"].update(
        name="Bakery Ejemplo", registration_number="XR-2002", email="bakery..specimen@gmail.com"
    )
    draft.register("employer", "XR-2002", legal_name="Bakery Ejemplo", status="active", staff="5")


def large_firm_with_free_mail(draft: Draft) -> None:
    """A free mail address signs for a firm of four thousand."""
    draft.form["offer"]["employer"].update(
        name="Grand Specimen Logistics", registration_number="XR-2003", email="hiring..specimen@gmail.com"
    )
    draft.register("employer", "XR-2003", legal_name="Grand Specimen Logistics", status="active", staff="4000")


def permit_of_another(draft: Draft) -> None:
    """The register says that the permit was issued to another person."""
    _change(
        draft, "permit", "permit_number", beneficiary_document="ZP9900002", beneficiary_name="Jamshed Ejemplo-Muster"
    )


def permit_revoked(draft: Draft) -> None:
    """The permit was revoked."""
    _change(draft, "permit", "permit_number", status="revoked")


def permit_unknown(draft: Draft) -> None:
    """The register has no such permit."""
    draft.forget("permit")


def dissolved_employer(draft: Draft) -> None:
    """The employer was dissolved years before the letter."""
    draft.form["offer"]["employer"].update(name="Purana Textiles", registration_number="XR-3001")
    draft.register("employer", "XR-3001", legal_name="Purana Textiles", status="dissolved", ended="2023-04-30")


def employer_unknown(draft: Draft) -> None:
    """The register does not know the employer: a sole trader who has just begun, or nobody."""
    number = f"XR-9{draft.person.number:03}"
    draft.form["offer"]["employer"].update(name="Naya Garden Services", registration_number=number)


def recruiter_suspended(draft: Draft) -> None:
    """The recruiter's licence was suspended before the offer was brokered."""
    draft.form["offer"]["recruiter"] = {"name": "Quick Passage Office", "licence_number": "LIC-0666"}
    draft.register(
        "recruiter", "LIC-0666", name="Quick Passage Office", status="suspended", suspended_from="2026-01-15"
    )


def permission_expired(draft: Draft) -> None:
    """The permission is older than 120 days and was not extended."""
    _change(draft, "permission", "permission_number", issued=draft.day(-150))
    draft.form["offer"]["permission_issued"] = draft.day(-150)


def registration_of_another(draft: Draft) -> None:
    """The registration belongs to another passport and another name."""
    _change(draft, "protector", "protector_number", passport="ZP9900003", name="Gulbadan Ejemplo-Muster")


def pay_outside_band(draft: Draft) -> None:
    """Pay many times over the official band, for every pay period."""
    draft.form["offer"]["salary"]["amount"] = 777_777


def work_after_leaving(draft: Draft) -> None:
    """Work begins after the journey ends."""
    draft.form["offer"]["start"] = draft.day(260)


def one_way_with_another_permit(draft: Draft) -> None:
    """A one-way journey, and the permit that was stated as its purpose is another person's."""
    permit_of_another(draft)
    del draft.form["trip"]["leave"]


def moved_to_another_school(draft: Draft) -> None:
    """The registration ended because the student moved to another school, whose number is active."""
    number = draft.form["study"]["registration_number"]
    draft.register("school", number, status="terminated", ended=draft.day(-60), new_number=f"{number}-N")


def school_terminated(draft: Draft) -> None:
    """The registration was ended, and no transfer is known."""
    draft.register("school", draft.form["study"]["registration_number"], status="terminated", ended=draft.day(-60))


def course_after_leaving(draft: Draft) -> None:
    """The course begins after the journey ends."""
    draft.form["study"].update(starts=draft.day(400), ends=draft.day(600))
