"""Reading a condition for one patient: yes, no, or None for undecided, with the facts that it rests on."""

from fractions import Fraction
from typing import assert_never

from engine.conditions import (
    AllOf,
    AnyOf,
    AtLeast,
    Changed,
    Compare,
    Condition,
    Flagged,
    InBand,
    Known,
    LeftOut,
    Not,
    Operator,
    Outcome,
    Reported,
    SafetyOpen,
)
from engine.measuring import Number, exact, forms_of, name_of, quantity, times
from engine.turn import Turn


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


def verdict(condition: Condition, view: Turn) -> bool | None:
    """As `judge`, for whoever needs no facts: reads on only while the rest can still change the answer."""
    match condition:
        case AllOf():
            return _settled(len(condition.conditions), condition.conditions, view)
        case AnyOf():
            return _settled(1, condition.conditions, view)
        case AtLeast():
            return _settled(condition.count, condition.conditions, view)
        case Not():
            inner = verdict(condition.condition, view)
            return None if inner is None else not inner
        case _:
            return judge(condition, view, [])


def grounds(condition: Condition, view: Turn, *, holds: bool = True) -> tuple[str, ...]:
    """The facts that make a condition hold (or not hold), without those that do not bear on it."""
    if verdict(condition, view) is not holds:
        return ()
    match condition:
        case AllOf() | AnyOf() | AtLeast():
            inner = (grounds(part, view, holds=holds) for part in condition.conditions)
            return tuple(dict.fromkeys(fact for facts in inner for fact in facts))
        case Not():
            return grounds(condition.condition, view, holds=not holds)
        case _:
            facts: list[str] = []
            judge(condition, view, facts)
            return tuple(facts)


def _single(
    condition: Changed | InBand | Flagged | Outcome | Reported | LeftOut | SafetyOpen,
    view: Turn,
    facts: list[str],
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
        case SafetyOpen():
            waits = any(
                task.safety and (not condition.severities or task.severity in condition.severities)
                for task in view.tasks.values()
            )
            facts.append(
                f"{' or '.join(condition.severities) or 'safety'} task {'open' if waits else 'not open'}"
            )
            return waits
        case _:
            assert_never(condition)


def _at_least(count: int, conditions: tuple[Condition, ...], view: Turn, facts: list[str]) -> bool | None:
    verdicts = [judge(condition, view, facts) for condition in conditions]
    if verdicts.count(True) >= count:
        return True
    return False if verdicts.count(True) + verdicts.count(None) < count else None


def _settled(count: int, conditions: tuple[Condition, ...], view: Turn) -> bool | None:
    true, possible = 0, len(conditions)
    for condition in conditions:
        found = verdict(condition, view)
        true, possible = true + (found is True), possible - (found is False)
        if true >= count:
            return True
        if possible < count:
            return False
    return None


def compare(value: Number | str | None, operator: Operator, right: bool | int | float | str) -> bool | None:
    if value is None:
        return None
    if operator in ("is", "is not"):
        return (value == right) is (operator == "is")
    if isinstance(value, str) or isinstance(right, str):
        return None
    number, limit = exact(value), exact(right)
    match operator:
        case ">=":
            return number >= limit
        case ">":
            return number > limit
        case "<=":
            return number <= limit
        case _:
            return number < limit


def _changed(condition: Changed, view: Turn, facts: list[str]) -> bool | None:
    before, now = times(condition, view)
    facts.append(f"{condition.instrument}{forms_of(condition)} went from {_show(before)} to {_show(now)}")
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
