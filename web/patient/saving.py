"""Answers are kept the moment they are given, and whatever a safety rule may read goes to the journey at once."""

from collections.abc import Mapping
from datetime import datetime

from database.drafts import Answers, Asked, Draft, Mode, Words, draft_of, keep, mark_sent, print_of
from database.news import write_news
from database.pool import Connection
from engine.events import Answered
from engine.scores import Value
from instruments.instrument import Instrument
from instruments.items import Text
from web.patient.danger import danger_in
from web.patient.people import tell
from web.patient.world import World


async def save(
    world: World, asked: Asked, answers: Answers, words: Words, at: datetime, *, mode: Mode = "web"
) -> Draft:
    """In one transaction with what the journey must hear of it: an unfinished form counts for safety rules only.

    What comes after the form was sent, such as from a second device, is kept, and heard as a late answer.
    """
    async with world.pool.acquire() as connection, connection.transaction():
        watched = await world.pathways.watched(connection, asked.key.journey)
        before = await draft_of(connection, asked.key)
        kept = await keep(connection, asked, answers, words, at, mode)
        late = kept.sent_at is not None and kept.answers != before.answers
        heard = _given(kept.answers) if late else _of_those(kept.answers, watched)
        if late or heard != _of_those(before.answers, watched):
            kind = "late" if late else "begun"
            await write_news(
                connection,
                asked.patient,
                asked.key.journey,
                Answered(
                    id=f"{kind}:{asked.key}:{print_of(heard)}",
                    at=at,
                    answers=heard,
                    finished=False,
                    step=asked.key.step,
                    occurrence=asked.key.occurrence,
                ),
            )
        await _hear_words(connection, asked, before.words, kept, at)
    await tell(world, asked.patient)
    return kept


async def _hear_words(connection: Connection, asked: Asked, before: Words, kept: Draft, at: datetime) -> None:
    """Words of danger are heard wherever they are written; the same words are heard once."""
    for name, said in kept.words.items():
        for item, words in said.items():
            if words and words != before.get(name, {}).get(item):
                id = f"words:{asked.key}:{name}.{item}:{print_of({name: {item: words}})}"
                await danger_in(connection, asked.patient, asked.key.journey, at, id, words)


async def send(
    world: World,
    asked: Asked,
    forms: Mapping[str, Instrument],
    at: datetime,
    *,
    answers: Answers | None = None,
    words: Words | None = None,
    mode: Mode = "web",
) -> bool:
    """The form is finished, with what is kept and what comes with it. Sent twice, it counts once. Whether it is heard."""
    async with world.pool.acquire() as connection, connection.transaction():
        before = await draft_of(connection, asked.key)
        kept = await keep(connection, asked, answers or {}, words or {}, at, mode)
        await _hear_words(connection, asked, before.words, kept, at)
        await mark_sent(connection, asked.key, at)
        if kept.sent_at is None:
            whole = {name: finished(forms[name], kept, name) for name in asked.instruments}
            await write_news(
                connection,
                asked.patient,
                asked.key.journey,
                Answered(
                    id=f"answered:{asked.key}",
                    at=at,
                    answers=whole,
                    scores=tuple(forms[name].score(given) for name, given in whole.items()),
                    step=asked.key.step,
                    occurrence=asked.key.occurrence,
                ),
            )
    return await tell(world, asked.patient)


def finished(form: Instrument, kept: Draft, name: str) -> dict[str, Value]:
    """What was given; an activity that was named and not rated is missing, and is said to be."""
    given = dict(kept.answers.get(name, {}))  # an answer that was taken back is there, as none
    if form.own_item is not None:
        given = {item: value for item, value in given.items() if value is not None}
        named = kept.words.get(name, {})
        for text, item in zip(form.items, form.items[1:], strict=False):
            if isinstance(text.response, Text) and named.get(text.id) and item.id not in given:
                given[item.id] = None
    return given


def _given(answers: Answers) -> dict[str, dict[str, Value]]:
    return {
        name: {item: value for item, value in given.items() if value is not None}
        for name, given in answers.items()
    }


def _of_those(answers: Answers, watched: Mapping[str, tuple[str, ...]]) -> dict[str, dict[str, Value]]:
    found: dict[str, dict[str, Value]] = {}
    for name, given in _given(answers).items():
        read = {item: value for item, value in given.items() if item in watched.get(name, ())}
        if read:
            found[name] = read
    return found
