"""The questions a pathway may ask about a patient: `score(PHQ9) >= 10`, `improved(PEG, percent=30)`, `flag("taper")`."""

from fractions import Fraction
from typing import Literal

from engine.conditions import (
    AllOf,
    Answer,
    AnyOf,
    AtLeast,
    BestScore,
    Changed,
    Condition,
    DaysSince,
    DaysWith,
    Fact,
    Flagged,
    InBand,
    Known,
    LeftOut,
    MissedInARow,
    Outcome,
    Quantity,
    Reported,
    ScoreOf,
)
from engine.scores import Measure
from engine.spans import Span


def score(instrument: Measure) -> ScoreOf:
    return ScoreOf(instrument=instrument.id)


def baseline(instrument: Measure) -> ScoreOf:
    return ScoreOf(instrument=instrument.id, of="baseline")


def change(instrument: Measure) -> ScoreOf:
    """Latest score minus baseline, in points: positive means the number rose."""
    return ScoreOf(instrument=instrument.id, of="change")


def percent_change(instrument: Measure) -> ScoreOf:
    return ScoreOf(instrument=instrument.id, of="percent_change")


def worse_than_best(
    instrument: Measure, within: Span, *, percent: bool = False, readings: int = 1
) -> BestScore:
    """How much worse each of the last `readings` scores is than the best one of `within` (the smallest such)."""
    return BestScore(
        instrument=instrument.id,
        within=within,
        percent=percent,
        readings=readings,
        higher_is_worse=instrument.higher_is_worse,
    )


def answer(instrument: Measure, item: str) -> Answer:
    if item not in instrument.item_ids:
        raise ValueError(
            f"{instrument.id} has no item {item!r}; its items are {', '.join(instrument.item_ids)}"
        )
    return Answer(instrument=instrument.id, item=item)


def left_out(instrument: Measure, item: str) -> LeftOut:
    return LeftOut(instrument=instrument.id, item=answer(instrument, item).item)


def days_with(instrument: Measure, item: str, *, at_least: int, within: Span) -> DaysWith:
    return DaysWith(
        instrument=instrument.id, item=answer(instrument, item).item, at_least=at_least, within=within
    )


def fact(name: str) -> Fact:
    return Fact(name=name)


def age() -> Fact:
    return Fact(name="age")


def days_since(anchor: str) -> DaysSince:
    return DaysSince(anchor=anchor)


def missed_in_a_row(step: str) -> MissedInARow:
    return MissedInARow(step=step)


def band(instrument: Measure, name: str) -> InBand:
    return InBand(instrument=instrument.id, band=name)


def flag(name: str) -> Flagged:
    return Flagged(flag=name)


def outcome(step: str, name: str) -> Outcome:
    return Outcome(step=step, outcome=name)


def reported(report: str, detail: str | None = None) -> Reported:
    return Reported(report=report, detail=detail)


def known(quantity: Quantity) -> Known:
    return Known(quantity=quantity)


def improved(instrument: Measure, *, points: float | None = None, percent: float | None = None) -> Changed:
    """Better than baseline by the instrument's own important change, or by what is given here."""
    return _changed(instrument, "improved", points, percent)


def worsened(instrument: Measure, *, points: float | None = None, percent: float | None = None) -> Changed:
    """Worse than baseline by the points that the instrument calls worse, or by what is given here."""
    return _changed(instrument, "worsened", points, percent)


def at_least(count: int, *conditions: Condition) -> AtLeast:
    return AtLeast(count=count, conditions=conditions)


def any_of(*conditions: Condition) -> AnyOf:
    return AnyOf(conditions=conditions)


def all_of(*conditions: Condition) -> AllOf:
    return AllOf(conditions=conditions)


def _important(
    instrument: Measure, direction: Literal["improved", "worsened"]
) -> tuple[Fraction | None, Fraction | None]:
    """Points and percent; worse is judged by the points, and by the percent only where no points are known."""
    if direction == "improved":
        return instrument.improved_by_points, instrument.improved_by_percent
    worse = instrument.worsened_by_points
    return worse, instrument.improved_by_percent if worse is None else None


def _changed(
    instrument: Measure,
    direction: Literal["improved", "worsened"],
    points: float | None,
    percent: float | None,
) -> Changed:
    if points is None and percent is None:
        own_points, own_percent = _important(instrument, direction)
    else:
        own_points = None if points is None else Fraction(str(points))
        own_percent = None if percent is None else Fraction(str(percent))
    if own_points is None and own_percent is None:
        raise ValueError(f"{instrument.id} has no important change of its own: say points= or percent=")
    return Changed(
        instrument=instrument.id,
        direction=direction,
        points=own_points,
        percent=own_percent,
        higher_is_worse=instrument.higher_is_worse,
    )
