"""Short Physical Performance Battery: balance, gait and five chair stands. Not able to is 0; not tried is missing."""

from fractions import Fraction

from instruments.instrument import Instrument
from instruments.items import Item, Number, choice
from instruments.reading import UNABLE, Reading
from instruments.rules import Scored, not_scorable, whole
from instruments.terms import Origin, bands, both_ways

_HOLD = Number(low=0, high=10, unit="s", unable=True)
_TIME = Number(low=1, high=600, unit="s", unable=True)
# Seconds for the walk: below the first is best. One published table gives the times of 3 m for 4 m.
_GAIT = {"4": ("4.82", "6.20", "8.70"), "3": ("3.62", "4.65", "6.52")}
_CHAIR = ("11.19", "13.69", "16.69", "60")


def _three_parts(reading: Reading) -> Scored:
    if reading.missing:
        return not_scorable(*reading.missing)
    balance, gait, chair = _balance(reading), _gait(reading), _chair(reading)
    return whole(Fraction(balance + gait + chair), balance=balance, gait=gait, chair=chair)


def _balance(reading: Reading) -> int:
    side, semi, tandem = (reading.answers[item].points for item in ("side", "semi", "tandem"))
    return (side >= 10) + (semi >= 10) + (2 if tandem >= 10 else int(tandem >= 3))


def _gait(reading: Reading) -> int:
    if reading.code("gait") == UNABLE:
        return 0
    seconds = reading.answers["gait"].points
    first, second, third = map(Fraction, _GAIT[str(reading.code("course") or "4")])
    return 1 + (seconds < first) + (seconds <= second) + (seconds <= third)


def _chair(reading: Reading) -> int:
    if reading.code("chair") == UNABLE:
        return 0
    return sum(reading.answers["chair"].points <= Fraction(limit) for limit in _CHAIR)


SPPB = Instrument(
    id="sppb",
    title="Short Physical Performance Battery",
    items=(
        Item(id="side", wording="Feet side by side, held for", response=_HOLD),
        Item(id="semi", wording="Half a step apart, held for", response=_HOLD),
        Item(id="tandem", wording="Heel to toe, held for", response=_HOLD),
        Item(id="gait", wording="Walk at usual pace", response=_TIME),
        Item(id="chair", wording="Five stands from a chair, arms crossed", response=_TIME),
        choice("course", "Length of the walk", ("4", "4 m"), ("3", "3 m"), optional=True),
    ),
    asked_by="clinician",
    domain="function",
    recall="today",
    cadence="baseline, 6 weeks, 12 weeks; up to 6 leads to a plan against falls",
    higher_is_worse=False,
    rule=_three_parts,
    missing_rule="all five tests are needed; whoever tried and was not able to has 0 for it; the walk is 4 m unless said",
    score_range=(0, 12),
    bands=bands(low=0, intermediate=7, high=10),
    important_change=both_ways("1", "K", "Perera 2006; 0.5 is small"),
    origin=Origin(
        source="Guralnik 1994; chair times seen, walking times known",
        evidence="K",
        licence="NIA public material",
        shipping="ship",
    ),
)
