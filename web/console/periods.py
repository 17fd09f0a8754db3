"""Quarters of the clinic's calendar, as the quality page asks about them."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from database.quality.measures import Window
from engine.clinic import Clinic
from engine.clinic_days import is_clinic_day
from engine.zones import local, wall

QUARTERS = 8
_NAME = re.compile(r"(20\d\d)-Q([1-4])")
_AROUND = timedelta(days=400)


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"

    @property
    def first(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    def back(self, count: int) -> "Quarter":
        year, number = divmod(self.year * 4 + self.number - 1 - count, 4)
        return Quarter(year, number + 1)


def quarter_of(at: datetime, clinic: Clinic) -> Quarter:
    today = wall(at, clinic.zone).date()
    return Quarter(today.year, (today.month + 2) // 3)


def quarter_named(name: str | None, at: datetime, clinic: Clinic) -> Quarter:
    """The present one where the name is none, or is still ahead."""
    present = quarter_of(at, clinic)
    found = _NAME.fullmatch(name or "")
    return present if found is None else min(Quarter(int(found[1]), int(found[2])), present)


def window(quarter: Quarter, at: datetime, clinic: Clinic, pathway: str | None) -> Window:
    def begins(day: date) -> datetime:
        return local(day, time(), clinic.zone)

    start, until = begins(quarter.first), begins(quarter.back(-1).first)
    first = (start - _AROUND).date()
    around = (
        first + timedelta(days=number)
        for number in range((until + _AROUND).date().toordinal() - first.toordinal())
    )
    days = tuple(begins(day) for day in around if is_clinic_day(day, clinic))
    return Window(start=start, until=until, at=at, days=days, pathway=pathway)


def weeks(at: datetime, clinic: Clinic, count: int) -> list[datetime]:
    """Now, and so many ends of weeks; weeks end on the clinic's Monday morning, midnight."""
    today = wall(at, clinic.zone).date()
    monday = today - timedelta(days=today.weekday())
    return [
        at,
        *(local(monday + timedelta(weeks=number), time(), clinic.zone) for number in range(1, count + 1)),
    ]
