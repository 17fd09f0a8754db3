"""Faults of work that could wait on nobody: no deadline, no ladder, a ladder that tells nobody, no way on after silence."""

from collections.abc import Iterator
from typing import Literal

from engine.conditions import MissedInARow, parts
from engine.faults import Fault, Where
from engine.ladders import Ladder, Rung
from engine.spans import Span
from engine.survey import Survey, at, use_of
from engine.words import Ask, Book, Confer, Procedure, Repeat, Step, Task


def check_work(survey: Survey) -> Iterator[Fault]:
    for step in survey.steps:
        yield from _deadline(step)
        yield from _rhythm(step)
        yield from _visit(step)
        yield from _quorum(step)
    for ask in survey.asks:
        yield from _silence(survey, ask)
    for climb in dict.fromkeys(survey.climbs):
        ladder = survey.index.ladders.get(climb.ladder)
        if ladder is not None and climb.use in ("form", "work"):
            fault = _staff_ladder(ladder, may_run_out=climb.use == "form")
            if fault:
                yield climb.where.fault(*fault)
    for where, ladder in survey.ladders:
        yield from _out_of_hours(where, ladder)
        yield from _then(where, ladder)
    yield from _endless(survey)


def _out_of_hours(where: Where, ladder: Ladder) -> Iterator[Fault]:
    for rung in ladder.rungs:
        span = rung.out_of_hours
        if span is not None and span.unit in ("clinic_days", "clinic_hours"):
            text = f'its ladder "{ladder.name}" counts {span} out of hours, and those stand still until the clinic '
            yield where.fault(
                "stands_still", f"{text}opens; write out_of_hours= with minutes(...) or hours(...)"
            )


def _then(where: Where, ladder: Ladder) -> Iterator[Fault]:
    """A ladder that another follows must run dry."""
    stops = any(rung.act == "expire" for rung in ladder.rungs)
    if ladder.then is not None and (stops or ladder.again is not None):
        how = "stops asking" if stops else "comes again until somebody acts"
        text = (
            f'its ladder "{ladder.name}" {how}, so "{ladder.then.name}" is never climbed after it; leave out '
        )
        yield where.fault("never_runs_dry", f"{text}{'expire(...)' if stops else 'again='}, or then=")


def _deadline(step: Step) -> Iterator[Fault]:
    """The time in which something is to be done, and who is reminded of it."""
    match step:
        case Task(within=None, severity=None):
            yield at(step).fault("no_deadline", "has no deadline; write within= or severity=")
        case Ask(within=None, before_visit=visit, when=when) if visit is not None:
            if when is None or when.anchor != visit:
                text = (
                    f'may be asked before "{visit}" has a date, and has no deadline for that; write within='
                )
                yield at(step).fault("no_deadline", text)
        case Ask(within=None) | Book(within=None) | Procedure(within=None) | Confer(within=None):
            yield at(step).fault("no_deadline", "has no deadline; write within=")
        case _:
            pass
    match step:
        case Ask(ladder=None) | Book(ladder=None) | Procedure(ladder=None) if use_of(step) != "form":
            yield at(step).fault("no_ladder", "reminds nobody; write remind= with a ladder")
        case _:
            pass


def _rhythm(step: Step) -> Iterator[Fault]:
    match step:
        case Repeat():
            named: tuple[str, Span | None] = ("every=", step.every)
        case Confer():
            named = ("retry=", step.retry)
        case Book() if step.visits > 1:
            named = ("every=", step.every)
        case _:
            return
    word, span = named
    if span is None or span.count <= 0:
        yield at(step).fault("no_rhythm", f"would come again at once; write {word} with a time above nothing")


def _visit(step: Step) -> Iterator[Fault]:
    if not isinstance(step, Book):
        return
    if not step.missed:
        text = "does not say what follows when the patient does not come; write missed="
        yield at(step).fault("no_missed", text)
    if not any(branch.label == "could_not" for branch in step.branches):
        text = "does not say what follows when the visit cannot be held; write could_not="
        yield at(step).fault("no_could_not", text)


def _quorum(step: Step) -> Iterator[Fault]:
    if not isinstance(step, Confer):
        return
    if not step.quorum or not all((*step.quorum, *(seat.roles for seat in step.seats))):
        text = "could be held by nobody; write quorum= with at least one role in each seat"
        yield at(step).fault("no_quorum", text)
    if step.inputs and (step.cut_off is None or step.cut_off.count <= 0):
        text = (
            "asks for inputs, and not by when; write cut_off= with how long before the meeting they are due"
        )
        yield at(step).fault("no_cut_off", text)
    elif step.cut_off and step.within and _is_as_long(step.cut_off, step.within):
        text = f"wants its inputs {step.cut_off} before a meeting that is held within {step.within}, so before it "
        yield at(step).fault(
            "no_cut_off", text + "asks for them; write a shorter cut_off=, or a longer within="
        )


def _is_as_long(one: Span, other: Span) -> bool:
    return one.unit == other.unit and one.count >= other.count


def _silence(survey: Survey, ask: Ask) -> Iterator[Fault]:
    """Who hears that a patient did not answer: a rung before the form runs out, a branch, or a rule that counts."""
    ladder = survey.index.ladders.get(ask.ladder or "")
    if ladder is None or use_of(ask) != "patient":
        return
    acts = [rung.act for rung in ladder.whole]
    if "expire" not in acts:
        text = f'is asked for ever: its ladder "{ladder.name}" has no expire(...); add one'
        yield at(ask).fault("no_expiry", text)
        return
    before = acts[: acts.index("expire")]
    branches = {branch.label for branch in ask.branches}
    if not {"call", "tell"} & set(before) and "expired" not in branches and not _counted(survey, ask.name):
        text = (
            f'may run out and nobody is told: write unanswered=, or a call(...) in its ladder "{ladder.name}"'
        )
        yield at(ask).fault("silent_expiry", text)


def _counted(survey: Survey, name: str) -> bool:
    return any(
        isinstance(part, MissedInARow) and part.step == name
        for reader in survey.readers
        for part in parts(reader.condition)
    )


def _staff_ladder(
    ladder: Ladder, *, may_run_out: bool
) -> tuple[Literal["pages_nobody", "gives_up"], str] | None:
    """Work of staff is told of until somebody has done it; a form that staff fill in may also run out."""
    if not any(_tells(rung) for rung in ladder.whole):
        return "pages_nobody", f'its ladder "{ladder.name}" tells nobody; add a tell(...) with a role'
    last, again = ladder.whole[-1], ladder.chain[-1].again
    if last.act == "expire" and may_run_out:
        return None
    if not _tells(last) or again is None or again.count <= 0:
        text = f'its ladder "{ladder.name}" gives up before somebody has acted; '
        return "gives_up", text + "end it with a tell(...) and write again="
    return None


def _tells(rung: Rung) -> bool:
    return rung.act == "tell" and bool(rung.roles)


def _endless(survey: Survey) -> Iterator[Fault]:
    """Only what runs beside a stage may come again without end: it stops when the stage is left."""
    for block, step in survey.placed:
        if (
            isinstance(step, Repeat)
            and block.kind != "alongside"
            and step.until is None
            and step.at_most is None
        ):
            text = "is repeated without end; write until= or at_most=, or put it alongside= a stage"
            yield at(step).fault("endless_repeat", text)
