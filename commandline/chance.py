"""People as chance has them: late, silent, better or not. Every rate is named here, with the evidence for it.

[K] known from the literature, as an order of magnitude; [P] our own assumption, to be replaced by a clinic's figures.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from engine.ahead import HOLD
from engine.commands import JoinConference, OpenTask, RequestQuestionnaire, ScheduleVisit
from engine.habits import Coming, Form, Forms, Meeting, Slots, Work, at_work, first_day, free_slots
from engine.journey import Journey, PlanItem
from engine.scores import Value
from engine.words import Confer
from engine.zones import local, wall, zone_now

# How patients fare: share of all, and how bad it is after twelve weeks compared with before.
COURSES = {
    "better": (0.40, 0.5),
    "partly": (0.30, 0.75),
    "the same": (0.22, 1.0),
    "worse": (0.08, 1.2),
}  # [K]
ILL_AT_FIRST = (0.5, 0.9)  # [K] PEG of 5 to 9 at referral
WOBBLE = 0.06  # [P] from one form to the next
COURSE = timedelta(weeks=12)

# How patients answer: share of all, and how likely each form is answered.
ANSWERING = {
    "always": (0.60, 0.95),
    "often": (0.28, 0.70),
    "hardly": (0.12, 0.15),
}  # [K] 70 to 80 percent in all
DIARY_ANSWERED = 0.7  # [K] of what they would answer else
HOURS_TO_ANSWER = 10.0  # [P] the mean; most answer on the same or the next day
LEFT_UNFINISHED = 0.03  # [P]
ASLEEP_FROM, AWAKE_FROM = 23, 7

NINTH_ITEM = 0.03  # [P] of all PHQ-9 forms with an answer of 1 to 3
WARNING_SIGN = 0.02  # [P] of all forms that ask for one
FALL_OR_FLARE = 0.04  # [P] of the check-ins and diaries

NO_SHOW = (0.03, 0.22)  # [K] between the most and the least reliable patient
CONFIRMS = 0.8  # [P]
BOOKED_LATE = 0.05  # [P]

STAFF_LATE = 0.07  # [P]
ANOTHER_OUTCOME = 0.12  # [P] than the most ordinary one, which is named first
NO_QUORUM = 0.06  # [P]
OTHER_THAN_PROPOSED = 0.1  # [P]

_HOUR, _MINUTE = timedelta(hours=1), timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Person:
    """One patient's nature, drawn once."""

    level: float
    change: float
    answers: float
    misses: float
    therapies: tuple[PlanItem, ...]


def someone(chance: Random, therapies: tuple[str, ...]) -> Person:
    low, high = ILL_AT_FIRST
    least, most = NO_SHOW
    return Person(
        level=chance.uniform(low, high),
        change=_drawn(chance, COURSES),
        answers=_drawn(chance, ANSWERING),
        misses=chance.uniform(least, most),
        therapies=_wishes(chance, therapies),
    )


def _drawn(chance: Random, shares: Mapping[str, tuple[float, float]]) -> float:
    (found,) = chance.choices(
        [value for _, value in shares.values()], [share for share, _ in shares.values()]
    )
    return found


def _wishes(chance: Random, therapies: tuple[str, ...]) -> tuple[PlanItem, ...]:
    """One to three therapies by preference; the last may follow the first."""
    chosen = chance.sample(therapies, k=min(len(therapies), chance.randint(1, 3)))
    items = [PlanItem(therapy=name) for name in chosen]
    if len(items) > 1 and chance.random() < 0.4:
        items[-1] = PlanItem(therapy=chosen[-1], after=(chosen[0],))
    return tuple(items)


