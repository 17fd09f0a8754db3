"""Whose patients one sees: by role, care team, invitation or emergency; and the log that says who saw whom."""

import asyncpg
import pytest

from tests.web.console.conftest import Desk

PATIENT = "/console/patients/p-1"


async def test_a_coordinator_sees_everybody_and_the_log_says_by_what_right(desk: Desk) -> None:
    await desk.patient("p-1")
    browser = await desk.signed_in("coordinator", name="maria")

    page = await browser.get(PATIENT)
    line = (await desk.log())[-1]

    assert "Rivera, Ana" in page.text
    assert (line["account"], line["what"], line["patients"], line["because"], line["answer"]) == (
        *("maria", "GET /console/patients/{patient}"),
        *(["p-1"], "role", 200),
    )


async def test_whoever_has_no_work_for_a_patient_reads_nothing_about_them(desk: Desk) -> None:
    await desk.patient("p-1")
    browser = await desk.signed_in("psych")

    page, nobody = await browser.get(PATIENT), await browser.get("/console/patients/p-unknown")

    assert (page.status, nobody.status) == (403, 403)
    assert "Rivera" not in page.text
    assert page.text.replace("p-1", "") == nobody.text.replace("p-unknown", "")
    assert [(line["patients"], line["answer"]) for line in await desk.log()] == [
        (["p-1"], 403),
        (["p-unknown"], 403),
    ]


async def test_an_invitation_opens_one_patient_until_it_ends(desk: Desk) -> None:
    await desk.patient("p-1")
    await desk.patient("p-2")
    browser = await desk.signed_in("pcp", name="stone")
    await desk.pool.execute(
        "insert into team_member (account, patient, invited_by, until)"
        " values ('stone', 'p-1', 'stone', now() + interval '1 day')"
    )

    invited = [(await browser.get(f"/console/patients/{one}")).status for one in ("p-1", "p-2")]
    await desk.pool.execute("update team_member set until = now() - interval '1 second'")

    assert invited == [200, 403]
    assert (await browser.get(PATIENT)).status == 403


async def test_an_emergency_opens_a_patient_for_a_reason_that_somebody_else_reviews(desk: Desk) -> None:
    await desk.patient("p-1")
    nurse = await desk.signed_in("proc_nurse", name="noor")
    director = await desk.signed_in("med_director", name="okafor")

    short = await nurse.post("/console/emergency", {"who": "p-1", "reason": "now"})
    told = await nurse.post("/console/emergency", {"who": "p-1", "reason": "fell in the waiting room"})
    seen = await nurse.get(PATIENT)
    waiting = await director.get("/console/emergencies")
    id = await desk.pool.fetchval("select id from emergency_access")
    await director.post("/console/emergencies", {"id": str(id)})

    assert (short.status, told.status, seen.status) == (422, 303, 200)
    assert "You see this patient for four hours" in seen.text
    assert (await desk.log())[2]["because"] == "emergency"
    assert "fell in the waiting room" in waiting.text
    assert await desk.pool.fetchval("select reviewed_by from emergency_access") == "okafor"


async def test_nobody_reviews_their_own_emergency(desk: Desk) -> None:
    await desk.patient("p-1")
    director = await desk.signed_in("med_director", name="okafor")
    await director.post("/console/emergency", {"who": "p-1", "reason": "no reason at all"})

    await director.post("/console/emergencies", {"id": "1"})
    page = await director.get("/console/emergencies")

    assert "is your own" in page.text
    assert await desk.pool.fetchval("select reviewed_by from emergency_access") is None


async def test_what_an_act_says_is_said_once(desk: Desk) -> None:
    await desk.patient("p-1")
    nurse = await desk.signed_in("proc_nurse")
    await nurse.post("/console/emergency", {"who": "p-1", "reason": "fell in the waiting room"})

    first, second = await nurse.get(PATIENT), await nurse.get(PATIENT)

    assert ("for four hours" in first.text, "for four hours" in second.text) == (True, False)


@pytest.mark.parametrize("statement", ["update audit_log set account = 'x'", "delete from audit_log"])
async def test_the_log_is_never_changed(desk: Desk, statement: str) -> None:
    await desk.signed_in("coordinator", name="maria")
    await (await desk.again("maria")).get("/console/today")

    with pytest.raises(asyncpg.PostgresError):
        await desk.pool.execute(statement)
    with pytest.raises(asyncpg.RestrictViolationError):
        await _as_owner_of_the_database(desk.url, statement)


async def _as_owner_of_the_database(url: str, statement: str) -> None:
    """Who may do more than any role of ours."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


@pytest.mark.parametrize(
    "statement",
    [
        "update patient set status = 'ended'",
        "insert into journal (patient, number, at, kind, what, body) values ('p-1', 1, now(), 'note', 'x', '{}')",
        "update task set state = 'closed'",
        "update person set family = 'x'",
    ],
)
async def test_the_console_changes_nothing_of_the_record(desk: Desk, statement: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await desk.pool.execute(statement)


@pytest.mark.parametrize("table", ["account", "session", "audit_log", "emergency_access"])
async def test_the_worker_learns_nothing_of_who_signs_in(desk: Desk, table: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await desk.owner.fetch(f"select * from {table}")  # noqa: S608  (our own names)
