"""Ordinary people, for stories: everything in its time, always in the same way, unless a story says otherwise."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from engine.ahead import HOLD
from engine.clinic import Clinic
from engine.commands import JoinConference, OpenTask, RequestQuestionnaire, ScheduleVisit
from engine.habits import Coming, Form, Forms, Meeting, Slots, Work, at_work, first_day, free_slots
from engine.journey import Journey, PlanItem
from engine.words import Confer
from engine.zones import local, wall, zone_now

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_TALKS_FROM = 10
_EVENING = time(18, 30)
_MORNING = time(8, 30)
_LATE = time(22)
_COURSE = timedelta(days=84)
_ILL, _WELL = 0.7, 0.35
_MINUTE = timedelta(minutes=1)


MANNERS: Mapping[str, tuple[str, ...]] = {
    "staff": ("on time", "late", "away"),
    "visits": ("attended", "missed", "unbooked"),
    "forms": ("answered", "late", "silent"),
    "conferences": ("held", "no quorum", "away"),
    "course": ("better", "the same", "worse"),
}
"""How people can act; the first of each is how they do unless a story says otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordinary:
    """Nobody is late and everybody comes, unless `acts` says otherwise."""

    forms: Forms
    acts: Mapping[str, str]
    plan: tuple[PlanItem, ...] = ()

    def work(self, task: OpenTask, journey: Journey, now: datetime) -> Work | None:
        outcome = task.outcomes[0] if task.outcomes else None
        if task.key.step == HOLD:
            now = task.due_at - _HOUR  # a hold is reviewed on its day, not before
        if self.acts["staff"] == "away":
            return None
        if self.acts["staff"] == "late":
            return Work(None, at_work(task.due_at + _HOUR, task.due_at, journey.clinic), outcome)
        if task.severity is not None and task.due_at - now <= 8 * _HOUR:
            return Work(now + 5 * _MINUTE, min(now + 20 * _MINUTE, task.due_at), outcome)
        return Work(None, at_work(now, task.due_at, journey.clinic), outcome)

    def book(
        self, wanted: ScheduleVisit, journey: Journey, now: datetime, taken: Collection[datetime]
    ) -> Slots | None:
        if self.acts["visits"] == "unbooked":
            return None
        day = first_day(wanted, journey, now, 0.5)
        return Slots(
            at_work(now, wanted.due_at, journey.clinic),
            free_slots(wanted, journey.clinic, day, _TALKS_FROM, taken),
        )

    def confirm(self, now: datetime) -> datetime | None:
        return now + 2 * _HOUR if self.acts["visits"] == "attended" else None

    def come(self, start: datetime, minutes: int) -> Coming | None:
        if self.acts["visits"] == "missed":
            return Coming(start + 30 * _MINUTE, came=False)
        return Coming(start + minutes * _MINUTE, came=True)

    def meet(
        self, about: JoinConference, step: Confer, journey: Journey, now: datetime, *, plans: bool
    ) -> Meeting | None:
        at = _half_way_at_work(now, about.due_at, journey.clinic)
        if self.acts["conferences"] == "away":
            return None
        if self.acts["conferences"] == "no quorum":
            return Meeting(at, (), missing=(about.quorum[0][0],))
        present = tuple(seat[0] for seat in about.quorum)
        return Meeting(at, present, decided(about, step), self.plan if plans else None)

    def fill_in(self, asked: RequestQuestionnaire, journey: Journey, now: datetime) -> Form | None:
        level = self.level(journey, now)
        answers = {name: self.forms.ordinary(name, level) for name in asked.instruments}
        if asked.by != "patient":
            return (
                None
                if self.acts["staff"] == "away"
                else Form(at_work(now, asked.due_at, journey.clinic), answers)
            )
        match self.acts["forms"]:
            case "silent":
                return None
            case "late":
                return Form(
                    _this_evening(asked.due_at, asked.due_at + 7 * _DAY, zone_now(journey.zones)), answers
                )
            case _:
                return Form(_this_evening(now, asked.due_at, zone_now(journey.zones)), answers)

    def level(self, journey: Journey, now: datetime) -> float:
        """From ill towards well, over twelve weeks from the day treatment begins."""
        began = journey.anchors.get("START")
        share = 0.0 if began is None else min(1.0, (now - began) / _COURSE)
        towards = {"better": _WELL, "the same": _ILL, "worse": 1.0}[self.acts["course"]]
        return _ILL + (towards - _ILL) * share


def decided(about: JoinConference, step: Confer) -> str | None:
    """What the facts propose, if it can be decided; else what the author named first."""
    if about.proposal in step.outcomes:
        return about.proposal
    return step.outcomes[0] if step.outcomes else None


def _half_way_at_work(now: datetime, due_at: datetime, clinic: Clinic) -> datetime:
    return at_work(now + max(due_at - now, timedelta()) / 2, due_at, clinic)


def _this_evening(now: datetime, due_at: datetime, zone: str) -> datetime:
    """The next half past six where the patient lives, or half an hour later if it is evening; sooner if it must be."""
    today = wall(now, zone).date()
    soon = now + 30 * _MINUTE
    moments = [
        local(today + timedelta(days=day), clock, zone) for day in (0, 1) for clock in (_EVENING, _MORNING)
    ]
    if wall(now, zone).time() < _LATE:
        moments.append(max(soon, moments[0]))
    possible = [at for at in moments if soon <= at < due_at]
    evenings = [at for at in possible if wall(at, zone).time() >= _EVENING]
    return min(evenings or possible, default=now + max(due_at - now, timedelta()) / 2)
