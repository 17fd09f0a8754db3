"""What the record knows of conferences: one case a question, and decisions that nobody changes."""

from collections.abc import Sequence

import asyncpg
import pytest

from database import conferences
from database.meetings import Diverged, record_series
from database.worklist import worklist
from engine.commands import JoinConference, Key, LeaveConference, Reason
from engine.conference import Rules
from engine.series import (
    AttendanceTaken,
    CaseDecided,
    CaseFound,
    CaseHeldBack,
    CaseJoined,
    MeetingOpened,
    News,
    Series,
    SeriesMoment,
)
from engine.teamwork import begin, hear, pass_time
from tests.support.clock import at

WHY = Reason("", "it is next")
LEAVE = LeaveConference(key=Key("j1", "talk", 1, 2), reason=WHY)
IN_TIME, FROZEN, MEETS = at("2026-02-26 09:00"), at("2026-03-02 12:00"), at("2026-03-03 12:00")


async def a_case(pool: asyncpg.Pool) -> None:
    await pool.execute("insert into pathway_version (name, fingerprint, body) values ('small', 'f', '{}')")
    await pool.execute("insert into patient (id) values ('p1')")
    await pool.execute(
        "insert into journey (id, patient, pathway, fingerprint, status, state)"
        " values ('j1', 'p1', 'small', 'f', 'active', '')"
    )
    await join(pool, 1, (("physician",),))


async def join(pool: asyncpg.Pool, attempt: int, quorum: tuple[tuple[str, ...], ...]) -> None:
    wanted = JoinConference(
        key=Key("j1", "talk", 1, attempt),
        reason=WHY,
        quorum=quorum,
        due_at=at("2026-03-09 12:00"),
        inputs=("pt", "psych"),
    )
    async with pool.acquire() as connection:
        await conferences.want_case(connection, "p1", at("2026-03-02 08:00"), wanted)


async def its_input(pool: asyncpg.Pool, role: str) -> None:
    await pool.execute(
        """
        insert into task (journey, key, patient, step, role, opened_at, due_at, contact, outcomes, reason, state,
          ended_at)
        values ('j1', 'talk#1.1', 'p1', 'talk', $1, $2, $2, false, '{}', 'x', 'done', $2)
        """,
        role,
        IN_TIME,
    )


async def told(pool: asyncpg.Pool, *news: News) -> tuple[Series, list[SeriesMoment]]:
    """The case joins before the cut-off, the agenda is frozen, the meeting opens with all of them, and hears `news`."""
    async with pool.acquire() as connection:
        found = await conferences.asked(connection, "j1", "talk", 1)
    heard = begin(Series(rules=Rules()), IN_TIME)
    moments = list(heard.moments)
    heard = hear(heard.series, CaseJoined(id="join", case=found.case, at=IN_TIME), IN_TIME)
    moments += heard.moments
    heard = pass_time(heard.series, FROZEN)
    moments += heard.moments
    for one in (MeetingOpened(id="o"), AttendanceTaken(id="a", present=("physician", "psych")), *news):
        heard = hear(heard.series, one, MEETS)
        moments += heard.moments
    return heard.series, moments


async def record(pool: asyncpg.Pool, moments: Sequence[SeriesMoment]) -> tuple[CaseFound, ...]:
    async with pool.acquire() as connection:
        return await record_series(connection, moments)


async def test_asked_again_a_question_is_the_same_case_with_the_seats_of_now(pool: asyncpg.Pool) -> None:
    await a_case(pool)
    await join(pool, 2, (("physician",), ("pharm", "sw")))

    async with pool.acquire() as connection:
        found = await conferences.asked(connection, "j1", "talk", 1)
    assert (found.key, found.state) == ("talk#1.2", "waiting")
    assert found.case.quorum == (("physician",), ("pharm", "sw"))
    assert await pool.fetchval("select count(*) from conference_case") == 1


async def test_a_case_that_nobody_asked_for_is_not_made_up(pool: asyncpg.Pool) -> None:
    async with pool.acquire() as connection:
        with pytest.raises(conferences.UnknownCase, match="nobody asked for a conference about j1/talk#1"):
            await conferences.asked(connection, "j1", "talk", 1)


async def test_a_case_that_left_is_put_on_no_agenda_and_the_series_learns_it(pool: asyncpg.Pool) -> None:
    await a_case(pool)
    _, moments = await told(pool)
    async with pool.acquire() as connection:
        await conferences.leave_case(connection, at("2026-03-03 12:00"), LEAVE)

    found = await record(pool, moments)

    assert [one.left for one in found] == [True]
    assert await pool.fetchval("select state from conference_case") == "left"


