"""Patients begin their journeys: one an episode, each once, however often it is asked for."""

import asyncio
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from datetime import datetime

import asyncpg
from temporalio.client import Client, WorkflowUpdateRPCTimeoutOrCancelledError
from temporalio.service import RPCError

from commandline.unusable import Unusable
from database.pathways import newest_pathway
from engine.clinic import Clinic
from engine.events import Enrolled, FactsRecorded
from engine.words import Pathway
from referrals.referral import Referral
from workflows.door import Door, Refused
from workflows.known import reference
from workflows.memory import Enrolment, PatientMemory, Receipt

PATIENCE = 60.0
"""Seconds until a journey has begun. A worker that runs takes a fraction of one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    client: Client
    pool: asyncpg.Pool
    pathway: Pathway
    clinic: Clinic

    async def begin(self, patient: str, episodes: Sequence[str], referral: Referral, at: datetime) -> None:
        """A journey that has begun goes on as it is, but for this: whoever says no to texts now is texted no more."""
        begun = await begun_of(self.pool, episodes)
        event = enrolled(self.pathway, self.clinic, referral, at)
        for episode in episodes:
            if episode not in begun:
                await self.enrol(patient, episode, event)
            elif referral.texts is False and self.pathway.texting_consent:
                no = FactsRecorded(id="referral:no_texts", at=at, flags={self.pathway.texting_consent: False})
                await _in_time(Door(self.client, patient).tell(episode, no))

    async def enrol(self, patient: str, journey: str, event: Enrolled) -> None:
        """Raises Unusable if no worker takes it in."""
        enrolment = Enrolment(journey=journey, pathway=reference(self.pathway), event=event)
        await _in_time(Door(self.client, patient).enrol(enrolment, PatientMemory(patient=patient)))


def enrolled(pathway: Pathway, clinic: Clinic, referral: Referral, at: datetime) -> Enrolled:
    agreed = referral.texts is True and pathway.texting_consent is not None
    return Enrolled(
        id="enrolled",
        at=at,
        zone=referral.person.zone or clinic.zone,
        clinic=clinic,
        facts=referral.facts,
        flags=(pathway.texting_consent,) if agreed and pathway.texting_consent else (),
    )


async def begun_of(pool: asyncpg.Pool, journeys: Sequence[str]) -> frozenset[str]:
    rows = await pool.fetch("select id from journey where id = any($1)", list(journeys))
    return frozenset(row["id"] for row in rows)


async def pathway_in(pool: asyncpg.Pool, name: str) -> Pathway:
    """The newest version that this clinic's workers know, and a draft only where none was published."""
    async with pool.acquire() as connection:
        found = await newest_pathway(connection, name)
    if found is None:
        raise Unusable(
            f"this clinic's database holds no pathway {name!r}. Run: carepath prepare --pathway {name}"
        )
    return found


async def _in_time(told: Awaitable[Receipt]) -> None:
    try:
        async with asyncio.timeout(PATIENCE):
            await told
    except (TimeoutError, WorkflowUpdateRPCTimeoutOrCancelledError):
        raise Unusable(
            f"no worker took it in within {PATIENCE:.0f} s. Is one running? What was done until here is kept: do it again then."
        ) from None
    except RPCError as error:
        raise Unusable(
            f"Temporal did not take it in ({error.status.name.lower()}). What was done until here is kept: do it again."
        ) from error
    except Refused as refused:
        raise Unusable(f"it was refused: {refused}") from refused
