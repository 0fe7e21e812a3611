"""Amounts, pay periods and account numbers."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

PER_YEAR: Mapping[str, float] = {"hour": 2080.0, "day": 260.0, "week": 52.0, "month": 12.0, "year": 1.0}
"""How often a pay period fits into a year of full-time work (40 hours a week, 52 weeks)."""

_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")


def number(text: str | None) -> float | None:
    """An amount as a register writes it (a decimal point, no grouping), or None.

    >>> number("2500.50"), number("about ten"), number(None)
    (2500.5, None, None)
    """
    try:
        value = float(text) if text else math.nan
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def looks_like_iban(account: str) -> bool:
    """Whether an account number has the shape of an IBAN (ISO 13616-1): two letters, two digits, 11 to 30 more.

    >>> looks_like_iban("GB82 WEST 1234 5698 7654 32"), looks_like_iban("0012-345678-01")
    (True, False)
    """
    return _IBAN.fullmatch(_bare(account)) is not None


def iban_fits(account: str) -> bool:
    """Whether the check digits of an IBAN fit (ISO 7064, MOD 97-10).

    >>> iban_fits("GB82 WEST 1234 5698 7654 32"), iban_fits("GB82 WEST 1234 5698 7654 33")
    (True, False)
    """
    bare = _bare(account)
    return int("".join(str(int(character, 36)) for character in bare[4:] + bare[:4])) % 97 == 1


def _bare(account: str) -> str:
    return "".join(account.split()).upper()
