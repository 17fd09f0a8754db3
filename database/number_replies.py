"""What is said straight back to a number: wanted once for each text, and not the same words within twelve hours."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from database.pool import Connection
from engine.voice import SAME_WORDS_APART

TRIED_AGAIN_AFTER = timedelta(seconds=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberReply:
    """`patient` is None for a number that we do not know. `doubtful_since`: nobody knows whether it was taken then."""

    id: str
    number: str
    patient: str | None
    listener: str
    template: str
    language: str
    at: datetime
    tries: int = 0
    doubtful_since: datetime | None = None


async def want_reply(connection: Connection, inbound: str, reply: NumberReply, *, safety: bool) -> None:
    """What may save a life is said each time that it is called for."""
    said = not safety and await connection.fetchval(
        "select exists (select from number_reply where number = $1 and template = $2 and at > $3 and id <> $4)",
        reply.number,
        reply.template,
        reply.at - SAME_WORDS_APART,
        reply.id,
    )
    if said:
        return
    await connection.execute(
        "insert into number_reply (id, inbound, number, patient, listener, template, language, at)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing",
        reply.id,
        inbound,
        reply.number,
        reply.patient,
        reply.listener,
        reply.template,
        reply.language,
        reply.at,
    )


async def next_reply(connection: Connection) -> NumberReply | None:
    """The oldest that is to be said; it is this caller's for a while."""
    row = await connection.fetchrow(_CLAIM, TRIED_AGAIN_AFTER)
    return None if row is None else NumberReply(**row)


async def surely_not_taken(connection: Connection, reply: NumberReply) -> None:
    """By this try; what was in doubt before it stays so. Without this note a try is in doubt: its worker may have died."""
    await connection.execute(
        "update number_reply set tried_at = null, not_before = clock_timestamp() + $3::interval, doubtful_since = $2"
        " where id = $1 and state = 'wanted'",
        reply.id,
        reply.doubtful_since,
        TRIED_AGAIN_AFTER,
    )


async def end_reply(connection: Connection, id: str, state: str) -> None:
    await connection.execute(
        "update number_reply set state = $2, ended_at = clock_timestamp() where id = $1 and state = 'wanted'",
        id,
        state,
    )


# A try that nobody noted the end of may have been taken: its worker died.
_CLAIM = """
update number_reply set tried_at = clock_timestamp(), tries = tries + 1,
  doubtful_since = coalesce(doubtful_since, tried_at)
where id = (
  select id from number_reply
  where state = 'wanted' and (tried_at is null or tried_at < clock_timestamp() - $1::interval)
    and (not_before is null or not_before <= clock_timestamp())
  order by at, id limit 1 for update skip locked
)
returning id, number, patient, listener, template, language, at, tries, doubtful_since
"""
