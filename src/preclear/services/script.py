"""Which scenes the applications of each story play in a rehearsal, in the order in which they are handed in.

A story without scenes of its own is handed in, and the machine does the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from preclear.services import scenes
from preclear.services.scenes import Scene

_DOCUMENT, _STATEMENT, _LIST = "R01", "R02", "R03"
_ARTICLE = "Agreement UTO-XAR-2026, article "
_ON_DOCUMENTS, _ON_STATEMENTS, _ON_LISTS = f"{_ARTICLE}6(1)", f"{_ARTICLE}7(2)", f"{_ARTICLE}8"

_refuse_document = scenes.refuse(_DOCUMENT, _ON_DOCUMENTS)


def _refuse(answer: str) -> Scene:
    return scenes.hear_and_refuse(answer, _STATEMENT, _ON_STATEMENTS)


def _hear_about_paper(answer: str) -> Scene:
    return scenes.hear_and_refuse(answer, _DOCUMENT, _ON_DOCUMENTS)


_permit = _refuse("The agent gave me the number. I do not know whose permit it is.")
_employer = _refuse("I was told that the firm still works. I have nothing else in writing.")
_licence = _refuse("The office showed me a licence on the wall. I did not write its number down.")
_not_same = scenes.rule_out_match("Father's name and birthday differ; the entry names another passport")

SCRIPT: Mapping[str, tuple[Scene, ...]] = {
    # -- granted by the machine, and then
    "traveller": (
        scenes.travel,
        scenes.overstay,
        *(scenes.travel,) * 6,
        scenes.travel_to_second_line,
        *(scenes.travel,) * 15,
    ),
    "student": (
        scenes.lose_clearance(
            "revoke",
            "The school ended the registration on the day before yesterday (letter 0000/11)",
            after=timedelta(days=4),
            appeal="I moved to another school, and its number has been active since last week.",
        ),
        *(scenes.only_apply,) * 20,
        scenes.lose_clearance(
            "suspend", "The school asks for a day to look at a possible mix-up", after=timedelta(hours=20)
        ),
    ),
    "worker": (
        *(scenes.only_apply,) * 12,
        scenes.lose_clearance(
            "annul", "Permit WP was cancelled by its issuer before the grant", after=timedelta(days=2)
        ),
        *(scenes.only_apply,) * 25,
        scenes.lose_clearance("suspend", "The employer reports a fire; the start may move", after=timedelta(hours=9)),
    ),
    "visitor": (
        *(scenes.only_apply,) * 20,
        scenes.lose_clearance(
            "suspend", "Two check-ins within an hour: the carrier is asked which one holds", after=timedelta(days=3)
        ),
    ),
    # -- honest, and a person looked
    "misread_page": (scenes.look_and_grant("The page says zero, not the letter O; chip and form agree with that"),) * 3,
    "slip_in_birth_date": (
        scenes.hear_and_grant(
            "I mistyped the month. The passport is right.", "A slip of the pen; the chip has the right day"
        ),
    )
    * 4,
    "issue_after_expiry": (
        scenes.hear_and_grant("I wrote next year's date. The passport is right.", "The page shows the right day"),
    )
    * 2,
    "unknown_state": (scenes.hear_and_grant("I mistyped UTO.", "The code was mistyped; page and chip say UTO"),) * 2,
    "form_without_zone": (
        scenes.hear_and_grant("I mistyped the month.", "A slip of the pen; the chip has the right day"),
    )
    * 2,
    "unknown_csca": (
        scenes.verify_and_grant(
            "UTO, passport office",
            "Is this document signer yours?",
            "Yes: it is of a new CSCA, to be published next week",
            "The issuing State confirmed the signer",
        ),
    )
    * 3,
    "expires_during_stay": (
        scenes.look_and_grant(
            "The renewal is under way, and its receipt was shown", conditions=("Carry the renewed passport",)
        ),
        scenes.return_and_grant(
            _DOCUMENT,
            _ON_DOCUMENTS,
            "The receipt of the renewal is in the file and was not weighed. Please look at it.",
            "The renewal is under way; its receipt was in the file",
        ),
        scenes.ask_in_vain("Is a renewal of your passport under way? Please send its receipt."),
        scenes.return_and_grant(
            _DOCUMENT,
            _ON_DOCUMENTS,
            "The day of leaving may be moved: ask the applicant before you propose this again.",
            "The applicant leaves two days earlier",
        ),
    ),
    "identity_not_entered": (
        scenes.hear_and_grant(
            "I was registered in September; here is the slip.", "The slip of the civil register was shown"
        ),
        scenes.interview_and_grant(
            "Q: Where were you registered? A: At the office in Meridian, on 3 September. Q: Have you the slip? A: Yes.",
            "The slip agrees with what was said",
        ),
        *(scenes.interview_and_grant("Q: Have you the slip? A: Yes, here.", "The slip was shown"),) * 2,
    ),
    "employer_unknown": (
        scenes.verify_and_grant(
            "Naya Garden Services, on the number that the tax office gives",
            "Did you make this offer?",
            "Yes. We began in August; the register will have us next month",
            "The employer confirmed the offer by telephone",
        ),
        scenes.ask_in_vain("Can you send the employer's registration or tax number?"),
        scenes.ask_and_grant(
            "How did you come to know this employer?",
            "My cousin works there. The contract is in the file.",
            "Contract and tax number agree",
        ),
        scenes.ask_in_vain("Can you send the employer's registration or tax number?"),
    ),
    "permit_unknown": (
        scenes.hear_and_grant(
            "I left out a figure: the permit ends in 70, not in 7.", "The right number was shown and is active"
        ),
        scenes.leave_lying,
    ),
    "large_firm_with_free_mail": (
        scenes.verify_and_grant(
            "Grand Specimen Logistics, head office",
            "Is this address one of yours?",
            "Yes, of our recruiter at the port",
            "The head office confirmed the offer",
        ),
        scenes.leave_lying,
    ),
    "pay_outside_band": (scenes.look_and_grant("The contract gives the pay in another currency"),) * 2,
    "too_little_money": (
        scenes.hear_and_grant("My sister pays for the room. Her letter is attached.", "The sister's letter covers it"),
        scenes.hear_and_grant("The hotel is paid already.", "The hotel's receipt covers the difference"),
        scenes.leave_lying,
        scenes.hear_and_grant("My employer pays half.", "The employer's letter covers it"),
    ),
    "wrong_account": (
        scenes.hear_and_grant("I swapped two figures.", "The bank's letter gives the right number"),
        scenes.silent_and_refuse(_STATEMENT, _ON_STATEMENTS),
        scenes.hear_and_grant("Two figures are swapped.", "The statement gives the right number"),
    ),
    "work_after_leaving": (
        scenes.hear_and_grant(
            "The start was moved; the first trip is for papers.", "The employer's new letter says so"
        ),
        scenes.withdraw,
    ),
    "course_after_leaving": (
        scenes.hear_and_grant("The first trip is to enrol.", "The school's letter says so"),
        scenes.withdraw,
    ),
    "stays_in_wrong_order": (scenes.hear_and_grant("I swapped the two days.", "Stamps show the stay as corrected"),)
    * 2,
    "ends_before_it_begins": (
        scenes.hear_and_grant("I swapped the two days; here is my ticket.", "The ticket shows the right days"),
        scenes.withdraw,
        scenes.hear_and_grant("I swapped the days.", "The ticket shows the right days"),
    ),
    "other_day_in_booking": (scenes.hear_and_grant("The flight was moved.", "The carrier confirmed the new day"),) * 2,
    "legs_out_of_order": (scenes.hear_and_grant("I entered the times of the return.", "The booking is in order"),) * 2,
    "transit_without_right": (
        scenes.ask_and_grant(
            "Do you leave the transit area in Doha?",
            "No. I have changed the flight: it is a change of planes of two hours.",
            "The new booking stays airside",
        ),
        scenes.look_and_grant("A transit visa was shown", conditions=("Carry the transit visa",)),
        scenes.ask_in_vain("Do you hold a transit visa? Please send it, or the changed booking."),
    ),
    "child_without_guardian": (scenes.mend, scenes.only_apply, scenes.mend, scenes.only_apply),
    # -- lists
    "namesake": (
        scenes.come_back(_not_same, "PC-BACK-2345", after=timedelta(days=9)),
        _not_same,
        _not_same,
        scenes.only_apply,
        scenes.only_apply,
    ),
    "listed_later": (
        scenes.rule_out_late_match("Born on another day of that year, says the owner of the list"),
        scenes.only_apply,
    ),
    "host_on_list": (
        scenes.verify_and_grant(
            "The host, on the number in the company register",
            "Are you the company of the list?",
            "No. Our registration number is XR-3003; we have asked for a note in the list",
            "Registration number and address differ from those of the listed company",
        ),
    ),
    "namesake_unknown": (scenes.consult_on_match,) * 3,
    "lost_and_found": (
        scenes.rule_out_match("Reported lost and found again; the issuing State withdrew the report by letter"),
        scenes.consult_on_match,
    ),
    "listed": (*(scenes.confirm_match("Name, birth date and passport number agree", _LIST, _ON_LISTS),) * 3,),
    "stolen": (
        scenes.confirm_match("The very number, reported stolen by the issuing State", _DOCUMENT, _ON_DOCUMENTS),
        scenes.confirm_match("The very number, reported stolen by the issuing State", _DOCUMENT, _ON_DOCUMENTS),
    ),
    # -- not so
    "wrong_hash": (
        scenes.appeal(
            _refuse_document,
            "My passport was repaired by the office after it got wet. I enclose their letter.",
            "overturn",
            "The passport office confirmed on 14 November that it wrote the chip anew and signed the wrong portrait.",
        ),
        _refuse_document,
        _refuse_document,
    ),
    "altered_chip": (_refuse_document,),
    "bad_signature": (_refuse_document,),
    "forged_signer": (
        scenes.appeal(
            _refuse_document,
            "I bought the passport in good faith and did not know.",
            "uphold",
            "The chip names a signer that the issuing State did not sign. Good faith does not make it valid.",
        ),
        _refuse_document,
    ),
    "revoked_signer": (_refuse_document,),
    "expired": (
        scenes.appeal(
            _refuse_document,
            "I have had a new passport since last week.",
            "remit",
            "The officers should look at the new passport and hear the applicant.",
        ),
        _refuse_document,
        _refuse_document,
    ),
    "wrong_check_digit": (_refuse_document,),
    "page_against_chip": (_refuse_document,) * 2,
    "identity_cancelled": (_hear_about_paper("I do not know why it was cancelled."),) * 2,
    "permit_of_another": (
        scenes.appeal(
            _permit,
            "The employer has applied for a permit in my name since.",
            "uphold",
            "On the day of the decision permit and applicant did not belong together; a new one is free to use.",
        ),
        _permit,
        scenes.appeal(_permit, "The number was mistyped by the office. My permit ends in 13."),
        _permit,
        _permit,
    ),
    "permit_revoked": (_permit,),
    "dissolved_employer": (_employer, _employer, _employer, _employer),
    "recruiter_suspended": (_licence, _licence, _licence),
    "permission_expired": (_refuse("The office said that it would be extended."),) * 2,
    "registration_of_another": (_refuse("The slip was in the passport when I got it back."),) * 2,
    "school_terminated": (_refuse("I stopped going in summer. I want to begin again."),) * 2,
    "visa_of_another": (_hear_about_paper("The visa was put in by the agent."),) * 2,
    "one_way_with_another_permit": (_permit, _permit),
    # -- in need of help
    "under_pressure": (
        scenes.help_person("The passport was handed back in our presence; the applicant knows the help line."),
        scenes.help_waits,
    ),
    "asks_for_help": (scenes.help_person("The sister was called; both know the help line."),),
    "under_pressure_with_another_permit": (scenes.leave_lying,),
}
"""Scenes by story."""
