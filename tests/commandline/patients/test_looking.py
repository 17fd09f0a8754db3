"""What a person sees of a clinic that runs: how it stands, one patient, their journal, and the work that is open."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from commandline.running import Stack
from database.worklist import worklist
from tests.support.prompt import type_in

NOW = datetime(2026, 11, 24, 15, tzinfo=UTC)


@pytest.fixture
async def patient(settings: Mapping[str, str], request: pytest.FixtureRequest) -> str:
    """Enrolled by hand, one a test."""
    name: str = request.node.name.partition("[")[0].replace("_", "-")[-50:].strip("-")
    ran = await type_in(
        "enrol",
        name,
        "--zone",
        "America/Chicago",
        "--fact",
        "age=54",
        "--agreed-to-texts",
        environment=settings,
    )
    assert (ran.code, ran.err) == (0, "")
    return name


async def test_who_is_enrolled_stands_in_the_first_stage_with_work_that_has_an_owner(
    patient: str, settings: Mapping[str, str]
) -> None:
    words = await type_in("status", patient, environment=settings)
    facts = json.loads((await type_in("status", patient, "--json", environment=settings)).out)
    journey = facts["journeys"][0]

    assert words.out.startswith(f"{patient}: active, lives in America/Chicago, speaks en\n")
    assert "in the stage referral" in words.out
    assert "open  task triage for coordinator by " in words.out
    assert ("triage", "coordinator") in {(one["step"], one["whom"]) for one in journey["open"]}
    assert journey["ahead"][0]["at"] == facts["next_at"]
    assert [one["at"] for one in journey["ahead"]] == sorted(one["at"] for one in journey["ahead"])


async def test_the_timeline_tells_what_was_done_and_why(patient: str, settings: Mapping[str, str]) -> None:
    words = await type_in("timeline", patient, environment=settings)
    journal = json.loads((await type_in("timeline", patient, "--json", environment=settings)).out)["journal"]

    assert "enrolled" in words.out
    assert "task triage for coordinator" in words.out
    assert "because" in words.out
    assert [line["number"] for line in journal] == list(range(1, len(journal) + 1))


async def test_the_whole_clinic_is_counted_and_names_the_workers(
    patient: str, settings: Mapping[str, str]
) -> None:
    words = await type_in("status", environment=settings)
    facts = json.loads((await type_in("status", "--json", environment=settings)).out)

    assert facts["patients"]["active"] >= 1
    assert facts["stages"]["referral"] >= 1
    assert sum(facts["workers"].values()) >= 1
    assert "workers   1 of build " in words.out


async def test_enrolled_twice_is_enrolled_once(
    patient: str, settings: Mapping[str, str], stack: Stack
) -> None:
    again = await type_in("enrol", patient, environment=settings)

    assert again.out.startswith(f"{patient} is on chronic_pain already, journey e-")
    assert again.out.endswith("Nothing was changed.\n")
    connection = await asyncpg.connect(stack.database_url)
    try:
        assert await connection.fetchval("select count(*) from journey where patient = $1", patient) == 1
    finally:
        await connection.close()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("status", "p-nobody"), "no patient 'p-nobody' here"),
        (("timeline", "p-nobody"), "no patient 'p-nobody' here"),
        (("worklist", "--role", "cook"), "no role of this clinic is named 'cook'"),
        (("enrol", "Alba Testperson"), "A name must never stand here"),
        (("enrol", "p-1", "--zone", "America/Chicagoo"), "did you mean"),
        (("enrol", "p-1", "--fact", "age"), "write it as age=54"),
        (("enrol", "p-1", "--pathway", "knees"), "no pathway 'knees'"),
    ],
)
async def test_what_cannot_be_done_is_said_in_words(
    typed: tuple[str, ...], said: str, settings: Mapping[str, str]
) -> None:
    refused = await type_in(*typed, environment=settings)

    assert (refused.code, refused.out) == (2, "")
    assert refused.err.startswith("carepath: ")
    assert said in refused.err
    assert "Traceback" not in refused.err


async def test_the_worklist_names_each_piece_of_work_with_its_deadline(
    patient: str, settings: Mapping[str, str]
) -> None:
    words = await type_in("worklist", "--role", "coordinator", environment=settings)
    work = json.loads((await type_in("worklist", "--json", environment=settings)).out)["work"]

    mine = {(one["role"], one["step"]) for one in work if one["patient"] == patient}
    assert mine == {("coordinator", "triage"), ("ops", "log_the_referral")}
    assert f"{patient}  task triage" in words.out
    assert "log_the_referral" not in words.out


async def test_late_work_comes_first_and_the_most_urgent_of_it_before_the_rest(pool: asyncpg.Pool) -> None:
    async with pool.acquire() as connection:
        for id, severity, hours in (
            ("later", None, 5),
            ("soon", None, 1),
            ("urgent", "SEV2", 4),
            ("late", None, -2),
            ("late_and_urgent", "SEV2", -1),
        ):
            await connection.execute(
                "insert into referral_task (id, kind, role, opened_at, due_at, severity, reason)"
                " values ($1, 'triage', 'coordinator', $2, $3, $4, 'a reason')",
                id,
                NOW,
                NOW + timedelta(hours=hours),
                severity,
            )

    assert [one.id for one in await worklist(pool, NOW)] == [
        "late_and_urgent",
        "late",
        "urgent",
        "soon",
        "later",
    ]
    assert await worklist(pool, NOW, ["physician"]) == ()
