"""Reading a quantity for one patient: a number or a code, or None for unknown, and the words that name it."""

from collections.abc import Iterable
from datetime import date, datetime
from fractions import Fraction
from statistics import median
from typing import assert_never

from engine.conditions import (
    AboveMedian,
    Answer,
    AnswerChange,
    BestScore,
    Changed,
    DaysSince,
    DaysWith,
    Fact,
    MeanChange,
    MissedInARow,
    PercentOf,
    Quantity,
    ScoreOf,
    TimesReported,
    VisitCount,
)
from engine.journey import ItemAnswer, Reading
from engine.moments import shift
from engine.spans import Span
from engine.turn import Turn
from engine.zones import wall

Number = int | float | Fraction


def exact(number: Number) -> int | Fraction:
    """29.9 means what was written, not the nearest binary number below it."""
    return Fraction(str(number)) if isinstance(number, float) else number


def quantity(of: Quantity, view: Turn) -> Number | str | None:
    match of:
        case ScoreOf():
            return _score(of, view)
        case BestScore():
            return _worse_than_best(of, view)
        case Answer():
            answers = view.items.get(f"{of.instrument}.{of.item}", ())
            return answers[-1].value if answers else None
        case Fact():
            return view.facts.get(of.name)
        case DaysSince():
            anchor = view.anchors.get(of.anchor)
            return None if anchor is None else _days_since(anchor, view)
        case MissedInARow():
            return view.missed.get(of.step, 0)
        case _:
            return _over_time(of, view)


def _over_time(
    of: DaysWith | AnswerChange | AboveMedian | MeanChange | PercentOf | TimesReported | VisitCount,
    view: Turn,
) -> Number | None:
    match of:
        case DaysWith():
            return _days_with(of, view)
        case AnswerChange():
            return _answer_change(of, view)
        case AboveMedian():
            return _above_median(of, view)
        case MeanChange():
            return _mean_change(of, view)
        case PercentOf():
            return _percent_of(of, view)
        case TimesReported():
            since = _back(view, of.within)
            return sum(at > since for at in view.reports.get(of.report, ()))
        case VisitCount():
            return _visits(of, view)
        case _:
            assert_never(of)


def name_of(of: Quantity) -> str:
    match of:
        case ScoreOf():
            kind = "" if of.of == "latest" else f" {of.of.replace('_', ' ')}"
            return f"{of.instrument}{kind}{forms_of(of)}"
        case BestScore():
            return f"{of.instrument} against its best of {of.within}"
        case Answer():
            return f"{of.instrument}.{of.item}"
        case Fact():
            return of.name
        case DaysSince():
            return f"days since {of.anchor}"
        case MissedInARow():
            return f"{of.step} missed in a row"
        case _:
            return _name_over_time(of)


def _name_over_time(
    of: DaysWith | AnswerChange | AboveMedian | MeanChange | PercentOf | TimesReported | VisitCount,
) -> str:
    match of:
        case DaysWith():
            return f"days with {of.instrument}.{of.item} at {of.at_least} or more in {of.within}"
        case AnswerChange():
            return f"change of {of.instrument}.{of.item} since the form before"
        case AboveMedian():
            return f"{of.instrument}.{of.item} above its median of {of.within}"
        case MeanChange():
            return f"{of.instrument}.{of.item} in {of.within} against {of.against} in percent"
        case PercentOf():
            return f"{of.instrument}.{of.item} in percent of {of.whole} in {of.within}"
        case TimesReported():
            return f"{of.report} reported in {of.within}"
        case VisitCount():
            return f"visits of {of.step} {of.state}"
        case _:
            assert_never(of)


def forms_of(of: ScoreOf | Changed) -> str:
    """Which forms are read, where they are not the latest and the baseline."""
    since = f" since {of.since}" if of.since else ""
    return f"{since} at {of.at}" if of.at else since


def times(of: ScoreOf | Changed, view: Turn) -> tuple[Fraction | None, Fraction | None]:
    """What is compared: before and now. A partial score stands for other items, so nothing is compared with it."""
    first = view.baselines.get(of.instrument) if of.since is None else _asked_by(of.since, of, view)
    last = _read(of, view)
    if of.since is not None and first is last:
        return _comparable(first), None
    return _comparable(first), _comparable(last)


def _read(of: ScoreOf | Changed, view: Turn) -> Reading | None:
    return view.latest(of.instrument) if of.at is None else _asked_by(of.at, of, view)


def _asked_by(step: str, of: ScoreOf | Changed, view: Turn) -> Reading | None:
    """The score of the form that the step's latest occurrence asked for; an older occurrence is another story."""
    progress = view.steps.get(step)
    if progress is None:
        return None
    source = f"{step}#{progress.occurrence}"
    readings = view.readings.get(of.instrument, ())
    return next((reading for reading in reversed(readings) if reading.source == source), None)


