"""Ends: of a step, with its ending kept apart; of a block that is left; of the whole journey."""

from collections.abc import Iterable
from dataclasses import replace

from engine.commands import CancelVisit, CloseRequest, LeaveConference, Reason
from engine.index import GO_ON
from engine.journey import not_ended
from engine.turn import Turn
from engine.words import Ask, Book, Confer, DeliverPlan, Ending, Procedure, Repeat, Step

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
    """Undo what was done in view of a procedure that now moves or is off; returns the steps undone."""
    undone = []
    before = turn.index.names_in.get(f"before/{anchor}", ())
    for name in dict.fromkeys((*before, *turn.index.hanging_on.get(anchor, ()))):
        step, progress = turn.step(name), turn.steps.get(name)
        if progress is None or progress.ending != "done" or progress.outcome == UNDONE:
            continue
        if step.undo or step.again_if_moved:
            turn.steps[name] = replace(progress, outcome=UNDONE)
            turn.note(
                name, f"does not count any more: {anchor} does not take place as planned", line=step.line
            )
            undone.append(name)
        if step.undo:
            turn.begin_block(f"undo/{name}")
    return tuple(undone)


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
