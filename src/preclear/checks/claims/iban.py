"""Check digits of the stated account number (IND-32)."""

from __future__ import annotations

from collections.abc import Iterator

from preclear.checks.check import check, serious
from preclear.model.application import Funding
from preclear.model.finding import Remark
from preclear.writing.money import iban_fits, looks_like_iban


@check(source="ISO 13616-1 (IBAN) with ISO 7064 MOD 97-10; IND-32")
def iban(funding: Funding) -> Iterator[Remark]:
    """Do the check digits of the stated account number fit?"""
    account = funding.account_number or ""
    if looks_like_iban(account) and not iban_fits(account):
        yield serious(
            "the check digits of account {account} do not fit",
            "funding.account_number",
            account=account,
            contradicts="funds",
            resolved_by="the account number as the bank prints it",
            innocent="a slip of the pen; an account renumbered when banks merged",
        )
