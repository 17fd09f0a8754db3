"""The team of the demo: meets every week, reads its agenda, and decides through the conference's own door."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

import asyncpg
from temporalio.client import Client

from commandline.demo.lane import Lane
from commandline.demo.retrying import again
from commandline.population import FIRST_DAY
from database.conferences import keep_dissent
from engine.conference import TeamCase, Vote
from engine.series import (
    AttendanceTaken,
    CaseDecided,
    CaseDeferred,
    CaseHeldBack,
    DutyDone,
    MeetingClosed,
    MeetingOpened,
    News,
    Series,
)
from pathways.clinic import CONFERENCES
from workflows.agenda import Agenda, SeriesMemory, SeriesReceipt
from workflows.conference_door import ConferenceDoor
from workflows.door import Refused

ABSENT = 0.03  # [P] each role, each meeting
WITH_CONCERN, AGAINST = 0.08, 0.02  # [P] each vote
HELD_BACK = 0.01  # [P] each case
MINUTES, NEW, AGAIN = 90, 12, 5  # [P] a meeting, a case, a case that was there before


async def gather(client: Client, pool: asyncpg.Pool, lanes: Sequence[Lane], seed: int) -> "Team":
    """The team of these patients. It begins its series, so that nobody joins one that lives by the real clock."""
    door = ConferenceDoor(client)
    memory = SeriesMemory(series=Series(rules=CONFERENCES), clock=FIRST_DAY)
    await again(lambda: door.begin(memory))
    return Team(
        door=door,
        pool=pool,
        chance=Random(f"{seed}/team"),  # noqa: S311  (a made-up team)
        lanes={lane.enrolment.journey: lane for lane in lanes},
        next_at=(await again(door.agenda)).next_at,
    )


@dataclass(kw_only=True)
class Team:
    """`lanes` are its patients by their journey; `pool` keeps the words of a dissent, which travel as an id."""

    door: ConferenceDoor
    pool: asyncpg.Pool
    chance: Random
    lanes: Mapping[str, Lane]
    next_at: datetime

    async def let_time_pass(self, until: datetime) -> Sequence[Lane]:
        """Whom the team's time concerns, as their journeys were told something."""
        before = await again(self.door.agenda)
        receipt = await again(lambda: self.door.let_time_pass(until))
        if before.meeting.starts_at == until:
            receipt = await self._meet(await again(self.door.agenda))
        self.next_at = max(receipt.next_at, until)
        return [self.lanes[case.journey] for case in before.cases if case.journey in self.lanes]

    async def _meet(self, agenda: Agenda) -> SeriesReceipt:
        seats = sorted({role for case in agenda.cases for seat in case.quorum for role in seat})
        present = tuple(role for role in seats if self.chance.random() > ABSENT)
        day = agenda.meeting.day
        await self._tell(MeetingOpened(id=f"open:{day}"))
        await self._tell(AttendanceTaken(id=f"present:{day}", present=present))
        for duty in agenda.duties:
            if duty.what == "take_over_decision":
                await self._tell(DutyDone(id=f"done:{duty.id}", duty=duty.id))
        left = MINUTES
        for case in agenda.cases:
            left -= AGAIN if case.age else NEW
            if left >= 0 and case.journey in self.lanes:  # for anybody else a person decides
                await self._hear(case, present, agenda)
        return await again(lambda: self.door.tell(MeetingClosed(id=f"close:{day}")))

    async def _hear(self, case: TeamCase, present: tuple[str, ...], agenda: Agenda) -> None:
        id, now = f"{agenda.meeting.day}:{case.id}", agenda.meeting.starts_at
        lane = self.lanes[case.journey]
        opinion = lane.cast.opinion(case, lane.journey, now)
        votes = self._votes(case, present)
        guards = [role for role in CONFERENCES.may_veto if role in present]
        if guards and not case.held_by and self.chance.random() < HELD_BACK:
            await self._write(f"{id}:veto", guards[0], now)
            await self._tell(CaseHeldBack(id=f"veto:{id}", case=case.id, by=guards[0], reason=f"{id}:veto"))
            return
        if opinion is not None and not opinion.missing:
            against = [role for role, vote in votes.items() if vote == "disagree"]
            for role in against:
                await self._write(id, role, now)
            decided = CaseDecided(
                id=f"decided:{id}",
                case=case.id,
                votes=votes,
                outcome=opinion.outcome,
                plan=opinion.plan,
                dissent=id if against else None,
            )
            if await self._tell(decided):
                return
        await self._tell(CaseDeferred(id=f"later:{id}", case=case.id, reason="not_ready"))

    def _votes(self, case: TeamCase, present: tuple[str, ...]) -> Mapping[str, Vote]:
        voters = sorted({role for seat in case.quorum for role in seat} & set(present))
        return {role: self._vote(case, role) for role in voters}

    def _vote(self, case: TeamCase, role: str) -> Vote:
        drawn = self.chance.random()
        if role in case.held_by or drawn > WITH_CONCERN + AGAINST:
            return "agree"
        return "disagree" if drawn < AGAINST else "concern"

    async def _write(self, id: str, role: str, at: datetime) -> None:
        words = "Made up for the demo: too much at once for this patient."
        async with self.pool.acquire() as connection:
            await keep_dissent(connection, id, role, words, at)

    async def _tell(self, news: News) -> bool:
        """Whether it could be: whoever keeps the minutes is told why not, and goes on to the next case."""
        try:
            await again(lambda: self.door.tell(news))
        except Refused:
            return False
        return True
