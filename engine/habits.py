"""How people act when nobody writes it down: when work is done, when a visit is held, when a form is filled in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from engine.clinic import Clinic
from engine.clinic_days import clinic_day_on_or_after, next_open
from engine.commands import JoinConference, OpenTask, RequestQuestionnaire, ScheduleVisit
from engine.journey import Journey, PlanItem
from engine.scores import Score, Value
from engine.zones import local, wall

Answers = Mapping[str, Mapping[str, Value]]

AN_HOUR = timedelta(hours=1)
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Work:
    """When a task is taken up and done, and what comes of it. None: it is not."""

    accepted_at: datetime | None
    done_at: datetime | None
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class Slots:
    """When the booking is made, and the start of each visit."""

    at: datetime
    starts: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class Meeting:
    at: datetime
    present: tuple[str, ...]
    outcome: str | None
    plan: tuple[PlanItem, ...] | None


@dataclass(frozen=True, slots=True)
class Form:
    at: datetime
    answers: Answers
    finished: bool = True


@dataclass(frozen=True, slots=True)
class Coming:
    """What becomes of one visit, and when the clinic notes it down."""

    at: datetime
    came: bool


class Habits(Protocol):
    """One answer a question that the engine asks of the world. None: nobody acts."""

    def work(self, task: OpenTask, journey: Journey, now: datetime) -> Work: ...

    def book(self, wanted: ScheduleVisit, journey: Journey, now: datetime) -> Slots | None: ...

    def come(self, step: str, start: datetime, minutes: int, journey: Journey) -> Coming | None: ...

    def meet(
        self,
        conference: JoinConference,
        outcomes: tuple[str, ...],
        *,
        plans: bool,
        journey: Journey,
        now: datetime,
    ) -> Meeting | None: ...

    def fill_in(self, request: RequestQuestionnaire, journey: Journey, now: datetime) -> Form | None: ...


class Forms(Protocol):
    """What the engine needs to know of the questionnaires, which stand outside it."""

    def items(self, instrument: str) -> tuple[str, ...]: ...

    def ordinary(self, instrument: str, level: float) -> Mapping[str, Value]:
        """Answers without any alarm; `level` is how bad it is, from 0 to 1."""
        ...

    def coded(self, instrument: str, answers: Mapping[str, Value]) -> Mapping[str, Value]: ...

    def scores(self, answers: Answers) -> tuple[Score, ...]: ...


def at_work(at: datetime, due_at: datetime, clinic: Clinic) -> datetime:
    """The next full hour in which somebody is at work; half-way to the deadline if that comes first."""
    now = at
    at = next_open(_full_hour(at + AN_HOUR), clinic)
    if wall(at, clinic.zone).time() == clinic.opens:
        at += AN_HOUR
    return at if at < due_at or due_at <= now else now + (due_at - now) / 2


def slots(wanted: ScheduleVisit, journey: Journey, earliest: datetime, hour: int) -> tuple[datetime, ...]:
    """Starts on clinic days at that hour, or the first free one after it, the last of them by the deadline if it can be."""
    clinic = journey.clinic
    apart = A_DAY * (7 if wanted.every is None else _days(wanted.every.unit, wanted.every.count))
    taken = {
        visit.start
        for progress in journey.steps.values()
        for visit in progress.visits
        if visit.state in ("booked", "confirmed")
    }
    day, found = wall(earliest, clinic.zone).date(), []
    for _ in range(wanted.visits):
        day = clinic_day_on_or_after(day, clinic)
        found.append(_free(wanted, day_start(day, hour, clinic), taken, clinic))
        day += apart
    return tuple(found)


def day_start(day, hour: int, clinic: Clinic) -> datetime:  # type: ignore[no-untyped-def]
    raise NotImplementedError


def _free(wanted: ScheduleVisit, start: datetime, taken: set[datetime], clinic: Clinic) -> datetime:
    raise NotImplementedError


def _days(unit: str, count: int) -> int:
    return {"days": 1, "weeks": 7, "months": 30, "clinic_days": 1}.get(unit, 1) * count


def _full_hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)
