"""A series of visits: one clinician, the same weekday and hour, as nearly as the calendars allow; whole or not at all."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import chain, islice, pairwise
from typing import TypeAlias

from database.calendars import Clinician
from database.free_slots import FreeTime, Slot, quarters
from engine.clinic import Clinic
from engine.clinic_days import clinic_day_after, clinic_day_on_or_after
from engine.moments import shift
from engine.spans import Span
from engine.words import Mode
from engine.zones import local, wall

Series: TypeAlias = tuple[Slot, ...]

OPTIONS = 3
_DAYS_LATER = 3
"""A visit of a series that does not fit on its day may be held up to so many clinic days after it."""


def whole_series(free: FreeTime) -> Series | None:
    """By one clinician and in one mode: the one with the fewest visits off their hour, then the earliest."""
    return _whole(free, today=False) or _whole(free, today=True)


def other_series(free: FreeTime) -> tuple[Series, ...]:
    """What a person may choose from where no clinician can take all of it: several clinicians, first days apart."""
    return tuple(islice(_others(free), OPTIONS))


def rhythm(free: FreeTime, start: datetime, clinicians: Sequence[Clinician]) -> tuple[datetime, ...]:
    """When the visits would be if nothing else were booked: a day off moves one to the clinic's next day, and a round
    in which all of these clinicians are away is left out. It stops early where it runs beyond the due time."""
    clinic, every = free.clinic(clinicians[0]), free.wanted.every or Span(unit="weeks", count=1)
    times, number = [start], 0
    while len(times) < free.wanted.visits and times[-1] <= free.wanted.due_at:
        number += 1
        there = wall(
            shift(start, Span(unit=every.unit, count=every.count * number), clinic.zone, clinic), clinic.zone
        )
        earliest = clinic_day_after(wall(times[-1], clinic.zone).date(), clinic)
        day = max(clinic_day_on_or_after(there.date(), clinic), earliest)
        time = local(day, there.time(), clinic.zone)
        held_on = (each for on in _from(day, clinic) for each in clinicians if free.hours(each, on))
        if time > free.wanted.due_at or any(held_on):
            times.append(time)
    return tuple(times)


def _whole(free: FreeTime, *, today: bool) -> Series | None:
    nearly: list[tuple[int, int, Clinician, Mode, tuple[datetime, ...]]] = []
    for start, clinician in free.starts(today=today):
        modes = [mode for mode in free.wanted.modes if free.slot(clinician, start, (mode,))]
        times = rhythm(free, start, (clinician,)) if modes else (start,)
        for mode in modes if times[-1] <= free.wanted.due_at else ():
            slots = [free.slot(clinician, time, (mode,)) for time in times]
            if None not in slots:
                return tuple(slot for slot in slots if slot)
            nearly.append((slots.count(None), len(nearly), clinician, mode, times))
    for _, _, clinician, mode, times in sorted(nearly, key=lambda each: each[:2]):
        series = _around(free, times, (clinician,), (mode,))
        if series is not None:
            return series
    return None


def _others(free: FreeTime) -> Iterator[Series]:
    first_days: set[date] = set()
    for start, clinician in chain(free.starts(today=False), free.starts(today=True)):
        day = wall(start, free.clinic(clinician).zone).date()
        if day in first_days or free.slot(clinician, start, free.wanted.modes) is None:
            continue
        here = [each for each in free.calendars.clinicians if each.clinic == clinician.clinic]
        times = rhythm(free, start, here)
        if times[-1] > free.wanted.due_at:
            continue
        series = _around(free, times, (clinician, *here), free.wanted.modes)
        if series is not None:
            first_days.add(day)
            yield series


def _around(
    free: FreeTime, times: Sequence[datetime], clinicians: Sequence[Clinician], modes: Sequence[Mode]
) -> Series | None:
    found: list[Slot] = []
    zone = free.clinic(clinicians[0]).zone
    days = [wall(time, zone).date() for time in times]
    for time, (day, next_day) in zip(times, pairwise([*days, date.max]), strict=True):
        after = wall(found[-1].start, zone).date() if found else date.min
        slot = _near(free, time, clinicians, modes, (max(day, after + timedelta(days=1)), next_day))
        if slot is None:
            return None
        found.append(slot)
    return tuple(found)


def _near(
    free: FreeTime,
    time: datetime,
    clinicians: Sequence[Clinician],
    modes: Sequence[Mode],
    days: tuple[date, date],
) -> Slot | None:
    """At its time, else as near to its hour as can be on its day, else on one of the next days; before the second of `days`."""
    for clinician in clinicians:
        slot = free.slot(clinician, time, modes)
        if slot is not None:
            return slot
    clinic = free.clinic(clinicians[0])
    for day in _from(days[0], clinic):
        if day >= days[1]:
            return None
        hour = local(day, wall(time, clinic.zone).time(), clinic.zone)
        slot = next(_on(free, hour, day, clinicians, modes), None)
        if slot is not None:
            return slot
    return None


def _from(day: date, clinic: Clinic) -> Iterator[date]:
    """The days on which a visit of this day may be held."""
    yield day
    for later in range(1, 1 + _DAYS_LATER):
        yield clinic_day_after(day, clinic, later)


def _on(
    free: FreeTime, hour: datetime, day: date, clinicians: Sequence[Clinician], modes: Sequence[Mode]
) -> Iterator[Slot]:
    starts = [
        (abs(start - hour), start, place, clinician)
        for place, clinician in enumerate(clinicians)
        for block in free.hours(clinician, day)
        for start in quarters(block, free.wanted.minutes)
    ]
    for _, start, _, clinician in sorted(starts, key=lambda each: each[:3]):
        slot = free.slot(clinician, start, modes)
        if slot is not None:
            yield slot
