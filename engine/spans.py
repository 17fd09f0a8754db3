"""Lengths of time as a clinic says them: `hours(4)` passes on any clock, `days(1)` keeps the wall-clock time."""

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict

Unit = Literal["minutes", "hours", "days", "weeks", "months", "clinic_days", "clinic_hours"]


class Span(BaseModel):
    """A signed length of time. Negative means before the anchor.

    Minutes and hours are elapsed time; days, weeks and months are calendar steps that keep the local
    time of day; clinic days and clinic hours count only while the clinic is open.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    unit: Unit
    count: int

    def __neg__(self) -> Self:
        return self.model_copy(update={"count": -self.count})

    def __str__(self) -> str:
        unit = self.unit.replace("_", " ")
        return f"{abs(self.count)} {unit[:-1] if abs(self.count) == 1 else unit}"


def minutes(count: int) -> Span:
    return Span(unit="minutes", count=count)


def hours(count: int) -> Span:
    return Span(unit="hours", count=count)


def days(count: int) -> Span:
    return Span(unit="days", count=count)


def weeks(count: int) -> Span:
    return Span(unit="weeks", count=count)


def months(count: int) -> Span:
    return Span(unit="months", count=count)


def clinic_days(count: int) -> Span:
    return Span(unit="clinic_days", count=count)


def clinic_hours(count: int) -> Span:
    return Span(unit="clinic_hours", count=count)
