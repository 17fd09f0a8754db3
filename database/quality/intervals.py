"""How sure a share is, and when a row of shares is more than chance: pure arithmetic."""

from collections.abc import Sequence
from itertools import groupby, pairwise
from math import sqrt
from statistics import median
from typing import Literal

_Z = 1.959964
"""Of the normal distribution, for 95 %."""
SHIFT, TREND = 8, 6


def wilson(numerator: int, denominator: int) -> tuple[float, float] | None:
    """The 95 % interval by Wilson's method; None where nobody was counted."""
    if not 0 <= numerator <= denominator:
        raise ValueError(f"{numerator} of {denominator} is no share")
    if denominator == 0:
        return None
    share, square = numerator / denominator, _Z * _Z
    middle = (share + square / (2 * denominator)) / (1 + square / denominator)
    spread = sqrt(share * (1 - share) / denominator + square / (4 * denominator**2))
    half = _Z * spread / (1 + square / denominator)
    return max(0.0, middle - half), min(1.0, middle + half)


def signal(shares: Sequence[float | None]) -> Literal["shift", "trend"] | None:
    """Shift: 8 in a row on one side of the median. Trend: 6 in a row that rise, or fall. Periods without cases and
    points on the median break nothing and count for nothing."""
    known = [share for share in shares if share is not None]
    if not known:
        return None
    middle = median(known)
    if _longest([share > middle for share in known if share != middle]) >= SHIFT:
        return "shift"
    steps = [later > earlier for earlier, later in pairwise(known) if later != earlier]
    return "trend" if _longest(steps) >= TREND - 1 else None


def _longest(sides: Sequence[bool]) -> int:
    return max((sum(1 for _ in run) for _, run in groupby(sides)), default=0)
