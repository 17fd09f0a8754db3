"""Finds times for a visit that a journey asks for, and books them."""

from dataclasses import dataclass

import asyncpg
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.orders import Order, VisitsFound
from database.booking import Alternatives, Booked, NotWanted, Unavailable, book
from database.visits import UnknownSearch


@dataclass(frozen=True, slots=True)
class Visits:
    pool: asyncpg.Pool

    @activity.defn
    async def schedule_visit(self, order: Order) -> VisitsFound:
        """Again for the same order: the same visits."""
        async with self.pool.acquire() as connection:
            try:
                found = await book(connection, order.journey, order.key, order.at)
            except UnknownSearch as error:
                raise ApplicationError(str(error), type="UnknownSearch", non_retryable=True) from error
        match found:
            case Booked():
                return VisitsFound(outcome="booked", starts=found.starts)
            case (
                Unavailable() | Alternatives()
            ):  # which of several clinicians, a person decides with the patient
                return VisitsFound(outcome="unavailable")
            case NotWanted():
                return VisitsFound(outcome="not_wanted")
