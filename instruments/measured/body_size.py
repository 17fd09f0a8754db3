"""Height and weight, and the body mass index that follows from them."""

from fractions import Fraction

from instruments.instrument import Instrument
from instruments.items import Item, Number
from instruments.reading import Reading
from instruments.rounding import half_up
from instruments.rules import Scored, not_scorable
from instruments.terms import Origin

KILOGRAMS_A_POUND = Fraction(45359237, 100_000_000)
METERS_AN_INCH = Fraction(254, 10_000)


def _body_mass_index(reading: Reading) -> Scored:
    """Kilograms by square meters, exact; without both numbers there is none."""
    if reading.missing:
        return not_scorable(*reading.missing)
    inches, pounds = (reading.answers[item].points for item in reading.required)
    meters = inches * METERS_AN_INCH
    index = pounds * KILOGRAMS_A_POUND / (meters * meters)
    return Scored(status="complete", exact=index, shown=half_up(index, 1))


BODY_SIZE = Instrument(
    id="body_size",
    title="Height and weight",
    items=(
        Item(
            id="inches",
            wording="How tall are you? (5 feet are 60 inches.)",
            response=Number(low=36, high=96, unit="inches"),
        ),
        Item(id="pounds", wording="How much do you weigh?", response=Number(low=40, high=720, unit="pounds")),
    ),
    recall="now",
    cadence="baseline",
    rule=_body_mass_index,
    missing_rule="both numbers are needed",
    origin=Origin(
        source="body mass index, kg/m2",
        evidence="K",
        licence="generic, no owner",
        shipping="ship",
    ),
)
