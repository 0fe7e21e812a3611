"""The stories of the synthetic population: what is odd about an application, what is true, and which checks speak.

Most stories are honest. Look-alikes stand beside what they look like: a check that cannot tell them apart is a bad one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from preclear.specimens import faults, journeys, lists, offers
from preclear.specimens.draft import Draft

Change = Callable[[Draft], None]


class Truth(StrEnum):
    """What is really so; known of synthetic people only."""

    HONEST = "honest"
    """Everything that matters is as stated; a slip of the pen is honest too."""
    FALSE = "false"
    """Something that the application rests on is not so."""
    IN_NEED = "in_need"
    """Somebody may be in need of help; whatever else is stated counts for nothing."""


@dataclass(frozen=True, kw_only=True)
class Story:
    """``basis`` makes an ordinary draft and ``change`` the difference; ``speaks`` are the checks that must speak.

    ``ages`` say how many days ago each application of this story was handed in.
    """

    name: str
    basis: Change
    truth: Truth
    ages: tuple[float, ...]
    change: Change = lambda _: None
    speaks: frozenset[str] = frozenset()

    @property
    def because(self) -> str:
        """What is going on, in one sentence."""
        return (self.change.__doc__ or self.basis.__doc__ or "").strip()


def _spread(many: int, first: float = 29.6, last: float = 0.2) -> tuple[float, ...]:
    """So many ages between the first and the last."""
    step = (first - last) / max(many - 1, 1)
    return tuple(round(first - step * place, 3) for place in range(many))


def _honest(name: str, basis: Change, change: Change, many: int, *speaks: str) -> Story:
    return Story(
        name=name, basis=basis, truth=Truth.HONEST, change=change, ages=_spread(many, 27.3), speaks=frozenset(speaks)
    )


def _false(name: str, basis: Change, change: Change, ages: tuple[float, ...], *speaks: str) -> Story:
    return Story(name=name, basis=basis, truth=Truth.FALSE, change=change, ages=ages, speaks=frozenset(speaks))


def _clear(name: str, basis: Change, many: int, change: Change = lambda _: None) -> Story:
    return Story(name=name, basis=basis, truth=Truth.HONEST, ages=_spread(many), change=change)




def _work_on_another_permit(draft: Draft) -> None:
    """A worker whose permit is another person's."""
    offers.work(draft)
    offers.permit_of_another(draft)


_visit, _work, _study = journeys.visit, offers.work, offers.study

ORDINARY: tuple[Story, ...] = (
    _clear("visitor", _visit, 66),
    _clear("traveller", _visit, 24, journeys.travels_soon),
    _clear("worker", _work, 40),
    _clear("student", _study, 22),
)
"""Nothing is odd: granted by the machine within minutes."""

LOOK_ALIKES: tuple[Story, ...] = (
    _honest("renewed_passport", _work, offers.renewed_passport, 3),
    _honest("long_name", _visit, faults.long_name, 3),
    _honest("sex_x", _visit, faults.sex_x, 2),
    _honest("birth_year_only", _visit, faults.birth_year_only, 3),
    _honest("names_in_other_order", _visit, faults.names_in_other_order, 3),
    _honest("trading_name", _work, offers.trading_name, 3),
    _honest("dependant", _work, offers.dependant, 3),
    _honest("direct_employment", _work, offers.direct_employment, 3),
    _honest("extended_permission", _work, offers.extended_permission, 3),
    _honest("moved_to_another_school", _study, offers.moved_to_another_school, 3),
    _honest("pay_of_another_period", _work, offers.pay_of_another_period, 2),
    _honest("bakery_with_free_mail", _work, offers.bakery_with_free_mail, 2),
    _honest("host_pays", _visit, journeys.host_pays, 3),
    _honest("visa_in_old_passport", _visit, faults.visa_in_old_passport, 2),
    _honest("night_flight", _visit, journeys.night_flight, 3),
    _honest("one_way", _visit, journeys.one_way, 3),
    _honest("young", _visit, faults.young, 4),
)
"""What looks like a fault at first sight, and is none: granted by the machine as well."""

