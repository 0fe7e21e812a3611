"""The stories of the synthetic population: what is odd about an application, what is true, and which checks speak.

Most stories are honest. Look-alikes stand beside what they look like: a check that cannot tell them apart is a bad one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from preclear.specimens import faults, journeys, lists, offers, pictures
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


def _alike(name: str, basis: Change, change: Change, many: int) -> Story:
    ages = _spread(many, 28.1 - len(name) % 7, 0.4 + len(name) % 5)
    return Story(name=name, basis=basis, truth=Truth.HONEST, change=change, ages=ages)


def _honest(name: str, basis: Change, change: Change, ages: tuple[float, ...], *speaks: str) -> Story:
    return Story(name=name, basis=basis, truth=Truth.HONEST, change=change, ages=ages, speaks=frozenset(speaks))


def _false(name: str, basis: Change, change: Change, ages: tuple[float, ...], *speaks: str) -> Story:
    return Story(name=name, basis=basis, truth=Truth.FALSE, change=change, ages=ages, speaks=frozenset(speaks))


def _clear(name: str, basis: Change, many: int, change: Change = lambda _: None) -> Story:
    return Story(name=name, basis=basis, truth=Truth.HONEST, ages=_spread(many), change=change)


def _clear_now(name: str, basis: Change, change: Change) -> Story:
    return Story(name=name, basis=basis, truth=Truth.HONEST, ages=_NOW, change=change)


def _work_on_another_permit(draft: Draft) -> None:
    """A worker whose permit is another person's."""
    offers.work(draft)
    offers.permit_of_another(draft)


_NOW = (0.0,)
"""Handed in at the last moment: the worker of the demo looks at the pictures."""

_visit, _work, _study = journeys.visit, offers.work, offers.study

ORDINARY: tuple[Story, ...] = (
    _clear("visitor", _visit, 52),
    _clear("traveller", _visit, 24, journeys.travels_soon),
    _clear("worker", _work, 40),
    _clear("student", _study, 24),
)
"""Nothing is odd: granted by the machine within minutes."""

LOOK_ALIKES: tuple[Story, ...] = (
    _alike("renewed_passport", _work, offers.renewed_passport, 3),
    _alike("long_name", _visit, faults.long_name, 3),
    _alike("sex_x", _visit, faults.sex_x, 2),
    _alike("birth_year_only", _visit, faults.birth_year_only, 3),
    _alike("names_in_other_order", _visit, faults.names_in_other_order, 3),
    _alike("trading_name", _work, offers.trading_name, 3),
    _alike("dependant", _work, offers.dependant, 3),
    _alike("direct_employment", _work, offers.direct_employment, 3),
    _alike("extended_permission", _work, offers.extended_permission, 3),
    _alike("moved_to_another_school", _study, offers.moved_to_another_school, 3),
    _alike("pay_of_another_period", _work, offers.pay_of_another_period, 2),
    _alike("bakery_with_free_mail", _work, offers.bakery_with_free_mail, 2),
    _alike("host_pays", _visit, journeys.host_pays, 3),
    _alike("visa_in_old_passport", _visit, faults.visa_in_old_passport, 2),
    Story(name="listed_later", basis=_visit, truth=Truth.HONEST, change=lists.listed_later, ages=(6.4, 3.2)),
    _alike("night_flight", _visit, journeys.night_flight, 3),
    _alike("one_way", _visit, journeys.one_way, 3),
    _alike("young", _visit, faults.young, 4),
    _clear_now("photographed", _visit, pictures.photographed),
    _clear_now("sealed_visa", _visit, pictures.sealed_visa),
)
"""What looks like a fault at first sight, and is none: granted by the machine as well."""

