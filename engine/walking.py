"""Walking a pathway: from what has ended to what comes next, until everything waits for a moment or a person."""

from engine.asking import has_room
from engine.care_plan import advance_plan, therapy_ended
from engine.closing import UNDONE, close_block, end_step, what_follows
from engine.conferring import ask_others_to_sit_in
from engine.index import Block
from engine.journey import Progress, not_ended
from engine.judge import verdict
from engine.opening import begin, open_step, retime
from engine.rules import run_rules
from engine.tasking import fault
from engine.turn import Turn
from engine.words import Go, Step, Together, Wait

STEPS_PER_DECISION = 400
"""More blocks than this are never walked for one event: a pathway that turns in a circle is a fault a person sees."""

_SIDE_BY_SIDE = frozenset({"alongside", "before", "after"})


def settle(turn: Turn) -> None:
    """Follow everything that has changed to where it waits again."""
    for _ in range(STEPS_PER_DECISION):
        if turn.moved_anchors:
            retime(turn, turn.moved_anchors.pop(0))
        elif turn.changed:
            changed, turn.changed = turn.changed, []
            _look_at_waits(turn)
            ask_others_to_sit_in(turn)
            run_rules(turn, tuple(changed))
        elif turn.dirty:
            walk(turn, turn.dirty.pop(0))
        else:
            return
    turn.dirty.clear()
    turn.changed.clear()
    turn.moved_anchors.clear()
    fault(turn, f"stopped after {STEPS_PER_DECISION} steps in one decision: the pathway turns in a circle")


def enter_stage(turn: Turn, name: str) -> None:
    if turn.stage is not None:
        for kind in ("stage", "alongside"):
            close_block(
                turn, f"{kind}/{turn.stage}", "superseded", f"the stage {turn.stage} was left for {name}"
            )
    turn.stage = name
    turn.note(name, f"the stage {name} begins")
    turn.begin_block(f"stage/{name}")
    turn.begin_block(f"alongside/{name}")


def walk(turn: Turn, id: str) -> None:
    """Go through a block in order, past what has ended, opening what comes next."""
    if id == "plan":
        advance_plan(turn)
        return
    if id not in turn.active:
        return
    block, run = turn.block(id), turn.runs[id]
    if block.kind in _SIDE_BY_SIDE:
        complete = _tracks(turn, tuple((step,) for step in block.steps), id, run)
    else:
        complete = _sequence(turn, block.steps, id, run)
    if complete and id in turn.active and turn.runs[id] == run:
        turn.active.remove(id)
        _completed(turn, block)


def _completed(turn: Turn, block: Block) -> None:
    if block.kind == "therapy":
        therapy_ended(turn, block.name)
    if block.kind == "stage":
        place = turn.index.stages.index(block.name) + 1
        if place < len(turn.index.stages):
            enter_stage(turn, turn.index.stages[place])
        else:
            fault(turn, f"the last stage, {block.name}, ended without saying how the journey ends")


def _tracks(turn: Turn, tracks: tuple[tuple[Step, ...], ...], id: str, run: int) -> bool:
    ended = [_sequence(turn, track, id, run) for track in tracks]
    return all(ended)


def _sequence(turn: Turn, steps: tuple[Step, ...], id: str, run: int) -> bool:
    return all(_past(turn, step, id, run) for step in steps)


def _past(turn: Turn, step: Step, id: str, run: int) -> bool:
    """Whether the step and everything that follows from how it came out have ended."""
    if isinstance(step, Together):
        return _tracks(turn, step.tracks, id, run)
    progress = turn.steps.get(step.name)
    if progress is None or progress.run != run or progress.block != id or progress.outcome == UNDONE:
        progress = _go(turn, step, id, run) if isinstance(step, Go) else open_step(turn, step, id, run)
    return progress.state == "ended" and _sequence_of(turn, step, progress, id, run)


def _sequence_of(turn: Turn, step: Step, progress: Progress, id: str, run: int) -> bool:
    if id not in turn.active or turn.runs[id] != run:
        return False
    return _sequence(turn, what_follows(step, progress), id, run)


def _go(turn: Turn, step: Go, id: str, run: int) -> Progress:
    last = turn.steps.get(step.name)
    turn.steps[step.name] = Progress(
        step=step.name, block=id, run=run, occurrence=last.occurrence + 1 if last else 1, state="open"
    )
    entered = turn.runs.get(f"stage/{step.stage}", 0)
    if step.at_most is not None and entered >= step.at_most:
        end_step(turn, step, "done", f"{step.stage} was entered {entered} times already", outcome="instead")
    elif turn.status != "active":
        end_step(turn, step, "not_needed", "the journey has ended")
    else:
        end_step(turn, step, "done", f"on to {step.stage}")
        enter_stage(turn, step.stage)
    return turn.steps[step.name]


def _look_at_waits(turn: Turn) -> None:
    """New facts may be what a step was waiting for; a form that was handed in makes room for another."""
    for progress in not_ended(turn.steps):
        step = turn.step(progress.step)
        if progress.state == "queued" and has_room(turn):
            begin(turn, step)
        elif _has_come(turn, step, progress):
            begin(turn, step)
            turn.touch(progress.block)


def _has_come(turn: Turn, step: Step, progress: Progress) -> bool:
    if progress.state not in ("open", "waiting") or not isinstance(step, Wait) or step.until is None:
        return False
    return verdict(step.until, turn) is True


def reopen(turn: Turn, name: str) -> None:
    """Do a step once more, in its own place."""
    progress = turn.steps[name]
    open_step(turn, turn.step(name), progress.block, progress.run)
    revive(turn, name)


def revive(turn: Turn, name: str) -> None:
    """Look again at the block of a step that does not count any more: it is done anew when its turn comes."""
    block, run = turn.steps[name].block, turn.steps[name].run
    if turn.block(block).kind == "before" and block not in turn.active and turn.runs[block] == run:
        turn.active.append(block)
    turn.touch(block)
