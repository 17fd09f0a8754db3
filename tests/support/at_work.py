"""Workers as `worker.py` runs them, for tests: on a server, a database and a clock of the test's choice."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import asyncpg
from temporalio import activity
from temporalio.client import Client
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from activities.gateways.mailbox import Mailbox
from activities.links import Links
from activities.messages import Messages
from activities.orders import Order, VisitsFound
from activities.recording import Recording
from activities.saying import Saying
from activities.ways import Gateways
from commandline.loading import load_pathway
from database.pathways import keep_pathway
from pathways.clinic import CLINIC, TEXT_FIELDS
from templates.catalogue import load as load_templates
from workflows.known import learn
from workflows.ordering import MESSAGES, PATIENTS, VISITS
from workflows.patient import PatientWorkflow


@dataclass(frozen=True, slots=True)
class AtWork:
    """`pathway` is the reference of the core programme."""

    client: Client
    pool: asyncpg.Pool
    pathway: str


@asynccontextmanager
async def at_work(client: Client, pool: asyncpg.Pool) -> AsyncIterator[AtWork]:
    """Visits are found by nobody, and no team meets: whoever tells a story says what comes of them."""
    pathway = load_pathway("chronic_pain")
    reference = learn(pathway)
    async with pool.acquire() as connection:
        await keep_pathway(connection, pathway.name, reference.partition("@")[2], pathway, None)
    saying = Saying(load_templates(), TEXT_FIELDS, Links(base="http://127.0.0.1", key=b"test"))
    messages = Messages(pool, saying, Gateways(texts=Mailbox(pool)), CLINIC)
    async with (
        Worker(
            client,
            task_queue=PATIENTS,
            workflows=[PatientWorkflow],
            activities=[*Recording(pool).activities, _join, _leave],
            workflow_runner=UnsandboxedWorkflowRunner(),
            debug_mode=True,  # no alarm at a machine that is only slow
        ),
        Worker(client, task_queue=MESSAGES, activities=[messages.send_message]),
        Worker(client, task_queue=VISITS, activities=[_left_to_the_story]),
    ):
        yield AtWork(client, pool, reference)


@activity.defn(name="schedule_visit")
async def _left_to_the_story(order: Order) -> VisitsFound:
    return VisitsFound(outcome="not_wanted")


@activity.defn(name="join_conference")
async def _join(order: Order) -> None:
    return


@activity.defn(name="leave_conference")
async def _leave(order: Order) -> None:
    return
