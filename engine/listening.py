"""What the state of a patient's journeys means for a prompt that waits: it is useless, it is held, or it may go."""

from collections.abc import Mapping
from datetime import datetime

from engine.ahead import goes_on_for
from engine.commands import SendMessage
from engine.index import index_of
from engine.journey import Journey, Progress
from engine.tasking import BY_THE_CLOCK
from engine.turn import NO_MORE_WORDS
from engine.voice import Listener
from engine.words import Pathway

TEXTS_FROM = "routine_texts_from"
"""The fact that the patient asked to be left alone with routine texts until then: a moment in ISO form."""


def listener_of(pathways: Mapping[str, Pathway], journeys: Mapping[str, Journey]) -> Listener:
    """One patient as all their journeys know them. Where they live is what they told last."""
    latest = max(journeys.values(), key=lambda journey: (journey.status != "new", _moved_at(journey)))
    return Listener(
        zones=latest.zones,
        clinic=latest.clinic,
        useless=lambda message: not_needed(journeys, message),
        held=lambda message: waits_for_a_person(pathways, journeys, message),
        unwelcome=lambda message: not_agreed_to(pathways, journeys, message),
        routine_from=_routine_from(journeys),
    )


def _routine_from(journeys: Mapping[str, Journey]) -> datetime | None:
    wishes = [wish for journey in journeys.values() if isinstance(wish := journey.facts.get(TEXTS_FROM), str)]
    return max(map(datetime.fromisoformat, wishes), default=None)


def _moved_at(journey: Journey) -> float:
    since = journey.zones[-1][0]
    return since.timestamp() if since is not None else 0.0


def not_needed(journeys: Mapping[str, Journey], message: SendMessage) -> str | None:
    """Why nobody needs these words any more."""
    journey = journeys[message.key.journey]
    if any(other.ending == "died" for other in journeys.values()):
        return "the patient died"
    if journey.ending in NO_MORE_WORDS:
        return f"the patient {journey.ending}"
    progress = journey.steps.get(message.key.step)
    if message.urgency == "safety" or progress is None:
        return None
    if progress.occurrence != message.key.occurrence:
        return f"{progress.step} has begun anew since"
    # A step that is words only has ended by saying them; one with a deadline is needed while it is open.
    if progress.due_at is not None and progress.state != "open":
        return f"{progress.step} is over: {progress.ending}"
    return _no_such_visit(progress, message)


def _no_such_visit(progress: Progress, message: SendMessage) -> str | None:
    if message.urgency != "visit" or message.expires_at is None or not progress.visits:
        return None
    ahead = any(
        visit.start == message.expires_at and visit.state in ("booked", "confirmed")
        for visit in progress.visits
    )
    return None if ahead else f"{progress.step} does not take place then"


def not_agreed_to(
    pathways: Mapping[str, Pathway], journeys: Mapping[str, Journey], message: SendMessage
) -> str | None:
    """Consent is the patient's: taken back on one active journey, it holds on none. A caregiver is invited on a yes."""
    if message.to != "patient":
        return None
    own = journeys[message.key.journey]
    others = [journey for journey in journeys.values() if journey.status == "active" and journey is not own]
    flags = [
        (other, flag) for other in others if (flag := pathways[other.pathway].texting_consent) is not None
    ]
    agreed = pathways[own.pathway].texting_consent in own.flags and all(
        flag in other.flags for other, flag in flags
    )
    return None if agreed else "the patient has not agreed to texts"


def waits_for_a_person(
    pathways: Mapping[str, Pathway], journeys: Mapping[str, Journey], message: SendMessage
) -> str | None:
    """A journey on hold says only what concerns safety; and nobody is sent a diary in the middle of an emergency."""
    if message.urgency == "safety":
        return None
    journey = journeys[message.key.journey]
    if journey.hold is not None and not goes_on_for(
        index_of(pathways[journey.pathway]), journey.steps.get(message.key.step)
    ):
        return "the journey is on hold"
    if message.urgency == "routine" and any(
        _is_urgent(pathways[other.pathway], other) for other in journeys.values() if other.tasks
    ):
        return "an emergency is open"
    return None


def _is_urgent(pathway: Pathway, journey: Journey) -> bool:
    severities = index_of(pathway).severities
    return any(
        task.severity is not None and severities[task.severity].within.unit in BY_THE_CLOCK
        for task in journey.tasks.values()
    )
