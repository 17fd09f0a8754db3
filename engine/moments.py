"""The wall-clock contract: when something that hangs on an anchor is due, and the sentence that says why."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, datetime, time, timedelta
from typing import assert_never

from engine.clinic import Clinic
from engine.clinic_days import (
    UnknownCalendar,
    clinic_day_after,
    clinic_day_on_or_after,
    closing,
    end_of_quiet,
    is_clinic_day,
    is_open,
    is_quiet,
    next_open,
    open_hours_after,
    quiet_words,
)
from engine.spans import Span
from engine.zones import (
    NaiveInstant,
    UnknownZone,
    Zones,
    clock_change,
    clock_words,
    date_words,
    day_and_clock,
    local,
    said,
    tzdata_version,
    utc,
    wall,
    zone_at,
    zone_now,
)

__all__ = [
    "Moment",
    "NaiveInstant",
    "UnknownCalendar",
    "UnknownZone",
    "Zones",
    "clinic_day_after",
    "clinic_day_on_or_after",
    "deadline",
    "is_clinic_day",
    "is_open",
    "is_quiet",
    "local",
    "missed_run",
    "moment",
    "next_open",
    "on_local_day",
    "outside_quiet",
    "shift",
    "short_notice",
    "tzdata_version",
    "zone_at",
    "zone_now",
]

_CALENDAR_UNITS = frozenset({"days", "weeks", "months"})
_CLINIC_UNITS = frozenset({"clinic_days", "clinic_hours"})


@dataclass(frozen=True, slots=True)
class Moment:
    """A computed UTC instant and the one sentence that explains it.

    `was_due` is the time it should have been when it is only caught up now, else None: give that one to
    `short_notice` and `missed_run`.
    """

    at: datetime
    because: str
    was_due: datetime | None = None


def moment(
    anchor_name: str,
    anchor: datetime,
    offset: Span,
    *,
    at: time | None,
    zones: Zones,
    clinic: Clinic,
    now: datetime,
    on_clinic_day: bool = False,
    quiet: bool = True,
) -> Moment:
    """When the patient gets something: the day counts in the zone of the anchor, the time in that of `now`.

    `at=None` keeps the anchor's own time of day. What is past at `now` is caught up at `now`.
    """
    then, here = zone_at(zones, anchor), zone_at(zones, now)
    bounds = _Bounds(here, clinic, on_clinic_day=on_clinic_day, quiet=quiet)
    exact = shift(anchor, offset, then, clinic) if at is None and _is_exact(offset) else None
    if exact is not None:
        there = wall(exact, here)
        day, clock = there.date(), there.time()
    else:
        day, clock = _day(anchor, offset, then, clinic), at if at is not None else wall(anchor, then).time()
    placed, moved = bounds.place(day, clock, exact)
    due, deferred = bounds.defer(placed)
    because = _sentence(offset, anchor_name, day, clock, here) + moved + deferred
    if due >= now:
        return Moment(due, because)
    placed, moved = bounds.place(wall(now, here).date(), clock, utc(now))
    at_once, deferred = bounds.defer(placed)
    how = "as soon as allowed" if moved or deferred else "at once"
    return Moment(at_once, f"{because}; already past, so caught up {how}{moved}{deferred}", was_due=due)


def on_local_day(anchor_name: str, anchor: datetime, offset: Span, at: time, zone: str) -> Moment:
    """That many days, weeks or months from the anchor's local day, at that local time, past or not."""
    day = _step(wall(anchor, zone).date(), offset)
    because = _sentence(offset, anchor_name, day, at, zone) + clock_change(day, at, zone)
    return Moment(local(day, at, zone), because)


def deadline(anchor: datetime, within: Span, *, zones: Zones, clinic: Clinic) -> Moment:
    """When something must be done by: clinic days end as the clinic closes, other spans as in `shift`."""
    zone = clinic.zone if within.unit in _CLINIC_UNITS else zone_now(zones)
    due, until = shift(anchor, within, zone, clinic), "by"
    if within.unit == "clinic_days":
        due, until = closing(wall(due, zone).date(), clinic), "by closing time,"
    there = wall(due, zone)
    start = _distance(within, said(anchor, zone))
    return Moment(due, f"{start}, {until} {clock_words(there)} {zone} ({date_words(there)})")


def shift(anchor: datetime, span: Span, zone: str, clinic: Clinic) -> datetime:
    """The anchor moved by a signed span, in UTC; `zone` is whose local time days, weeks and months keep."""
    match span.unit:
        case "minutes":
            return utc(anchor) + timedelta(minutes=span.count)
        case "hours":
            return utc(anchor) + timedelta(hours=span.count)
        case "days" | "weeks" | "months":
            return _by_calendar(anchor, span, zone)
        case "clinic_days":
            return _by_clinic_days(anchor, span.count, clinic)
        case "clinic_hours":
            return open_hours_after(anchor, span.count, clinic)
        case _:
            assert_never(span.unit)