async def test_a_moment_is_written_once_however_often_it_is_told(pool: asyncpg.Pool) -> None:
    await a_case(pool)
    decided = CaseDecided(id="d", case="j1/talk#1", votes={"physician": "agree"}, outcome="go_on")
    _, moments = await told(pool, decided)

    assert await record(pool, moments) == await record(pool, moments)

    rows = await pool.fetch("select number from conference_journal order by number")
    assert [row["number"] for row in rows] == [moment.line.number for moment in moments]
    assert await pool.fetchval("select count(*) from conference_decision where outcome = 'go_on'") == 1
    assert await pool.fetchval("select state from conference_case") == "decided"


async def test_a_moment_that_does_not_follow_on_is_refused_whole(pool: asyncpg.Pool) -> None:
    await a_case(pool)
    _, moments = await told(pool)

    with pytest.raises(Diverged, match="line 3 does not follow on line 1"):
        await record(pool, [moments[0], *moments[2:]])

    assert await pool.fetchval("select count(*) from conference_journal") == 0


async def test_an_input_is_given_by_doing_its_task_and_then_not_asked_for_again(pool: asyncpg.Pool) -> None:
    await a_case(pool)
    _, moments = await told(pool)
    await record(pool, moments[:2])
    await its_input(pool, "pt")

    found = await record(pool, moments[2:])

    assert [one.given for one in found] == [("pt",)]
    chases = await pool.fetch("select role, chased from conference_input order by role")
    assert [tuple(row) for row in chases] == [("psych", 1), ("pt", 0)]


async def test_the_packet_is_closed_at_the_cut_off_and_stays_as_it_was(pool: asyncpg.Pool) -> None:
    await a_case(pool)
    _, moments = await told(pool)
    before = [moment for moment in moments if moment.line.at <= FROZEN]
    await record(pool, before)
    packet = await pool.fetchval("select packet from conference")

    await its_input(pool, "pt")
    await record(pool, [moment for moment in moments if moment not in before])

    assert len(packet) == 64
    assert await pool.fetchval("select packet from conference") == packet


async def test_a_veto_is_a_record_of_its_own_with_a_duty_for_its_role(pool: asyncpg.Pool) -> None:
    await a_case(pool)
    _, moments = await told(pool, CaseHeldBack(id="v", case="j1/talk#1", by="psych", reason="w1"))

    await record(pool, moments)

    row = await pool.fetchrow("select veto, dissent, outcome, review_by from conference_decision")
    assert row is not None
    assert (row["veto"], row["dissent"], row["outcome"]) == ("psych", "w1", None)
    duty = await pool.fetchrow("select role, what, due_at, ended_at from conference_duty")
    assert duty is not None
    assert tuple(duty) == ("psych", "review_veto", row["review_by"], None)
    (work,) = [one for one in await worklist(pool, MEETS, ["psych"]) if one.kind == "duty"]
    assert (work.patient, work.reason) == ("p1", "review veto: held back on safety grounds")


async def test_each_meeting_that_did_not_settle_a_case_is_kept(pool: asyncpg.Pool) -> None:
    await a_case(pool)
    series, moments = await told(pool)
    moments += pass_time(series, at("2026-03-03 17:00")).moments
    await record(pool, moments)

    rows = await pool.fetch("select age, without_quorum from conference_rolled_over")
    assert [tuple(row) for row in rows] == [(1, False)]
    assert await pool.fetchval("select meeting from conference_case") == "team/2026-03-10"


@pytest.mark.parametrize(
    "sql",
    [
        "update conference_dissent set words = 'x'",
        "delete from conference_dissent",
        "delete from conference_decision",
        "update conference_journal set what = 'x'",
    ],
)
async def test_nobody_edits_a_dissent_a_decision_or_the_journal(
    database_url: str, pool: asyncpg.Pool, sql: str
) -> None:
    await a_case(pool)
    decided = CaseDecided(id="d", case="j1/talk#1", votes={"physician": "agree"}, dissent="d1")
    _, moments = await told(pool, decided)
    await record(pool, moments)
    async with pool.acquire() as connection:
        await conferences.keep_dissent(connection, "d1", "psych", "too early", at("2026-03-03 12:00"))
    owner = await asyncpg.connect(database_url)
    try:
        with pytest.raises(asyncpg.RestrictViolationError, match="never changed"):
            await owner.execute(sql)
    finally:
        await owner.close()


async def test_told_twice_the_first_words_of_a_dissent_stay(pool: asyncpg.Pool) -> None:
    async with pool.acquire() as connection:
        for words in ("too early", "never mind"):
            await conferences.keep_dissent(connection, "d1", "psych", words, at("2026-03-03 12:00"))

    assert await pool.fetchval("select words from conference_dissent") == "too early"