SLIPS: tuple[Story, ...] = (
    _honest("misread_page", _visit, faults.misread_page, (25.1, 12.2, 0.3), "document.mrz_check_digits"),
    _honest(
        "slip_in_birth_date", _visit, faults.slip_in_birth_date, (23.7, 9.2, 1.6, 0.15), "document.form_against_mrz"
    ),
    _honest("issue_after_expiry", _visit, faults.issue_after_expiry, (20.4, 2.0), "document.dates_in_order"),
    _honest(
        "unknown_state",
        _visit,
        faults.unknown_state,
        (26.6, 1.2),
        "document.known_issuing_state",
        "document.form_against_mrz",
    ),
    _honest("form_without_zone", _visit, faults.form_without_zone, (10.2, 0.7), "document.form_against_chip"),
    _honest("unknown_csca", _visit, faults.unknown_csca, (22.8, 14.4, 1.7)),
    _honest(
        "expires_during_stay", _visit, faults.expires_during_stay, (27.8, 15.9, 3.2, 0.9), "document.outlasts_stay"
    ),
    _honest(
        "identity_not_entered", _visit, faults.identity_not_entered, (24.6, 13.1, 3.6, 1.9, 0.03), "identity.registered"
    ),
    _honest("employer_unknown", _work, offers.employer_unknown, (21.9, 18.7, 11.0, 8.3), "claims.employer_registered"),
    _honest("permit_unknown", _work, offers.permit_unknown, (19.7, 5.4), "claims.permit_in_force"),
    _honest("large_firm_with_free_mail", _work, offers.large_firm_with_free_mail, (16.9, 2.4), "claims.free_mail"),
    _honest("pay_outside_band", _work, offers.pay_outside_band, (17.2, 4.5), "claims.wage_in_band"),
    _honest(
        "too_little_money",
        _visit,
        journeys.too_little_money,
        (24.9, 17.3, 7.7, 0.95, 0.04),
        "claims.funds_for_this_trip",
    ),
    _honest("wrong_account", _visit, journeys.wrong_account, (23.1, 14.0, 2.3, 0.09), "claims.iban"),
    _honest("work_after_leaving", _work, offers.work_after_leaving, (18.2, 6.6), "claims.offer_fits_trip"),
    _honest("course_after_leaving", _study, offers.course_after_leaving, (16.4, 1.0), "claims.study_fits_trip"),
    _honest("stays_in_wrong_order", _visit, journeys.stays_in_wrong_order, (21.1, 1.1, 0.02), "claims.stays_in_order"),
    _honest(
        "ends_before_it_begins",
        _visit,
        journeys.ends_before_it_begins,
        (20.6, 13.4, 0.1),
        "itinerary.ends_after_it_begins",
    ),
    _honest("other_day_in_booking", _visit, journeys.other_day_in_booking, (19.4, 0.12), "itinerary.arrives_with_leg"),
    _honest("legs_out_of_order", _visit, journeys.legs_out_of_order, (17.9, 2.7), "itinerary.legs_in_order"),
    _honest(
        "transit_without_right", _visit, journeys.transit_without_right, (15.0, 8.8, 4.2), "itinerary.transit_right"
    ),
    _honest("namesake", _visit, lists.namesake, (26.0, 18.1, 9.5, 1.5, 0.18), "watchlist.possible_match"),
    _honest(
        "namesake_unknown",
        _visit,
        lists.namesake_without_birth_date,
        (22.1, 1.0, 0.33, 0.05),
        "watchlist.possible_match",
    ),
    _honest("host_on_list", _visit, lists.host_on_list, (5.6,), "watchlist.organisation_listed"),
    _honest("lost_and_found", _visit, lists.lost, (16.2, 7.1), "watchlist.lost_or_stolen"),
    _honest("picture_of_old_passport", _visit, pictures.picture_of_old_passport, _NOW, "document.page_against_mrz"),
    _honest("child_without_guardian", _visit, faults.child_without_guardian, (25.7, 18.3, 9.2, 0.5)),
)
"""Honest, and still a person must look, ask or correct something."""

FALSE: tuple[Story, ...] = (
    _false("wrong_hash", _visit, faults.wrong_hash, (24.1, 11.4, 0.42), "document.chip_genuine"),
    _false("altered_chip", _visit, faults.altered_chip, (19.2,), "document.chip_genuine"),
    _false("bad_signature", _visit, faults.bad_signature, (16.6,), "document.chip_genuine"),
    _false("forged_signer", _visit, faults.forged_signer, (22.3, 0.13), "document.chip_genuine"),
    _false("revoked_signer", _visit, faults.revoked_signer, (8.2,), "document.chip_genuine"),
    _false("copied_chip", _visit, pictures.copied_chip, (3.3, 0.22), "document.chip_answers"),
    _false("altered_seal", _visit, pictures.altered_seal, _NOW, "document.seal_genuine"),
    _false("seal_of_another", _visit, pictures.seal_of_another, _NOW, "document.seal_against_documents"),
    _false("expired", _visit, faults.expired, (26.2, 12.8, 0.35, 0.11), "document.outlasts_stay"),
    _false("wrong_check_digit", _visit, faults.wrong_check_digit, (9.7,), "document.mrz_check_digits"),
    _false("page_against_chip", _visit, faults.page_against_chip, (21.5, 0.21), "document.mrz_against_chip"),
    _false("identity_cancelled", _visit, faults.identity_cancelled, (18.4, 1.3), "identity.registered"),
    _false(
        "permit_of_another",
        _work,
        offers.permit_of_another,
        (25.0, 17.7, 13.2, 2.2, 0.6, 0.08),
        "claims.permit_beneficiary",
    ),
    _false("permit_revoked", _work, offers.permit_revoked, (23.4,), "claims.permit_in_force"),
    _false(
        "dissolved_employer", _work, offers.dissolved_employer, (27.5, 15.3, 1.8, 0.06), "claims.employer_registered"
    ),
    _false("recruiter_suspended", _work, offers.recruiter_suspended, (20.2, 1.4, 0.07), "claims.recruiter_licensed"),
    _false("permission_expired", _work, offers.permission_expired, (14.2, 0.16), "claims.permission_in_time"),
    _false(
        "registration_of_another",
        _work,
        offers.registration_of_another,
        (18.9, 2.6),
        "claims.protector_registration",
    ),
    _false("school_terminated", _study, offers.school_terminated, (16.1, 0.8), "claims.school_registered"),
    _false("visa_of_another", _visit, faults.visa_of_another, (10.5, 1.9), "claims.visa_against_passport"),
    _false(
        "one_way_with_another_permit",
        _work,
        offers.one_way_with_another_permit,
        (12.1, 0.45),
        "claims.permit_beneficiary",
    ),
    _false("listed", _visit, lists.listed, (21.0, 9.1, 0.38, 0.1), "watchlist.possible_match"),
    _false("stolen", _visit, lists.stolen, (13.9, 0.55), "watchlist.lost_or_stolen"),
)
"""What is stated is not so. A person still decides, and two where it is a refusal."""

IN_NEED: tuple[Story, ...] = (
    Story(name="under_pressure", basis=_work, truth=Truth.IN_NEED, change=faults.under_pressure, ages=(17.0, 6.0, 1.3)),
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
