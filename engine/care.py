"""All of one patient: every journey they are on, and the one voice that speaks to them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from pydantic import TypeAdapter

from engine.commands import Command, Key, Note, SendMessage
from engine.decide import Decision, decide, wake_at
from engine.events import Event, TimePassed
from engine.journey import Journey
from engine.listening import listener_of
from engine.moments import Moment
from engine.voice import Voice, hear, speak, speaks_at
from engine.words import Pathway
from engine.zones import utc

LISTENERS = ("patient", "caregiver")


@dataclass(frozen=True, slots=True, kw_only=True)
class Care:
    """One patient: their journeys by id, and what was said to them. Travels as JSON."""

    journeys: Mapping[str, Journey]
    voice: Voice = field(default_factory=Voice)


@dataclass(frozen=True, slots=True)
class Prompt:
    """One text: the messages that go out together to one listener, the patient or a caregiver."""

    at: datetime
    to: str
    messages: tuple[SendMessage, ...]

    @property
    def key(self) -> Key:
        return self.messages[0].key


@dataclass(frozen=True, slots=True)
class Silenced:
    """Words that were wanted and will never be said, and why."""

    at: datetime
    message: SendMessage
    why: str


@dataclass(frozen=True, slots=True)
class Attended:
    """What follows from one event or from time. `commands` is all but words to the patient or a caregiver."""

    care: Care
    commands: tuple[Command, ...]
    prompts: tuple[Prompt, ...]
    silenced: tuple[Silenced, ...]
    notes: tuple[Note, ...]


def attend(pathways: Mapping[str, Pathway], care: Care, journey: str, event: Event) -> Attended:
    """One event for one journey; `pathways` by `Journey.pathway`. Raises EventRefused, and changes nothing."""
    before = care.journeys[journey]
    return _spoken(pathways, care, (decide(pathways[before.pathway], before, event),), utc(event.at))


def pass_time(pathways: Mapping[str, Pathway], care: Care, at: datetime) -> Attended:
    """Time for all journeys that have begun, and for what waits to be said."""
    begun = (journey for journey in care.journeys.values() if journey.status != "new")
    decisions = tuple(decide(pathways[journey.pathway], journey, TimePassed(at=at)) for journey in begun)
    return _spoken(pathways, care, decisions, utc(at))


def next_moment(pathways: Mapping[str, Pathway], care: Care, at: datetime) -> Moment | None:
    """The earliest moment at which time alone changes something, for any journey or for the voice."""
    moments = [wake_at(pathways[journey.pathway], journey) for journey in care.journeys.values()]
    if care.voice.waiting:
        moments.append(speaks_at(care.voice, at, listener_of(pathways, care.journeys)))
    return min((one for one in moments if one is not None), key=lambda moment: moment.at, default=None)


def _spoken(
    pathways: Mapping[str, Pathway], care: Care, decisions: tuple[Decision, ...], at: datetime
) -> Attended:
    """What is wanted is heard, and what may be said now is said. The voice never goes back in time."""
    journeys, voice = dict(care.journeys), care.voice
    at = at if voice.at is None else max(at, voice.at)
    commands: list[Command] = []
    for decision in decisions:
        journeys[decision.journey.id] = decision.journey
        for command in decision.commands:
            if isinstance(command, SendMessage) and command.to in LISTENERS:
                voice = hear(voice, command)
            else:
                commands.append(command)
    notes = tuple(note for decision in decisions for note in decision.notes)
    if not voice.waiting:
        care = Care(journeys=journeys, voice=replace(voice, at=at))
        return Attended(care, tuple(commands), (), (), notes)
    spoken = speak(voice, at, listener_of(pathways, journeys))
    prompts = tuple(Prompt(at, text[0].to, text) for text in spoken.texts)
    silenced = tuple(Silenced(at, message, why) for message, why in spoken.silenced)
    care = Care(journeys=journeys, voice=spoken.voice)
    return Attended(care, tuple(commands), prompts, silenced, notes)


_JSON: TypeAdapter[Care] = TypeAdapter(Care)


def care_to_json(care: Care) -> bytes:
    return _JSON.dump_json(care)


def care_from_json(text: bytes | str) -> Care:
    return _JSON.validate_json(text)