def outside_quiet(due: datetime, zone: str, clinic: Clinic) -> Moment:
    """The due time, or the end of the quiet period that it falls in."""
    if not is_quiet(due, zone, clinic):
        return Moment(utc(due), f"{said(due, zone)} is outside quiet hours {quiet_words(clinic)}")
    end = end_of_quiet(due, zone, clinic)
    because = f"{said(due, zone)} moved out of quiet hours {quiet_words(clinic)} to {said(end, zone)}"
    return Moment(end, because)


def short_notice(due: datetime, made_at: datetime, zone: str = "UTC") -> str | None:
    """Why a reminder is left out that was due before its visit was made; None when it is sent."""
    if due >= made_at:
        return None
    return f"not sent: it was due {said(due, zone)}, before the visit was made on {said(made_at, zone)}"


def missed_run(due: datetime, now: datetime, useful_until: datetime) -> str | None:
    """Why something is left out that an outage delayed past its use; None when it is still sent."""
    if due >= now or now < useful_until:
        return None
    return f"not sent: it was due {said(due, 'UTC')} and of use until {said(useful_until, 'UTC')}, now past"


@dataclass(frozen=True, slots=True)
class _Bounds:
    """Where and when the patient may be reached."""

    zone: str
    clinic: Clinic
    on_clinic_day: bool
    quiet: bool

    def place(self, day: date, clock: time, exact: datetime | None) -> tuple[datetime, str]:
        """That local time, on a clinic day if it must be; `exact` is its instant if that is known already."""
        allowed = clinic_day_on_or_after(day, self.clinic) if self.on_clinic_day else day
        if allowed == day and exact is not None:
            return exact, ""
        moved = "" if allowed == day else f"; moved to the first clinic day, {date_words(allowed)}"
        return local(allowed, clock, self.zone), moved + clock_change(allowed, clock, self.zone)

    def defer(self, due: datetime) -> tuple[datetime, str]:
        """The due time, or the first allowed one after the quiet hours that it falls in."""
        if not self.quiet or not is_quiet(due, self.zone, self.clinic):
            return due, ""
        end = end_of_quiet(due, self.zone, self.clinic)
        there = wall(end, self.zone)
        deferred = f"; moved out of quiet hours {quiet_words(self.clinic)} to {day_and_clock(there, there)}"
        placed, moved = self.place(there.date(), there.time(), end)
        allowed, again = self.defer(placed)
        return allowed, deferred + moved + again


def _is_exact(offset: Span) -> bool:
    """Whether the offset alone says the instant: what has elapsed is not read off a clock again."""
    return offset.unit not in _CALENDAR_UNITS or offset.count == 0


def _day(anchor: datetime, offset: Span, zone: str, clinic: Clinic) -> date:
    if offset.unit in _CALENDAR_UNITS:
        return _step(wall(anchor, zone).date(), offset)
    counted_in = clinic.zone if offset.unit in _CLINIC_UNITS else zone
    return wall(shift(anchor, offset, zone, clinic), counted_in).date()


def _step(day: date, span: Span) -> date:
    if span.unit == "months":
        year, month = divmod(day.year * 12 + day.month - 1 + span.count, 12)
        if not MINYEAR <= year <= MAXYEAR:
            raise OverflowError(f"{span} from {day} leaves the calendar")
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    return day + timedelta(days=span.count * 7 if span.unit == "weeks" else span.count)


def _by_calendar(anchor: datetime, span: Span, zone: str) -> datetime:
    if span.count == 0:  # Reading the clock again would take the first hour of a fold for the second.
        return utc(anchor)
    there = wall(anchor, zone)
    return local(_step(there.date(), span), there.time(), zone)


def _by_clinic_days(anchor: datetime, count: int, clinic: Clinic) -> datetime:
    if count == 0:
        return next_open(anchor, clinic)
    there = wall(anchor, clinic.zone)
    clock = min(max(there.time(), clinic.opens), clinic.closes)
    return local(clinic_day_after(there.date(), clinic, count), clock, clinic.zone)


def _sentence(offset: Span, anchor_name: str, day: date, at: time, zone: str) -> str:
    return f"{_distance(offset, anchor_name)}, at {clock_words(at)} {zone} ({date_words(day)})"


def _distance(offset: Span, anchor_name: str) -> str:
    if offset.count:
        return f"{offset} {'after' if offset.count > 0 else 'before'} {anchor_name}"
    if offset.unit in _CLINIC_UNITS:
        return f"once the clinic is open from {anchor_name} on"
    return f"on the day of {anchor_name}"
