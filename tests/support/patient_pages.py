"""Patients' pages on real servers: one patient of a small pathway, their phone, and a browser's manners without one."""

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count

import aiohttp
import asyncpg
from temporalio.client import Client
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from activities.gateways.mailbox import Mailbox
from activities.links import Links
from activities.messages import Messages
from activities.recording import Recording
from activities.saying import Saying
from activities.ways import Gateways
from database.pathways import keep_pathway
from database.pool import connect as connect_database
from engine.events import Enrolled
from engine.language import ask, case, choose, message, stage, task
from engine.questions import score
from engine.spans import days
from engine.words import Pathway
from instruments import PEG, PHQ9
from instruments.instrument import Instrument
from pathways.clinic import CLINIC, TEXT_FIELDS
from pathways.ladders import LADDERS
from pathways.roles import COORDINATOR, OPERATIONS, PHYSICIAN
from pathways.safety import SAFETY
from pathways.severities import SEVERITIES
from templates.asking import Askable
from templates.catalogue import load
from tests.support.clock import MONDAY, at
from web.patient.part import add_patient_pages
from web.patient.world import RealDoors, World
from web.serving import served
from web.site import site
from workflows.connection import connect, register_search_attributes
from workflows.door import Door
from workflows.known import learn
from workflows.memory import Enrolment, PatientMemory
from workflows.ordering import MESSAGES, PATIENTS
from workflows.patient import PatientWorkflow

BORN = date(1962, 4, 9)
LINK = re.compile(r"http://[^\s]*/f/[\w-]+")
_NUMBERS = count(1)


def pathway_asking(*forms: Instrument) -> Pathway:
    """The form is asked for at once; a bad score leads to a doctor's task, and the safety rules are the clinic's own."""
    return Pathway(
        name="asks_" + "_".join(form.id for form in forms),
        title="For the tests of patients' pages",
        stages=(
            stage(
                "first",
                ask(
                    "questions",
                    *forms,
                    within=days(7),
                    template="form_due",
                    unanswered=task("by_phone", COORDINATOR, within=days(1), contact=True),
                ),
                choose(
                    "how_bad",
                    case("bad", score(forms[0]) >= 7, task("see_the_doctor", PHYSICIAN, within=days(2))),
                    otherwise=message("go_on", "home_plan"),
                ),
                task("keep_it_open", COORDINATOR, within=days(60)),
            ),
        ),
        safety=SAFETY,
        ladders=LADDERS,
        severities=SEVERITIES,
        coordinator=COORDINATOR,
        operations=OPERATIONS,
        task_ladder="RL-F",
        texting_consent="texts",
    )


@dataclass(kw_only=True)
class Times:
    """The hands of the clock are moved by the test."""

    now: datetime = field(default_factory=lambda: at(MONDAY))

    def begin_again(self) -> None:
        self.now = at(MONDAY)


@dataclass(kw_only=True)
class PatientsPages:
    client: Client
    pool: asyncpg.Pool
    world: World
    times: Times
    address: str
    links: Links

    async def join(
        self, *forms: Instrument, language: str = "en", born: date | None = BORN, given: str = "Rosa"
    ) -> "Someone":
        pathway = pathway_asking(*(forms or (PEG, PHQ9)))
        reference = learn(pathway)
        patient = f"p-{next(_NUMBERS)}-{id(self)}"
        async with self.pool.acquire() as connection:
            await keep_pathway(connection, pathway.name, reference.partition("@")[2], pathway, None)
            await connection.execute(
                "insert into patient (id, zone, language) values ($1, 'America/New_York', $2)",
                patient,
                language,
            )
            if born is not None:
                await connection.execute(
                    "insert into person (patient, family, given, born_first, born_last) values ($1, 'Test', $2, $3, $3)",
                    patient,
                    [given],
                    born,
                )
        door = Door(self.client, patient)
        event = Enrolled(
            id="enrolled", at=self.times.now, zone="America/New_York", clinic=CLINIC, flags=("texts",)
        )
        memory = PatientMemory(patient=patient, clock=self.times.now, language=language)
        await door.enrol(Enrolment(journey=f"j-{patient}", pathway=reference, event=event), memory)
        return Someone(pages=self, patient=patient, journey=f"j-{patient}", door=door)


@dataclass(kw_only=True)
class Someone:
    pages: PatientsPages
    patient: str
    journey: str
    door: Door

    async def link(self) -> str:
        """From the text on their phone."""
        words = await self.pages.pool.fetchval(
            "select words from mailbox where patient = $1 and words like '%/f/%' order by id desc limit 1",
            self.patient,
        )
        found = LINK.search(words)
        assert found is not None
        return found[0]

    @property
    def form(self) -> str:
        return f"{self.pages.address}/forms/{self.journey}/questions/1"

    async def tasks(self) -> set[str]:
        rows = await self.pages.pool.fetch("select step from task where patient = $1", self.patient)
        return {row["step"] for row in rows}

    async def score(self, instrument: str) -> asyncpg.Record | None:
        return await self.pages.pool.fetchrow(
            "select status, value, band from score where patient = $1 and instrument = $2",
            self.patient,
            instrument,
        )


def dated(born: date = BORN) -> Mapping[str, str]:
    return {"month": str(born.month), "day": str(born.day), "year": str(born.year)}


@asynccontextmanager
async def browsing() -> AsyncIterator[aiohttp.ClientSession]:
    """Keeps cookies, also of an address that is a number."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        yield session


@asynccontextmanager
async def let_in(someone: Someone) -> AsyncIterator[aiohttp.ClientSession]:
    async with browsing() as session:
        async with session.post(await someone.link(), data=dated()) as answer:
            assert answer.status == 200, await answer.text()
        yield session


@asynccontextmanager
async def patients_pages(
    address: str, database_url: str, pool: asyncpg.Pool, askable: Askable | None = None
) -> AsyncIterator[PatientsPages]:
    client = await connect([b"s" * 32], identity="pages", address=address)
    await register_search_attributes(client)
    times = Times()
    can_ask = askable or Askable()
    async with await connect_database(database_url, "carepath_pages") as pages:
        world = World(
            pool=pages,
            doors=RealDoors(client),
            now=lambda patient: times.now,
            askable=lambda: can_ask,
            clinic=TEXT_FIELDS,
            zone=CLINIC.zone,
            secure=False,
        )
        app = site(())
        add_patient_pages(app, world)
        async with served(app, 0) as here:
            links = Links(base=here, key=b"test")
            saying = Saying(load(), TEXT_FIELDS, links, lambda: can_ask)
            messages = Messages(pool, saying, Gateways(texts=Mailbox(pool)), CLINIC)
            async with (
                Worker(
                    client,
                    task_queue=PATIENTS,
                    workflows=[PatientWorkflow],
                    activities=Recording(pool).activities,
                    workflow_runner=UnsandboxedWorkflowRunner(),
                ),
                Worker(client, task_queue=MESSAGES, activities=[messages.send_message]),
            ):
                yield PatientsPages(
                    client=client, pool=pool, world=world, times=times, address=here, links=links
                )
