"""Texts on their way out: what is handed to a provider is written down before, and its answer after."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from database.delivery import heard_before
from database.pool import Connection

Way = Literal["sms", "email", "mailbox"]
Came = Literal["sent", "not_sent", "unsure", "refused"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """`state` is open while it is tried."""

    ref: str
    way: Way
    address: str
    words: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    number: int
    at: datetime
    came: Came | None


def ref_of(journey: str, key: str, way: Way) -> str:
    """Short enough for an address, the same whenever it is made, and it tells nobody anything."""
    return hashlib.sha256(f"{journey}\n{key}\n{way}".encode()).hexdigest()[:32]


async def open_posting(
    connection: Connection,
    journey: str,
    key: str,
    way: Way,
    patient: str,
    *,
    address: str,
    words: str,
    at: datetime,
) -> Posting:
    """Its words and its address stay what they are now, whatever changes until it is sent."""
    ref = ref_of(journey, key, way)
    await connection.execute(
        "insert into posting (ref, journey, key, way, patient, address, words, opened_at)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8)",
        ref,
        journey,
        key,
        way,
        patient,
        address,
        words,
        at,
    )
    return Posting(ref=ref, way=way, address=address, words=words, state="open")


async def postings_of(connection: Connection, journey: str, key: str) -> Sequence[Posting]:
    rows = await connection.fetch(
        "select ref, way, address, words, state from posting where journey = $1 and key = $2", journey, key
    )
    return tuple(Posting(**row) for row in rows)


async def first_tried_at(connection: Connection, journey: str, key: str) -> datetime | None:
    tried: datetime | None = await connection.fetchval(
        "select min(at) from posting_try join posting using (ref) where journey = $1 and key = $2",
        journey,
        key,
    )
    return tried


async def tries_of(connection: Connection, ref: str) -> Sequence[Tried]:
    rows = await connection.fetch(
        "select number, at, came from posting_try where ref = $1 order by number", ref
    )
    return tuple(Tried(**row) for row in rows)


async def begin_try(connection: Connection, ref: str, number: int, at: datetime) -> None:
    """Before the request. A number is one worker's: raises UniqueViolationError where another has it."""
    await connection.execute("insert into posting_try (ref, number, at) values ($1, $2, $3)", ref, number, at)


async def end_try(connection: Connection, ref: str, number: int, came: Came, code: str | None) -> None:
    await connection.execute(
        "update posting_try set came = $3, code = $4 where ref = $1 and number = $2 and came is null",
        ref,
        number,
        came,
        code,
    )


async def was_sent(connection: Connection, ref: str, provider_id: str | None, at: datetime) -> None:
    """Also what the provider said of it meanwhile counts from now on."""
    await connection.execute(
        "update posting set state = 'sent', provider_id = coalesce(provider_id, $2), sent_at = coalesce(sent_at, $3)"
        " where ref = $1",
        ref,
        provider_id,
        at,
    )
    if provider_id is not None:
        await heard_before(connection, provider_id)


async def give_up(connection: Connection, ref: str) -> None:
    await connection.execute("update posting set state = 'given_up' where ref = $1 and state = 'open'", ref)


async def nobody_elses(connection: Connection, ref: str, ids: Sequence[str]) -> Sequence[str]:
    """Of these texts of the provider those that are not another posting's: a family may share a phone, and words."""
    taken = {
        row["provider_id"]
        for row in await connection.fetch(
            "select provider_id from posting where provider_id = any($1) and ref <> $2", list(ids), ref
        )
    }
    return tuple(id for id in ids if id not in taken)