class ByChance:
    """`engine.habits.Habits` for one person and the people around them."""

    def __init__(self, person: Person, forms: Forms, chance: Random) -> None:
        self.person, self.forms, self.chance = person, forms, chance

    def work(self, task: OpenTask, journey: Journey, now: datetime) -> Work | None:
        outcome = task.outcomes[0] if task.outcomes else None
        if task.outcomes and self._happens(ANOTHER_OUTCOME):
            outcome = self.chance.choice(task.outcomes)
        if task.key.step == HOLD:
            return Work(None, task.due_at, None)
        if task.severity is not None and task.due_at - now <= 8 * _HOUR:
            taken = now + self.chance.uniform(2, 20) * _MINUTE
            return Work(taken, taken + self.chance.uniform(5, 30) * _MINUTE, outcome)
        start = now + (task.due_at - now) * self.chance.random() * 0.8
        if self._happens(STAFF_LATE):
            start = task.due_at + self.chance.uniform(1, 72) * _HOUR
        return Work(None, at_work(start, task.due_at, journey.clinic), outcome)

    def book(
        self, wanted: ScheduleVisit, journey: Journey, now: datetime, taken: Collection[datetime]
    ) -> Slots | None:
        hours = self.chance.uniform(48, 120) if self._happens(BOOKED_LATE) else self.chance.uniform(0, 8)
        at = at_work(now + hours * _HOUR, now + timedelta(days=30), journey.clinic)
        day = first_day(wanted, journey, at, self.chance.uniform(0.2, 0.9))
        return Slots(at, free_slots(wanted, journey.clinic, day, self.chance.randint(9, 15), taken))

    def confirm(self, now: datetime) -> datetime | None:
        return now + self.chance.uniform(0.1, 10) * _HOUR if self._happens(CONFIRMS) else None

    def come(self, start: datetime, minutes: int) -> Coming | None:
        if self._happens(self.person.misses):
            return Coming(start + 30 * _MINUTE, came=False)
        return Coming(start + minutes * _MINUTE, came=True)

    def meet(
        self, about: JoinConference, step: Confer, journey: Journey, now: datetime, *, plans: bool
    ) -> Meeting | None:
        start = now + max(about.due_at - now, timedelta()) * self.chance.uniform(0.3, 0.9)
        at = at_work(start, about.due_at, journey.clinic)
        if self._happens(NO_QUORUM):
            return Meeting(at, (), missing=(self.chance.choice(about.quorum)[0],))
        outcome = about.proposal if about.proposal in step.outcomes else next(iter(step.outcomes), None)
        if step.outcomes and self._happens(OTHER_THAN_PROPOSED):
            outcome = self.chance.choice(step.outcomes)
        present = tuple(seat[0] for seat in about.quorum)
        return Meeting(at, present, outcome, self.person.therapies if plans else None)

    def fill_in(self, asked: RequestQuestionnaire, journey: Journey, now: datetime) -> Form | None:
        level = self._level(journey, now)
        if asked.by != "patient":
            at = at_work(
                now + (asked.due_at - now) * self.chance.random() * 0.8, asked.due_at, journey.clinic
            )
            return Form(at, {name: self.forms.ordinary(name, level) for name in asked.instruments})
        rate = self.person.answers * (DIARY_ANSWERED if asked.instruments == ("diary",) else 1.0)
        if not self._happens(rate):
            return None
        at = self._awake(now + self.chance.expovariate(1 / HOURS_TO_ANSWER) * _HOUR, zone_now(journey.zones))
        answers = {name: self._answers(name, level) for name in asked.instruments}
        if self._happens(LEFT_UNFINISHED):
            begun = dict(list(answers.items())[:1])
            return Form(at, begun, finished=False)
        return Form(at, answers)

    def _answers(self, name: str, level: float) -> Mapping[str, Value]:
        """Ordinary answers, with what chance adds to worry about."""
        answers = self.forms.ordinary(name, level)
        worries = _WORRIES.get(name)
        if worries is None or not self._happens(worries[0]):
            return answers
        return {**answers, self.chance.choice(worries[1]): self.chance.choice(worries[2])}

    def _level(self, journey: Journey, now: datetime) -> float:
        began = journey.anchors.get("START")
        share = 0.0 if began is None else max(0.0, min(1.0, (now - began) / COURSE))
        level = self.person.level * (1 + (self.person.change - 1) * share)
        return min(1.0, max(0.0, level + self.chance.uniform(-WOBBLE, WOBBLE)))

    def _awake(self, at: datetime, zone: str) -> datetime:
        """Most do not answer at night."""
        there = wall(at, zone)
        if AWAKE_FROM <= there.hour < ASLEEP_FROM or self._happens(0.1):
            return at
        day = there.date() if there.hour < AWAKE_FROM else there.date() + timedelta(days=1)
        return local(day, there.time().replace(hour=AWAKE_FROM), zone)

    def _happens(self, rate: float) -> bool:
        return self.chance.random() < rate


# For each form: how often, which item, and what is then ticked.
_WORRIES: Mapping[str, tuple[float, tuple[str, ...], tuple[Value, ...]]] = {
    "phq9": (NINTH_ITEM, ("q9",), (1, 1, 2, 3)),
    "red_flags": (WARNING_SIGN, tuple(f"rf{number:02}" for number in range(1, 21)), (True,)),
    "check_in": (FALL_OR_FLARE, ("side_effects", "fall_injury", "emergency_visit", "ran_out_early"), (True,)),
    "diary": (FALL_OR_FLARE, ("flare",), (True,)),
    "after_procedure": (WARNING_SIGN, ("fever", "wound", "headache_upright", "new_weakness"), (True,)),
    "change_screen": (WARNING_SIGN, ("fever", "infection", "new_medicine"), (True,)),
}
