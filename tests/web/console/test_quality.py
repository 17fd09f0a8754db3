"""The quality page: figures for staff without a name, whom they count only for those who may see them, and files."""

from datetime import timedelta

import pytest

from tests.support.quality_rows import BEGAN, DAY, Rows
from tests.web.console.conftest import Desk


@pytest.fixture
async def rows(desk: Desk) -> Rows:
    """Ten who were triaged, seven of them in time; one of them has a name that a spreadsheet would run."""
    rows = Rows(desk.owner)
    for number in range(10):
        patient = await desk.patient(f"p-{number}", "=Rivera" if number == 0 else "Rivera")
        await rows.journey(patient)
        await rows.task(
            patient,
            "triage",
            BEGAN,
            2 * DAY,
            done=DAY if number < 7 else 3 * DAY,
            outcome="accept",
            role="pt" if number == 0 else "coordinator",
        )
        await rows.stage(patient, "referral", BEGAN)
        await rows.stage(patient, "intake", BEGAN + number * DAY)
    await rows.task("p-1", "call", BEGAN, timedelta(hours=4), done=DAY, severity="SEV2")
    await rows.prompt("p-1", BEGAN)
    await rows.form("p-1", "one", BEGAN, answered=BEGAN)
    return rows


async def test_the_page_shows_each_measure_with_its_interval_and_leads_to_whom_it_counts(
    desk: Desk, rows: Rows
) -> None:
    browser = await desk.signed_in("med_director")

    page = await browser.get("/console/quality?period=2026-Q1&pathway=small")

    assert "7 of 10" in page.text
    assert "40 to 89" in page.text
    assert "No case in this quarter" in page.text
    assert "goals are kept as one score" in page.text
    assert 'href="/console/quality/measures/QM01?period=2026-Q1&amp;pathway=small"' in page.text
    assert "Rivera" not in page.text
    assert (await desk.log())[-1]["about"] == "period=2026-Q1&pathway=small"


async def test_operations_see_figures_and_nobody_behind_them(desk: Desk, rows: Rows) -> None:
    browser = await desk.signed_in("ops")

    page = await browser.get("/console/quality?period=2026-Q1")
    whom = await browser.get("/console/quality/measures/QM01?period=2026-Q1")

    assert "7 of 10" in page.text
    assert "/console/quality/measures/" not in page.text
    assert whom.status == 403


async def test_whom_a_measure_counts_is_shown_and_logged_by_what_one_may_see(desk: Desk, rows: Rows) -> None:
    all_of_them = await (await desk.signed_in("coordinator")).get(
        "/console/quality/measures/QM01?period=2026-Q1"
    )
    logged = (await desk.log())[-1]
    own = await (await desk.signed_in("pt")).get("/console/quality/measures/QM01?period=2026-Q1")

    assert all_of_them.text.count('href="/console/patients/p-') == 10
    assert sorted(logged["patients"]) == [f"p-{number}" for number in range(10)]
    assert logged["about"] == "QM01 period=2026-Q1"
    assert own.text.count('href="/console/patients/p-') == 1
    assert (await desk.log())[-1]["patients"] == ["p-0"]
    assert "fewer than 11 cases: not shown" in own.text
    assert "2024-Q2" in own.text


async def test_every_table_is_a_file(desk: Desk, rows: Rows) -> None:
    browser = await desk.signed_in("coordinator")
    files = {
        name: await browser.get(f"/console/quality/{name}.csv?period=2026-Q1")
        for name in ("measures", "waits", "prompts", "responses", "alerts", "load", "measures/QM01")
    }
    lines = {name: file.text.splitlines() for name, file in files.items()}

    assert {file.headers["content-type"] for file in files.values()} == {"text/csv; charset=utf-8"}
    assert lines["measures"][1].startswith("QM01,process,")
    assert ",7,10,0.7000,0.3968,0.8922,0," in lines["measures"][1]
    assert lines["waits"][1].startswith("referral,intake,10,4.5000,")
    assert lines["prompts"][1] == "routine,1,0,0,0,0"
    assert lines["responses"][1] == "peg,patient,1,0,0,0"
    assert lines["alerts"][1].startswith("SEV2,0,1,0,0,1.0000")
    assert lines["load"][0].startswith("role,kind,late,this week,9 Mar")
    assert sum("'=Rivera" in line for line in lines["measures/QM01"]) == 1


async def test_what_is_no_measure_and_no_table_is_no_page(desk: Desk) -> None:
    browser = await desk.signed_in("coordinator")

    there = [
        (await browser.get(f"/console/quality/{name}")).status
        for name in ("measures/QM07", "measures/nonsense", "measures/nonsense.csv", "nonsense.csv")
    ]

    assert there == [404] * 4
    assert (await browser.get("/console/quality?period=nonsense&pathway=nobody")).status == 200
