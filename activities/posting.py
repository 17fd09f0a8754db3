"""Hands one text to one provider, exactly once as far as anybody can; the rule is activities/once.py.

A try is written down before its request, its answer after it. Killed in between, the next attempt finds a try that
nobody knows the end of, and asks the provider before it makes another.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, TypeAlias, assert_never

import asyncpg

from activities.gateways.gateway import (
    CannotTell,
    Gateway,
    Letter,
    Misconfigured,
    NeverThisMessage,
    NeverThisNumber,
    Outcome,
    Sent,
    TryAgain,
    Unsure,
)
from activities.once import Adopt, GiveUp, Next, Post, Reconcile, Rules, Try, Wait, next_step
from database.pool import Connection
from database.postings import Came, begin_try, end_try, give_up, nobody_elses, tries_of, was_sent

MEND_WITHIN = timedelta(minutes=5)
"""Our configuration is tried again after so long: somebody may have mended it."""
SLOWER = (timedelta(seconds=2), timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=5))
"""After the first try that was surely not sent, the second, and so on."""


@dataclass(frozen=True, slots=True)
class Gone:
    """It was sent; `id` is the provider's, where it gives one."""

    id: str | None


@dataclass(frozen=True, slots=True)
class Later:
    after: timedelta
    code: str


@dataclass(frozen=True, slots=True)
class Never:
    """Not by this way. `bad_address`: nothing arrives there; `opted_out`: they want nothing there."""

    code: str
    bad_address: bool = False
    opted_out: bool = False


HandedOver: TypeAlias = Gone | Later | Never


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """One posting at one attempt; `began` is the loop's time at its beginning, `now` the patient's."""

    pool: asyncpg.Pool
    gateway: Gateway
    rules: Rules
    now: datetime
    began: float

    async def hand_over(self, letter: Letter) -> HandedOver:
        """One request at most, and one look at what the provider took."""
        async with self.pool.acquire() as connection:
            tries = await self._tries(connection, letter.ref)
        follows = next_step(tries, self.rules, self.now)
        if isinstance(follows, Reconcile):
            follows = next_step(tries, self.rules, self.now, await self._seen(letter, follows.since))
        return await self._done(letter, follows, tries)

    async def _done(self, letter: Letter, follows: Next, tries: Sequence[Try]) -> HandedOver:
        match follows:
            case Post(number):
                return await self._post(letter, number, tries)
            case Adopt(id):
                async with self.pool.acquire() as connection, connection.transaction():
                    if tries:
                        await end_try(connection, letter.ref, tries[-1].number, "sent", "found")
                    await was_sent(connection, letter.ref, id, self.now)
                return Gone(id)
            case Wait(until):
                return Later(until - self.now, "unsure")
            case GiveUp():
                async with self.pool.acquire() as connection:
                    await give_up(connection, letter.ref)
                return Never("unsure")
            case Reconcile():
                raise AssertionError("the provider was asked already")
            case _:
                assert_never(follows)

    async def _tries(self, connection: Connection, ref: str) -> Sequence[Try]:
        """Where a repeat is harmless nobody needs to know of the tries before."""
        if self.rules.repeats_are_one:
            return ()
        return tuple(
            Try(number=one.number, at=one.at, came=one.came) for one in await tries_of(connection, ref)
        )

    async def _seen(self, letter: Letter, since: datetime) -> Sequence[str] | Literal["cannot_tell"]:
        try:
            ids = await self.gateway.found(letter, since)
        except CannotTell:
            return "cannot_tell"
        async with self.pool.acquire() as connection:
            return await nobody_elses(connection, letter.ref, ids)

    async def _post(self, letter: Letter, number: int, tries: Sequence[Try]) -> HandedOver:
        if not self.rules.repeats_are_one:
            async with self.pool.acquire() as connection:
                try:
                    await begin_try(connection, letter.ref, number, self.now)
                except asyncpg.UniqueViolationError:
                    return Later(self.rules.pace.lease, "another_has_it")
        if asyncio.get_running_loop().time() - self.began > self.rules.pace.lease.total_seconds():
            outcome: Outcome = TryAgain("too_slow")
        else:
            outcome = await self.gateway.post(replace(letter, number=number))
        async with self.pool.acquire() as connection, connection.transaction():
            return await self._noted(connection, letter, number, outcome, len(tries))

    async def _noted(
        self, connection: Connection, letter: Letter, number: int, outcome: Outcome, before: int
    ) -> HandedOver:
        ref, kept = letter.ref, not self.rules.repeats_are_one
        came, code = _came(outcome)
        if kept:
            await end_try(connection, ref, number, came, code)
        match outcome:
            case Sent(id):
                await was_sent(connection, ref, id if kept else None, self.now if kept else letter.at)
                return Gone(id)
            case TryAgain(code, after):
                return Later(after or SLOWER[min(before, len(SLOWER) - 1)], code)
            case Misconfigured(code):
                return Later(MEND_WITHIN, f"our_configuration_{code}")
            case Unsure(code):
                # The next attempt looks at what the provider took; it soon knows, if it took it.
                return Later(SLOWER[0], f"unsure_{code}")
            case NeverThisMessage(code):
                await give_up(connection, ref)
                return Never(code)
            case NeverThisNumber(code, opted_out):
                await give_up(connection, ref)
                return Never(code, bad_address=not opted_out, opted_out=opted_out)
            case _:
                assert_never(outcome)


def _came(outcome: Outcome) -> tuple[Came, str | None]:
    match outcome:
        case Sent():
            return "sent", None
        case Unsure(code):
            return "unsure", code
        case TryAgain(code) | Misconfigured(code):
            return "not_sent", code
        case NeverThisMessage(code) | NeverThisNumber(code):
            return "refused", code
        case _:
            assert_never(outcome)
