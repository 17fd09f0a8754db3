"""The words a pathway is written in. Each step has a name, unique in its pathway: that name is its identity for ever."""

import sys
from collections.abc import Mapping, Sequence
from datetime import time
from types import FrameType
from typing import TypeAlias

from engine.conditions import Condition
from engine.ladders import Ladder, Severity
from engine.scores import Measure
from engine.spans import Span
from engine.words import (
    Ask,
    Book,
    Branch,
    Cancel,
    Case,
    Choose,
    Confer,
    DeliverPlan,
    Finish,
    Go,
    Hold,
    Mark,
    Message,
    Milestone,
    Mode,
    NamedStep,
    OnEnding,
    Procedure,
    Proposal,
    Repeat,
    Rule,
    Seat,
    Stage,
    Start,
    Step,
    Task,
    Therapy,
    Together,
    Urgency,
    Wait,
    When,
)

Steps: TypeAlias = Step | Sequence[Step]
Outcomes: TypeAlias = Mapping[str, Steps]


def _line() -> str:
    """File and line of the author: the nearest caller outside this module."""
    frame: FrameType = sys._getframe(1)
    while frame.f_code.co_filename == __file__ and frame.f_back is not None:
        frame = frame.f_back
    return f"{frame.f_code.co_filename.replace(chr(92), '/').rsplit('/', 1)[-1]}:{frame.f_lineno}"


def _steps(steps: Steps | None) -> tuple[Step, ...]:
    if steps is None:
        return ()
    return (steps,) if isinstance(steps, NamedStep) else tuple(steps)


def _branches(outcomes: Outcomes | None, **endings: Steps | None) -> tuple[Branch, ...]:
    labelled = {**{label: steps for label, steps in endings.items() if steps is not None}, **(outcomes or {})}
    return tuple(
        Branch(label=label, steps=_steps(steps), line=_line()) for label, steps in labelled.items() if steps
    )


def _ids(instruments: tuple[Measure, ...]) -> tuple[str, ...]:
    return tuple(instrument.id for instrument in instruments)


def after(anchor: str, offset: Span, *, at: str | None = None, on_clinic_day: bool = False) -> When:
    """`after("START", weeks(6), at="10:00")`. An anchor is a milestone, a step that ended or a visit's start."""
    return When(
        anchor=anchor,
        offset=offset,
        at=time.fromisoformat(at) if at else None,
        on_clinic_day=on_clinic_day,
        line=_line(),
    )


def before(anchor: str, offset: Span, *, at: str | None = None) -> When:
    """`before("injection", days(7))`: counted back from a visit's start, and moved whenever the visit moves."""
    return after(anchor, -offset, at=at)


def message(
    name: str,
    template: str | None = None,
    *,
    to: str = "patient",
    urgency: Urgency = "routine",
    when: When | None = None,
    again_if_moved: bool = False,
    undo: Steps | None = None,
    during_hold: bool = False,
) -> Message:
    return Message(
        name=name,
        template=template or name,
        to=to,
        urgency=urgency,
        when=when,
        again_if_moved=again_if_moved,
        undo=_steps(undo),
        during_hold=during_hold,
        line=_line(),
    )


def ask(
    name: str,
    *instruments: Measure,
    within: Span | None = None,
    remind: Ladder | None = None,
    by: str = "patient",
    before_visit: str | None = None,
    template: str | None = "form_due",
    unanswered: Steps | None = None,
    declined: Steps | None = None,
    when: When | None = None,
    again_if_moved: bool = False,
    during_hold: bool = False,
) -> Ask:
    """`unanswered` is what follows when the ladder has run out; `by` names staff who fill the form in
    themselves; `template=None` writes nothing: the form waits on the patient's own page.
    """
    return Ask(
        name=name,
        instruments=_ids(instruments),
        within=within,
        ladder=remind.name if remind else None,
        by=by,
        before_visit=before_visit,
        template=template,
        when=when,
        again_if_moved=again_if_moved,
        branches=_branches(None, expired=unanswered, declined=declined),
        during_hold=during_hold,
        line=_line(),
    )


def book(
    name: str,
    role: str,
    *,
    minutes: int,
    within: Span | None = None,
    remind: Ladder | None = None,
    modes: tuple[Mode, ...] = ("in_person",),
    visits: int = 1,
    every: Span | None = None,
    missed: Sequence[Steps] = (),
    could_not: Steps | None = None,
    declined: Steps | None = None,
    when: When | None = None,
    not_before: When | None = None,
) -> Book:
    """`missed` says what happens at the first no-show, the second, and so on; after the last, `could_not` follows."""
    return Book(
        name=name,
        role=role,
        minutes=minutes,
        within=within,
        ladder=remind.name if remind else None,
        modes=modes,
        visits=visits,
        every=every,
        not_before=not_before,
        missed=tuple(_steps(tier) for tier in missed),
        branches=_branches(None, could_not=could_not, declined=declined),
        when=when,
        line=_line(),
    )


def task(
    name: str,
    role: str,
    *,
    within: Span | None = None,
    escalate: Ladder | None = None,
    outcomes: Outcomes | None = None,
    severity: Severity | None = None,
    contact: bool = False,
    private: bool = False,
    when: When | None = None,
    again_if_moved: bool = False,
    undo: Steps | None = None,
) -> Task:
    """`contact` says that the patient is phoned; `private` that nothing may show on a phone that others see."""
    return Task(
        name=name,
        role=role,
        within=within,
        ladder=escalate.name if escalate else None,
        outcomes=tuple(outcomes or ()),
        severity=severity.name if severity else None,
        contact=contact,
        private=private,
        branches=_branches(outcomes),
        when=when,
        again_if_moved=again_if_moved,
        undo=_steps(undo),
        line=_line(),
    )


