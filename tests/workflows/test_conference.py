"""One team's conferences on the real Temporal and the real Postgres: nobody is forgotten, nothing is told twice."""

import asyncio
from collections.abc import AsyncIterator, Mapping

import asyncpg
import pytest
from temporalio import workflow
from temporalio.client import Client

from activities.orders import About, Order
from engine.conference import Vote
from engine.events import TaskDone, Withdrew
from engine.series import (
    CaseDeferred,
    CaseLeft,
)
from stack.temporal import Temporal
from tests.support.builders import DOCTOR, NURSE
from tests.support.clock import at, shown
from tests.support.teams import CUT_OFF, MEETS, NEXT_WEEK, THURSDAY, Team, a_team, case
from workflows import releases
from workflows.conference import CaseConferenceWorkflow
from workflows.conference_door import UPDATE_OF_NEWS
from workflows.connection import connect, register_search_attributes
from workflows.door import Refused
from workflows.patient import PatientWorkflow


@pytest.fixture
async def client(temporal: Temporal) -> Client:
    made = await connect([b"s" * 32], identity="test", address=temporal.address)
    await register_search_attributes(made)
    return made


@pytest.fixture
async def team(client: Client, pool: asyncpg.Pool) -> AsyncIterator[Team]:
    async with a_team(client, pool, at(THURSDAY), 200) as made:
        yield made


def test_every_kind_of_news_from_outside_has_its_own_update() -> None:
    assert all(hasattr(CaseConferenceWorkflow, name) for name in UPDATE_OF_NEWS.values())
    assert len(set(UPDATE_OF_NEWS.values())) == len(UPDATE_OF_NEWS)


async def test_a_case_is_asked_about_chased_rolled_over_without_quorum_and_decided_once_with_its_dissent(
    team: Team,
) -> None:
    door = await team.joins()
    agenda = await team.door.agenda()
    assert [(one.id, one.state) for one in agenda.cases] == [(case(door), "on_agenda")]
    assert await team.words("conference_input") == [DOCTOR, NURSE]

    written = TaskDone(id="wrote", at=at("2026-02-26 15:00"), task="talk#1.2")
    await door.tell(f"j-{door.patient}", written)
    await team.until(CUT_OFF)
    assert await team.words("conference_input_missing") == [NURSE]
    agenda = await team.door.agenda()
    assert (agenda.stage, agenda.cases[0].given) == ("frozen", (DOCTOR,))

    await team.until(MEETS)
    await team.meets(DOCTOR)
    with pytest.raises(Refused, match="without nurse there is no quorum, so nothing can be decided"):
        await team.decides(door, "go_on", {DOCTOR: "agree"})
    await team.closes()
    agenda = await team.door.agenda()
    assert [(one.age, one.failures) for one in agenda.cases] == [(1, 1)]
    assert agenda.meeting.starts_at == at(NEXT_WEEK)
    assert await team.heard_by(door) == ["ConferenceFailed"]

    await team.until(NEXT_WEEK)
    await team.meets(DOCTOR, NURSE)
    divided: Mapping[str, Vote] = {DOCTOR: "agree", NURSE: "disagree"}
    with pytest.raises(Refused, match="nurse disagrees: write down the dissent first"):
        await team.decides(door, "go_on", divided)
    for _ in range(2):
        await team.decides(door, "go_on", divided, dissent="d-1")
    await team.closes()

    assert await team.heard_by(door) == ["ConferenceFailed", "ConferenceDecided"]
    rows = await team.pool.fetch(
        "select outcome, dissent, votes ->> 'nurse' as nurse from conference_decision"
    )
    assert [tuple(row) for row in rows] == [("go_on", "d-1", "disagree")]
    assert (await team.door.agenda()).cases == ()
    assert [one.step for one in (await door.picture()).journeys[0].open] == ["tell_the_patient"]


async def test_who_withdraws_is_off_the_agenda(team: Team) -> None:
    door, other = await team.joins(), await team.joins()

    await door.tell(f"j-{door.patient}", Withdrew(id="w", at=at("2026-02-26 10:00")))
    await door.take_turn()

    assert [one.id for one in (await team.door.agenda()).cases] == [case(other)]
    assert (
        await team.pool.fetchval("select state from conference_case where patient = $1", door.patient)
        == "left"
    )


