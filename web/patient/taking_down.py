"""Answers that somebody else takes down for a patient: by phone, from paper, from a device. One record with all others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from database.drafts import Asked, Mode, asked_for, latest_asked
from database.my_care import write_words
from database.news import refused, write_news
from engine.events import Answered
from engine.scores import Value
from engine.zones import wall
from instruments.instrument import Instrument
from instruments.licences import permission
from instruments.reading import read_form
from web.patient.people import journey_of, tell
from web.patient.saving import send
from web.patient.world import World

Given = Mapping[str, Mapping[str, object]]


class NotTaken(Exception):
    """All that stands in the way, a line each; nothing was kept."""

    def __init__(self, *why: str) -> None:
        self.why = why
        super().__init__("\n".join(why))


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """`heard` is False where the journey is away just now: it is told later."""

    asked: Asked | None
    heard: bool


async def take_down(world: World, patient: str, step: str, given: Given, mode: Mode, at: datetime) -> Taken:
    """The answers to what was asked for at this step, whoever was asked. Raises NotTaken."""
    async with world.pool.acquire() as connection:
        asked = await latest_asked(connection, patient, step)
        if asked is None:
            raise NotTaken(f"{patient} was never asked for {step}. See: carepath status {patient}")
    forms = _forms(world, asked.instruments, given, at)
    answers, words = _read(forms, given)
    heard = await send(world, asked, forms, at, answers=answers, words=words, mode=mode)
    async with world.pool.acquire() as connection:
        now = await asked_for(connection, asked.key)
        why = await refused(connection, patient, f"{asked.key.journey}:answered:{asked.key}")
    if why is not None:
        raise NotTaken(f"the journey would not hear it: {why}")
    return Taken(asked=now, heard=heard)


async def take_own(
    world: World, patient: str, instrument: str, given: Mapping[str, object], source: str, at: datetime
) -> Taken:
    """An entry on the patient's own account, such as a diary's. The same `source` again changes nothing (R-095)."""
    forms = _forms(world, (instrument,), {instrument: given}, at)
    answers, words = _read(forms, {instrument: given})
    async with world.pool.acquire() as connection, connection.transaction():
        journey = await journey_of(connection, patient)
        if journey is None:
            raise NotTaken(f"{patient} is on no pathway")
        event = Answered(
            id=f"source:{source}",
            at=at,
            answers=answers,
            scores=(forms[instrument].score(answers[instrument]),),
        )
        await write_news(connection, patient, journey, event)
        for item, said in words.get(instrument, {}).items():
            await write_words(connection, patient, f"{journey}:{event.id}:{item}", at, instrument, said)
    return Taken(asked=None, heard=await tell(world, patient))


def _forms(world: World, wanted: Sequence[str], given: Given, at: datetime) -> dict[str, Instrument]:
    askable, found = world.askable(), dict[str, Instrument]()
    faults = [
        f"{name} is not among what was asked: {', '.join(wanted)}" for name in given if name not in wanted
    ]
    for name in wanted:
        known = askable.named(name)
        if known is None:
            faults.append(f"nobody here knows {name}")
        elif (may := permission(known, askable.licences, wall(at, world.zone).date())) != "granted":
            faults.append(f"{name} may not be asked: {may.replace('_', ' ')}")
        elif name not in given:
            faults.append(f"the answers to {name} are missing")
        else:
            found[name] = known
    if faults:
        raise NotTaken(*faults)
    return found


def _read(
    forms: Mapping[str, Instrument], given: Given
) -> tuple[dict[str, dict[str, Value]], dict[str, dict[str, str]]]:
    faults: list[str] = []
    answers: dict[str, dict[str, Value]] = {}
    words: dict[str, dict[str, str]] = {}
    for name, form in forms.items():
        texts = {item: str(said) for item, said in given[name].items() if item in form.text_ids and said}
        coded = {item: value for item, value in given[name].items() if item not in form.text_ids}
        plain = {item: value for item, value in coded.items() if isinstance(value, str | int | float | None)}
        faults += [f"{name}.{item} is no answer" for item in coded if item not in plain]
        reading = read_form(form.items, form.own_item, plain)
        faults += [f"{name}.{item} cannot be {plain[item]!r}" for item in reading.bad]
        answers[name] = form.coded(plain)
        words[name] = texts
    if faults:
        raise NotTaken(*faults)
    return answers, words
