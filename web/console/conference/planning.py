"""A care plan on the page: what was ticked becomes its therapies in order, and each version says what it changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from engine.journey import PlanItem
from engine.spans import Span

LATEST = 52  # weeks


class Lacking(Exception):
    """Something that was typed does not do, in words for whoever typed it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """The plan as the patient's journey took it over; `between` if no conference decided it."""

    number: int
    at: datetime
    between: bool
    items: tuple[str, ...]
    changed: tuple[str, ...]


def plan_from(form: Mapping[str, str], therapies: Sequence[str]) -> tuple[PlanItem, ...]:
    """Each therapy that is ticked; it starts at once, after another, or some weeks later than that."""
    chosen = [name for name in therapies if form.get(f"therapy.{name}") == "yes"]
    items = []
    for name in chosen:
        after, weeks = form.get(f"after.{name}", ""), form.get(f"weeks.{name}", "")
        if after and after not in chosen:
            raise Lacking(
                f"{_named(name)} is to follow {_named(after)}, which is not in the plan. Tick it too."
            )
        if weeks and not (weeks.isdecimal() and int(weeks) <= LATEST):
            raise Lacking(f"How many weeks later {_named(name)} starts is a number from 0 to {LATEST}.")
        delay = Span(unit="weeks", count=int(weeks)) if weeks and int(weeks) else None
        items.append(PlanItem(therapy=name, after=(after,) if after else (), delay=delay))
    return tuple(items)


def versions(told: Sequence[tuple[datetime, str, Sequence[Mapping[str, object]]]]) -> list[Version]:
    """The newest first."""
    made: list[Version] = []
    before: dict[str, str] = {}
    for number, (at, what, plan) in enumerate(told, 1):
        now = {str(item["therapy"]): _words(item) for item in plan}
        made.append(
            Version(
                number=number,
                at=at,
                between=what == "PlanChanged",
                items=tuple(now.values()),
                changed=_changed(before, now) if number > 1 else (),
            )
        )
        before = now
    return made[::-1]


def _changed(before: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    return (
        *(f"new: {words}" for name, words in now.items() if name not in before),
        *(f"now {words}" for name, words in now.items() if name in before and before[name] != words),
        *(f"dropped: {_named(name)}" for name in before if name not in now),
    ) or ("nothing",)


def _words(item: Mapping[str, object]) -> str:
    said, after, delay = _named(str(item["therapy"])), item.get("after"), item.get("delay")
    if isinstance(delay, dict):
        said += f", {Span.model_validate(delay)} later"
    if isinstance(after, list) and after:
        said += f", after {' and '.join(_named(str(name)) for name in after)}"
    return said


def _named(code: str) -> str:
    return code.replace("_", " ")


def day_from(typed: str) -> date | None:
    """As a browser sends it; None where it was left empty."""
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        raise Lacking(f"{typed} is no date. Write it as 2026-03-31.") from None
