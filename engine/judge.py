"""Reading a condition for one patient: yes, no, or None for undecided, with the facts that it rests on."""

from datetime import datetime
from fractions import Fraction
from typing import assert_never

from engine.conditions import (
    AllOf,
    Answer,
    AnyOf,
    AtLeast,
    BestScore,
    Changed,
    Compare,
    Condition,
    DaysSince,
    DaysWith,
    Fact,
    Flagged,
    InBand,
    Known,
    LeftOut,
    MissedInARow,
    Not,
    Operator,
    Outcome,
    Quantity,
    Reported,
    ScoreOf,
)
from engine.moments import shift
from engine.turn import Turn
from engine.zones import wall

Number = int | float | Fraction


def judge(condition: Condition, view: Turn, facts: list[str]) -> bool | None:
    """Three-valued: undecided stays undecided unless the rest settles it. Appends each fact that was read."""
    match condition:
        case AllOf():
            return _at_least(len(condition.conditions), condition.conditions, view, facts)
        case AnyOf():
            return _at_least(1, condition.conditions, view, facts)
        case AtLeast():
            return _at_least(condition.count, condition.conditions, view, facts)
        case Not():
            inner = judge(condition.condition, view, facts)
            return None if inner is None else not inner
        case Compare():
            value = quantity(condition.left, view)
            facts.append(f"{name_of(condition.left)} is {_show(value)}")
            return compare(value, condition.operator, condition.right)
        case Known():
            known = quantity(condition.quantity, view)
            facts.append(f"{name_of(condition.quantity)} is {_show(known)}")
            return known is not None
        case _:
            return _single(condition, view, facts)


def _single(
    condition: Changed | InBand | Flagged | Outcome | Reported | LeftOut, view: Turn, facts: list[str]
) -> bool | None:
    match condition:
        case Changed():
            return _changed(condition, view, facts)
        case InBand():
            reading = view.latest(condition.instrument)
            facts.append(f"{condition.instrument} band is {_show(reading.band if reading else None)}")
            return None if reading is None or reading.band is None else reading.band == condition.band
        case Flagged():
            facts.append(f"flag {condition.flag} is {'set' if condition.flag in view.flags else 'not set'}")
            return condition.flag in view.flags
        case Outcome():
            result = view.came_out(condition.step)
            facts.append(f"{condition.step} came out {_show(result)}")
            return None if result is None else condition.outcome in result
        case Reported():
            if view.report != condition.report:
                return False
            facts.append(f"{condition.report} was reported")
            return condition.detail is None or condition.detail in view.details
        case LeftOut():
            gone = f"{condition.instrument}.{condition.item}" in view.left_out
            if gone:
                facts.append(f"{condition.instrument}.{condition.item} was left out")
            return gone
        case _:
            assert_never(condition)


def _at_least(count: int, conditions: tuple[Condition, ...], view: Turn, facts: list[str]) -> bool | None:
    verdicts = [judge(condition, view, facts) for condition in conditions]
    if verdicts.count(True) >= count:
        return True
    return False if verdicts.count(True) + verdicts.count(None) < count else None


def compare(value: Number | str | None, operator: Operator, right: bool | int | float | str) -> bool | None:
    if value is None:
        return None
    if operator in ("is", "is not"):
        return (value == right) is (operator == "is")
    if isinstance(value, str) or isinstance(right, str):
        return None
    exact, limit = _exact(value), _exact(right)
    match operator:
        case ">=":
            return exact >= limit
        case ">":
            return exact > limit
        case "<=":
            return exact <= limit
        case _:
            return exact < limit


def _exact(number: Number) -> int | Fraction:
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
        case DaysWith():
            return _days_with(of, view)
        case _:
            assert_never(of)


def name_of(of: Quantity) -> str:
    match of:
        case ScoreOf():
            return of.instrument if of.of == "latest" else f"{of.instrument} {of.of.replace('_', ' ')}"
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
        case DaysWith():
            return f"days with {of.instrument}.{of.item} at {of.at_least} or more in {of.within}"
        case _:
            assert_never(of)


def _days_since(anchor: datetime, view: Turn) -> int:
    """Whole days on the patient's wall clock. A hold moves the anchors as it ends; until then the days stand still."""
    now = view.now if view.hold is None else max(min(view.now, view.hold.since), anchor)
    there, here = wall(anchor, view.zone), wall(now, view.zone)
    return (here.replace(tzinfo=None) - there.replace(tzinfo=None)).days


def _times(instrument: str, view: Turn) -> tuple[Fraction | None, Fraction | None]:
    """Baseline and latest score. A partial one stands for other items, so nothing is compared with it."""
    latest, base = view.latest(instrument), view.baselines.get(instrument)
    now = None if latest is None or latest.status == "partial" else latest.exact
    return (None if base is None else base.exact), now


def _score(of: ScoreOf, view: Turn) -> Fraction | None:
    before, now = _times(of.instrument, view)
    match of.of:
        case "latest":
            latest = view.latest(of.instrument)
            return None if latest is None else latest.exact
        case "baseline":
            return before
        case "change":
            return None if now is None or before is None else now - before
        case "percent_change":
            return None if now is None or not before else 100 * (now - before) / before
        case _:
            assert_never(of.of)


def _changed(condition: Changed, view: Turn, facts: list[str]) -> bool | None:
    before, now = _times(condition.instrument, view)
    facts.append(f"{condition.instrument} went from {_show(before)} to {_show(now)}")
    if now is None or before is None:
        return None
    better = (before - now) if condition.higher_is_worse else (now - before)
    gain = better if condition.direction == "improved" else -better
    if condition.points is not None and gain >= condition.points:
        return True
    if condition.percent is None or gain < 0:
        return False
    # There is no percent of nothing: a change away from a baseline of 0 is for a person to judge.
    return (None if gain else False) if before == 0 else 100 * gain / before >= condition.percent


def _worse_than_best(of: BestScore, view: Turn) -> Fraction | None:
    """The smallest loss against the best among the last readings: both of two in a row must be worse."""
    since = shift(view.now, -of.within, view.zone, view.clinic)
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
    since = shift(view.now, -of.within, view.zone, view.clinic)
    answers = view.items.get(f"{of.instrument}.{of.item}", ())
    return len(
        {
            wall(answer.at, view.zone).date()
            for answer in answers
            if answer.at > since and isinstance(answer.value, int | float) and answer.value >= of.at_least
        }
    )


def _show(value: object) -> str:
    match value:
        case None:
            return "unknown"
        case bool():
            return "yes" if value else "no"
        case Fraction():
            return f"{float(value):.4g}"
        case tuple():
            return " ".join(str(part) for part in value)
        case _:
            return str(value)
