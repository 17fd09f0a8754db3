"""Up to when the provider's own list of texts to a number of ours was read: by one worker at a time."""

from datetime import datetime, timedelta

from database.pool import Connection

EVERY = timedelta(minutes=5)
OVERLAP = timedelta(minutes=10)
"""Read once more each time: a list may show a text late."""
AT_FIRST = timedelta(days=1)


async def poll_from(connection: Connection, number: str) -> tuple[datetime, datetime] | None:
    """Since when to read, and the moment to note afterwards; None while it was read a moment ago. Holds the row until
    the transaction ends, so that no other worker reads meanwhile."""
    now: datetime = await connection.fetchval("select clock_timestamp()")
    await connection.execute(
        "insert into inbound_poll (number, read_to) values ($1, $2) on conflict do nothing",
        number,
        now - AT_FIRST,
    )
    read_to = await connection.fetchval(
        "select read_to from inbound_poll where number = $1 and read_to <= $2 for update skip locked",
        number,
        now - EVERY,
    )
    return None if read_to is None else (read_to - OVERLAP, now)


async def polled(connection: Connection, number: str, read_to: datetime) -> None:
    await connection.execute("update inbound_poll set read_to = $2 where number = $1", number, read_to)
