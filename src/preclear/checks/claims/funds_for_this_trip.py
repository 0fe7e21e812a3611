"""Stated means against the cost of this trip: sufficiency, never wealth."""

from __future__ import annotations

from collections.abc import Iterator

from preclear.checks.check import check, note
from preclear.model.application import Funding
from preclear.model.dossier import RegisterAnswer
from preclear.model.finding import Remark
from preclear.writing.money import number


@check(source="Claim grid, question 3: the purpose fits the funds (the agreement's own cost table)")
def funds_for_this_trip(funding: Funding, cost_register: RegisterAnswer) -> Iterator[Remark]:
    """Do the stated means cover what this trip costs after the agreement's table?"""
    available, cost = funding.available, number(cost_register.fields.get("amount"))
    if available is None or cost is None or available.currency != cost_register.fields.get("currency"):
        return
    if funding.payer in (None, "self") and available.amount < cost:
        yield note(
            "{available} {currency} are stated, and this trip costs {cost}",
            "funding.available",
            "register.cost",
            available=f"{available.amount:,.0f}",
            cost=f"{cost:,.0f}",
            currency=available.currency,
            contradicts="funds",
            resolved_by="who else pays: a host, an employer, a paid booking",
            innocent="a host who gives board and lodging; costs that are paid already",
        )