SLIPS: tuple[Story, ...] = (
    _honest("misread_page", _visit, faults.misread_page, 3, "document.mrz_check_digits"),
    _honest("slip_in_birth_date", _visit, faults.slip_in_birth_date, 4, "document.form_against_mrz"),
    _honest("issue_after_expiry", _visit, faults.issue_after_expiry, 2, "document.dates_in_order"),
    _honest(
        "unknown_state",
        _visit,
        faults.unknown_state,
        2,
        "document.known_issuing_state",
        "document.form_against_mrz",
    ),
    _honest("unknown_csca", _visit, faults.unknown_csca, 3),
    _honest("expires_during_stay", _visit, faults.expires_during_stay, 3, "document.outlasts_stay"),
    _honest("identity_not_entered", _visit, faults.identity_not_entered, 3, "identity.registered"),
    _honest("employer_unknown", _work, offers.employer_unknown, 3, "claims.employer_registered"),
    _honest("permit_unknown", _work, offers.permit_unknown, 2, "claims.permit_in_force"),
    _honest("large_firm_with_free_mail", _work, offers.large_firm_with_free_mail, 2, "claims.free_mail"),
    _honest("pay_outside_band", _work, offers.pay_outside_band, 2, "claims.wage_in_band"),
    _honest("too_little_money", _visit, journeys.too_little_money, 4, "claims.funds_for_this_trip"),
    _honest("wrong_account", _visit, journeys.wrong_account, 3, "claims.iban"),
    _honest("work_after_leaving", _work, offers.work_after_leaving, 2, "claims.offer_fits_trip"),
    _honest("course_after_leaving", _study, offers.course_after_leaving, 2, "claims.study_fits_trip"),
    _honest("stays_in_wrong_order", _visit, journeys.stays_in_wrong_order, 2, "claims.stays_in_order"),
    _honest("ends_before_it_begins", _visit, journeys.ends_before_it_begins, 3, "itinerary.ends_after_it_begins"),
    _honest("other_day_in_booking", _visit, journeys.other_day_in_booking, 2, "itinerary.arrives_with_leg"),
    _honest("legs_out_of_order", _visit, journeys.legs_out_of_order, 2, "itinerary.legs_in_order"),
    _honest("transit_without_right", _visit, journeys.transit_without_right, 3, "itinerary.transit_right"),
    _honest("namesake", _visit, lists.namesake, 4, "watchlist.possible_match"),
    _honest("namesake_unknown", _visit, lists.namesake_without_birth_date, 3, "watchlist.possible_match"),
    _honest("lost_and_found", _visit, lists.lost, 2, "watchlist.lost_or_stolen"),
    _honest("child_without_guardian", _visit, faults.child_without_guardian, 4),
)
"""Honest, and still a person must look, ask or correct something."""

FALSE: tuple[Story, ...] = (
    _false("wrong_hash", _visit, faults.wrong_hash, (24.1, 11.4, 1.1), "document.chip_genuine"),
    _false("altered_chip", _visit, faults.altered_chip, (19.2, 3.3), "document.chip_genuine"),
    _false("bad_signature", _visit, faults.bad_signature, (16.6,), "document.chip_genuine"),
    _false("forged_signer", _visit, faults.forged_signer, (22.3, 0.9), "document.chip_genuine"),
    _false("revoked_signer", _visit, faults.revoked_signer, (8.2,), "document.chip_genuine"),
    _false("expired", _visit, faults.expired, (26.2, 12.8, 0.35), "document.outlasts_stay"),
    _false("wrong_check_digit", _visit, faults.wrong_check_digit, (9.7,), "document.mrz_check_digits"),
    _false(
        "page_against_chip", _visit, faults.page_against_chip, (21.5, 4.4), "document.mrz_against_chip"
    ),
    _false("identity_cancelled", _visit, faults.identity_cancelled, (18.4, 2.6), "identity.registered"),
    _false(
        "permit_of_another", _work, offers.permit_of_another, (25.0, 17.7, 13.2, 2.2, 0.6), "claims.permit_beneficiary"
    ),
    _false("permit_revoked", _work, offers.permit_revoked, (23.4, 5.1), "claims.permit_in_force"),
    _false(
        "dissolved_employer", _work, offers.dissolved_employer, (27.5, 15.3, 6.3, 1.8), "claims.employer_registered"
    ),
    _false("recruiter_suspended", _work, offers.recruiter_suspended, (20.2, 7.3, 1.4), "claims.recruiter_licensed"),
    _false("permission_expired", _work, offers.permission_expired, (14.2, 4.9), "claims.permission_in_time"),
    _false(
        "registration_of_another",
        _work,
        offers.registration_of_another,
        (18.9, 3.0),
        "claims.protector_registration",
    ),
    _false("school_terminated", _study, offers.school_terminated, (16.1, 5.6, 0.8), "claims.school_registered"),
    _false("visa_of_another", _visit, faults.visa_of_another, (10.5, 2.9), "claims.visa_against_passport"),
    _false(
        "one_way_with_another_permit",
        _work,
        offers.one_way_with_another_permit,
        (12.1, 0.45),
        "claims.permit_beneficiary",
    ),
    _false("listed", _visit, lists.listed, (21.0, 9.1, 0.7), "watchlist.possible_match"),
    _false("stolen", _visit, lists.stolen, (13.9, 0.55), "watchlist.lost_or_stolen"),
)
"""What is stated is not so. A person still decides, and two where it is a refusal."""

IN_NEED: tuple[Story, ...] = (
    Story(
        name="under_pressure", basis=_work, truth=Truth.IN_NEED, change=faults.under_pressure, ages=(17.0, 6.0, 1.3)
    ),
    Story(
        name="under_pressure_with_another_permit",
        basis=_work_on_another_permit,
        truth=Truth.IN_NEED,
        change=faults.under_pressure,
        ages=(2.1,),
        speaks=frozenset({"claims.permit_beneficiary"}),
    ),
    Story(name="asks_for_help", basis=_visit, truth=Truth.IN_NEED, change=faults.asks_for_help, ages=(10.9, 0.3)),
)
"""Signs that somebody needs help: they lead to help and to nothing else."""

STORIES: tuple[Story, ...] = (*ORDINARY, *LOOK_ALIKES, *SLIPS, *FALSE, *IN_NEED)
