"""Rounding is half up on exact numbers, as clinicians do it."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from instruments.rounding import half_up


@pytest.mark.parametrize(
    ("number", "places", "expected"),
    [
        ("9/2", 0, "5"),
        ("5/2", 0, "3"),
        ("9/4", 1, "2.3"),
        ("-9/4", 1, "-2.3"),
        ("20/3", 1, "6.7"),
        ("0", 1, "0"),
    ],
)
def test_a_half_goes_away_from_zero(number: str, places: int, expected: str) -> None:
    assert half_up(Fraction(number), places) == Fraction(expected)


@given(st.decimals(min_value=-1000, max_value=1000, places=4), st.integers(0, 3))
def test_rounding_agrees_with_the_decimal_module(number: Decimal, places: int) -> None:
    expected = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)

    assert half_up(Fraction(number), places) == Fraction(expected)
