"""`decide`: one event in, a new journey and the commands that follow out. `wake_at`: when time alone is the next event."""

from dataclasses import dataclass

from engine.agenda import forget_nothing
from engine.ahead import earliest
from engine.clock import pass_time
from engine.commands import Command, Note
from engine.events import (
    Answered,
    ConferenceDecided,
    ConferenceFailed,
    Died,
    Enrolled,
    Event,
    EventRefused,
    FactsRecorded,
    PromptFailed,
    Reported,
    StepDeclined,
    StepMoved,
    StepSkipped,
    TaskAccepted,
    TaskDone,
    TimePassed,
    VisitAttended,
    VisitCancelled,
    VisitConfirmed,
    VisitMissed,
    VisitMoved,
    VisitsBooked,
    VisitUnavailable,
)
from engine.happenings import happen
from engine.index import index_of
from engine.journey import Journey, TherapyProgress
from engine.moments import Moment
from engine.tasking import fault
from engine.turn import Turn
from engine.walking import settle
from engine.words import Pathway
from engine.zones import utc

REMEMBERED_EVENTS = 300
"""So many event ids are remembered, to hear each event once however often it is delivered."""
HEARD_AFTER_THE_END = (TimePassed, Answered, Reported, TaskAccepted, TaskDone, FactsRecorded, PromptFailed)
HEARD_OF_OPEN_STEPS = (
    *(VisitsBooked, VisitMoved, VisitConfirmed, VisitAttended, VisitMissed, VisitCancelled, VisitUnavailable),
    *(StepDeclined, ConferenceDecided, ConferenceFailed, StepSkipped, StepMoved),
)
"""What can still be true after the end, but only of what a safety rule, an undoing or the ending itself has opened."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The journey as it is now, what is asked of the world, and what happened without asking for anything."""

    journey: Journey
    commands: tuple[Command, ...]
    notes: tuple[Note, ...]


def decide(pathway: Pathway, journey: Journey, event: Event) -> Decision:
    """What follows from one event. Raises EventRefused, and changes nothing, if the event cannot be true.

    An event whose id was heard before changes nothing. Moments that are due by the event's time are acted on
    after it, so that nothing is asked for that the event has just answered.
    """
    if not isinstance(event, TimePassed) and event.id in journey.heard:
        return Decision(journey, (), ())
    _refuse_out_of_place(journey, event)
    turn = Turn(pathway, journey, utc(event.at))
    happen(turn, event)
    settle(turn)
    pass_time(turn)
    forget_nothing(turn)
    _never_wait_on_nobody(turn)
    if not isinstance(event, TimePassed):
        turn.heard = (*turn.heard, event.id)[-REMEMBERED_EVENTS:]
    return Decision(turn.frozen(), tuple(turn.commands), tuple(turn.notes))


def wake_at(pathway: Pathway, journey: Journey) -> Moment | None:
    """The next moment at which time alone changes something, with the sentence that explains it; None if there is none."""
    found = earliest(journey, index_of(pathway))
    if found is None:
        return None
    due, owner = found
    name = owner.item.therapy if isinstance(owner, TherapyProgress) else owner.step
    return Moment(due.at, f"{name}: {due.because}")


def _refuse_out_of_place(journey: Journey, event: Event) -> None:
    match journey.status, event:
        case "new", Enrolled():
            return
        case "new", _:
            raise EventRefused("the patient is not enrolled on this pathway yet")
        case _, Enrolled():
            raise EventRefused("the patient is already enrolled on this pathway")
        case "ended", _ if not _heard_after_the_end(journey, event):
            raise EventRefused(f"the journey has ended: {journey.ending}")


def _heard_after_the_end(journey: Journey, event: Event) -> bool:
    if isinstance(event, Died):
        return journey.ending != "died"
    if isinstance(event, HEARD_OF_OPEN_STEPS):
        progress = journey.steps.get(event.step)
        return progress is not None and progress.state != "ended"
    return isinstance(event, HEARD_AFTER_THE_END)


def _never_wait_on_nobody(turn: Turn) -> None:
    """An active journey waits for a moment, or for a person whose deadline is one. If not, a person is told."""
    if turn.status == "active" and earliest(turn, turn.index) is None:
        fault(turn, "nothing is ahead for this patient: the pathway does not say what comes next")
