"""Sends prompts: a last look, then by the first way that works, each exactly once as far as anybody can."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

import asyncpg
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.gateways.gateway import Letter
from activities.last_look import ByAPerson, NotNeeded, NotYet, look
from activities.once import Pace, Rules
from activities.orders import Order
from activities.posting import Carrier, Gone, Later, Never
from activities.saying import Saying, Unsayable
from activities.ways import Gateways, NoWay, Way, ways_of
from database.addresses import cannot_be_written_to
from database.mailbox import arrive
from database.numbers import agree
from database.pool import Connection
from database.postings import Posting, first_tried_at, open_posting, postings_of
from database.postings import Way as WayName
from database.prompts import Wanted, expire, fail, sent, wanted
from engine.clinic import Clinic

_log = logging.getLogger("carepath.messages")
ON_TIME = timedelta(seconds=60)
"""An order that is no older is carried out as of the moment for which it was given."""


class ForAPerson(Exception):
    """It will not go out by itself, however often it is tried."""

    def __init__(self, kind: Literal["TooLate", "NoWay", "NotAgreed"], why: str) -> None:
        self.kind = kind
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class Ready:
    found: Wanted
    way: Way
    posting: Posting


class Messages:
    """`clinic` has the quiet hours."""

    def __init__(
        self, pool: asyncpg.Pool, saying: Saying, gateways: Gateways, clinic: Clinic, pace: Pace | None = None
    ) -> None:
        self.pool, self.saying, self.gateways, self.clinic = pool, saying, gateways, clinic
        self.pace = pace or Pace()

    @activity.defn
    async def send_message(self, order: Order) -> None:
        """Again for the same order: what was sent is not sent again."""
        began, now = asyncio.get_running_loop().time(), _now(order)
        try:
            while (ready := await self._ready(order, now)) is not None:
                if await self._is_gone(order, ready, now, began):
                    return
        except (Unsayable, ForAPerson) as unsent:
            async with self.pool.acquire() as connection:
                await fail(connection, order.journey, order.key, order.at, str(unsent))
            raise ApplicationError(str(unsent), type=unsent.kind, non_retryable=True) from unsent

    async def _ready(self, order: Order, now: datetime) -> Ready | None:
        """Written down before anything leaves, with the row of the prompt held; None if nobody needs it."""
        async with self.pool.acquire() as connection, connection.transaction():
            found = await wanted(connection, order.journey, order.key)
            if found is None:
                return None
            known = {one.way: one for one in await postings_of(connection, order.journey, order.key)}
            if gone := next((one for one in known.values() if one.state == "sent"), None):
                await sent(connection, order.journey, order.key, gone.way, order.at)
                return None
            moment = order.at if now - order.at <= ON_TIME else now
            tried = await first_tried_at(connection, order.journey, order.key)
            match look(found, self.clinic, moment, tried):
                case NotNeeded(why):
                    await expire(connection, order.journey, order.key, order.at, why)
                    return None
                case NotYet(until, why):
                    raise _again(until - moment, why)
                case ByAPerson(why):
                    raise ForAPerson("TooLate", why)
                case _:
                    return await self._opened(connection, order, found, known)

    async def _opened(
        self, connection: Connection, order: Order, found: Wanted, known: Mapping[WayName, Posting]
    ) -> Ready:
        """What is under way by one way is brought to its end there; what was given up is not begun again."""
        ways = await ways_of(connection, self.gateways, self.saying, found)
        if isinstance(ways, NoWay):
            raise ForAPerson("NoWay" if ways.agreed else "NotAgreed", ways.why)
        left = [
            way for way in ways if way.gateway.way not in known or known[way.gateway.way].state != "given_up"
        ]
        if not left:
            raise ForAPerson("NoWay", "each way to write to the patient was refused")
        way = next((way for way in left if way.gateway.way in known), left[0])
        if way.behind_the_door is not None:
            await arrive(
                connection, order.journey, order.key, found.patient, found.listener,
                channel="secure", at=order.at, words=way.behind_the_door,
            )  # fmt: skip
        posting = known.get(way.gateway.way) or await open_posting(
            connection, order.journey, order.key, way.gateway.way, found.patient,
            address=way.address, words=way.words, at=order.at,
        )  # fmt: skip
        return Ready(found, way, posting)

    async def _is_gone(self, order: Order, ready: Ready, now: datetime, began: float) -> bool:
        """False if not by this way; raises ApplicationError where it has to be tried again later."""
        gateway, posting = ready.way.gateway, ready.posting
        letter = Letter(
            ref=posting.ref,
            to=posting.address,
            words=posting.words,
            at=order.at,
            language=ready.found.language,
            kind=ready.way.kind,
            prompt=(order.journey, order.key),
            visit=ready.way.visit,
        )
        rules = Rules(
            rather_twice=self.saying.rather_twice(ready.found),
            repeats_are_one=gateway.repeats_are_one,
            shows_what_it_took=gateway.shows_what_it_took,
            pace=self.pace,
        )
        carrier = Carrier(pool=self.pool, gateway=gateway, rules=rules, now=now, began=began)
        match await carrier.hand_over(letter):
            case Gone():
                channel = ready.way.kind if gateway.way == "mailbox" else gateway.way
                async with self.pool.acquire() as connection:
                    await sent(connection, order.journey, order.key, channel, order.at)
                return True
            case Later(after, code):
                if code.startswith("our_configuration"):
                    _log.error("the provider refuses our account or sender, nothing goes out: %s", code)
                raise _again(after, code)
            case Never() as never:
                await self._not_by_this(ready, never, now)
                return False

    async def _not_by_this(self, ready: Ready, never: Never, now: datetime) -> None:
        async with self.pool.acquire() as connection:
            if never.bad_address:
                await cannot_be_written_to(connection, ready.found.patient, ready.posting.address, now)
            if never.opted_out:
                await agree(
                    connection, ready.found.patient, ready.posting.address,
                    granted=False, why="stop", evidence="provider", at=now,
                )  # fmt: skip


def _now(order: Order) -> datetime:
    """The patient's time: that of the order, and how long it has been under way since."""
    info = activity.info()
    return order.at + max(info.started_time - info.scheduled_time, timedelta())


def _again(after: timedelta, why: str) -> ApplicationError:
    return ApplicationError(why, type="Again", next_retry_delay=max(after, timedelta(milliseconds=10)))
