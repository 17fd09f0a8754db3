"""What a person changes by hand for one patient, always with a reason: skip, repeat, add or move a step."""

from dataclasses import replace

from engine.agenda import step_agenda
from engine.closing import close_step, end_step
from engine.events import EventRefused, StepAdded, StepMoved, StepRepeated, StepSkipped
from engine.journey import Due, Progress
from engine.turn import Turn
from engine.walking import reopen
from engine.words import Ask, Book, Confer, Message, Task


def skip(turn: Turn, event: StepSkipped) -> None:
    """An open step ends as not needed; one that has not come yet will be passed over in its next run."""
    step, progress = turn.step(event.step), turn.steps.get(event.step)
    because = f"skipped by a person: {event.reason}"
    if progress is not None and progress.state != "ended":
        close_step(turn, step, "not_needed", because)
        return
    block = turn.index.block_of.get(event.step, f"added/{event.step}")
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
    turn.note(event.step, f"repeated by a person: {event.reason}", line=turn.step(event.step).line)
    reopen(turn, event.step)


def add(turn: Turn, event: StepAdded) -> None:
    step = event.added
    if step.name in turn.index.steps or any(step.name == other.name for other in turn.added):
        raise EventRefused(f"{step.name} is the name of another step; give the added one a name of its own")
    if not isinstance(step, Message | Ask | Book | Task) or step.branches or step.undo:
        raise EventRefused("a message, a questionnaire, a visit or a task can be added, without branches")
    turn.added = (*turn.added, step)
    turn.note(step.name, f"added by a person: {event.reason}")
    turn.begin_block(f"added/{step.name}")


def move(turn: Turn, event: StepMoved) -> None:
    """What has not opened opens then; what is open has its deadline then."""
    progress = turn.steps.get(event.step)
    if progress is None or progress.state not in ("waiting", "scheduled", "open"):
        raise EventRefused(f"{event.step} is not ahead, so it cannot be moved")
    step, because = turn.step(event.step), f"moved by a person: {event.reason}"
    turn.note(event.step, because, line=step.line)
    if progress.state != "open":
        turn.steps[event.step] = replace(
            progress,
            state="scheduled",
            agenda=(Due(event.to, "open", because),),
            reached=(*progress.reached, "moved"),
        )
    elif progress.agenda and progress.agenda[0].what == "until":
        turn.steps[event.step] = replace(progress, agenda=(Due(event.to, "until", because),))
    elif isinstance(step, Ask | Book | Confer):
        progress = replace(progress, due_at=event.to)
        turn.steps[event.step] = replace(progress, agenda=step_agenda(turn, step, progress))
    else:
        raise EventRefused(f"{event.step} has no time of its own that could be moved")
