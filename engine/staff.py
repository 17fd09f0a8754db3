"""What a person changes by hand for one patient, always with a reason: skip, repeat, add or move a step."""

import re
from dataclasses import replace

from engine.agenda import MOVED, step_agenda
from engine.ahead import FAULT, HOLD
from engine.closing import close_step, end_step
from engine.commands import Reason
from engine.conferring import move_inputs
from engine.events import EventRefused, StepAdded, StepMoved, StepRepeated, StepSkipped
from engine.index import counts_from
from engine.journey import Due, Progress
from engine.scores import CODE
from engine.turn import Turn
from engine.walking import reopen
from engine.words import Ask, Book, Confer, Go, Message, Procedure, Step, Task, Together, Wait
from engine.zones import utc


def skip(turn: Turn, event: StepSkipped) -> None:
    """An open step ends as not needed; one that has not come yet will be passed over in its next run."""
    step, progress = turn.step(event.step), turn.steps.get(event.step)
    if isinstance(step, Together):
        raise EventRefused(f"{event.step} only holds other steps: skip those one by one")
    because = f"skipped by a person: {event.reason}"
    if progress is not None and progress.state != "ended":
        close_step(turn, step, "not_needed", because)
        return
    block = turn.index.block_of.get(event.step, f"added/{event.step}")
    if turn.block(block).safety:
        raise EventRefused(f"{event.step} is about safety and has not come up, so it cannot be skipped")
    run = turn.runs.get(block, 0)
    if block not in turn.active:
        run += 1
    elif progress is not None and progress.run == run:
        raise EventRefused(f"{event.step} has ended already: {progress.ending}")
    turn.steps[event.step] = Progress(
        step=event.step,
        block=block,
        run=run,
        occurrence=progress.occurrence + 1 if progress else 1,
        state="open",
    )
    end_step(turn, step, "not_needed", because)


def repeat(turn: Turn, event: StepRepeated) -> None:
    progress = turn.steps.get(event.step)
    if progress is None or progress.state != "ended":
        raise EventRefused(f"{event.step} has not ended, so it cannot be repeated")
    if isinstance(turn.step(event.step), Go):
        raise EventRefused(f"{event.step} leads to a stage: repeat the steps that are wanted there")
    turn.note(event.step, f"repeated by a person: {event.reason}", line=turn.step(event.step).line)
    reopen(turn, event.step)


def add(turn: Turn, event: StepAdded) -> None:
    step = event.added
    if step.name in turn.index.steps or any(step.name == other.name for other in turn.added):
        raise EventRefused(f"{step.name} is the name of another step; give the added one a name of its own")
    if not isinstance(step, Message | Ask | Book | Task) or step.branches or step.undo or _tiers(step):
        raise EventRefused("a message, a questionnaire, a visit or a task can be added, without branches")
    _refuse_unknown_names(turn, step)
    turn.added = (*turn.added, step)
    turn.note(step.name, f"added by a person: {event.reason}")
    turn.begin_block(f"added/{step.name}")


def _tiers(step: Step) -> bool:
    return isinstance(step, Book) and bool(step.missed)


def _refuse_unknown_names(turn: Turn, step: Message | Ask | Book | Task) -> None:
    """What stands in a step by name is looked up later, when nobody is there to correct it."""
    ladder, severity = getattr(step, "ladder", None), getattr(step, "severity", None)
    if step.name in (HOLD, FAULT) or not re.fullmatch(CODE, step.name):
        raise EventRefused("the name of an added step is one word, such as extra_call")
    if ladder is not None and ladder not in turn.index.ladders:
        raise EventRefused(f"this pathway has no ladder {ladder}")
    if severity is not None and severity not in turn.index.severities:
        raise EventRefused(f"this pathway has no severity {severity}")
    for anchor in counts_from(step):
        if anchor not in {*turn.anchors, *turn.index.steps}:
            raise EventRefused(f"nothing called {anchor} can be counted from")


def move(turn: Turn, event: StepMoved) -> None:
    """What has not opened opens then; what is open has its deadline then."""
    progress = turn.steps.get(event.step)
    if progress is None or progress.state not in ("waiting", "scheduled", "open"):
        raise EventRefused(f"{event.step} is not ahead, so it cannot be moved")
    step, to, because = turn.step(event.step), utc(event.to), f"moved by a person: {event.reason}"
    turn.note(event.step, because, line=step.line)
    progress = replace(progress, reached=(*progress.reached, MOVED))
    if isinstance(step, Wait):
        turn.steps[event.step] = replace(progress, state="open", agenda=(Due(to, "until", because),))
    elif progress.state != "open":
        turn.steps[event.step] = replace(progress, state="scheduled", agenda=(Due(to, "open", because),))
    elif isinstance(step, Ask | Book | Procedure | Confer):
        progress = replace(progress, due_at=to)
        reason = Reason(step.line, because)
        turn.move_due(progress, to, reason)
        turn.steps[event.step] = replace(progress, agenda=step_agenda(turn, step, progress))
        if isinstance(step, Confer):
            move_inputs(turn, step, reason)
    else:
        raise EventRefused(f"{event.step} has no time of its own that could be moved")
