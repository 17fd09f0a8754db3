"""Brief Pain Inventory, short form: how strong pain is (four items), and how it interferes (seven items)."""

from fractions import Fraction

from engine.scores import Value
from engine.spans import hours
from instruments.instrument import Instrument
from instruments.items import Scale, numbered, unworded
from instruments.reading import Reading, part_of
from instruments.rounding import half_up
from instruments.rules import Mean, Scored, not_scorable
from instruments.terms import ImportantChange, bands, licensed

_ORIGIN = licensed(
    "Cleeland 1994; BPI user guide", "K", "MD Anderson licence; a fee for commercial or electronic use"
)
_CADENCE = "baseline, 12 weeks, 6 and 12 months"
_SEVERITY = unworded(
    numbered("sev", 4), Scale(low_anchor="No pain", high_anchor="Pain as bad as you can imagine")
)
_INTERFERENCE = unworded(
    numbered("int", 7), Scale(low_anchor="Does not interfere", high_anchor="Completely interferes")
)

BPI_SEVERITY = Instrument(
    id="bpi_severity",
    title="Brief Pain Inventory, severity",
    items=_SEVERITY,
    domain="pain",
    recall=hours(24),
    cadence=_CADENCE,
    rule=Mean(),
    missing_rule="all four items are needed",
    score_range=(0, 10),
    bands=bands(none=0, mild=1, moderate=5, severe=7),
    important_change=ImportantChange(percent=Fraction(30), evidence="V", source="IMMPACT, Dworkin 2008"),
    origin=_ORIGIN,
    languages=(),
)
BPI_INTERFERENCE = Instrument(
    id="bpi_interference",
    title="Brief Pain Inventory, interference",
    items=_INTERFERENCE,
    domain="function",
    recall=hours(24),
    cadence=_CADENCE,
    rule=Mean(may_miss=3),
    missing_rule="the mean of at least four of the seven items",
    score_range=(0, 10),
    important_change=ImportantChange(
        points=Fraction(1), worse_points=Fraction(1), evidence="V", source="IMMPACT, Dworkin 2008"
    ),
    origin=_ORIGIN,
    languages=(),
)


def _both(reading: Reading) -> Scored:
    halves = {
        "severity": BPI_SEVERITY.rule(part_of(reading, BPI_SEVERITY.items)),
        "interference": BPI_INTERFERENCE.rule(part_of(reading, BPI_INTERFERENCE.items)),
    }
    found: dict[str, Value] = {
        name: None if half.exact is None else float(half_up(half.exact, 1)) for name, half in halves.items()
    }
    if all(half.exact is None for half in halves.values()):
        return not_scorable(*reading.missing)
    return Scored(
        status="partial" if reading.missing else "complete", missing=reading.missing, subscores=found
    )


BPI_SF = Instrument(
    id="bpi_sf",
    title="Brief Pain Inventory, short form",
    items=(*_SEVERITY, *_INTERFERENCE),
    domain="pain",
    recall=hours(24),
    cadence=_CADENCE,
    rule=_both,
    missing_rule="severity needs its four items, interference at least four of its seven",
    headline=("severity", "interference"),
    origin=_ORIGIN,
    languages=(),
)
