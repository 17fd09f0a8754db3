"""What became of the texts that a provider took: told by its callbacks, in any order and more than once, or asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from database.pool import Connection

RANK: Mapping[str, int] = {
    "accepted": 1,
    "scheduled": 1,
    "queued": 2,
    "sending": 3,
    "sent": 4,
    "delivered": 6,
    "undelivered": 6,
    "failed": 6,
    "canceled": 6,
    "read": 7,
}
"""How far along a state is. Another word of the provider's is kept, and changes nothing."""
FINAL = 6
ARRIVED_AFTER_ALL = {("undelivered", "delivered"), ("failed", "delivered")}
ASK_AFTER = timedelta(minutes=5)
ASK_FOR = timedelta(hours=24)
"""A provider that has said nothing for so long says nothing more: some carriers never send a receipt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Undelivered:
    """A text that did not arrive, and the journeys that have not heard so: each with its step and occurrence."""

    ref: str
    patient: str
    address: str
    key: str
    about: tuple[tuple[str, str, int | None], ...]
    error: int | None
    at: datetime


async def note_delivery(
    connection: Connection,
    provider_id: str,
    state: str,
    error: int | None,
    at: datetime,
    *,
    ref: str | None = None,
) -> bool:
    """Whether it changed what we know. `ref` and the try stand in the callback's address, if it has them.

    Told by a callback before the answer to our request came, or after its worker died, it also says that we were heard.
    """
    async with connection.transaction():
        new = await connection.fetchval(
            "insert into delivery_news (provider_id, state, error, at) values ($1, $2, $3, $4)"
            " on conflict do nothing returning true",
            provider_id,
            state,
            error,
            at,
        )
        if ref is not None:
            await _was_taken(connection, ref, provider_id, at)
        row = await connection.fetchrow(
            "select ref, delivery from posting where provider_id = $1 for update", provider_id
        )
        if row is None or not _is_later(row["delivery"], state):
            return bool(new) and row is None
        await connection.execute(
            "update posting set delivery = $2, delivery_error = $3, delivered_at = $4 where ref = $1",
            row["ref"],
            state,
            error,
            at,
        )
    return True


async def heard_before(connection: Connection, provider_id: str) -> None:
    """News that came before we knew whose text it was: the furthest of it counts now."""
    rows = await connection.fetch(
        "select state, error, at from delivery_news where provider_id = $1 order by at", provider_id
    )
    for row in rows:
        await note_delivery(connection, provider_id, row["state"], row["error"], row["at"])


async def not_arrived(connection: Connection) -> Undelivered | None:
    """One whose journey has still to hear of it; its row is held until the transaction ends."""
    row = await connection.fetchrow(_NOT_ARRIVED)
    if row is None:
        return None
    count = len(row["steps"])
    journeys = row["journeys"] or [row["journey"]] * count
    return Undelivered(
        ref=row["ref"],
        patient=row["patient"],
        address=row["address"],
        key=row["key"],
        about=tuple(zip(journeys, row["steps"], row["occurrences"] or [None] * count, strict=True)),
        error=row["delivery_error"],
        at=row["delivered_at"],
    )


async def settle(connection: Connection, ref: str, at: datetime) -> None:
    """The journey has heard that it did not arrive."""
    await connection.execute("update posting set settled_at = $2 where ref = $1", ref, at)


async def unheard_of(connection: Connection, at: datetime, first: int) -> Sequence[str]:
    """The provider's ids of texts that it should have told about by now; they are not given out again for a while."""
    rows = await connection.fetch(_UNHEARD_OF, at, ASK_AFTER, ASK_FOR, first)
    return tuple(row["provider_id"] for row in rows)


async def _was_taken(connection: Connection, ref: str, provider_id: str, at: datetime) -> None:
    await connection.execute(
        "update posting set provider_id = $2, sent_at = coalesce(sent_at, $3), state = 'sent'"
        " where ref = $1 and provider_id is null and way = 'sms'"
        " and not exists (select from posting where provider_id = $2)",
        ref,
        provider_id,
        at,
    )


def _is_later(known: str | None, told: str) -> bool:
    if told not in RANK:
        return False
    if known is None or (known, told) in ARRIVED_AFTER_ALL:
        return True
    return RANK[told] > RANK[known] and (RANK[known] < FINAL or (known, told) == ("delivered", "read"))


_NOT_ARRIVED = """
select ref, posting.patient, address, posting.journey, posting.key, journeys, steps, occurrences, delivery_error,
  delivered_at
from posting join prompt using (journey, key)
where delivery in ('failed', 'undelivered') and settled_at is null
order by delivered_at limit 1 for update of posting skip locked
"""
_UNHEARD_OF = """
update posting set asked_at = $1
where ref in (
  select ref from posting
  where state = 'sent' and way = 'sms' and provider_id is not null
    and (delivery is null or delivery not in ('delivered', 'undelivered', 'failed', 'canceled', 'read'))
    and sent_at between $1::timestamptz - $3::interval and $1::timestamptz - $2::interval
    and (asked_at is null or asked_at <= $1::timestamptz - $2::interval)
  order by sent_at limit $4 for update skip locked
)
returning provider_id
"""
