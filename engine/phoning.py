"""Words that will never reach the patient as a text: a person phones, so that nobody falls silent."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from engine.commands import SendMessage
from engine.events import PromptFailed
from engine.journey import Journey, OpenTask, Progress
from engine.tasking import open_support_task
from engine.turn import Turn
from engine.words import Message
from engine.zones import utc

CALLED = "called"
"""Written to what a step has `reached`: a person was asked to phone about this occurrence of it."""
_WHY: Mapping[Literal["no_channel", "no_consent", "cannot_be_asked"], str] = {
    "no_channel": "no channel reached the patient",
    "no_consent": "the patient has not agreed to texts",
    "cannot_be_asked": "its questions may not be asked, for want of a licence or of words in the patient's language,",
}


def is_needed(turn: Turn, progress: Progress) -> bool:
    """Words that are a step of their own have ended by being wanted; an alert lasts until a person closes it."""
    if progress.state == "ended" and isinstance(turn.step(progress.step), Message):
        return turn.words_reach_the_patient()
    return any(task.safety and _about(task, progress) for task in turn.tasks.values())


def phone_instead(turn: Turn, progress: Progress, event: PromptFailed) -> None:
    """One call at a time about one occurrence of a step, in time; about an alert by its owner and by its clock."""
    step, why = turn.step(progress.step), _WHY[event.reason]
    about = [task for task in turn.tasks.values() if _about(task, progress)]
    if any(task.contact for task in about):
        turn.note(step.name, f"{why}: a person is to phone about {step.name} already", line=step.line)
        return
    alert = next((task for task in about if task.severity is not None), None)
    turn.steps[step.name] = replace(progress, reached=(*progress.reached, CALLED))
    open_support_task(
        turn,
        step,
        progress,
        turn.pathway.coordinator if alert is None else alert.role,
        f"{why} about {step.name}: phone",
        severity=None if alert is None else alert.severity,
        by=None if event.useless_from is None else utc(event.useless_from),
        contact=True,
        shown=False,
    )


def was_called_for(journey: Journey, message: SendMessage) -> bool:
    """Whether it only reminds of what a person was asked to phone about; anything more urgent is phoned about anew."""
    progress = journey.steps.get(message.key.step)
    return message.urgency == "routine" and progress is not None and CALLED in progress.reached


def _about(task: OpenTask, progress: Progress) -> bool:
    return (task.step, task.occurrence) == (progress.step, progress.occurrence)