async def test_who_left_while_nobody_heard_of_it_is_found_gone_at_the_cut_off(team: Team) -> None:
    door = await team.joins()

    await door.tell(f"j-{door.patient}", Withdrew(id="w", at=at("2026-02-26 10:00")))
    await team.until(CUT_OFF)

    assert (await team.door.agenda()).cases == ()


async def test_what_the_journey_has_against_a_decision_is_answered_and_is_a_persons_work(team: Team) -> None:
    door = await team.joins()
    # The record of an older pathway: this series believes that there is one outcome more.
    await team.pool.execute("update conference_case set outcomes = '{wait,operate}', key = 'talk#1.9'")
    order = Order(
        what="join_conference", patient=door.patient, journey=f"j-{door.patient}", key="talk#1.9",
        about=(About(journey=f"j-{door.patient}", step="talk", occurrence=1),), at=at(THURSDAY),
    )  # fmt: skip
    await team.conferences.join_conference(order)
    await team.until(MEETS)
    await team.meets(DOCTOR, NURSE)

    with pytest.raises(Refused, match="talk is decided as one of: go_on, wait"):
        await team.decides(door, "operate")

    (duty,) = (await team.door.agenda()).duties
    assert (duty.role, duty.what) == ("coordinator", "take_over_decision")
    assert await team.heard_by(door) == []
    await team.decides(door, "wait")
    assert await team.heard_by(door) == ["ConferenceDecided"]
    assert await team.pool.fetchval("select count(*) from conference_duty where ended_at is null") == 0


async def test_a_case_that_is_put_off_is_heard_first_next_time(team: Team) -> None:
    door = await team.joins()
    await team.until(MEETS)
    await team.meets(DOCTOR, NURSE)
    await team.door.tell(CaseDeferred(id="later", case=case(door), reason="tests_needed"))
    await team.closes()
    await team.joins()

    agenda = await team.door.agenda()

    assert [(one.age, one.state) for one in agenda.cases] == [(1, "rolled_over"), (0, "on_agenda")]
    assert await team.heard_by(door) == []


async def test_news_that_races_the_handing_on_is_never_lost(client: Client, pool: asyncpg.Pool) -> None:
    async with a_team(client, pool, at(THURSDAY), 10) as team:
        told = [CaseLeft(id=f"left-{number}", case=f"nobody/{number}") for number in range(40)]

        await asyncio.gather(*(team.door.tell(one) for one in told))

        rows = await pool.fetch("select body ->> 'id' as id from conference_journal where what = 'CaseLeft'")
        assert sorted(row["id"] for row in rows) == sorted(one.id for one in told)


async def test_handing_on_at_every_point_gives_the_same_meetings(client: Client, pool: asyncpg.Pool) -> None:
    journals = []
    for events_per_run in (10_000, 4):
        async with a_team(client, pool, at(THURSDAY), events_per_run) as team:
            await team.until("2026-03-20 12:00")
            rows = await pool.fetch(
                "select number, at, what from conference_journal where series = $1 order by number",
                team.door.name,
            )
            journals.append([tuple(row) for row in rows])

    assert len(journals[0]) == 14
    assert journals[0] == journals[1]


async def test_by_the_real_clock_the_next_meeting_is_planned_and_nobody_conducts_it(
    client: Client, pool: asyncpg.Pool
) -> None:
    async with a_team(client, pool, None, 200) as team:
        with pytest.raises(Refused, match="lives by the real clock"):
            await team.door.let_time_pass(at(MEETS))

        agenda = await team.door.agenda()
        assert shown(agenda.meeting.starts_at).endswith("12:00")
        assert agenda.next_at <= agenda.meeting.ends_at


async def test_a_join_that_was_overtaken_by_a_later_one_changes_nothing(team: Team) -> None:
    door = await team.joins()
    await team.pool.execute("update conference_case set key = 'talk#1.9', due_at = now()")
    before = await team.door.agenda()
    order = Order(
        what="join_conference", patient=door.patient, journey=f"j-{door.patient}", key="talk#1.1",
        about=(About(journey=f"j-{door.patient}", step="talk", occurrence=1),), at=at(THURSDAY),
    )  # fmt: skip

    await team.conferences.join_conference(order)

    assert (await team.door.agenda()).cases == before.cases


def test_a_release_wakes_patients_and_conferences() -> None:
    for kind in (PatientWorkflow, CaseConferenceWorkflow):
        assert f"'{workflow._Definition.must_from_class(kind).name}'" in releases.LIVING
