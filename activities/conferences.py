"""Case conferences: put a case on the agenda or take it off, write a meeting down, tell a journey what it came to."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import asyncpg
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.orders import Order
from database.conferences import UnknownCase, asked
from database.meetings import record_series
from engine.conference import case_id
from engine.events import ConferenceDecided, ConferenceFailed, Event
from engine.series import CaseFound, CaseJoined, CaseLeft, Delivery, SeriesMoment


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """`refused` says why the journey did not take it."""

    refused: str | None = None


@dataclass(frozen=True, slots=True)
class Conferences:
    """`tell_patient` takes patient, journey and event, and answers with the journey's refusal, None if it took it."""

    pool: asyncpg.Pool
    tell_series: Callable[[CaseJoined | CaseLeft], Awaitable[None]]
    tell_patient: Callable[[str, str, Event], Awaitable[str | None]]

    @activity.defn
    async def join_conference(self, order: Order) -> None:
        """What was asked for anew under another key, or is not wanted any more, is left to the later order."""
        (about,) = order.about
        try:
            async with self.pool.acquire() as connection:
                found = await asked(connection, about.journey, about.step, about.occurrence)
        except UnknownCase as error:
            raise ApplicationError(str(error), type="UnknownCase", non_retryable=True) from error
        if found.key == order.key and found.state not in ("decided", "left"):
            await self.tell_series(
                CaseJoined(id=f"join:{order.journey}:{order.key}", case=found.case, at=order.at)
            )

    @activity.defn
    async def leave_conference(self, order: Order) -> None:
        """Who is on no agenda has left already."""
        (about,) = order.about
        case = case_id(about.journey, about.step, about.occurrence)
        await self.tell_series(CaseLeft(id=f"leave:{order.journey}:{order.key}", case=case))

    @activity.defn
    async def record_conference(self, moments: tuple[SeriesMoment, ...]) -> tuple[CaseFound, ...]:
        """In one transaction; a moment that is written already is not written again."""
        async with self.pool.acquire() as connection:
            return await record_series(connection, moments)

    @activity.defn
    async def deliver_decision(self, delivery: Delivery) -> Delivered:
        """The same event id at every try: a journey hears of a decision once."""
        return Delivered(
            refused=await self.tell_patient(delivery.patient, delivery.journey, _event(delivery))
        )


def _event(delivery: Delivery) -> ConferenceDecided | ConferenceFailed:
    id = f"conference:{delivery.step}#{delivery.occurrence}.{delivery.number}"
    if delivery.missing:
        return ConferenceFailed(
            id=id,
            at=delivery.at,
            step=delivery.step,
            occurrence=delivery.occurrence,
            missing=delivery.missing,
        )
    return ConferenceDecided(
        id=id,
        at=delivery.at,
        step=delivery.step,
        occurrence=delivery.occurrence,
        present=delivery.present,
        outcome=delivery.outcome,
        plan=delivery.plan,
    )
