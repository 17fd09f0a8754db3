"""Ends: of a step, with its ending kept apart; of a block that is left; of the whole journey."""

from collections.abc import Iterable
from dataclasses import replace

from engine.commands import CancelVisit, CloseRequest, LeaveConference, Reason
from engine.index import GO_ON, children, walk_steps
from engine.journey import Progress, not_ended
from engine.turn import Turn
from engine.words import Ask, Book, Choose, Confer, DeliverPlan, Ending, Go, Procedure, Repeat, Step

UNDONE = "undone"
"""The outcome of a step that was done in view of a date that has changed: where it is needed, it is done again."""


def end_step(
    turn: Turn,
    step: Step,
    ending: Ending,
    because: str,
    *,
    outcome: str | None = None,
    facts: Iterable[str] = (),
) -> None:
    """The step is over; what comes next in its block is looked at, and what counts from its end is timed."""
    progress = turn.steps[step.name]
    turn.steps[step.name] = replace(
        progress, state="ended", ending=ending, outcome=outcome, ended_at=turn.now, agenda=()
    )
    if because:
        label = ending if outcome is None else f"{ending}, {outcome}"
        turn.note(step.name, f"{label}: {because}", line=step.line, facts=facts)
    turn.close_tasks(step.name, progress.occurrence, Reason(step.line, f"{step.name} is {ending}"))
    match step:
        case Book() | Procedure():
            if ending != "done":
                turn.drop_anchor(step.name)
        case Ask():
            turn.set_anchor(step.name, turn.now)
            if ending in ("done", "expired"):
                turn.count(step.name, "kept" if ending == "done" else "missed")
        case DeliverPlan():
            turn.set_anchor(step.name, turn.now)
            turn.delivering = False
        case _:
            turn.set_anchor(step.name, turn.now)
    turn.changed.append(f"outcome:{step.name}")
    _nothing_from_last_time(turn, step)
    turn.touch(progress.block)


def close_step(turn: Turn, step: Step, ending: Ending, because: str) -> None:
    """End a step before its time, and take back what it asked of the world."""
    progress = turn.steps[step.name]
    if progress.state == "ended":
        return
    reason = Reason(step.line, because)
    key = (step.name, progress.occurrence)
    if progress.state == "open":
        match step:
            case Ask():
                request = f"{step.name}#{progress.occurrence}"
                turn.order(CloseRequest(key=turn.key(*key), reason=reason, request=request))
            case Book() | Procedure():
                ahead = [visit.start for visit in progress.visits if visit.state in ("booked", "confirmed")]
                for start in ahead if progress.visits else [None]:
                    turn.order(CancelVisit(key=turn.key(*key), reason=reason, start=start))
            case Confer():
                turn.order(LeaveConference(key=turn.key(*key), reason=reason))
            case Repeat():
                close_block(turn, f"repeat/{step.name}", ending, because)
            case _:
                pass
        if isinstance(step, Procedure) and progress.state == "open":
            undo_before(turn, step.name)
            close_block(turn, f"before/{step.name}", "cancelled", because)
    end_step(turn, step, ending, because)


def close_block(turn: Turn, id: str, ending: Ending, because: str) -> None:
    """Leave a block: whatever in it has not ended ends now. Its follow-ups and undoings go on."""
    for inner in turn.index.inside.get(id, ()):
        if turn.block(inner).kind not in GO_ON:
            close_block(turn, inner, ending, because)
    for progress in not_ended(turn.steps):
        if progress.block == id and progress.state != "ended":
            close_step(turn, turn.step(progress.step), ending, because)
    if id in turn.active:
        turn.active.remove(id)


def undo_before(turn: Turn, anchor: str) -> tuple[str, ...]:
    """Undo what was done in view of a procedure that now moves or is off; returns the steps undone.

    A form that expired is asked again like one that was answered; what a person skipped is not. An instruction that
    is still open may have reached the patient already, so it is undone like one that is done.
    """
    undone: list[str] = []
    because = f"{anchor} does not take place as planned"
    before = turn.index.names_in.get(f"before/{anchor}", ())
    for name in dict.fromkeys((*before, *turn.index.hanging_on.get(anchor, ()))):
        step, progress = turn.step(name), turn.steps.get(name)
        if progress is None or progress.state not in ("open", "ended"):
            continue
        if step.undo and progress.state == "open":
            undone += _undo(turn, step, because)
        elif progress.state == "ended" and (step.again_if_moved or (step.undo and progress.ending == "done")):
            undone += _undo(turn, step, because)
            for inner in _inside(turn, step):
                undone += _undo(turn, inner, because)
    return tuple(undone)


