"""Small random pathways from every word of the language, and random lives of a patient on them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction
from functools import cache
from random import Random
from typing import Any

from engine.commands import Command
from engine.conditions import Condition
from engine.decide import Decision, decide, wake_at
from engine.events import (
    Answered,
    ConferenceDecided,
    ConferenceFailed,
    Died,
    Enrolled,
    Event,
    EventRefused,
    FactsRecorded,
    PatientMoved,
    PlanChanged,
    PromptFailed,
    PutOnHold,
    Reported,
    Resumed,
    StepAdded,
    StepDeclined,
    StepMoved,
    StepRepeated,
    StepSkipped,
    TaskAccepted,
    TaskDone,
    TimePassed,
    Transferred,
    VisitAttended,
    VisitCancelled,
    VisitConfirmed,
    VisitMissed,
    VisitMoved,
    VisitsBooked,
    VisitUnavailable,
    Withdrew,
)
from engine.index import index_of
from engine.journey import Journey, PlanItem, Progress, from_json, to_json
from engine.language import (
    after,
    ask,
    before,
    book,
    cancel,
    case,
    choose,
    confer,
    deliver_plan,
    finish,
    go,
    hold,
    mark,
    message,
    milestone,
    on_ending,
    procedure,
    repeat,
    rule,
    safety,
    stage,
    start,
    task,
    therapy,
    together,
    wait,
)
from engine.questions import (
    above_median,
    all_of,
    answer,
    answer_change,
    any_of,
    at_least,
    attended,
    days_since,
    days_with,
    fact,
    flag,
    improved,
    known,
    mean_change,
    missed_in_a_row,
    no_shows,
    outcome,
    percent_of,
    reported,
    safety_open,
    score,
    times_reported,
    worse_than_best,
    worsened,
)
from engine.spans import Span, clinic_days, days, hours, months, weeks
from engine.words import Ask, Book, Confer, Pathway, Procedure, Rule, Stage, Step, Therapy, When
from tests.support.builders import (
    DOCTOR,
    EMERGENCY,
    FORMS,
    FORMS_THEN,
    MOOD,
    NURSE,
    PEG,
    SOON,
    SURGEON,
    VISITS,
    pathway,
)
from tests.support.builders import score as scored
from tests.support.clock import LOS_ANGELES, MONDAY, NEW_YORK, at

SPANS = (hours(1), hours(30), days(1), days(3), weeks(2), months(1), clinic_days(2))
SELF_HARM = safety(
    "self_harm", answer(MOOD, "m9") >= 1, task("self_harm_call", NURSE, severity=EMERGENCY, contact=True)
)
"""In every generated pathway: a raw answer of one or more calls for a person at any time."""


class Author:
    """Writes a small pathway: names are unique, and everything that is named exists.

    A careful author also counts from nothing that may never come, and delivers a plan only after a conference.
    """

    def __init__(self, rng: Random, *, careful: bool = False) -> None:
        self.rng, self.careful = rng, careful
        self.names: list[str] = []
        self.stages = [f"stage_{n}" for n in range(rng.randint(1, 3))]

    def pathway(self) -> Pathway:
        rng = self.rng
        therapies = [self._therapy(n) for n in range(0 if self.careful else rng.randint(0, 2))]
        if self.careful and rng.random() < 0.5:
            therapies = [self._therapy(0), self._therapy(1)]
        stages = [self._stage(name) for name in self.stages]
        if self.careful and therapies:
            stages = [self._planning(), *stages]
        rules = [self._rule(f"rule_{n}") for n in range(rng.randint(0, 2))]
        return pathway(
            *stages,
            therapies=therapies,
            safety=(SELF_HARM, safety("fall", reported("fall"), *self.steps(1))),
            rules=rules,
            endings=(
                on_ending("withdrew", task(self._name("letter"), NURSE)),
                on_ending(
                    "died", task(self._name("letter"), DOCTOR), message(self._name("condolence"), to=DOCTOR)
                ),
            ),
            baseline_until=rng.choice([None, rng.choice(self.names)]),
            open_forms=rng.choice([1, 3]),
        )

    def steps(self, depth: int, most: int = 3) -> tuple[Step, ...]:
        return tuple(self._step(depth) for _ in range(self.rng.randint(1, most)))

    def _stage(self, name: str) -> Stage:
        last = name == self.stages[-1]
        steps = [*self.steps(2, 5), *([finish(self._name("over"), "completed")] if last else [])]
        return stage(name, *steps, alongside=self.steps(1, 1) if self.rng.random() < 0.3 else None)

    def _planning(self) -> Stage:
        decides = confer(self._name("team"), quorum=(DOCTOR,), within=days(3), plans=True, retry=days(3))
        return stage("planning", decides, deliver_plan(self._name("plan")))

    def _therapy(self, n: int) -> Therapy:
        return therapy(f"therapy_{n}", "A therapy", *self.steps(1))

    def _rule(self, name: str) -> Rule:
        rng = self.rng
        return rule(
            name,
            self.condition(),
            *self.steps(1, 2),
            undecided=task(self._name("unsure"), NURSE) if rng.random() < 0.3 else None,
            stages=(rng.choice(self.stages),) if rng.random() < 0.3 else (),
            again_after=rng.choice([None, days(3)]),
        )

    def _step(self, depth: int) -> Step:
        words: list[Callable[[], Step]] = [
            self._message, self._ask, self._ask, self._book, self._task, self._task, self._confer, self._wait,
            lambda: milestone(self._name("milestone")), self._mark, lambda: start(self._name("start"), "other"),
        ]  # fmt: skip
        if depth > 0:
            words += [
                lambda: self._choose(depth), lambda: self._together(depth), lambda: self._repeat(depth),
                lambda: self._procedure(depth), lambda: self._decision(depth), lambda: self._no_shows(depth),
                lambda: self._go(depth), lambda: hold(self._name("hold"), review=days(self.rng.choice([2, 40]))),
            ]  # fmt: skip
        if depth > 0 and not self.careful:
            words.append(lambda: deliver_plan(self._name("plan")))
        return self.rng.choice(words)()

    def _message(self) -> Step:
        undo = task(self._name("undo"), NURSE) if self.rng.random() < 0.2 else None
        to = self.rng.choice(["patient", "patient", "caregiver", DOCTOR])
        return message(self._name("message"), to=to, when=self._when(), undo=undo)

    def _ask(self) -> Step:
        rng = self.rng
        by = rng.choice(["patient", "patient", "patient", NURSE])
        visits = [name for name in self.names if name.startswith(("visit", "procedure"))]
        return ask(
            self._name("ask"),
            *rng.choice([(MOOD,), (PEG,), (MOOD, PEG)]),
            within=rng.choice([None, *SPANS]),
            remind=rng.choice([None, FORMS, FORMS, FORMS_THEN]) if by == "patient" else None,
            by=by,
            before_visit=rng.choice(visits) if visits and rng.random() < 0.4 else None,
            when=self._when(),
            during_hold=rng.random() < 0.2,
            unanswered=message(self._name("unanswered")) if rng.random() < 0.3 else None,
        )

    def _book(self) -> Step:
        visits = self.rng.choice([1, 1, 3])
        return book(
            self._name("visit"), DOCTOR, minutes=30, within=self.rng.choice([None, *SPANS]),
            remind=self.rng.choice([None, VISITS]), visits=visits, every=weeks(1) if visits > 1 else None,
            when=self._when(), not_before=self._when(),
        )  # fmt: skip

    def _no_shows(self, depth: int) -> Step:
        tiers = [self.steps(depth - 1, 1) for _ in range(self.rng.randint(1, 2))]
        return book(
            self._name("visit"),
            DOCTOR,
            minutes=30,
            remind=VISITS,
            missed=tiers,
            could_not=self.steps(depth - 1, 1),
        )

    def _task(self) -> Step:
        rng = self.rng
        return task(
            self._name("task"), rng.choice([NURSE, DOCTOR]), within=rng.choice([None, *SPANS]),
            severity=rng.choice([None, None, None, EMERGENCY, SOON]), contact=rng.random() < 0.3, when=self._when(),
            undo=message(self._name("undo")) if rng.random() < 0.2 else None,
        )  # fmt: skip

    def _decision(self, depth: int) -> Step:
        outcomes = {"yes": self.steps(depth - 1, 1), "no": self.steps(depth - 1, 1)}
        return task(self._name("decision"), DOCTOR, outcomes=outcomes)

    def _confer(self) -> Step:
        rng = self.rng
        return confer(
            self._name("conference"), quorum=(DOCTOR,), within=rng.choice(SPANS), plans=not self.careful and rng.random() < 0.7,
            proposes={"better": self.condition()}, outcomes={"go_on": (), "stop": ()} if rng.random() < 0.3 else None,
            retry=rng.choice(SPANS), after_failures=message(self._name("failed"), to=DOCTOR),
        )  # fmt: skip

    def _wait(self) -> Step:
        return wait(
            self._name("wait"), self._some_time(), until=self.condition() if self.rng.random() < 0.3 else None
        )

    def _mark(self) -> Step:
        return mark(self._name("mark"), "f1", value=self.rng.random() < 0.7)

    def _choose(self, depth: int) -> Step:
        cases = [
            case(f"case_{n}", self.condition(), *self.steps(depth - 1, 1))
            for n in range(self.rng.randint(1, 2))
        ]
        undecided = self.steps(depth - 1, 1) if self.rng.random() < 0.5 else None
        return choose(self._name("choose"), *cases, otherwise=self.steps(depth - 1, 1), undecided=undecided)

    def _together(self, depth: int) -> Step:
        return together(self._name("together"), *(self.steps(depth - 1, 2) for _ in range(2)))

    def _repeat(self, depth: int) -> Step:
        rng = self.rng
        return repeat(
            self._name("repeat"), *self.steps(depth - 1, 2), every=rng.choice([days(1), days(3), weeks(2)]),
            at_most=rng.randint(1, 4), until=self.condition() if rng.random() < 0.3 else None, when=self._when(),
        )  # fmt: skip

    def _procedure(self, depth: int) -> Step:
        name = self._name("procedure")
        hold_drug = task(
            self._name("hold_drug"), NURSE, when=before(name, self.rng.choice(SPANS)),
            undo=task(self._name("restart_drug"), NURSE, contact=True),
        )  # fmt: skip
        gate = task(
            self._name("gate"), DOCTOR, when=before(name, self.rng.choice(SPANS)), again_if_moved=True,
            outcomes={"go": self.steps(depth - 1, 1), "no_go": cancel(self._name("off"), name)},
        )  # fmt: skip
        screen = ask(
            self._name("screen"), MOOD, when=before(name, self.rng.choice(SPANS)), before_visit=name,
            remind=self.rng.choice([FORMS, FORMS_THEN]), again_if_moved=self.rng.random() < 0.5,
        )  # fmt: skip
        check = ask(self._name("after"), PEG, remind=FORMS, when=after(name, hours(24)), during_hold=True)
        return procedure(
            name, SURGEON, minutes=30, within=weeks(3), remind=VISITS, before=(hold_drug, gate, screen, *self.steps(depth - 1, 1)),
            after=(check, *self.steps(depth - 1, 1)), cancelled=self.steps(depth - 1, 1), when=self._when(),
            not_before=self._when(),
        )  # fmt: skip

    def _go(self, depth: int) -> Step:
        at_most = self.rng.choice([1, 2, 3])
        return go(
            self._name("go"), self.rng.choice(self.stages), at_most=at_most, instead=self.steps(depth - 1, 1)
        )

    def _when(self) -> When | None:
        return self._some_time() if self.rng.random() < 0.3 else None

    def _some_time(self) -> When:
        rng = self.rng
        anchor, span = rng.choice(self._known_names(["enrolled", "referred"])), rng.choice(SPANS)
        if rng.random() < 0.3 and not self.careful:
            return before(anchor, span)
        return after(anchor, span, at=rng.choice([None, "10:00"]), on_clinic_day=rng.random() < 0.3)

    def condition(self, depth: int = 2) -> Condition:
        rng = self.rng
        names, steps = self._known_names(["enrolled"]), self._known_names(["self_harm_call"])
        single: list[Condition] = [
            flag("f1"), fact("mme") >= 50, known(fact("mme")), answer(MOOD, "m1") >= 2, score(PEG) >= 5,
            improved(PEG), worsened(PEG), reported("flare"), missed_in_a_row(rng.choice(steps)) >= 1,
            outcome(rng.choice(steps), "done"), days_since(rng.choice(names)) >= 3,
            days_with(MOOD, "m1", at_least=2, within=days(7)) >= 2,
            worse_than_best(PEG, weeks(8), percent=True) >= 30, safety_open(), outcome("therapy_0", "done"),
            score(PEG, at=rng.choice(steps)) >= 4, improved(PEG, since=rng.choice(steps)),
            answer_change(MOOD, "m1") <= -1, above_median(MOOD, "m1", days(14), days=2) >= 1,
            mean_change(MOOD, "m1", days(7), against=days(28), days=1) <= -40,
            percent_of(MOOD, "m1", "m1", days(7), days=1) >= 85, times_reported("flare", days(30)) >= 2,
            attended(rng.choice(steps)) >= 1, no_shows(rng.choice(steps)) >= 1,
        ]  # fmt: skip
        if depth == 0 or rng.random() < 0.5:
            return rng.choice(single)
        one: Condition = self.condition(depth - 1)
        other: Condition = self.condition(depth - 1)
        joined: list[Condition] = [
            one & other,
            one | other,
            ~one,
            at_least(1, one, other),
            all_of(one),
            any_of(one, other),
        ]
        return rng.choice(joined)

    def _known_names(self, always: list[str]) -> list[str]:
        return always if self.careful else [*always, *self.names[-6:]]

    def _name(self, word: str) -> str:
        name = f"{word}_{len(self.names)}"
        self.names.append(name)
        return name


@dataclass(frozen=True)
class Lived:
    """One event of a life: where the journey stood, and what was decided, or why it was refused."""

    event: Event
    before: Journey
    decision: Decision | None
    refused: str = ""


@dataclass
class Life:
    """A patient on a pathway, and everything that happened to them so far."""

    pathway: Pathway
    rng: Random
    journey: Journey = field(init=False)
    now: datetime = field(init=False)
    lived: list[Lived] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.journey = Journey(id="j1", pathway=self.pathway.name)
        self.now = at(MONDAY) + timedelta(hours=self.rng.randint(0, 24 * 7))
        facts = self.rng.choice([{}, {"mme": 60}])
        self.meets(Enrolled(id="enrolled", at=self.now, zone=NEW_YORK, facts=facts))

    def meets(self, event: Event) -> None:
        before = self.journey
        try:
            decision = decide(self.pathway, before, event)
        except EventRefused as refused:
            self.lived.append(Lived(event, before, None, str(refused)))
            return
        self.journey = from_json(to_json(decision.journey))
        self.lived.append(Lived(event, before, decision))

    def goes_on(self, events: int, *, by_hand: bool = True) -> None:
        """So many more events: time, news of what is open, what people change by hand, and nonsense."""
        for n in range(events):
            draw = self.rng.random() * (1 if by_hand else 0.84)
            if draw < 0.38:
                self._waits()
            elif draw < 0.84 and (open_now := list(self._could_happen(f"e{n}"))):
                self.meets(self.rng.choice(open_now))
            elif draw < 0.93:
                self.meets(self._by_hand(f"e{n}"))
            elif draw < 0.96:
                self.meets(self._nonsense(f"e{n}"))
            else:
                self.meets(self.rng.choice(self.lived).event)

    @property
    def wake(self) -> datetime | None:
        found = wake_at(self.pathway, self.journey)
        return None if found is None else found.at

    @property
    def commands(self) -> Iterator[Command]:
        for lived in self.lived:
            if lived.decision is not None:
                yield from lived.decision.commands

    def _waits(self) -> None:
        """To the next moment; now and then only a little, or far beyond it, as after an outage."""
        wake, draw = self.wake, self.rng.random()
        if wake is not None and draw < 0.7:
            self.now = max(self.now, wake)
        elif draw < 0.9:
            self.now += timedelta(hours=self.rng.randint(1, 12))
        else:
            self.now += timedelta(days=self.rng.randint(1, 40))
        self.meets(TimePassed(at=self.now))

    def _could_happen(self, id: str) -> Iterator[Event]:
        """What the world could say next of what is open."""
        for progress in self.journey.steps.values():
            if progress.state == "open":
                yield from self._of_step(id, progress)
        for work in self.journey.tasks.values():
            outcome = self.rng.choice(work.outcomes) if work.outcomes else None
            yield TaskDone(id=id, at=self.now, task=work.key, outcome=outcome)
            if not work.accepted and self.rng.random() < 0.3:
                yield TaskAccepted(id=id, at=self.now, task=work.key)

    def _of_step(self, id: str, progress: Progress) -> Iterator[Event]:
        step = next((s for s in self._steps() if s.name == progress.step), None)
        about: dict[str, Any] = {"id": id, "at": self.now, "step": progress.step}
        match step:
            case Ask():
                yield self._answer(id, progress.step, step.instruments, finished=True)
                yield self._answer(id, progress.step, step.instruments[:1], finished=self.rng.random() < 0.5)
                yield StepDeclined(**about)
                yield PromptFailed(**about)
            case Book() | Procedure() if not progress.visits:
                wanted = step.visits if isinstance(step, Book) else 1
                first = self.now + timedelta(hours=self.rng.choice([-2, 5, 30, 24 * 6, 24 * 20]))
                yield VisitsBooked(starts=tuple(first + timedelta(weeks=n) for n in range(wanted)), **about)
                yield VisitUnavailable(**about)
            case Book() | Procedure():
                number = self.rng.randint(1, len(progress.visits))
                start = self.now + timedelta(hours=self.rng.choice([5, 24 * 9]))
                yield VisitMoved(number=number, start=start, **about)
                for kind in (VisitConfirmed, VisitAttended, VisitAttended, VisitMissed, VisitCancelled):
                    yield kind(number=number, **about)
                yield StepDeclined(**about)
            case Confer():
                outcome = self.rng.choice(step.outcomes) if step.outcomes else None
                plan = self._plan() if step.plans else None
                yield ConferenceDecided(present=(DOCTOR,), outcome=outcome, plan=plan, **about)
                yield ConferenceFailed(missing=(DOCTOR,), **about)
            case _:
                pass

    def _plan(self) -> tuple[PlanItem, ...]:
        names = [therapy.name for therapy in self.pathway.therapies if self.rng.random() < 0.7]
        delay: list[Span | None] = [None, days(2)]
        return tuple(
            PlanItem(
                therapy=name,
                after=tuple(names[:n]) if self.rng.random() < 0.5 else (),
                delay=self.rng.choice(delay),
            )
            for n, name in enumerate(names)
        )

    def _answer(self, id: str, step: str | None, instruments: tuple[str, ...], *, finished: bool) -> Answered:
        items = {"mood": ("m1", "m9"), "peg": ("p", "e", "g")}
        answers = {
            name: {item: self.rng.choice([0, 0, 0, 1, 2, 3, None]) for item in items[name]}
            for name in instruments
        }
        scores = tuple(
            scored(name, self.rng.choice([None, Fraction(22, 3), Fraction(15, 3), Fraction(9)]))
            for name in instruments
        )
        return Answered(
            id=id,
            at=self.now,
            answers=answers,
            step=step,
            finished=finished,
            scores=scores if finished else (),
        )

    def _by_hand(self, id: str) -> Event:
        rng, now = self.rng, self.now
        name = rng.choice(list(self.journey.steps) or ["nothing"])
        extras: list[Step] = [
            message(f"extra_{id}"), ask(f"extra_{id}", PEG), book(f"extra_{id}", DOCTOR, minutes=20),
            task(f"extra_{id}", NURSE, when=after("enrolled", days(5))),
        ]  # fmt: skip
        events: list[Event] = [
            FactsRecorded(
                id=id, at=now, facts={"mme": rng.choice([10, 60])}, flags={"f1": rng.random() < 0.5}
            ),
            Reported(id=id, at=now, report=rng.choice(["fall", "flare"])),
            self._answer(id, None, ("mood",), finished=rng.random() < 0.5),
            PutOnHold(id=id, at=now, review_at=now + timedelta(days=rng.choice([1, 10, 90])), reason="away"),
            Resumed(id=id, at=now),
            Resumed(id=id, at=now),
            PatientMoved(id=id, at=now, zone=rng.choice([NEW_YORK, LOS_ANGELES])),
            StepSkipped(id=id, at=now, step=name, reason="wish"),
            StepRepeated(id=id, at=now, step=name, reason="wish"),
            StepMoved(
                id=id, at=now, step=name, to=now + timedelta(days=rng.choice([-1, 3, 30])), reason="wish"
            ),
            StepAdded(id=id, at=now, added=rng.choice(extras), reason="wish"),
            PlanChanged(id=id, at=now, plan=self._plan(), reason="wish"),
        ]
        if rng.random() < 0.06:
            events = [Withdrew(id=id, at=now), Died(id=id, at=now), Transferred(id=id, at=now)]
        return rng.choice(events)

    def _nonsense(self, id: str) -> Event:
        """What cannot be true, or came too late."""
        nonsense: list[Event] = [
            TimePassed(at=self.now - timedelta(days=2)),
            TaskDone(id=id, at=self.now, task="nothing#1.1"),
            VisitAttended(id=id, at=self.now, step="nothing"),
            StepMoved(id=id, at=self.now, step="nothing", to=self.now, reason="wish"),
            Enrolled(id=id, at=self.now, zone=NEW_YORK),
            self._answer(id, self.rng.choice(list(self.journey.steps) or ["nothing"]), ("mood",), finished=True),
            Reported(id=id, at=self.now - timedelta(hours=30), report="fall"),
        ]  # fmt: skip
        return self.rng.choice(nonsense)

    def _steps(self) -> Iterator[Step]:
        yield from index_of(self.pathway).steps.values()
        yield from self.journey.added


@cache
def a_life(seed: int) -> Life:
    """The life of that number, always the same."""
    rng = Random(seed)  # noqa: S311  # nothing here is a secret
    life = Life(Author(rng).pathway(), rng)
    life.goes_on(30)
    return life


def a_careful_life(seed: int) -> Life:
    """On a pathway of an author who lets nothing hang in the air, and without people who change it by hand."""
    rng = Random(seed)  # noqa: S311  # nothing here is a secret
    return Life(Author(rng, careful=True).pathway(), rng)
