"""Today: what needs a person, most urgent first; taken up, given on and finished, once, by whoever it is for."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from engine.events import Reported
from tests.support.at_work import AtWork
from tests.support.browser import Browser, Page
from tests.web.console.conftest import NOW, Desk
from tests.web.console.joining import enrolled
from workflows.door import Door


async def work_of(desk: Desk, patient: str, step: str = "triage") -> str:
    found = await desk.pool.fetchrow(
        "select journey, key from task where patient = $1 and step = $2 and state in ('open', 'accepted')",
        patient,
        step,
    )
    assert found is not None
    return f"task/{found['journey']}/{found['key']}"


async def act(browser: Browser, what: str, work: str, **more: str) -> Page:
    return await browser.post(
        f"/console/worklist/{what}", {"work": work, "back": "/console/today", "once": "0" * 16, **more}
    )


async def test_work_is_listed_with_whom_it_is_about_and_why(desk: Desk, working: AtWork) -> None:
    await enrolled(desk, working, "listed")
    browser = await desk.signed_in("coordinator")

    page = await browser.get("/console/today")

    assert "Rivera, Ana" in page.text
    assert '<span class="step">triage</span>' in page.text
    assert (await desk.log())[-1]["patients"] == ["p-listed"]


async def test_of_two_who_take_up_the_same_the_second_reads_whose_it_is(desk: Desk, working: AtWork) -> None:
    work = await work_of(desk, await enrolled(desk, working, "taken"))
    maria, sam = (
        await desk.signed_in("coordinator", name="maria"),
        await desk.signed_in("coordinator", name="sam"),
    )

    both = await asyncio.gather(act(maria, "claim", work), act(sam, "claim", work))
    late = next(page for page in both if page.status != 303)

    assert sorted(page.status for page in both) == [303, 409]
    assert "has taken this up already. It stays with them." in late.text
    assert (
        await desk.pool.fetchval("select state from task where patient = 'p-taken' and step = 'triage'")
        == "accepted"
    )


async def test_of_two_who_finish_the_same_the_second_reads_that_it_is_done(
    desk: Desk, working: AtWork
) -> None:
    work = await work_of(desk, await enrolled(desk, working, "twice"))
    maria, sam = (
        await desk.signed_in("coordinator", name="maria"),
        await desk.signed_in("coordinator", name="sam"),
    )

    first = await act(maria, "finish", work, outcome="accept")
    second = await act(sam, "finish", work, outcome="accept")

    assert (first.status, second.status) == (303, 409)
    assert "Somebody has finished this meanwhile" in second.text
    assert (
        await desk.pool.fetchval("select outcome from task where patient = 'p-twice' and step = 'triage'")
        == "accept"
    )
    assert [line["about"] for line in await desk.log() if line["acts"]] == [f"{work} accept", None]


async def test_a_second_click_is_the_same_act(desk: Desk, working: AtWork) -> None:
    work = await work_of(desk, await enrolled(desk, working, "clicked"))
    maria = await desk.signed_in("coordinator", name="maria")

    await asyncio.gather(*(act(maria, "finish", work, outcome="accept") for _ in range(2)))

    told = "select count(*) from journal where patient = 'p-clicked' and what = 'TaskDone'"
    assert await desk.pool.fetchval(told) == 1


async def test_work_is_finished_by_whoever_it_is_for(desk: Desk, working: AtWork) -> None:
    work = await work_of(desk, await enrolled(desk, working, "theirs"))
    psychologist = await desk.signed_in("psych")

    page = await act(psychologist, "finish", work, outcome="accept")

    assert page.status == 409
    assert "This is work for the coordinator." in page.text


async def test_how_it_came_out_has_to_be_chosen_and_what_was_opened_stays_open(
    desk: Desk, working: AtWork
) -> None:
    work = await work_of(desk, await enrolled(desk, working, "chosen"))
    maria = await desk.signed_in("coordinator", name="maria")

    page = await act(maria, "finish", work, outcome="")

    assert page.status == 409
    assert "Choose how it came out." in page.text
    assert "<details open>" in page.text


async def test_what_is_not_done_says_why(desk: Desk, working: AtWork) -> None:
    work = await work_of(desk, await enrolled(desk, working, "skipped"))
    maria = await desk.signed_in("coordinator", name="maria")

    page = await act(maria, "finish", work, outcome="not_needed")

    assert page.status == 303
    skipped = "select body ->> 'reason' from journal where patient = 'p-skipped' and what = 'StepSkipped'"
    assert await desk.pool.fetchval(skipped) == "not_needed"


async def test_work_is_given_to_somebody_of_its_role_and_to_nobody_else(desk: Desk, working: AtWork) -> None:
    work = await work_of(desk, await enrolled(desk, working, "given"))
    maria = await desk.signed_in("coordinator", name="maria")
    sam = await desk.signed_in("coordinator", name="sam")
    await desk.account("lena", "psych")

    wrong = [await act(maria, "give", work, to=to) for to in ("lena", "nobody")]
    given = await act(maria, "give", work, to="sam")
    refused = await act(maria, "finish", work, outcome="accept")
    mine = await sam.get("/console/today?whose=mine")
    back = await act(sam, "give", work, to="")

    assert [page.status for page in wrong] == [409, 409]
    assert (given.status, refused.status, back.status) == (303, 409, 303)
    assert "sam has taken this up." in refused.text
    assert "Rivera, Ana" in mine.text
    assert await desk.pool.fetchval("select count(*) from assignment") == 0


async def test_a_warning_sign_stands_first_and_ends_only_as_its_pathway_says(
    desk: Desk, working: AtWork
) -> None:
    patient = await enrolled(desk, working, "alert", "Zuniga")
    await enrolled(desk, working, "calm", "Abel")
    await Door(working.client, patient).tell(
        "j-alert", Reported(id="flag", at=NOW, report="adverse_event", details=("life_threatening",))
    )
    alert = await desk.pool.fetchrow(
        "select journey, key, role, outcomes from task where patient = 'p-alert' and severity is not null"
    )
    assert alert is not None
    browser = await desk.signed_in(alert["role"])

    page = await browser.get("/console/today?whose=all")
    work = f"task/{alert['journey']}/{alert['key']}"
    refused = await act(browser, "finish", work, outcome="not_needed")

    assert page.text.index("Warning signs") < page.text.index("To do")
    assert refused.status == 409
    assert "A warning sign ends only by one of its own outcomes" in refused.text


@asynccontextmanager
async def _referral_task(desk: Desk, kind: str, patient: str | None) -> AsyncIterator[str]:
    await desk.owner.execute(
        "insert into referral_task (id, kind, role, patient, opened_at, due_at, reason)"
        " values ($1, $2, 'coordinator', $3, $4, $5, 'because')",
        f"{kind}:x",
        kind,
        patient,
        NOW,
        NOW + timedelta(days=1),
    )
    yield f"referral/{kind}:x"


async def test_a_referral_task_is_taken_up_and_closed_once(desk: Desk) -> None:
    maria = await desk.signed_in("coordinator", name="maria")
    async with _referral_task(desk, "compare", None) as work:
        taken = await act(maria, "claim", work)
        wrong = await act(maria, "finish", work, outcome="done")
        done = await act(maria, "finish", work, outcome="same_person")
        again = await act(maria, "finish", work, outcome="same_person")

    row = await desk.pool.fetchrow("select state, outcome, accepted_at, ended_at from referral_task")
    assert (taken.status, wrong.status, done.status, again.status) == (303, 409, 303, 409)
    assert row is not None
    assert tuple(row) == ("done", "same_person", NOW, NOW)


async def test_a_death_that_is_confirmed_ends_every_journey(desk: Desk, working: AtWork) -> None:
    patient = await enrolled(desk, working, "died")
    maria = await desk.signed_in("coordinator", name="maria")
    async with _referral_task(desk, "death", patient) as work:
        page = await act(maria, "finish", work, outcome="has_died")

    assert page.status == 303
    assert await desk.pool.fetchval("select ending from journey where patient = 'p-died'") == "died"


async def test_a_text_of_a_stranger_is_read_and_answered(desk: Desk) -> None:
    await desk.owner.execute(
        "insert into inbound (id, sender, receiver, words, received_at) values ('m1', '+1', '+2', 'who is <this>?', $1)",
        NOW,
    )
    await desk.owner.execute(
        "insert into inbound_task (id, inbound, kind, role, opened_at, due_at, reason)"
        " values ('t1', 'm1', 'unknown_number', 'coordinator', $1, $1, 'nobody we know')",
        NOW,
    )
    maria = await desk.signed_in("coordinator", name="maria")

    page = await maria.get("/console/today")
    done = await act(maria, "finish", "text/t1", outcome="called_back")

    assert "who is &lt;this&gt;?" in page.text
    assert done.status == 303
    assert await desk.pool.fetchval("select outcome from inbound_task") == "called_back"


async def test_operations_see_work_and_no_names(desk: Desk, working: AtWork) -> None:
    await enrolled(desk, working, "unnamed")
    browser = await desk.signed_in("ops")

    page = await browser.get("/console/today?whose=all")

    assert "p-unnamed" in page.text
    assert "Rivera" not in page.text


async def test_a_visit_that_nobody_confirmed_is_beside_the_list(desk: Desk, working: AtWork) -> None:
    patient = await enrolled(desk, working, "visit")
    await _visit(desk, patient, NOW + timedelta(hours=20), "booked")
    await _visit(desk, patient, NOW + timedelta(hours=30), "confirmed")

    page = await (await desk.signed_in("coordinator")).get("/console/today")

    assert page.text.count("physio_assessment".replace("_", " ") + ", in person") == 1


async def _visit(desk: Desk, patient: str, starts: datetime, state: str) -> None:
    key = f"physio_assessment#{starts.hour}.1"
    await desk.owner.execute(
        "insert into visit_search (journey, key, patient, step, occurrence, attempt, role, minutes, modes, visits,"
        " due_at, reason, wanted_at, state) values ($1, $2, $3, 'physio_assessment', $4, 1, 'pt', 45, '{in_person}',"
        " 1, $5, 'because', $5, 'booked')",
        "j-visit",
        key,
        patient,
        starts.hour,
        starts,
    )
    await desk.owner.execute(
        "insert into appointment (id, journey, key, number, patient, mode, starts_at, minutes, state)"
        " values ($1, 'j-visit', $2, 1, $3, 'in_person', $4, 45, $5)",
        f"a-{starts.hour}",
        key,
        patient,
        starts,
        state,
    )
