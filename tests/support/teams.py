"""A team of two whose conferences run on a real Temporal, and the doors of the patients who wait for it."""

from collections.abc import AsyncIterator, Mapping
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
from engine.conference import Rules, Vote
from engine.events import Enrolled
from engine.language import confer, task
from engine.series import AttendanceTaken, CaseDecided, MeetingClosed, MeetingOpened, Series
from engine.spans import clinic_days, days, weeks
from tests.support.builders import COORDINATOR, DOCTOR, NURSE, care
from tests.support.clock import NEW_YORK, at
from workflows.agenda import SeriesMemory
from workflows.conference import CaseConferenceWorkflow
from workflows.conference_door import ConferenceDoor, to_patients, to_series
from workflows.door import Door
from workflows.known import learn
from workflows.memory import Enrolment, PatientMemory
from workflows.ordering import PATIENTS
from workflows.patient import PatientWorkflow

TALK = care(
    confer(
        "talk", quorum=(DOCTOR, NURSE), inputs=(DOCTOR, NURSE), cut_off=clinic_days(1), within=weeks(4),
        outcomes={"go_on": (), "wait": ()}, retry=clinic_days(5),
    ),
    task("tell_the_patient", COORDINATOR, within=days(2)),
)  # fmt: skip
THURSDAY, CHASED, CUT_OFF = "2026-02-26 09:00", "2026-02-27 12:00", "2026-03-02 12:00"
MEETS, NEXT_WEEK = "2026-03-03 12:00", "2026-03-10 12:00"
YES: Mapping[str, Vote] = {DOCTOR: "agree", NURSE: "agree"}
_NUMBERS = count(1)


@dataclass
class Team:
    """One series, and the doors of its patients; all of them live by the same clock."""

    client: Client
    pool: asyncpg.Pool
    clock: datetime | None
    pathway: str
    door: ConferenceDoor
    conferences: Conferences

    async def joins(self) -> Door:
        patient = f"c-{next(_NUMBERS)}-{id(self.client)}"
        door = Door(self.client, patient)
        event = Enrolled(id="enrolled", at=at(THURSDAY), zone=NEW_YORK, clinic=Clinic())
        memory = PatientMemory(patient=patient, clock=self.clock)
        await door.enrol(Enrolment(journey=f"j-{patient}", pathway=self.pathway, event=event), memory)
        if self.clock is not None:
            await door.take_turn()
        return door

    async def until(self, when: str) -> None:
        while (next_at := (await self.door.agenda()).next_at) <= at(when):
            await self.door.let_time_pass(next_at)

    async def meets(self, *present: str) -> None:
        day = (await self.door.agenda()).meeting.day
        await self.door.tell(MeetingOpened(id=f"open:{day}"))
        await self.door.tell(AttendanceTaken(id=f"present:{day}", present=present))

    async def closes(self) -> None:
        await self.door.tell(MeetingClosed(id=f"close:{(await self.door.agenda()).meeting.day}"))

    async def decides(
        self, door: Door, outcome: str, votes: Mapping[str, Vote] = YES, dissent: str | None = None
    ) -> None:
        await self.door.tell(
            CaseDecided(
                id=f"{door.patient}:{outcome}", case=case(door), votes=votes, outcome=outcome, dissent=dissent
            )
        )

    async def heard_by(self, door: Door) -> list[str]:
        rows = await self.pool.fetch(
            "select what from journal where patient = $1 and what like 'Conference%' order by number",
            door.patient,
        )
        return [row["what"] for row in rows]

    async def words(self, template: str) -> list[str]:
        rows = await self.pool.fetch(
            "select role from team_message where template = $1 order by role", template
        )
        return [row["role"] for row in rows]


def case(door: Door) -> str:
    return f"j-{door.patient}/talk#1"


@asynccontextmanager
async def a_team(
    client: Client, pool: asyncpg.Pool, clock: datetime | None, events_per_run: int
) -> AsyncIterator[Team]:
    """While its worker runs. `clock` is the conductor's time; None where Temporal's own timers rule."""
    memory = SeriesMemory(
        series=Series(name=f"team-{next(_NUMBERS)}-{id(pool)}", rules=Rules(leads=DOCTOR)),
        clock=clock,
        events_per_run=events_per_run,
    )
    pathway = learn(TALK)
    async with pool.acquire() as connection:
        await keep_pathway(connection, TALK.name, pathway.partition("@")[2], TALK, None)
    conferences = Conferences(pool, to_series(client, memory), to_patients(client))
    async with Worker(
        client,
        task_queue=PATIENTS,
        workflows=[PatientWorkflow, CaseConferenceWorkflow],
        activities=[
            *Recording(pool).activities,
            conferences.join_conference,
            conferences.leave_conference,
            conferences.record_conference,
            conferences.deliver_decision,
        ],
        workflow_runner=UnsandboxedWorkflowRunner(),
    ):
        door = ConferenceDoor(client, memory.series.name)
        await door.begin(memory)
        yield Team(client, pool, clock, pathway, door, conferences)