def _nothing_from_last_time(turn: Turn, step: Step) -> None:
    """The step came out anew: what followed from an earlier time is no answer now, and is done again if it follows."""
    inside = _inside(turn, step)
    if not inside:
        return
    follow = {inner.name for inner in walk_steps(what_follows(step, turn.steps[step.name]))}
    for inner in inside:
        _undo(turn, inner, f"{step.name} came out anew", again_at_once=inner.name in follow)


def _inside(turn: Turn, step: Step) -> list[Step]:
    """What follows from a step's outcomes and was already begun, in this pass of its block."""
    own = turn.steps[step.name]
    begun = [inner for steps in children(step) for inner in walk_steps(steps) if inner.name in turn.steps]
    return [inner for inner in begun if turn.steps[inner.name].run == own.run]


def _undo(turn: Turn, step: Step, because: str, *, again_at_once: bool = False) -> tuple[str, ...]:
    """The step does not count any more; one whose moment is still ahead is left.

    Open work stays with its people, but for an instruction that the patient may have followed already.
    """
    state = turn.steps[step.name].state
    in_doubt = state == "open" and bool(step.undo) and not again_at_once
    if in_doubt or state in ("waiting", "scheduled", "queued"):
        close_step(turn, step, "superseded", because)
    progress = turn.steps[step.name]
    if progress.state != "ended" or progress.outcome == UNDONE or progress.ending == "not_needed":
        return ()
    turn.steps[step.name] = replace(progress, outcome=UNDONE)
    turn.drop_anchor(step.name)
    turn.changed.append(f"outcome:{step.name}")
    if progress.ending != "superseded":
        turn.note(step.name, f"does not count any more: {because}", line=step.line)
    if step.undo and (in_doubt or progress.ending == "done") and not again_at_once:
        turn.begin_block(f"undo/{step.name}")
    return (step.name,)


def what_follows(step: Step, progress: Progress) -> tuple[Step, ...]:
    """The steps that the author wrote for this outcome, or else for this ending."""
    labels = (progress.outcome, progress.ending)
    if isinstance(step, Choose):
        cases = {case.label: case.steps for case in step.cases}
        cases |= {"otherwise": step.otherwise, "undecided": step.undecided or ()}
        return cases.get(progress.outcome or "", ())
    if isinstance(step, Go):
        return step.instead if progress.outcome == "instead" else ()
    branches = {branch.label: branch.steps for branch in step.branches}
    return next((branches[label] for label in labels if label in branches), ())


def finish_journey(turn: Turn, ending: str, line: str) -> None:
    """End everything that must end. Safety tasks and undoings go on, and staff get what this ending asks for."""
    turn.status, turn.ending, turn.hold = "ended", ending, None
    because = f"the journey has ended: {ending}"
    for id in [id for id in turn.active if not turn.block(id).safety]:
        close_block(turn, id, "cancelled", because)
    for progress in not_ended(turn.steps):
        step, safety = turn.step(progress.step), turn.block(progress.block).safety
        if progress.state != "ended" and (not safety or turn.reaches_nobody(step)):
            close_step(turn, step, "cancelled", because)
    if turn.plan is not None:
        for therapy in turn.plan:
            if therapy.state in ("planned", "running"):
                turn.therapies[therapy.item.therapy] = "dropped"
        turn.plan = [
            replace(therapy, state="dropped", agenda=())
            if therapy.state in ("planned", "running")
            else therapy
            for therapy in turn.plan
        ]
    for task in [task for task in turn.tasks.values() if not task.safety]:
        turn.close_tasks(task.step, task.occurrence, Reason(line, because))
    if ending == "died":
        turn.stop_calling()
    if f"ending/{ending}" in turn.index.blocks:
        turn.begin_block(f"ending/{ending}")
