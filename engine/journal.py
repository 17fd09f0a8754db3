"""What one moment of a patient leaves behind to be written down: the lines of the journal, and where things stand."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from engine import wire
from engine.care import Attended, Care, Prompt, Silenced
from engine.commands import Command, Note
from engine.events import Event
from engine.journey import Journey, to_json
from engine.voice import Voice

Kind = Literal["event", "command", "note", "prompt", "silenced"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the journal. `what` names the class (or the templates), `body` is the thing itself as JSON."""

    at: datetime
    kind: Kind
    what: str
    number: int = 0
    journey: str | None = None
    step: str | None = None
    occurrence: int | None = None
    body: str = "{}"
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JourneyNow:
    """Where a journey stands after the moment; `state` is the whole of it as JSON."""

    id: str
    pathway: str
    status: str
    stage: str | None
    ending: str | None
    hold_until: datetime | None
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientMoment:
    """All that changed at once: written whole, or not at all. Its entries follow each other without a gap, and on the
    line `after`, the last one of which the patient's workflow knows that it is written."""

    patient: str
    after: int
    at: datetime
    zone: str
    language: str
    status: Literal["new", "active", "on_hold", "ended"]
    next_at: datetime | None
    next_because: str | None
    entries: tuple[Entry, ...]
    journeys: tuple[JourneyNow, ...]
    voice: Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What is written of a patient beyond what the workflow knew: where it leaves off, and the lines that brought it."""

    care: Care
    language: str
    number: int
    lines: tuple[Entry, ...]


def entries_of(
    journey: str | None, at: datetime, event: Event | None, attended: Attended, after: int
) -> tuple[Entry, ...]:
    """The event, then what followed from it, numbered from `after` + 1. Time that changed nothing leaves no line."""
    followed = (
        *(_command(at, command) for command in attended.commands),
        *(_prompt(prompt) for prompt in attended.prompts),
        *(_silenced(silenced) for silenced in attended.silenced),
        *(_note(journey, at, note) for note in attended.notes),
    )
    first = () if event is None else (_event(journey, at, event),)
    return tuple(replace(entry, number=number) for number, entry in enumerate((*first, *followed), after + 1))


def now_of(journey: Journey) -> JourneyNow:
    return JourneyNow(
        id=journey.id,
        pathway=journey.pathway,
        status=journey.status,
        stage=journey.stage,
        ending=journey.ending,
        hold_until=None if journey.hold is None else journey.hold.review_at,
        state=to_json(journey).decode(),
    )


def _event(journey: str | None, at: datetime, event: Event) -> Entry:
    return Entry(
        at=at,
        kind="event",
        what=wire.name_of(event),
        journey=journey,
        step=getattr(event, "step", None),
        occurrence=getattr(event, "occurrence", None),
        body=wire.written(event),
    )


def _command(at: datetime, command: Command) -> Entry:
    return Entry(
        at=at,
        kind="command",
        what=wire.name_of(command),
        journey=command.key.journey,
        step=command.key.step,
        occurrence=command.key.occurrence,
        body=wire.written(command),
        reason=str(command.reason),
    )


def _prompt(prompt: Prompt) -> Entry:
    first = prompt.messages[0]
    return Entry(
        at=prompt.at,
        kind="prompt",
        what=" ".join(message.template for message in prompt.messages),
        journey=first.key.journey,
        step=first.key.step,
        occurrence=first.key.occurrence,
        body=wire.written(prompt),
        reason="; ".join(dict.fromkeys(str(message.reason) for message in prompt.messages)),
    )


def _silenced(silenced: Silenced) -> Entry:
    key = silenced.message.key
    return Entry(
        at=silenced.at,
        kind="silenced",
        what=silenced.message.template,
        journey=key.journey,
        step=key.step,
        occurrence=key.occurrence,
        body=wire.written(silenced.message),
        reason=silenced.why,
    )


def _note(journey: str | None, at: datetime, note: Note) -> Entry:
    return Entry(
        at=at,
        kind="note",
        what=note.text,
        journey=journey,
        step=note.step,
        body="{}",
        reason=str(note.reason),
    )
