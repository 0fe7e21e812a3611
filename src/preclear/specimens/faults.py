"""What can be odd about a synthetic person's papers: honest look-alikes, slips, and documents that are not right."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from preclear.documents import mrz
from preclear.specimens.draft import Draft, Lines, on_page
from preclear.specimens.passport import Break


def long_name(draft: Draft) -> None:
    """A name of more than 39 letters, which the passport cuts (Doc 9303-4, 4.2.3)."""
    given = f"{draft.person.given.latin} Abdulmuqtadir Farrukhsiyar Shamsuzzaman Khurshidalam"
    draft.form["applicant"]["given_names"] = given
    del draft.form["applicant"]["native_name"]
    on_page(draft, given_names=given.upper())


def sex_x(draft: Draft) -> None:
    """Sex X in form and passport."""
    draft.form["applicant"]["sex"] = "X"
    on_page(draft, sex="")


def birth_year_only(draft: Draft) -> None:
    """Only the year of birth is known, and form and passport say so."""
    year = str(draft.person.born.year)
    draft.form["applicant"]["birth_date"] = year
    on_page(draft, birth_date=year)


def names_in_other_order(draft: Draft) -> None:
    """Surname and given name changed places in the form."""
    applicant = draft.form["applicant"]
    applicant["surname"], applicant["given_names"] = applicant["given_names"], applicant["surname"]


def visa_in_old_passport(draft: Draft) -> None:
    """A visa in the passport that was replaced; the form lists that passport."""
    draft.form["previous_documents"] = [
        {"type": "P", "number": draft.person.earlier_passport, "issuing_state": "UTO", "expires": draft.day(-300)}
    ]
    _visa(draft, draft.person.earlier_passport)


def visa_of_another(draft: Draft) -> None:
    """A visa that was issued for another passport."""
    _visa(draft, "ZP9900004")


def wrong_hash(draft: Draft) -> None:
    """The issuer signed another portrait."""
    draft.broken = Break.WRONG_HASH


def bad_signature(draft: Draft) -> None:
    """The signature over the chip does not hold."""
    draft.broken = Break.BAD_SIGNATURE


def forged_signer(draft: Draft) -> None:
    """The signer claims an issuer that did not sign it."""
    draft.broken = Break.FORGED_SIGNER


def revoked_signer(draft: Draft) -> None:
    """The issuing State revoked the signer."""
    draft.broken = Break.REVOKED_SIGNER


def unknown_csca(draft: Draft) -> None:
    """A CSCA that the State has not published yet: nobody can say anything, and it is nobody's fault."""
    draft.broken = Break.UNKNOWN_CSCA


def altered_chip(draft: Draft) -> None:
    """Somebody changed the number in page and chip afterwards; the form says what is printed now."""
    draft.broken = Break.ALTERED_DG1
    draft.form["document"]["number"] = f"{draft.person.passport[:-1]}1"


def expired(draft: Draft) -> None:
    """The passport expired before the application was handed in."""
    _valid_until(draft, draft.today - timedelta(days=40))


def expires_during_stay(draft: Draft) -> None:
    """The passport expires on the second day of the journey."""
    arrive = date.fromisoformat(draft.form["trip"]["arrive"])
    _valid_until(draft, arrive + timedelta(days=1))


def misread_page(draft: Draft) -> None:
    """The reader took a zero of the number for the letter O: one of the usual misreadings."""
    draft.reprint = lambda lines: (lines[0], lines[1].replace("0", "O", 1))


def wrong_check_digit(draft: Draft) -> None:
    """The check digit of the birth date does not fit what is printed."""

    def changed(lines: Lines) -> Lines:
        digit = str((int(lines[1][19]) + 3) % 10)
        return (lines[0], lines[1][:19] + digit + lines[1][20:])

    draft.reprint = changed


def page_against_chip(draft: Draft) -> None:
    """The page was printed anew with an earlier day of birth; form and page agree, the chip does not."""
    earlier = draft.person.born.replace(year=draft.person.born.year - 4, day=1).isoformat()
    draft.form["applicant"]["birth_date"] = earlier
    altered = replace(draft.printed, birth_date=earlier)
    draft.reprint = lambda _: mrz.format(altered)


def slip_in_birth_date(draft: Draft) -> None:
    """A slip of the pen: a birth date of the month after."""
    born = draft.person.born
    draft.form["applicant"]["birth_date"] = born.replace(month=born.month % 12 + 1, day=min(born.day, 28)).isoformat()


def form_without_zone(draft: Draft) -> None:
    """No printed zone was typed in, and the birth date of the form is a slip of the pen."""
    slip_in_birth_date(draft)
    draft.reprint = lambda _: ()


def issue_after_expiry(draft: Draft) -> None:
    """Day of issue in the form: a year that has not come yet."""
    draft.form["document"]["issued"] = draft.day(300)


def unknown_state(draft: Draft) -> None:
    """A slip in the code of the issuing State: there is no such State."""
    draft.form["document"]["issuing_state"] = "UTP"


def identity_cancelled(draft: Draft) -> None:
    """The civil register has cancelled the identity number."""
    draft.register("identity", draft.person.national_id, status="cancelled")


def identity_not_entered(draft: Draft) -> None:
    """A late registration that the civil register has not entered yet."""
    draft.forget("identity")


def young(draft: Draft) -> None:
    """A child who travels with the mother, who acts for it."""
    _child(draft)
    draft.form["guardian"] = {
        "name": f"Shaheen {draft.person.family.latin}",
        "relation": "mother",
        "phone": "+447700900001",
        "consent": "given in writing",
    }


def child_without_guardian(draft: Draft) -> None:
    """A child for whom nobody acts yet: the form is incomplete."""
    _child(draft)


def under_pressure(draft: Draft) -> None:
    """Somebody else keeps the passport and the recruiter has lent money: a person who may need help."""
    draft.form["protection"] = {
        "who_filled_in": "agent",
        "document_held_by_other": True,
        "debt": {"amount": 9000, "currency": "XTS"},
        "notes": "The agent keeps my passport until I have paid.",
    }


def asks_for_help(draft: Draft) -> None:
    """The applicant asks for help."""
    draft.form["protection"] = {"who_filled_in": "family", "wants_help": True, "notes": "Please call my sister first."}


def _child(draft: Draft) -> None:
    born = draft.person.born.replace(year=draft.today.year - 9, day=min(draft.person.born.day, 28)).isoformat()
    draft.form["applicant"]["birth_date"] = born
    on_page(draft, birth_date=born)


def _valid_until(draft: Draft, expires: date) -> None:
    """A passport of five years that ends on this day."""
    draft.signed = expires - timedelta(days=5 * 365)
    draft.form["document"].update(expires=expires.isoformat(), issued=draft.signed.isoformat())
    on_page(draft, expiry_date=expires.isoformat())


def _visa(draft: Draft, passport: str) -> None:
    printed = replace(draft.printed, document_code="V", issuing_state="XAR", document_number=passport)
    draft.form["visas"] = [
        {
            "type": "V",
            "number": f"V{draft.person.number:07}",
            "issuing_state": "XAR",
            "mrz": list(mrz.format(printed, "MRV-A")),
        }
    ]
