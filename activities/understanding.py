"""Understands one text: who may have written it, what it means for each of them, and what follows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from activities.asking import standing_of
from database.inbound import Inbound, left_open
from database.numbers import Holder, holders_of
from database.pool import Connection
from engine.words import Pathway
from replies.following import Follow, Heard, Say, Work, follows
from replies.letters import words_of
from replies.meaning import Asked, Intent, Reading
from replies.read import is_keyword, read_reply
from replies.standing import Standing

FOR_EACH = frozenset[Intent](("crisis", "red_flag", "death", "opt_out", "opt_in", "wrong_number", "help"))
"""Of a phone that several share: true of each of them, or safer taken so."""
SAYS_NOTHING = frozenset[Intent](("courtesy", "opt_out", "wrong_number"))
"""From a stranger: nothing to do."""


@dataclass(frozen=True, slots=True)
class Part:
    """What follows for one who may have written, of this text or of an earlier one whose writer is known only now."""

    text: Inbound
    holder: Holder | None
    follows: tuple[Follow, ...]


@dataclass(frozen=True, slots=True)
class Understood:
    """`settles` are earlier texts of this phone, now that it is known who writes."""

    intents: tuple[Intent, ...]
    holders: Sequence[Holder]
    parts: tuple[Part, ...]
    settles: tuple[Inbound, ...] = ()


async def understood(connection: Connection, text: Inbound, pathways: Mapping[str, Pathway]) -> Understood:
    number = text.sender.rpartition(":")[2]
    holders = await holders_of(connection, number)
    if not holders:
        return _of_a_stranger(text)
    named = _named(text.words, holders)
    if len(holders) > 1 and named is None:
        return await _of_any(connection, text, holders, pathways)
    holder = named or holders[0]
    standing = await standing_of(connection, holder, number, pathways, text.at)
    earlier = await left_open(connection, text) if named is not None else ()
    reading = read_reply(text.words, standing.asked)
    parts = [_part(text, holder, standing, _no_question(reading) if earlier else reading)]
    for one in earlier:
        then = await standing_of(connection, holder, number, pathways, one.at)
        parts.append(_part(one, holder, then, _without(read_reply(one.words, then.asked), FOR_EACH)))
    return Understood(reading.intents, (holder,), tuple(parts), tuple(earlier))


def _of_a_stranger(text: Inbound) -> Understood:
    """Nobody that we know. What may be an emergency is answered and looked at all the same."""
    reading = read_reply(text.words, Asked())
    nobody = Heard(
        id=text.id, at=text.at, reading=_only(reading, ("crisis", "red_flag")), standing=Standing(patient="")
    )
    found: list[Follow] = [
        replace(one, patient=None) if isinstance(one, Work) else one for one in follows(nobody)
    ]
    if not found and not SAYS_NOTHING.issuperset(reading.intents):
        found = [Work(kind="unknown_number", patient=None, about=" ".join(reading.intents))]
        if not is_keyword(text.words):
            found.append(Say(template="not_watched"))
    return Understood(reading.intents, (), (Part(text, None, tuple(found)),))


async def _of_any(
    connection: Connection, text: Inbound, holders: Sequence[Holder], pathways: Mapping[str, Pathway]
) -> Understood:
    """The safe path for everybody who may have written; the rest waits until it is known who did."""
    parts, left, intents = [], False, tuple[Intent, ...]()
    for holder in holders:
        standing = await standing_of(connection, holder, text.sender.rpartition(":")[2], pathways, text.at)
        reading = read_reply(text.words, standing.asked)
        parts.append(_part(text, holder, standing, _only(reading, FOR_EACH)))
        left = left or not (FOR_EACH | {"courtesy"}).issuperset(reading.intents)
        intents = reading.intents if len(reading.intents) > len(intents) else intents
    if left:
        asks = (
            Work(kind="shared_phone", patient=None, about=" ".join(intents)),
            Say(template="who_is_this"),
        )
        parts.append(Part(text, None, asks))
    return Understood(intents, holders, tuple(parts))


def _part(text: Inbound, holder: Holder, standing: Standing, reading: Reading) -> Part:
    heard = Heard(id=text.id, at=text.at, reading=reading, standing=standing, keyword=is_keyword(text.words))
    return Part(text, holder, follows(heard))


def _named(words: str, holders: Sequence[Holder]) -> Holder | None:
    """The only one of them whose given name stands in the text."""
    said = set(words_of(words))
    found = [one for one in holders if one.given and said.issuperset(words_of(one.given[0]))]
    return found[0] if len(holders) > 1 and len(found) == 1 else None


def _only(reading: Reading, intents: Sequence[Intent] | frozenset[Intent]) -> Reading:
    return replace(reading, intents=tuple(one for one in reading.intents if one in intents))


def _without(reading: Reading, intents: frozenset[Intent]) -> Reading:
    return replace(reading, intents=tuple(one for one in reading.intents if one not in intents))


def _no_question(reading: Reading) -> Reading:
    """Whoever only says who they are asks nothing."""
    return _without(reading, frozenset(("unclear",)))
