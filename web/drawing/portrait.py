"""What is shown of a step: its lines, and the rows that follow from how it comes out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from engine.words import (
    Ask,
    Book,
    Cancel,
    Choose,
    Confer,
    DeliverPlan,
    Finish,
    Go,
    Hold,
    Mark,
    Message,
    Milestone,
    Procedure,
    Repeat,
    Start,
    Step,
    Task,
    Together,
    Wait,
)
from web.drawing.phrases import condition_in_words, form, plain, when_in_words


@dataclass(frozen=True, slots=True)
class Row:
    """One way on from a step: its label, what it rests on, and the steps that follow.

    `aside` is what follows when a patient does not answer or come: needed, but not what the pathway is about.
    """

    label: str
    note: str = ""
    steps: tuple[Step, ...] = ()
    aside: bool = False


def lines(step: Step) -> tuple[str, ...]:
    """Under the name: what it is and who does it, when it opens, and how long it may take."""
    when = (when_in_words(step.when),) if step.when else ()
    hold = ("also while on hold",) if step.during_hold else ()
    return (*_what(step), *when, *_not_before(step), *_deadline(step), *_onward(step), *hold)


def _not_before(step: Step) -> tuple[str, ...]:
    not_before = step.not_before if isinstance(step, Book | Procedure) else None
    return () if not_before is None else (f"held {when_in_words(not_before)} or later",)


def _what(step: Step) -> tuple[str, ...]:
    match step:
        case Message():
            return _message(step)
        case Ask():
            by = "" if step.by == "patient" else f", filled in by {plain(step.by)}"
            return (f"ask {', '.join(form(one) for one in step.instruments)}{by}",)
        case Book():
            return (_visit(step), *((" or ".join(plain(mode) for mode in step.modes),) if step.modes else ()))
        case Task():
            return (f"task for {plain(step.role)}",)
        case Confer():
            return _conference(step)
        case Procedure():
            return (f"procedure by {plain(step.role)}, {step.minutes} min",)
        case _:
            return (_brief(step),)


def _brief(
    step: DeliverPlan
    | Wait
    | Milestone
    | Mark
    | Choose
    | Together
    | Repeat
    | Go
    | Hold
    | Start
    | Cancel
    | Finish,
) -> str:
    match step:
        case Wait():
            return _patience(step)
        case Mark():
            return f"{'mark' if step.value else 'unmark'} {plain(step.flag)}"
        case Repeat():
            return _rhythm(step)
        case Choose() if step.otherwise:
            return "the first that holds"
        case DeliverPlan() | Milestone() | Choose() | Together():
            return _OF_THEIR_OWN[step.kind]
        case _:
            return _turn(step)


def _onward(step: Step) -> tuple[str, ...]:
    """How it may come out without anything else to follow."""
    if not isinstance(step, Task | Confer):
        return ()
    taken = {branch.label for branch in step.branches}
    onward = ", ".join(plain(outcome) for outcome in step.outcomes if outcome not in taken)
    return (f"{'goes on if' if taken else 'comes out as'}: {onward}",) if onward else ()


_OF_THEIR_OWN = {
    "deliver_plan": "the chosen therapies, in the order of the care plan",
    "milestone": "milestone",
    "choose": "the first that holds, else on",
    "together": "at the same time",
}


def _turn(step: Go | Hold | Start | Cancel | Finish) -> str:
    match step:
        case Go():
            often = f", at most {step.at_most} times" if step.at_most else ""
            return f"go to {plain(step.stage)}{often}"
        case Hold():
            return f"on hold, looked at after {step.review}"
        case Start():
            return f"start pathway {plain(step.pathway)}"
        case Cancel():
            return f"call off {plain(step.procedure)}"
        case Finish():
            return f"end of the journey: {plain(step.ending)}"


def _patience(step: Wait) -> str:
    return (
        f"wait until {condition_in_words(step.until)}, at the latest:" if step.until is not None else "wait"
    )


def _message(step: Message) -> tuple[str, ...]:
    urgent = "" if step.urgency == "routine" else f" ({step.urgency})"
    words = "" if step.template == step.name else f" {plain(step.template)}"
    return (f"message{words} to {plain(step.to)}{urgent}",)


def _visit(step: Book) -> str:
    if step.visits == 1:
        return f"visit with {plain(step.role)}, {step.minutes} min"
    every = f", every {step.every}" if step.every else ""
    return f"{step.visits} visits with {plain(step.role)}, {step.minutes} min{every}"


def _manner(step: Task) -> tuple[str, ...]:
    return (step.severity or "", "by phone" if step.contact else "", "in private" if step.private else "")


def _conference(step: Confer) -> tuple[str, ...]:
    seats = ", ".join(" or ".join(plain(role) for role in seat) for seat in step.quorum)
    plans = ("may change the care plan",) if step.plans else ()
    asked = ", ".join(plain(role) for role in step.inputs)
    inputs = (f"inputs of {asked}, {step.cut_off} before it",) if step.inputs else ()
    return (f"case conference of {seats}", *inputs, *plans, f"without quorum again after {step.retry}")


def _rhythm(step: Repeat) -> str:
    until = f", until {condition_in_words(step.until)}" if step.until is not None else ""
    often = f", at most {step.at_most} times" if step.at_most else ""
    return f"every {step.every}{often}{until}"


def _deadline(step: Step) -> tuple[str, ...]:
    match step:
        case Ask() | Book() | Task() | Confer() | Procedure():
            visit = step.before_visit if isinstance(step, Ask) else None
            within = f"due at {plain(visit)}" if visit else f"within {step.within}" if step.within else ""
            ladder = f"ladder {step.ladder}" if step.ladder else ""
            manner = _manner(step) if isinstance(step, Task) else ()
            said = ", ".join(part for part in (*manner, within, ladder) if part)
            return (said,) if said else ()
        case _:
            return ()


_ENDINGS = {"expired": "unanswered"}
_COUNTED = ("1st", "2nd", "3rd")


def rows(step: Step) -> tuple[Row, ...]:
    return (*_of_its_kind(step), *_branches(step), *_labelled("to undo it", step.undo, aside=True))


def _branches(step: Step) -> Iterator[Row]:
    for branch in step.branches:
        label = _ENDINGS.get(branch.label, plain(branch.label))
        yield Row(label, steps=branch.steps, aside=isinstance(step, Ask | Book))


def _of_the_facts(step: Confer) -> Iterator[Row]:
    for seat in step.seats:
        sits_in = " or ".join(plain(role) for role in seat.roles)
        yield Row(f"{sits_in} sits in", note=f"if {condition_in_words(seat.condition)}")
    for proposal in step.proposes:
        yield Row(f"proposes {plain(proposal.label)}", note=f"if {condition_in_words(proposal.condition)}")


def _of_its_kind(step: Step) -> Iterator[Row]:
    match step:
        case Choose():
            yield from _cases(step)
        case Go():
            yield from _labelled(f"after {step.at_most} times", step.instead)
        case Book():
            for number, tier in enumerate(step.missed, start=1):
                counted = _COUNTED[number - 1] if number <= len(_COUNTED) else f"{number}th"
                yield from _labelled(f"{counted} no-show", tier, aside=True)
        case Confer():
            yield from _of_the_facts(step)
            yield from _labelled(f"{step.failures} times without quorum", step.after_failures, aside=True)
        case Procedure():
            yield from _labelled("before it", step.before)
            yield from _labelled("after it", step.after)
        case _:
            pass


def _cases(step: Choose) -> Iterator[Row]:
    for case in step.cases:
        onward = "" if case.steps else ": goes on"
        yield Row(plain(case.label), f"if {condition_in_words(case.condition)}{onward}", case.steps)
    yield from _labelled("otherwise", step.otherwise)
    if step.undecided is not None:
        yield Row("cannot be decided", "" if step.undecided else "goes on", step.undecided)


def _labelled(label: str, steps: tuple[Step, ...], *, aside: bool = False) -> Iterator[Row]:
    if steps:
        yield Row(label, steps=steps, aside=aside)


def inside(step: Step) -> Iterator[Step]:
    """The steps that are drawn in a step or on its branches."""
    match step:
        case Together():
            yield from chain.from_iterable(step.tracks)
        case Repeat():
            yield from step.steps
        case _:
            pass
    yield from chain.from_iterable(row.steps for row in rows(step))


def walk(steps: Iterable[Step]) -> Iterator[Step]:
    for step in steps:
        yield step
        yield from walk(inside(step))
