"""The pay offered against the official wage band (IND-22)."""

from __future__ import annotations

from collections.abc import Iterator

from preclear.checks.check import check, note
from preclear.model.application import Offer
from preclear.model.dossier import RegisterAnswer
from preclear.model.finding import Remark
from preclear.writing.money import PER_YEAR, number


@check(source="IND-22; official wage tables of the State of work")
def wage_in_band(offer: Offer, wage_register: RegisterAnswer) -> Iterator[Remark]:
    """Does the pay lie in the official band for the occupation and the State?"""
    pay, fields = offer.salary, wage_register.fields
    low, high, years = number(fields.get("low")), number(fields.get("high")), PER_YEAR.get(fields.get("period", ""))
    if pay is None or low is None or high is None or years is None or pay.currency != fields.get("currency"):
        return
    # Another pay period than the stated one is the usual slip: it is tried before anything is said.
    if any(low * years <= pay.amount * times <= high * years for times in PER_YEAR.values()):
        return
    yield note(
        "pay of {amount} {currency} a {period} lies outside the band {low} to {high} a {band_period}",
        "offer.salary",
        "register.wage",
        amount=f"{pay.amount:,.0f}",
        currency=pay.currency,
        period=pay.period,
        low=f"{low:,.0f}",
        high=f"{high:,.0f}",
        band_period=fields["period"],
        resolved_by="the contract with its allowances and hours",
        innocent="allowances, part-time work, another pay period or currency",
    )
