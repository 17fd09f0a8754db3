"""Texts that came in: kept once by the provider's id, and handed out until somebody has heard them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from database.pool import Connection

HEARD_AGAIN_AFTER = timedelta(seconds=20)
"""Whoever hears a text has so long for it; then another may. Heard twice at once does no harm: ids are the same."""

ASKED_WHO_FOR = timedelta(hours=24)
"""So long an answer to "who is this?" says who wrote before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbound:
    """`id` is the provider's. `pictures` came along, and are read by a person at the provider; `tries` to hear it."""

    id: str
    sender: str
    receiver: str
    words: str
    at: datetime
    pictures: int = 0
    tries: int = 0


async def keep(connection: Connection, inbound: Inbound) -> bool:
    """Whether it was new."""
    found = await connection.fetchval(
        "insert into inbound (id, sender, receiver, words, pictures, received_at)"
        " values ($1, $2, $3, $4, $5, $6) on conflict do nothing returning true",
        inbound.id,
        inbound.sender,
        inbound.receiver,
        inbound.words,
        inbound.pictures,
        inbound.at,
    )
    return bool(found)


async def next_unheard(connection: Connection) -> Inbound | None:
    """The oldest that nobody has heard, and nobody is hearing; it is this caller's for a while."""
    row = await connection.fetchrow(_CLAIM, HEARD_AGAIN_AFTER)
    return None if row is None else Inbound(**row)


async def unheard(connection: Connection, id: str) -> Inbound | None:
    """This one; None if it was heard."""
    row = await connection.fetchrow(_CLAIM_ONE, id)
    return None if row is None else Inbound(**row)


async def note_heard(
    connection: Connection,
    id: str,
    intents: Sequence[str],
    patients: Sequence[str],
    *,
    by_caregiver: bool,
) -> None:
    await connection.execute(
        "update inbound set heard_at = clock_timestamp(), intents = $2, patients = $3, by_caregiver = $4"
        " where id = $1",
        id,
        list(intents),
        list(patients),
        by_caregiver,
    )


async def left_open(connection: Connection, text: Inbound) -> Sequence[Inbound]:
    """Earlier texts of the same phone of which nobody knows yet who wrote them, oldest first."""
    rows = await connection.fetch(_LEFT_OPEN, text.sender, text.at - ASKED_WHO_FOR, text.at, text.id)
    return [Inbound(**row) for row in rows]


_CLAIM = """
update inbound set tried_at = clock_timestamp(), tries = tries + 1
where id = (
  select id from inbound
  where heard_at is null and (tried_at is null or tried_at < clock_timestamp() - $1::interval)
  order by received_at, id limit 1 for update skip locked
)
returning id, sender, receiver, words, pictures, tries, received_at as at
"""
_CLAIM_ONE = """
update inbound set tried_at = clock_timestamp(), tries = tries + 1 where id = $1 and heard_at is null
returning id, sender, receiver, words, pictures, tries, received_at as at
"""
_LEFT_OPEN = """
select id, sender, receiver, words, pictures, received_at as at from inbound
where sender = $1 and received_at between $2 and $3 and id <> $4 and exists (
  select from inbound_task where inbound = inbound.id and kind = 'shared_phone' and state in ('open', 'accepted')
)
order by received_at, id
"""