def _comparable(reading: Reading | None) -> Fraction | None:
    return None if reading is None or reading.status == "partial" else reading.exact


def _score(of: ScoreOf, view: Turn) -> Fraction | None:
    before, now = times(of, view)
    match of.of:
        case "latest":
            latest = _read(of, view)
            return None if latest is None else latest.exact
        case "baseline":
            return before
        case "change":
            return None if now is None or before is None else now - before
        case "percent_change":
            return None if now is None or not before else 100 * (now - before) / before
        case _:
            assert_never(of.of)


def _days_since(anchor: datetime, view: Turn) -> int:
    """Whole days on the patient's wall clock. A hold moves the anchors as it ends; until then the days stand still."""
    now = view.now if view.hold is None else max(min(view.now, view.hold.since), anchor)
    there, here = wall(anchor, view.zone), wall(now, view.zone)
    return (here.replace(tzinfo=None) - there.replace(tzinfo=None)).days


def _worse_than_best(of: BestScore, view: Turn) -> Fraction | None:
    """The smallest loss against the best among the last readings: both of two in a row must be worse."""
    since = _back(view, of.within)
    recent = [
        reading.exact
        for reading in view.readings.get(of.instrument, ())
        if reading.at >= since and reading.status != "partial" and reading.exact is not None
    ]
    if len(recent) <= of.readings:
        return None
    sign = 1 if of.higher_is_worse else -1
    best = min(sign * value for value in recent) * sign
    losses = [sign * (value - best) for value in recent[-of.readings :]]
    if of.percent:
        return None if best == 0 else min(100 * loss / best for loss in losses)
    return min(losses)


def _days_with(of: DaysWith, view: Turn) -> int:
    since = _back(view, of.within)
    return len(
        {
            wall(answer.at, view.zone).date()
            for answer in _answers(of, view)
            if answer.at > since and isinstance(answer.value, int | float) and answer.value >= of.at_least
        }
    )


def _answer_change(of: AnswerChange, view: Turn) -> Fraction | None:
    given = [number for number in map(_number, _answers(of, view)) if number is not None]
    return given[-1] - given[-2] if len(given) > 1 else None


def _visits(of: VisitCount, view: Turn) -> int | None:
    progress = view.steps.get(of.step)
    if progress is None:
        return None
    attended = sum(visit.state == "attended" for visit in progress.visits)
    return attended if of.state == "attended" else progress.failures


def _above_median(of: AboveMedian, view: Turn) -> Fraction | None:
    """The smallest distance: each of the last days must lie above what was usual before them."""
    values = list(_by_day(view, _answers(of, view), of.within).values())
    usual, last = values[: -of.readings], values[-of.readings :]
    return None if len(usual) < of.days else min(last) - median(usual)


def _mean_change(of: MeanChange, view: Turn) -> Fraction | None:
    # The longer one first: where it holds too little, the shorter one is not even read.
    long = _by_day(view, _answers(of, view), of.against).values()
    short = _by_day(view, _answers(of, view), of.within).values() if len(long) >= of.days else ()
    if min(len(short), len(long)) < of.days:
        return None
    usual = _mean(long)
    return None if usual == 0 else 100 * (_mean(short) - usual) / usual


def _percent_of(of: PercentOf, view: Turn) -> Fraction | None:
    part = _by_day(view, _answers(of, view), of.within)
    whole = _by_day(view, view.items.get(f"{of.instrument}.{of.whole}", ()), of.within)
    both = [(part[day], whole[day]) for day in part if day in whole and 0 <= part[day] <= whole[day] != 0]
    if len(both) < of.days:
        return None
    return 100 * sum(one for one, _ in both) / sum((other for _, other in both), Fraction(0))


def _answers(
    of: DaysWith | AnswerChange | AboveMedian | MeanChange | PercentOf, view: Turn
) -> tuple[ItemAnswer, ...]:
    return view.items.get(f"{of.instrument}.{of.item}", ())


def _by_day(view: Turn, answers: Iterable[ItemAnswer], within: Span) -> dict[date, Fraction]:
    """The last number of each of the patient's days, earliest first; what is no number does not count."""
    since = _back(view, within)
    numbers = ((answer.at, _number(answer)) for answer in answers if answer.at > since)
    return {wall(at, view.zone).date(): number for at, number in numbers if number is not None}


def _number(answer: ItemAnswer) -> Fraction | None:
    value = answer.value
    return Fraction(exact(value)) if isinstance(value, int | float) else None


def _mean(values: Iterable[Fraction]) -> Fraction:
    numbers = tuple(values)
    return sum(numbers, Fraction(0)) / len(numbers)


def _back(view: Turn, span: Span) -> datetime:
    return shift(view.now, -span, view.zone, view.clinic)
