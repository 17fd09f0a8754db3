"""Rounding the way clinicians do it: exact, and half away from zero."""

from fractions import Fraction
from math import floor


def half_up(number: Fraction, places: int = 0) -> Fraction:
    """4.5 becomes 5, 2.25 with one place 2.3 and -2.25 -2.3; Python's own `round` would give 4 and 2.2."""
    shift = 10**places
    size = Fraction(floor(abs(number) * shift + Fraction(1, 2)), shift)
    return size if number >= 0 else -size
