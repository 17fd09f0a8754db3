"""One voice per patient: which prompts of all journeys go out together, when, or not at all, and why.

| urgency | goes out |
|---|---|
| `safety` | at once, at any hour, in a text of its own |
| `reply` | at once, at any hour: the answer to what the patient has just told us |
| `alert`, `visit` | outside quiet hours |
| `routine` | outside quiet hours, within the caps, and not while an emergency of this patient is open |
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from pydantic import AwareDatetime

from engine.clinic import Clinic
from engine.commands import SendMessage
from engine.moments import Moment, Zones, is_quiet, local, outside_quiet, zone_at
from engine.zones import wall

A_DAY = 2
A_WEEK = 4
SAME_WORDS_APART = timedelta(hours=12)
"""Clinical rule T-10 [P]: at most two routine texts a day, four in seven days, and none repeated within 12 hours."""

AT_ANY_HOUR = frozenset({"safety", "reply"})
_WEEK = timedelta(days=7)
_MIDNIGHT_AND = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Said:
    """A text that went out to one listener; one with anything routine in it counts towards the caps."""

    at: AwareDatetime
    words: tuple[str, ...]
    routine: bool
    to: str = "patient"


@dataclass(frozen=True, slots=True)
class Voice:
    """What is remembered between two words to one patient: what waits, and what was said in the last seven days."""

    waiting: tuple[SendMessage, ...] = ()
    said: tuple[Said, ...] = ()
    at: AwareDatetime | None = None


@dataclass(frozen=True, slots=True)
class Spoken:
    """What goes out now, one tuple a text, and the prompts that do not, each with its sentence.

    `silenced` is what nobody needs any more; `unsaid` is needed, and a person has to say it.
    """

    voice: Voice
    texts: tuple[tuple[SendMessage, ...], ...]
    silenced: tuple[tuple[SendMessage, str], ...]
    unsaid: tuple[tuple[SendMessage, str], ...] = ()


def _free(_: SendMessage) -> None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """Where and when this patient can be spoken to. `held` is what waits for a person, and why; `useless` why never.

    `unwelcome` is what must not be texted when its time has come, and why not. `routine_from`: the patient asked to
    be left alone with routine texts until then.
    """

    zones: Zones
    clinic: Clinic
    useless: Callable[[SendMessage], str | None] = field(default=_free)
    held: Callable[[SendMessage], str | None] = field(default=_free)
    unwelcome: Callable[[SendMessage], str | None] = field(default=_free)
    routine_from: datetime | None = None


def hear(voice: Voice, message: SendMessage) -> Voice:
    """Take up a prompt; the same key heard twice is one prompt."""
    if any(waiting.key == message.key for waiting in voice.waiting):
        return voice
    return replace(voice, waiting=(*voice.waiting, message))


def speak(voice: Voice, at: datetime, listener: Listener) -> Spoken:
    """Say what may be said at this moment. Each prompt is checked once more: is it still of use, and still needed?"""
    before = tuple(said for said in voice.said if said.at > at - _WEEK)
    texts: dict[tuple[object, ...], tuple[SendMessage, ...]] = {}
    silenced: list[tuple[SendMessage, str]] = []
    unsaid: list[tuple[SendMessage, str]] = []
    waiting: list[SendMessage] = []
    for message in voice.waiting:
        now = replace(voice, said=(*before, *(_said(text, at) for text in texts.values())))
        why_not = _useless(now, message, at, listener) or _repeats(message, waiting)
        if why_not is not None:
            silenced.append((message, why_not))
            continue
        text = texts.get(_one_text(message), ())
        moment = _allowed_from(now, message, at, listener, joins=_is_routine(text))
        if moment is None or moment.at > at:
            waiting.append(message)
        elif (unwelcome := listener.unwelcome(message)) is not None:
            unsaid.append((message, unwelcome))
        else:
            texts[_one_text(message)] = (*text, message)
    said = (*before, *(_said(text, at) for text in texts.values()))
    return Spoken(Voice(tuple(waiting), said, at), tuple(texts.values()), tuple(silenced), tuple(unsaid))


def speaks_at(voice: Voice, at: datetime, listener: Listener) -> Moment | None:
    """When the next waiting prompt may go out, with the sentence that explains it; None if all of them are held."""
    moments = (_allowed_from(voice, message, at, listener) for message in voice.waiting)
    return min((one for one in moments if one is not None), key=lambda moment: moment.at, default=None)


def _one_text(message: SendMessage) -> tuple[object, ...]:
    """What shares this goes out in one text. Words that may save a life stand alone."""
    return (message.to, message.urgency == "safety", message.private, message.other_channel)


def _said(text: tuple[SendMessage, ...], at: datetime) -> Said:
    return Said(at, tuple(map(_words, text)), _is_routine(text), text[0].to)


def _is_routine(text: tuple[SendMessage, ...]) -> bool:
    return any(message.urgency == "routine" for message in text)


def _words(message: SendMessage) -> str:
    """What makes two prompts the same words: the template, the step, and for a visit which one of its starts."""
    start = f" {message.expires_at:%Y%m%dT%H%M}" if message.urgency == "visit" and message.expires_at else ""
    return f"{message.template} {message.key.journey}/{message.key.step}{start}"


def _useless(voice: Voice, message: SendMessage, at: datetime, listener: Listener) -> str | None:
    if message.expires_at is not None and message.expires_at <= at:
        return "it came too late to be of use"
    why_not = listener.useless(message)
    if (
        why_not is None
        and message.urgency != "safety"
        and any(
            _words(message) in said.words and said.to == message.to and said.at > at - SAME_WORDS_APART
            for said in voice.said
        )
    ):
        return "the same words went out less than 12 hours ago"
    return why_not


def _repeats(message: SendMessage, waiting: list[SendMessage]) -> str | None:
    """Nobody is reminded of what they have not been told yet."""
    if message.urgency == "routine" and any(
        (other.to, other.key.journey, other.key.step, other.key.occurrence)
        == (message.to, message.key.journey, message.key.step, message.key.occurrence)
        for other in waiting
    ):
        return "what it reminds of waits to be said"
    return None


def _allowed_from(
    voice: Voice, message: SendMessage, at: datetime, listener: Listener, *, joins: bool = False
) -> Moment | None:
    """When it may go out, as far as time decides; None while it waits for a person."""
    if listener.held(message) is not None:
        return None
    if message.urgency in AT_ANY_HOUR:
        return Moment(at, f"{message.urgency} messages go out at once")
    zone = zone_at(listener.zones, at)
    moment = _awake(at, zone, listener.clinic, "at once")
    if message.urgency != "routine" or joins:
        return moment
    if message.to == "patient" and listener.routine_from is not None and moment.at < listener.routine_from:
        moment = _awake(listener.routine_from, zone, listener.clinic, "the patient asked for time until then")
    routine = [said.at for said in voice.said if said.routine and said.to == message.to]
    if len([said for said in routine if said > moment.at - _WEEK]) >= A_WEEK:
        moment = _awake(routine[-A_WEEK] + _WEEK, zone, listener.clinic, f"{A_WEEK} texts in seven days")
    today = wall(moment.at, zone).date()
    if sum(1 for said in routine if wall(said, zone).date() == today) >= A_DAY:
        tomorrow = local(today + _MIDNIGHT_AND, listener.clinic.quiet_until, zone)
        moment = _awake(tomorrow, zone, listener.clinic, f"{A_DAY} texts today already")
    return moment


def _awake(at: datetime, zone: str, clinic: Clinic, because: str) -> Moment:
    return outside_quiet(at, zone, clinic) if is_quiet(at, zone, clinic) else Moment(at, because)
