"""A room for a team of three that meets on the console: its patients, its clock and its forms."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import count

import asyncpg
from temporalio.client import Client
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from activities.conferences import Conferences
from activities.recording import Recording
from database.pathways import keep_pathway
from engine.clinic import Clinic
from engine.conference import Rules
from engine.events import Enrolled
from engine.language import confer, deliver_plan, task, therapy
from engine.series import Series
from engine.spans import clinic_days, days, weeks
from tests.support.browser import Browser, Page
from tests.support.builders import care
from tests.support.clock import NEW_YORK, at
from tests.web.console.conftest import Desk
from workflows.agenda import SeriesMemory
from workflows.conference import CaseConferenceWorkflow
from workflows.conference_door import ConferenceDoor, to_patients, to_series
from workflows.door import Door
from workflows.known import learn
from workflows.memory import Enrolment, PatientMemory
from workflows.ordering import PATIENTS
from workflows.patient import PatientWorkflow

AGENDA = "/console/conference"
THURSDAY, CUT_OFF, MEETS = "2026-02-26 09:00", "2026-03-02 12:00", "2026-03-03 12:00"
_NUMBERS = count(1)
TEAM = care(
    confer(
        "talk",
        quorum=("physician", ("pt", "ot"), ("psych", "sw")),
        inputs=("physician", "pt", "psych"),
        cut_off=clinic_days(1),
        within=weeks(4),
        plans=True,
        outcomes={"plan_proposed": (), "wait": ()},
        retry=clinic_days(5),
    ),
    deliver_plan(),
    alongside=(
        task(
            "patient_decides_on_the_plan",
            "coordinator",
            within=days(20),
            outcomes={"agrees": (), "says_no": (), "second_opinion": (), "undecided": ()},
        ),
    ),
    therapies=tuple(
        therapy(name, title, task(f"{name}_session", "pt", within=weeks(4)))
        for name, title in (("education", "Education"), ("exercise", "Exercise"), ("cbt", "Talking"))
    ),
)
VOTES = {f"vote.{role}": "agree" for role in ("physician", "pt", "psych")}
DECISION = {
    "outcome": "plan_proposed",
    "reasons": "because it helps",
    "plan": "new",
    "therapy.education": "yes",
    "measure": "PEG",
    "amount": "3 points",
    "gain_by": "2026-06-01",
    "stop_rule": "worse twice",
    "letters": "patient",
}


@dataclass
class Room:
    """`now` is the clinic's time, and that of the conducted clocks."""

    client: Client
    desk: Desk
    pathway: str
    door: ConferenceDoor
    now: datetime

    async def joins(self, family: str = "Rivera") -> str:
        patient = await self.desk.patient(f"p-{next(_NUMBERS)}-{id(self)}", family)
        door = Door(self.client, patient)
        event = Enrolled(id="enrolled", at=at(THURSDAY), zone=NEW_YORK, clinic=Clinic())
        memory = PatientMemory(patient=patient, clock=self.now)
        await door.enrol(Enrolment(journey=f"j-{patient}", pathway=self.pathway, event=event), memory)
        await door.take_turn()
        return patient

    async def until(self, when: str) -> None:
        while (next_at := (await self.door.agenda()).next_at) <= at(when):
            await self.door.let_time_pass(next_at)
        self.now = at(when)

    def case(self, patient: str) -> str:
        return f"j-{patient}/talk#1"

    def address(self, patient: str) -> str:
        return f"{AGENDA}/{patient}?case=j-{patient}/talk%231"

    async def act(self, browser: Browser, patient: str, what: str, /, **form: str) -> Page:
        once = f"{next(_NUMBERS):016x}"
        return await browser.post(
            f"{AGENDA}/{patient}/{what}", {"case": self.case(patient), "once": once, **form}
        )

    async def decide(self, browser: Browser, patient: str, **form: str) -> Page:
        return await self.act(browser, patient, "decide", **{**VOTES, **DECISION, **form})

    async def meeting(self) -> dict[str, str]:
        """What the forms of the next meeting carry."""
        return {"meeting": (await self.door.agenda()).meeting.id, "once": f"{next(_NUMBERS):016x}"}

    async def opened(self, *present: str) -> Browser:
        """The coordinator's browser, once the meeting is open and they are there."""
        maria = await self.desk.signed_in("coordinator")
        opened = await maria.post(f"{AGENDA}/open", await self.meeting())
        assert opened.status == 303, opened.text
        there = {**await self.meeting(), "present": present}
        written = await maria.post(f"{AGENDA}/attendance", there)
        assert written.status == 303, written.text
        return maria

    async def running(self, patient: str) -> list[str]:
        """The therapies that have begun, once everything that follows has followed."""
        await Door(self.client, patient).take_turn()
        rows = await self.desk.pool.fetch(
            "select step from task where patient = $1 and step like '%session' and state = 'open' order by step",
            patient,
        )
        return [row["step"].removesuffix("_session") for row in rows]


@asynccontextmanager
async def a_room(client: Client, owner: asyncpg.Pool, desk: Desk) -> AsyncIterator[Room]:
    memory = SeriesMemory(
        series=Series(name=f"room-{next(_NUMBERS)}-{id(owner)}", rules=Rules(guests=("device_rep",))),
        clock=at(THURSDAY),
    )
    pathway = learn(TEAM)
    async with owner.acquire() as connection:
        await keep_pathway(connection, TEAM.name, pathway.partition("@")[2], TEAM, None)
    conferences = Conferences(owner, to_series(client, memory), to_patients(client))
    async with Worker(
        client,
        task_queue=PATIENTS,
        workflows=[PatientWorkflow, CaseConferenceWorkflow],
        activities=[
            *Recording(owner).activities,
            conferences.join_conference,
            conferences.leave_conference,
            conferences.record_conference,
            conferences.deliver_decision,
        ],
        workflow_runner=UnsandboxedWorkflowRunner(),
    ):
        door = ConferenceDoor(client, memory.series.name)
        await door.begin(memory)
        yield Room(client, desk, pathway, door, at(THURSDAY))
