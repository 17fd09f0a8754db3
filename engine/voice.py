"""One voice per patient: which prompts of all journeys go out together, when, or not at all, and why."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pydantic import AwareDatetime

from engine.clinic import Clinic
from engine.commands import SendMessage
from engine.journey import Journey
from engine.moments import Moment, Zones, is_quiet, local, outside_quiet, zone_at
from engine.turn import NO_MORE_WORDS
from engine.zones import wall

A_DAY = 2
A_WEEK = 4
SAME_WORDS_APART = timedelta(hours=12)
"""Clinical rule T-10 [P]: at most two routine texts a day, four in seven days, and none repeated within 12 hours."""

_WEEK = timedelta(days=7)
_MIDNIGHT_AND = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Said:
    """A text that went out; routine ones count towards the caps."""

    at: AwareDatetime
    templates: tuple[str, ...]
    routine: bool


@dataclass(frozen=True, slots=True)
class Voice:
    """What is remembered between two words to one patient: what waits, and what was said in the last seven days."""

    waiting: tuple[SendMessage, ...] = ()
    said: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Spoken:
    """What goes out now, as one text, and the prompts that do not, each with its sentence."""

    voice: Voice
    messages: tuple[SendMessage, ...]
    silenced: tuple[tuple[SendMessage, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """Where and when this patient can be spoken to."""

    zones: Zones
    clinic: Clinic


def hear(voice: Voice, message: SendMessage) -> Voice:
    """Take up a prompt; the same key heard twice is one prompt."""
    if any(waiting.key == message.key for waiting in voice.waiting):
        return voice
    return replace(voice, waiting=(*voice.waiting, message))


def speak(
    voice: Voice, at: datetime, listener: Listener, still_needed: Callable[[SendMessage], bool]
) -> Spoken:
    """Say what may be said at this moment. Each prompt is checked once more: is it still of use, and still needed?"""
    voice = replace(voice, said=tuple(said for said in voice.said if said.at > at - _WEEK))
    out: list[SendMessage] = []
    silenced: list[tuple[SendMessage, str]] = []
    waiting: list[SendMessage] = []
    for message in voice.waiting:
        why_not = _useless(voice, message, at, still_needed)
        if why_not is not None:
            silenced.append((message, why_not))
        elif _allowed_from(voice, message, at, listener).at > at:
            waiting.append(message)
        else:
            out.append(message)
    said = voice.said
    if out:
        routine = all(message.urgency == "routine" for message in out)
        said = (*said, Said(at, tuple(message.template for message in out), routine))
    return Spoken(Voice(tuple(waiting), said), tuple(out), tuple(silenced))


def speaks_at(voice: Voice, at: datetime, listener: Listener) -> Moment | None:
    """When the next waiting prompt may go out, with the sentence that explains it."""
    return min(
        (_allowed_from(voice, message, at, listener) for message in voice.waiting),
        key=lambda moment: moment.at,
        default=None,
    )


def needed(journey: Journey, message: SendMessage) -> bool:
    """Whether the step that a prompt is about still waits for the patient."""
    if journey.ending in NO_MORE_WORDS:
        return False
    progress = journey.steps.get(message.key.step)
    if progress is None or progress.occurrence != message.key.occurrence:
        return message.urgency == "safety"
    # A step that is words only has ended by saying them; one with a deadline is needed while it is open.
    return progress.due_at is None or progress.state == "open" or message.urgency == "safety"


def _useless(
    voice: Voice, message: SendMessage, at: datetime, still_needed: Callable[[SendMessage], bool]
) -> str | None:
    if message.expires_at is not None and message.expires_at <= at:
        return "it came too late to be of use"
    if not still_needed(message):
        return "it is not needed any more"
    if message.urgency != "safety" and any(
        message.template in said.templates and said.at > at - SAME_WORDS_APART for said in voice.said
    ):
        return "the same words went out less than 12 hours ago"
    return None


def _allowed_from(voice: Voice, message: SendMessage, at: datetime, listener: Listener) -> Moment:
    """Safety at once; visits outside quiet hours; routine also within the caps of a day and a week."""
    if message.urgency == "safety":
        return Moment(at, "safety messages go out at once")
    zone = zone_at(listener.zones, at)
    moment = _awake(at, zone, listener.clinic, "at once")
    if message.urgency == "visit":
        return moment
    routine = [said.at for said in voice.said if said.routine]
    if len([said for said in routine if said > moment.at - _WEEK]) >= A_WEEK:
        moment = _awake(routine[-A_WEEK] + _WEEK, zone, listener.clinic, f"{A_WEEK} texts in seven days")
    today = wall(moment.at, zone).date()
    if sum(1 for said in routine if wall(said, zone).date() == today) >= A_DAY:
        tomorrow = local(today + _MIDNIGHT_AND, listener.clinic.quiet_until, zone)
        moment = _awake(tomorrow, zone, listener.clinic, f"{A_DAY} texts today already")
    return moment


def _awake(at: datetime, zone: str, clinic: Clinic, because: str) -> Moment:
    return outside_quiet(at, zone, clinic) if is_quiet(at, zone, clinic) else Moment(at, because)
