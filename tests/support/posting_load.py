"""Many prompts at once through the real worker process, which is killed on the way, as are Postgres and the provider's
answers; the orders come from a workflow of the test's own."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import asyncpg
from temporalio import workflow
from temporalio.client import Client
from temporalio.common import Priority, RetryPolicy
from temporalio.exceptions import ActivityError
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from activities.orders import Order
from commandline.loading import load_pathway
from commandline.running import Stack, running
from database.pool import connect as connect_database
from engine.words import Urgency
from stack.processes import NotStarted
from tests.support.outages import SECRET, kill_and_start_again
from tests.support.sending import prompted, reachable
from tests.support.twilio_stand_in import TwilioStandIn
from workflows.connection import connect
from workflows.ordering import MESSAGES, PRIORITY_OF

QUEUE = "load"
A_WORKFLOW = 100
ROUTINE, SAFETY = "welcome_optin", "emergency_now"


@workflow.defn
class Sending:
    """Gives orders as a patient's workflow does, many at once; how many came to a person."""

    @workflow.run
    async def run(self, orders: Sequence[Order]) -> int:
        return sum(await asyncio.gather(*(self._carry_out(order) for order in orders)))

    async def _carry_out(self, order: Order) -> int:
        try:
            await workflow.execute_activity(
                order.what,
                order,
                task_queue=MESSAGES,
                start_to_close_timeout=timedelta(seconds=30),
                schedule_to_close_timeout=timedelta(hours=26),
                retry_policy=RetryPolicy(
                    initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=10)
                ),
                priority=Priority(priority_key=PRIORITY_OF[order.urgency]),
            )
        except ActivityError:
            return 1
        return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """`copies`: how many prompts were taken so often; `lost` were neither taken nor given to a person."""

    sent: int
    by_a_person: int
    copies: Counter[int]
    lost: int
    faults: Counter[str]


async def posted(
    folder: Path,
    provider: TwilioStandIn,
    prompts: int,
    *,
    kills: int,
    seed: int,
    say: Callable[[str], None],
    per_second: float = 1000,
    urgencies: Sequence[Urgency] = ("reply",),
    during: Callable[[Stack, Client, asyncpg.Pool], Awaitable[None]] | None = None,
) -> Came:
    """All prompts, each to a number of its own; every few seconds the worker or Postgres is killed and started again."""
    settings = {
        "TWILIO_ACCOUNT_SID": provider.account,
        "TWILIO_AUTH_TOKEN": provider.token,
        "CAREPATH_TEXTS_FROM": "+15550100100",
        "CAREPATH_TWILIO": provider.address,
        "CAREPATH_MESSAGES_PER_SECOND": str(per_second),
        "CAREPATH_WARM_SECONDS": "5",
    }
    async with running(folder, SECRET, [(load_pathway("chronic_pain"), None)], settings=settings) as stack:
        client = await connect([SECRET], identity="load", address=stack.temporal.address)
        async with await connect_database(stack.database_url) as pool:
            orders = await _orders(pool, prompts, urgencies)
        await _on_a_real_pathway(stack.database_url)
        async with Worker(
            client, task_queue=QUEUE, workflows=[Sending], workflow_runner=UnsandboxedWorkflowRunner()
        ):
            handles = [
                await client.start_workflow(
                    Sending.run, orders[first : first + A_WORKFLOW], id=f"load-{first}", task_queue=QUEUE
                )
                for first in range(0, prompts, A_WORKFLOW)
            ]
            killing = asyncio.create_task(_kill(stack, kills, Random(seed), say))  # noqa: S311  (moments of a test)
            if during is not None:
                async with await connect_database(stack.database_url) as pool:
                    await during(stack, client, pool)
            # What keeps a server from starting again ends the run.
            parts, _ = await asyncio.gather(asyncio.gather(*(one.result() for one in handles)), killing)
        async with await connect_database(stack.database_url) as pool:
            return await _counted(pool, provider, sum(parts))


async def _orders(pool: asyncpg.Pool, prompts: int, urgencies: Sequence[Urgency]) -> list[Order]:
    orders = []
    async with pool.acquire() as connection, connection.transaction():
        at: datetime = await connection.fetchval("select clock_timestamp()")
        for number in range(prompts):
            patient = f"p{number}"
            await reachable(connection, patient, number_of(number))
            await connection.execute("update patient set zone = $2 where id = $1", patient, noon_at(at))
            urgency = urgencies[number % len(urgencies)]
            orders.append(await prompted(connection, ROUTINE, patient=patient, at=at, urgency=urgency))
    return orders


async def _on_a_real_pathway(url: str) -> None:
    """A worker that starts again reads every pathway that anybody is on."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(
            "update journey set (pathway, fingerprint) = (select name, fingerprint from pathway_version where name <> 'p')"
        )
        await connection.execute("delete from pathway_version where name = 'p'")
    finally:
        await connection.close()


def number_of(patient: int) -> str:
    return f"+1555{patient:07}"


def noon_at(at: datetime) -> str:
    """A zone in which it is noon: the herd is not to wait for the morning."""
    return f"Etc/GMT{at.hour - 12:+d}"


async def _kill(stack: Stack, times: int, chance: Random, say: Callable[[str], None]) -> None:
    for number in range(times):
        await asyncio.sleep(chance.uniform(2, 12))
        part = "worker" if number % 3 else "postgres"
        try:
            await kill_and_start_again(stack, "worker" if part == "worker" else "postgres")
        except NotStarted:
            say(f"{part} takes long to start again")
        say(f"killed {part}")


async def _counted(pool: asyncpg.Pool, provider: TwilioStandIn, by_a_person: int) -> Came:
    taken = Counter(one.to for one in provider.taken)
    rows = await pool.fetch(
        "select value, prompt.state from prompt join contact_point using (patient) where kind = 'phone'"
    )
    states = Counter(row["state"] for row in rows)
    lost = sum(1 for row in rows if row["state"] != "failed" and not taken[row["value"]])
    codes = await pool.fetch(
        "select coalesce(came, 'nobody knows') || ' ' || coalesce(code, '') as code, count(*) as times"
        " from posting_try group by 1 order by 2 desc"
    )
    return Came(
        sent=states["sent"],
        by_a_person=by_a_person,
        copies=Counter(taken.values()),
        lost=lost,
        faults=Counter({row["code"].strip(): row["times"] for row in codes}),
    )
