"""How people act when nobody writes it down: when work is done, when a visit is held, when a form is filled in."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol

from engine.clinic import Clinic
from engine.clinic_days import clinic_day_after, clinic_day_on_or_after, next_open
from engine.commands import JoinConference, OpenTask, RequestQuestionnaire, ScheduleVisit
from engine.journey import Journey, PlanItem
from engine.scores import Score, Value
from engine.spans import Span
from engine.words import Confer
from engine.zones import local, wall

Answers = Mapping[str, Mapping[str, Value]]

_HOUR = timedelta(hours=1)
_DAYS = {"days": 1, "weeks": 7, "months": 30, "clinic_days": 1}


class Forms(Protocol):
    """What is needed to know of the questionnaires, which stand outside the engine."""

    def items(self, instrument: str) -> tuple[str, ...]: ...

    def ordinary(self, instrument: str, level: float) -> Mapping[str, Value]:
        """Answers that raise no alarm; `level` says how bad it is, from 0 to 1."""
        ...

    def coded(self, instrument: str, answers: Mapping[str, Value]) -> Mapping[str, Value]: ...

    def scores(self, answers: Answers) -> tuple[Score, ...]: ...


@dataclass(frozen=True, slots=True)
class Work:
    """When a task is taken up and when it is done, and what comes of it."""

    accepted_at: datetime | None
    done_at: datetime
    outcome: str | None


@dataclass(frozen=True, slots=True)
class Slots:
    """When the visits are booked, and when each of them starts."""

    at: datetime
    starts: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class Coming:
    """Whether the patient came, and when the clinic says so."""

    at: datetime
    came: bool


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting that had its quorum, and what it decided; without an outcome where there was none."""

    at: datetime
    present: tuple[str, ...]
    outcome: str | None = None
    plan: tuple[PlanItem, ...] | None = None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    at: datetime
    answers: Answers
    finished: bool = True


class Habits(Protocol):
    """What somebody does about each thing that is asked of the world. None: nobody does anything."""

    def work(self, task: OpenTask, journey: Journey, now: datetime) -> Work | None: ...

    def book(
        self, wanted: ScheduleVisit, journey: Journey, now: datetime, taken: Collection[datetime]
    ) -> Slots | None: ...

    def confirm(self, now: datetime) -> datetime | None: ...

    def come(self, start: datetime, minutes: int) -> Coming | None: ...

    def meet(
        self, about: JoinConference, step: Confer, journey: Journey, now: datetime, *, plans: bool
    ) -> Meeting | None:
        """`plans` says that a care plan is wanted from this meeting."""
        ...

    def fill_in(self, asked: RequestQuestionnaire, journey: Journey, now: datetime) -> Form | None: ...


def at_work(now: datetime, due_at: datetime, clinic: Clinic) -> datetime:
    """The next full hour in which the clinic is at work; half of the time left, if the deadline comes before that."""
    at = next_open(now.replace(minute=0, second=0, microsecond=0) + _HOUR, clinic)
    if wall(at, clinic.zone).time() == clinic.opens:
        at += _HOUR
    return at if at < due_at or due_at <= now else now + (due_at - now) / 2


def free_slots(
    wanted: ScheduleVisit, clinic: Clinic, first: date, hour: int, taken: Collection[datetime]
) -> tuple[datetime, ...]:
    """Starts on clinic days, at that hour or at the next one that this patient has free."""
    apart = timedelta(days=days_in(wanted.every))
    day = clinic_day_on_or_after(first, clinic)
    return tuple(_free(day + number * apart, hour, taken, clinic) for number in range(wanted.visits))


def first_day(wanted: ScheduleVisit, journey: Journey, now: datetime, share: float) -> date:
    """The day at that share of the time allowed for the first visit; the clinic day after it began, if that is past."""
    zone = journey.clinic.zone
    series = timedelta(days=days_in(wanted.every)) * (wanted.visits - 1)
    since = max(now, wanted.not_before or now)
    left = max(wanted.due_at - series - since, timedelta())
    tomorrow = clinic_day_after(wall(since, zone).date(), journey.clinic)
    return max(tomorrow, wall(since + left * share, zone).date())


def days_in(span: Span | None) -> int:
    return 7 if span is None else max(1, _DAYS.get(span.unit, 0) * span.count)


def _free(day: date, hour: int, taken: Collection[datetime], clinic: Clinic) -> datetime:
    day = clinic_day_on_or_after(day, clinic)
    hours = (hour, *range(hour + 1, clinic.closes.hour - 1), *range(clinic.opens.hour + 1, hour))
    starts = [local(day, time(at), clinic.zone) for at in hours]
    return next((start for start in starts if start not in taken), starts[0])
