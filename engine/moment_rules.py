"""The rules of the wall-clock contract, one function each; its parameters are the input of a case."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Field, Strict, validate_call

from engine.clinic import Clinic
from engine.clinic_days import clinic_day_after, clinic_day_on_or_after, public_holidays
from engine.moments import Moment, moment, on_local_day, outside_quiet
from engine.spans import days as whole_days
from engine.spans import months
from engine.zones import (
    Zones,
    clock_change,
    clock_words,
    date_words,
    local,
    said,
    utc,
    wall,
    zone_rules,
)

# Fixed for these rules; a clinic sets its own quiet hours.
_QUIET_21_TO_8 = Clinic(quiet_from=time(21), quiet_until=time(8))
_BEGINNING = datetime.min.replace(tzinfo=UTC)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CaseAnswer:
    """The instants in the order that the rule names them; none if nothing is left to send."""

    at: tuple[datetime, ...]
    because: str


def _text(given: object, shape: str) -> str:
    if not isinstance(given, str) or not re.fullmatch(shape, given, re.ASCII):
        raise ValueError(f"is not written as {shape}")
    return given


def _instant(given: object) -> datetime:
    shape = r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?"
    return utc(datetime.fromisoformat(_text(given, shape)))


def _day(given: object) -> date:
    return date.fromisoformat(_text(given, r"\d{4}-\d\d-\d\d"))


def _clock(given: object) -> time:
    return time.fromisoformat(_text(given, r"\d\d:\d\d"))


def _zone(given: object) -> str:
    return zone_rules(_text(given, ".*")).key


def _calendar(given: object) -> str:
    calendar = _text(given, ".*")
    public_holidays(calendar, 2026)  # Any year will do: it refuses a name that no calendar has.
    return calendar


def _in_order(moves: Zones) -> Zones:
    if [since for since, _ in moves].count(None) > 1:
        raise ValueError("has two zones from the beginning")
    return tuple(sorted(moves, key=lambda move: move[0] or _BEGINNING))


Whole: TypeAlias = Annotated[int, Strict()]
Count: TypeAlias = Annotated[int, Strict(), Field(ge=0, le=10_000)]
Hours: TypeAlias = Annotated[float, Strict(), Field(allow_inf_nan=False)]
Instant: TypeAlias = Annotated[datetime, BeforeValidator(_instant)]
Day: TypeAlias = Annotated[date, BeforeValidator(_day)]
Clock: TypeAlias = Annotated[time, BeforeValidator(_clock)]
Zone: TypeAlias = Annotated[str, BeforeValidator(_zone)]
Calendar: TypeAlias = Annotated[str, BeforeValidator(_calendar)]
Moves: TypeAlias = Annotated[
    tuple[tuple[Instant | None, Zone], ...], Field(min_length=1), AfterValidator(_in_order)
]


def day_n(*, anchor: Instant, n: Whole, at: Clock, tz: Zone) -> CaseAnswer:
    return _one(on_local_day("the anchor", anchor, whole_days(n), at, tz))


def duration(*, anchor: Instant, hours: Hours) -> CaseAnswer:
    return CaseAnswer((anchor + timedelta(hours=hours),), f"{_hours(hours)} after {said(anchor, 'UTC')}")


def local_time(*, date: Day, at: Clock, tz: Zone) -> CaseAnswer:
    return _each(date_words(date), [date], at, tz)


def business_after(*, date: Day, at: Clock, tz: Zone, calendar: Calendar) -> CaseAnswer:
    day = clinic_day_after(date, Clinic(calendar=calendar))
    passed = _holidays(date + _DAY, day, calendar)
    return _each(f"{date_words(day)}, the first clinic day after {date_words(date)}{passed}", [day], at, tz)


def business_on_or_after(*, date: Day, at: Clock, tz: Zone, calendar: Calendar) -> CaseAnswer:
    day = clinic_day_on_or_after(date, Clinic(calendar=calendar))
    passed = _holidays(date, day, calendar)
    return _each(f"{date_words(day)}, the first clinic day from {date_words(date)} on{passed}", [day], at, tz)


def quiet(*, due: Instant, tz: Zone) -> CaseAnswer:
    return _one(outside_quiet(due, tz, _QUIET_21_TO_8))


def window(*, open: Instant, hours: Hours, until: Clock, tz: Zone) -> CaseAnswer:
    next_day = wall(open, tz).date() + _DAY
    closes = local(next_day, until, tz)
    because = (
        f"from {_hours(hours)} after it opened ({said(open, tz)}) until {clock_words(until)} {tz}"
        f" on the day after ({date_words(next_day)}){clock_change(next_day, until, tz)}"
    )
    return CaseAnswer((open + timedelta(hours=hours), closes), because)


def day_n_moves(*, anchor: Instant, n: Whole, at: Clock, moves: Moves, now: Instant) -> CaseAnswer:
    due = partial(
        moment, "the anchor", anchor, whole_days(n), at=at, zones=moves, clinic=_QUIET_21_TO_8, now=now
    )
    planned = due(quiet=False)
    # An hour that the rule names is kept even if it is quiet; only what is caught up waits for the morning.
    return _one(planned if planned.was_due is None else due(quiet=True))


def next_after_sent(
    *,
    days: Annotated[tuple[Whole, ...], Field(min_length=1)],
    anchor: Instant,
    at: Clock,
    sent: tuple[Whole, ...],
    moves: Moves,
    now: Instant,
) -> CaseAnswer:
    left = sorted(set(days) - set(sent))
    if not left:
        return CaseAnswer((), f"nothing is left to send: all of days {', '.join(map(str, days))} were sent")
    due = day_n_moves(anchor=anchor, n=left[0], at=at, moves=moves, now=now)
    return CaseAnswer(due.at, f"day {left[0]} is the first that was not sent; {due.because}")


def month_n(*, anchor: Instant, n: Whole, at: Clock, tz: Zone) -> CaseAnswer:
    return _one(on_local_day("the anchor", anchor, months(n), at, tz))


def daily(*, start: Day, count: Count, at: Clock, tz: Zone) -> CaseAnswer:
    dates = [start + number * _DAY for number in range(count)]
    return _each(f"every day from {date_words(start)}, {count} in all", dates, at, tz)


def weekly(*, start: Day, count: Count, at: Clock, tz: Zone) -> CaseAnswer:
    dates = [start + 7 * number * _DAY for number in range(count)]
    return _each(f"every seventh day from {date_words(start)}, {count} in all", dates, at, tz)


def daily_dates(*, dates: tuple[Day, ...], at: Clock, tz: Zone) -> CaseAnswer:
    return _each("on each of the given dates", dates, at, tz)


def visit_window(*, anchor: Instant, n: Whole, early: Count, late: Count, at: Clock, tz: Zone) -> CaseAnswer:
    target, earliest, latest = (
        on_local_day("the anchor", anchor, whole_days(day), at, tz) for day in (n, n - early, n + late)
    )
    because = f"target: {target.because}; earliest: {earliest.because}; latest: {latest.because}"
    return CaseAnswer((target.at, earliest.at, latest.at), because)


def day_before(*, visit: Instant, at: Clock, tz: Zone) -> CaseAnswer:
    return _one(on_local_day("the visit", visit, whole_days(-1), at, tz))


def _one(found: Moment) -> CaseAnswer:
    return CaseAnswer((found.at,), found.because)


def _each(which: str, dates: Sequence[date], at: time, zone: str) -> CaseAnswer:
    changes = "".join(clock_change(day, at, zone) for day in dates)
    return CaseAnswer(
        tuple(local(day, at, zone) for day in dates), f"{which}, at {clock_words(at)} {zone}{changes}"
    )


def _holidays(start: date, end: date, calendar: str) -> str:
    passed = (start + number * _DAY for number in range((end - start).days))
    holidays = [date_words(day) for day in passed if day in public_holidays(calendar, day.year)]
    return f" ({calendar} holidays: {', '.join(holidays)})" if holidays else ""


def _hours(hours: float) -> str:
    return f"{hours:g} {'hour' if hours == 1 else 'hours'}"


RULES: Mapping[str, Callable[..., CaseAnswer]] = {
    "day_n": validate_call(day_n),
    "duration": validate_call(duration),
    "local": validate_call(local_time),
    "business_after": validate_call(business_after),
    "business_on_or_after": validate_call(business_on_or_after),
    "quiet": validate_call(quiet),
    "window": validate_call(window),
    "day_n_moves": validate_call(day_n_moves),
    "next_after_sent": validate_call(next_after_sent),
    "month_n": validate_call(month_n),
    "daily": validate_call(daily),
    "weekly": validate_call(weekly),
    "daily_dates": validate_call(daily_dates),
    "visit_window": validate_call(visit_window),
    "day_before": validate_call(day_before),
}
