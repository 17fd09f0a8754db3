"""The questions a pathway may ask about a patient: `score(PHQ9) >= 10`, `improved(PEG, percent=30)`, `flag("taper")`."""

from fractions import Fraction
from typing import Literal

from engine.conditions import (
    AboveMedian,
    AllOf,
    Answer,
    AnswerChange,
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
    MeanChange,
    MissedInARow,
    Outcome,
    PercentOf,
    Quantity,
    Reported,
    SafetyOpen,
    ScoreOf,
    TimesReported,
    VisitCount,
)
from engine.ladders import Severity
from engine.scores import Measure
from engine.spans import Span


def score(instrument: Measure, *, at: str | None = None) -> ScoreOf:
    """The latest score, or the one of the form that the step `at` asked for."""
    return ScoreOf(instrument=instrument.id, at=at)


def baseline(instrument: Measure) -> ScoreOf:
    return ScoreOf(instrument=instrument.id, of="baseline")


def change(instrument: Measure, *, since: str | None = None, at: str | None = None) -> ScoreOf:
    """Latest score minus baseline, in points: positive means the number rose. See `improved` for `since` and `at`."""
    return ScoreOf(instrument=instrument.id, of="change", since=since, at=at)


def percent_change(instrument: Measure, *, since: str | None = None, at: str | None = None) -> ScoreOf:
    return ScoreOf(instrument=instrument.id, of="percent_change", since=since, at=at)


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


def answer_change(instrument: Measure, item: str) -> AnswerChange:
    """The latest answer minus the one of the form before."""
    return AnswerChange(instrument=instrument.id, item=answer(instrument, item).item)


def above_median(
    instrument: Measure, item: str, within: Span, *, days: int, readings: int = 1
) -> AboveMedian:
    """How far each of the last `readings` days lies above the median of the others of `within` (the smallest such).

    Undecided with fewer than `days` others.
    """
    item = answer(instrument, item).item
    return AboveMedian(instrument=instrument.id, item=item, within=within, readings=readings, days=days)


def mean_change(instrument: Measure, item: str, within: Span, *, against: Span, days: int) -> MeanChange:
    """The mean of the last `within` against the mean of `against`, in percent: below zero means less.

    Undecided with answers on fewer than `days` days in either.
    """
    item = answer(instrument, item).item
    return MeanChange(instrument=instrument.id, item=item, within=within, against=against, days=days)


def percent_of(instrument: Measure, item: str, whole: str, within: Span, *, days: int) -> PercentOf:
    """One answer in percent of another, over the days of `within` that have both; undecided with fewer than `days`."""
    part, whole = answer(instrument, item).item, answer(instrument, whole).item
    return PercentOf(instrument=instrument.id, item=part, whole=whole, within=within, days=days)


def times_reported(report: str, within: Span) -> TimesReported:
    """How often this was reported in the last `within`, this time included."""
    return TimesReported(report=report, within=within)


def attended(step: str) -> VisitCount:
    """How many visits of the step were kept so far."""
    return VisitCount(step=step, state="attended")


def no_shows(step: str) -> VisitCount:
    """How many visits of the step the patient did not come to so far, in a row or not."""
    return VisitCount(step=step, state="missed")


def safety_open(*severities: Severity) -> SafetyOpen:
    """Whether a safety task is open, of any severity or of one of these."""
    return SafetyOpen(severities=tuple(severity.name for severity in severities))


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


def improved(
    instrument: Measure,
    *,
    points: float | None = None,
    percent: float | None = None,
    since: str | None = None,
    at: str | None = None,
) -> Changed:
    """Better than baseline by the instrument's own important change, or by what is given here.

    `since` names the step whose form is compared with instead of the baseline, `at` the one whose form is compared
    instead of the latest.
    """
    return _changed(instrument, "improved", points, percent).model_copy(update={"since": since, "at": at})


def worsened(
    instrument: Measure,
    *,
    points: float | None = None,
    percent: float | None = None,
    since: str | None = None,
    at: str | None = None,
) -> Changed:
    """Worse than baseline by the points that the instrument calls worse, or by what is given here; else as `improved`."""
    return _changed(instrument, "worsened", points, percent).model_copy(update={"since": since, "at": at})


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
