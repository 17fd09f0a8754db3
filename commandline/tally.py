"""What is counted while patients are played: messages, tasks, visits, stages, alerts, and what must never happen."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from commandline.population import FIRST_DAY
from engine.care import Prompt
from engine.commands import OpenTask
from engine.decide import wake_at
from engine.events import VisitAttended, VisitMissed
from engine.index import index_of
from engine.journey import Journey
from engine.moments import is_quiet, zone_now
from engine.simulate import Happened
from engine.voice import A_DAY, A_WEEK
from engine.words import Book, Pathway, Procedure, Together
from engine.zones import wall

_WEEK = timedelta(days=7)
_FAULT = "fault"


@dataclass(slots=True)
class Tally:
    """Sums over patients; two of them add up to one."""

    patients: int = 0
    days: float = 0.0
    events: int = 0
    cpu_seconds: float = 0.0
    weeks_with: dict[str, Counter[int]] = field(default_factory=dict)
    templates: Counter[str] = field(default_factory=Counter)
    at_night: Counter[str] = field(default_factory=Counter)
    not_said: int = 0
    over_the_week: int = 0
    over_the_day: int = 0
    patients_over: int = 0
    tasks: Counter[tuple[str, int]] = field(default_factory=Counter)
    visits: Counter[tuple[str, int]] = field(default_factory=Counter)
    no_shows: int = 0
    alerts: Counter[str] = field(default_factory=Counter)
    stages: dict[str, list[float]] = field(default_factory=dict)
    endings: Counter[str] = field(default_factory=Counter)
    opened: set[str] = field(default_factory=set)
    stuck: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        for name in (
            "patients",
            "days",
            "events",
            "cpu_seconds",
            "not_said",
            "over_the_week",
            "over_the_day",
            "patients_over",
            "no_shows",
        ):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in ("templates", "at_night", "tasks", "visits", "alerts", "endings"):
            getattr(self, name).update(getattr(other, name))
        for urgency, weeks in other.weeks_with.items():
            self.weeks_with.setdefault(urgency, Counter()).update(weeks)
        for stage, lengths in other.stages.items():
            self.stages.setdefault(stage, []).extend(lengths)
        self.opened |= other.opened
        self.stuck += other.stuck
        self.faults += other.faults


class Watch:
    """Follows one patient and adds to the tally."""

    def __init__(self, pathway: Pathway, tally: Tally) -> None:
        self.pathway, self.steps, self.tally = pathway, index_of(pathway).steps, tally
        self.enrolled: datetime | None = None
        self.stage: str | None = None
        self.since: datetime | None = None
        self.sent: dict[str, list[datetime]] = {"routine": [], "visit": [], "safety": []}

    def follow(self, life: Iterable[Happened], until: datetime) -> None:
        journey, ended = None, until
        for happened in life:
            journey = happened.journey
            self.tally.events += 1
            self.enrolled = self.enrolled or happened.at
            self._count(happened, journey)
            if journey.stage != self.stage:
                self._left_stage(happened.at)
                self.stage, self.since = journey.stage, happened.at
            if journey.status == "ended" and ended == until:
                ended = happened.at
                self._left_stage(ended)
                self.since = None
        if journey is not None and self.enrolled is not None:
            self._close(journey, self.enrolled, ended)

    def _count(self, happened: Happened, journey: Journey) -> None:
        for prompt in happened.attended.prompts:
            if prompt.to == "patient":
                self._prompt(prompt, journey)
        self.tally.not_said += sum(1 for one in happened.attended.silenced if one.message.to == "patient")
        for command in happened.attended.commands:
            if isinstance(command, OpenTask):
                self._task(command, happened.at)
        match happened.event:
            case VisitAttended(step=name):
                step = self.steps.get(name)
                if isinstance(step, Book | Procedure):
                    self.tally.visits[step.role, week_of(happened.at)] += 1
            case VisitMissed():
                self.tally.no_shows += 1
            case _:
                pass

    def _prompt(self, prompt: Prompt, journey: Journey) -> None:
        """One text; with anything routine in it, it is a routine one, as the voice counts them."""
        urgencies = [message.urgency for message in prompt.messages]
        urgency = "routine" if "routine" in urgencies else urgencies[0]
        self.sent.setdefault(urgency, []).append(prompt.at)
        for message in prompt.messages:
            self.tally.templates[f"{message.urgency} {message.template}"] += 1
        if is_quiet(prompt.at, zone_now(journey.zones), journey.clinic):
            self.tally.at_night[urgency] += 1

    def _task(self, task: OpenTask, at: datetime) -> None:
        self.tally.tasks[task.role, week_of(at)] += 1
        if task.severity is not None:
            self.tally.alerts[task.severity] += 1
        if task.key.step == _FAULT:
            self.tally.faults.append(f"{task.key.journey}, {at:%Y-%m-%d}: {task.reason.rule}")

    def _left_stage(self, at: datetime) -> None:
        if self.stage is not None and self.since is not None:
            self.tally.stages.setdefault(self.stage, []).append((at - self.since) / timedelta(days=1))

    def _close(self, journey: Journey, enrolled: datetime, ended: datetime) -> None:
        tally = self.tally
        tally.patients += 1
        tally.days += (ended - enrolled) / timedelta(days=1)
        tally.endings[journey.ending or f"still in {journey.stage}"] += 1
        tally.opened |= {p.step for p in journey.steps.values() if p.opened_at or p.ending == "done"}
        if journey.status == "active" and wake_at(self.pathway, journey) is None:
            tally.stuck.append(journey.id)
        self._weeks(enrolled, ended)
        self._caps(zone_now(journey.zones))

    def _weeks(self, enrolled: datetime, ended: datetime) -> None:
        whole = max(1, (ended - enrolled) // _WEEK)
        every = [at for sent in self.sent.values() for at in sent]
        for urgency, sent in (*self.sent.items(), ("all", every)):
            counts = Counter((at - enrolled) // _WEEK for at in sent)
            weeks = self.tally.weeks_with.setdefault(urgency, Counter())
            weeks.update(counts.get(week, 0) for week in range(whole))

    def _caps(self, zone: str) -> None:
        """Never, if the voice does its work: what is said beyond what may be said."""
        routine = self.sent["routine"]
        over_the_week = sum(
            1 for place, at in enumerate(routine) if place >= A_WEEK and at - routine[place - A_WEEK] < _WEEK
        )
        days = Counter(wall(at, zone).date() for at in routine)
        over_the_day = sum(count - A_DAY for count in days.values() if count > A_DAY)
        self.tally.over_the_week += over_the_week
        self.tally.over_the_day += over_the_day
        self.tally.patients_over += bool(over_the_week or over_the_day)


def week_of(at: datetime) -> int:
    return (at - FIRST_DAY) // _WEEK


def never_opened(pathway: Pathway, tally: Tally) -> tuple[str, ...]:
    """Steps that no patient of the run ever came to. What stands side by side opens nothing of its own."""
    steps = index_of(pathway).steps
    return tuple(
        name for name, step in steps.items() if name not in tally.opened and not isinstance(step, Together)
    )
