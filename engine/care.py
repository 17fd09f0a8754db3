"""All of one patient: every journey they are on, and the one voice that speaks to them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from pydantic import TypeAdapter

from engine.commands import Command, Key, Note, SendMessage
from engine.decide import Decision, decide, wake_at
from engine.events import Event, PromptFailed, TimePassed
from engine.journey import Journey
from engine.listening import listener_of
from engine.moments import Moment
from engine.phoning import was_called_for
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
    notes: list[Note] = []
    prompts: list[Prompt] = []
    silenced: list[Silenced] = []
    ahead = list(decisions)
    while ahead or voice.at != at:
        for decision in ahead:
            journeys[decision.journey.id] = decision.journey
            voice = _heard(voice, decision, commands)
            notes += decision.notes
        ahead = []
        if not voice.waiting:
            voice = replace(voice, at=at)
            continue
        spoken = speak(voice, at, listener_of(pathways, journeys))
        voice = spoken.voice
        prompts += [Prompt(at, text[0].to, text) for text in spoken.texts]
        silenced += [Silenced(at, message, why) for message, why in (*spoken.silenced, *spoken.unsaid)]
        for message, _ in spoken.unsaid:
            ahead += _phoned_instead(pathways, journeys, message, at)
    care = Care(journeys=journeys, voice=voice)
    return Attended(care, tuple(commands), tuple(prompts), tuple(silenced), tuple(notes))


def _heard(voice: Voice, decision: Decision, commands: list[Command]) -> Voice:
    """Words to a listener go to the voice; all else is added to the commands."""
    for command in decision.commands:
        if isinstance(command, SendMessage) and command.to in LISTENERS:
            voice = hear(voice, command)
        else:
            commands.append(command)
    return voice


def _phoned_instead(
    pathways: Mapping[str, Pathway], journeys: dict[str, Journey], message: SendMessage, at: datetime
) -> Iterator[Decision]:
    """What may not be texted is news to the journey that wanted it said; each piece of news builds on the last."""
    journey, key = journeys[message.key.journey], message.key
    if was_called_for(journey, message):
        return
    event = PromptFailed(
        id=f"unsaid:{key}",
        at=at,
        step=key.step,
        occurrence=key.occurrence,
        reason="no_consent",
        useless_from=message.expires_at,
    )
    decision = decide(pathways[journey.pathway], journey, event)
    journeys[journey.id] = decision.journey
    yield decision


_JSON: TypeAdapter[Care] = TypeAdapter(Care)


def care_to_json(care: Care) -> bytes:
    return _JSON.dump_json(care)


def care_from_json(text: bytes | str) -> Care:
    return _JSON.validate_json(text)