def seat(*roles: str, when: Condition) -> Seat:
    """In the quorum of a `confer`: one of these roles must sit in unless the facts say that it need not."""
    return Seat(roles=roles, condition=when, line=_line())


def confer(
    name: str,
    *,
    quorum: Sequence[str | tuple[str, ...] | Seat],
    inputs: tuple[str, ...] = (),
    cut_off: Span | None = None,
    within: Span | None = None,
    escalate: Ladder | None = None,
    plans: bool = False,
    proposes: Mapping[str, Condition] | None = None,
    outcomes: Outcomes | None = None,
    retry: Span,
    failures: int = 2,
    after_failures: Steps | None = None,
    when: When | None = None,
) -> Confer:
    """`inputs` are due so long before the meeting as `cut_off` says, and chased like any work.

    Without a quorum it is held again after `retry`; after so many failures `after_failures` starts beside it.
    """
    return Confer(
        name=name,
        quorum=tuple((one,) if isinstance(one, str) else one for one in quorum if not isinstance(one, Seat)),
        seats=tuple(one for one in quorum if isinstance(one, Seat)),
        inputs=inputs,
        cut_off=cut_off,
        within=within,
        ladder=escalate.name if escalate else None,
        plans=plans,
        proposes=tuple(
            Proposal(label=label, condition=condition, line=_line())
            for label, condition in (proposes or {}).items()
        ),
        outcomes=tuple(outcomes or ()),
        branches=_branches(outcomes),
        retry=retry,
        failures=failures,
        after_failures=_steps(after_failures),
        when=when,
        line=_line(),
    )


def deliver_plan(name: str = "deliver_plan") -> DeliverPlan:
    return DeliverPlan(name=name, line=_line())


def procedure(
    name: str,
    role: str,
    *,
    minutes: int,
    within: Span | None = None,
    remind: Ladder | None = None,
    before: Steps | None = None,
    after: Steps | None = None,
    cancelled: Steps | None = None,
    when: When | None = None,
    not_before: When | None = None,
) -> Procedure:
    """Steps in `before` and `after` count from `name`, the booked start, and are re-timed when it moves."""
    return Procedure(
        name=name,
        role=role,
        minutes=minutes,
        within=within,
        ladder=remind.name if remind else None,
        not_before=not_before,
        before=_steps(before),
        after=_steps(after),
        branches=_branches(None, cancelled=cancelled),
        when=when,
        line=_line(),
    )


def cancel(name: str, procedure: str) -> Cancel:
    """Call the procedure off for good, with all its undoing: only ever in an outcome that a person has given."""
    return Cancel(name=name, procedure=procedure, line=_line())


def wait(name: str, when: When, *, until: Condition | None = None, again_if_moved: bool = False) -> Wait:
    return Wait(name=name, when=when, until=until, again_if_moved=again_if_moved, line=_line())


def milestone(name: str) -> Milestone:
    return Milestone(name=name, line=_line())


def mark(name: str, flag: str, *, value: bool = True) -> Mark:
    return Mark(name=name, flag=flag, value=value, line=_line())


def case(label: str, condition: Condition, *steps: Step) -> Case:
    return Case(label=label, condition=condition, steps=steps, line=_line())


def choose(
    name: str,
    *cases: Case,
    otherwise: Steps | None = None,
    undecided: Steps | None = None,
    again_if_moved: bool = False,
) -> Choose:
    return Choose(
        name=name,
        cases=cases,
        again_if_moved=again_if_moved,
        otherwise=_steps(otherwise),
        undecided=None if undecided is None else _steps(undecided),
        line=_line(),
    )


def together(name: str, *tracks: Steps) -> Together:
    return Together(name=name, tracks=tuple(_steps(track) for track in tracks), line=_line())


def repeat(
    name: str,
    *steps: Step,
    every: Span,
    until: Condition | None = None,
    at_most: int | None = None,
    when: When | None = None,
) -> Repeat:
    """The n-th time opens n-1 spans after the first, whenever the one before was finished."""
    return Repeat(name=name, steps=steps, every=every, until=until, at_most=at_most, when=when, line=_line())


def go(name: str, stage: str, *, at_most: int | None = None, instead: Steps | None = None) -> Go:
    return Go(name=name, stage=stage, at_most=at_most, instead=_steps(instead), line=_line())


def hold(name: str, *, review: Span) -> Hold:
    return Hold(name=name, review=review, line=_line())


def start(name: str, pathway: str) -> Start:
    return Start(name=name, pathway=pathway, line=_line())


def finish(name: str, ending: str) -> Finish:
    return Finish(name=name, ending=ending, line=_line())


def stage(name: str, *steps: Step, alongside: Steps | None = None) -> Stage:
    return Stage(name=name, steps=steps, alongside=_steps(alongside), line=_line())


def therapy(name: str, title: str, *steps: Step) -> Therapy:
    return Therapy(name=name, title=title, steps=steps, line=_line())


def rule(
    name: str,
    when: Condition,
    *then: Step,
    undecided: Steps | None = None,
    stages: tuple[str, ...] = (),
    again_after: Span | None = None,
) -> Rule:
    return Rule(
        name=name,
        when=when,
        then=then,
        undecided=_steps(undecided),
        stages=stages,
        again_after=again_after,
        line=_line(),
    )


def safety(name: str, when: Condition, *then: Step) -> Rule:
    """Watches raw answers and reports in every stage, on hold and after the journey has ended."""
    return Rule(name=name, when=when, then=then, safety=True, line=_line())


def on_ending(ending: str, *steps: Step) -> OnEnding:
    return OnEnding(ending=ending, steps=steps, line=_line())
