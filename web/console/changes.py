"""The stream that wakes an open page: it says only that something changed, and the page asks anew what it may see."""

import asyncio
from collections.abc import AsyncIterator, Set

from fastapi import Response
from fastapi.responses import StreamingResponse

from database.access import by_which_one_sees, sees_everybody
from database.sessions import session
from web.console.asked import Asked
from web.console.rules import EVERY_ROLE, Route, Rule

BEAT = 20.0
"""Seconds after which a quiet stream says that it lives, and looks whether its owner is still signed in."""
STREAM = Rule(roles=EVERY_ROLE, by_itself=True)


async def changes(asked: Asked) -> Response:
    return StreamingResponse(_told(asked, asked.query.get("patient")), media_type="text/event-stream")


async def _told(asked: Asked, patient: str | None) -> AsyncIterator[str]:
    """Ends with the session, and when a role is taken away that let its owner see."""
    async with asked.tools.feed.heard() as queue:
        yield "retry: 2000\n\nevent: open\ndata:\n\n"
        while True:
            about: Set[str | None] = frozenset()
            try:
                async with asyncio.timeout(BEAT):
                    about = await queue.get()
            except TimeoutError:
                pass
            me = await session(asked.tools.pool, asked.staff.digest, stays=True)
            if me is None or me.one_time:
                yield "event: out\ndata:\n\n"
                return
            asked.session = me
            if about and await _concerns(asked, patient, about):
                yield "event: changed\ndata:\n\n"
            else:
                yield ": here\n\n"


async def _concerns(asked: Asked, patient: str | None, about: Set[str | None]) -> bool:
    if patient is not None and patient not in about and None not in about:
        return False
    me = asked.staff
    if None in about or sees_everybody(me.roles):
        return True
    seen: bool = await asked.tools.pool.fetchval(
        "select exists (select from unnest($3::text[]) as id where why_seen($1, $2, false, id) is not null)",
        me.account,
        by_which_one_sees(me.roles),
        [patient] if patient is not None else [id for id in about if id is not None],
    )
    return seen


ROUTES = (Route(method="GET", path="/console/changes", rule=STREAM, answer=changes),)
