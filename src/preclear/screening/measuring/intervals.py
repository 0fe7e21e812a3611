"""Shares and ratios of shares with their 95 % intervals.

Sources: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927), for a
share; D. Katz et al., "Obtaining confidence intervals for the risk ratio in cohort studies", Biometrics 34 (1978), for
the ratio of two shares (delta method on the logarithm).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, inf, log, sqrt

Z = 1.959964
"""The normal deviate that leaves 2.5 % on either side."""


@dataclass(frozen=True, kw_only=True)
class Interval:
    """An estimate and the bounds of its 95 % interval."""

    estimate: float
    low: float
    high: float

    def times(self, factor: float) -> Interval:
        """The same in another unit, for instance per thousand."""
        return Interval(estimate=self.estimate * factor, low=self.low * factor, high=self.high * factor)

    def below(self, other: Interval) -> bool:
        """Whether this interval ends before the other one begins."""
        return self.high < other.low


def wilson(count: int, total: int) -> Interval:
    """The share ``count / total`` with its Wilson score interval; 0 to 1 where nothing was counted.

    >>> share = wilson(5, 1000)
    >>> round(share.low * 1000, 1), round(share.high * 1000, 1)
    (2.1, 11.7)
    """
    if total == 0:
        return Interval(estimate=0.0, low=0.0, high=1.0)
    share = count / total
    middle = share + Z * Z / (2 * total)
    width = Z * sqrt(share * (1 - share) / total + Z * Z / (4 * total * total))
    scale = 1 + Z * Z / total
    return Interval(estimate=share, low=max(0.0, (middle - width) / scale), high=min(1.0, (middle + width) / scale))


def ratio(count: int, total: int, other_count: int, other_total: int) -> Interval:
    """The ratio of two shares, by the delta method on its logarithm.

    Half a case is added to each count and each total, so that a share of zero gives a wide interval and no error.

    >>> times = ratio(40, 1000, 20, 1000)
    >>> round(times.estimate, 1), round(times.low, 1), round(times.high, 1)
    (2.0, 1.2, 3.3)
    """
    if total == 0 or other_total == 0:
        return Interval(estimate=1.0, low=0.0, high=inf)
    a, n, b, m = count + 0.5, total + 0.5, other_count + 0.5, other_total + 0.5
    middle = log((a / n) / (b / m))
    width = Z * sqrt(max(0.0, 1 / a - 1 / n + 1 / b - 1 / m))
    return Interval(estimate=exp(middle), low=exp(middle - width), high=exp(middle + width))
