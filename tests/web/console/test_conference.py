"""The conference on the console: agenda, packets and inputs, and a meeting from its opening to what follows of it."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from playwright.async_api import Page, async_playwright, expect
from temporalio.client import Client

from tests.support.clock import at
from tests.web.console.conftest import Desk
from tests.web.console.meeting import AGENDA, CUT_OFF, MEETS, Room, a_room
from tests.web.console.test_in_a_browser import AXE, PROGRAM, page_of
from web.console.app import console
from web.serving import served

PACKET = "select digest, body::text from conference_packet"


@pytest.fixture
async def room(client: Client, desk: Desk) -> AsyncIterator[Room]:
    async with a_room(client, desk.owner, desk) as made:
        tools = replace(desk.tools, conference=lambda: made.door, now=lambda: made.now)
        async with served(console(tools), 0) as address:
            made.desk = replace(desk, address=address, tools=tools)
            yield made


async def test_the_agenda_shows_each_case_with_what_is_due_and_who_must_be_there(room: Room) -> None:
    patient = await room.joins("Abel")
    browser = await room.desk.signed_in("coordinator")

    page = await browser.get(AGENDA)

    assert page.status == 200
    assert "Abel, Ana" in page.text
    assert "must be there: physician; physiotherapist or occupational therapist" in page.text
    assert page.text.count('class="input due"') == 3
    assert (await room.desk.log())[-1]["patients"] == [patient]


async def test_whoever_sees_no_patient_reads_no_name(room: Room) -> None:
    await room.joins("Abel")
    browser = await room.desk.signed_in("dietitian")

    page = await browser.get(AGENDA)

    assert "A patient whom you do not see" in page.text
    assert "Abel" not in page.text
    assert (await room.desk.log())[-1]["patients"] == []


async def test_a_part_is_given_once_and_blank_counts_as_missing(room: Room) -> None:
    patient = await room.joins()
    doctor = await room.desk.signed_in("physician")

    blank = await room.act(doctor, patient, "write", role="physician")
    others = await room.act(doctor, patient, "write", role="psych", mood="low")
    given = await room.act(doctor, patient, "write", role="physician", diagnosis="M54.5", mechanism="mixed")
    again = await room.act(doctor, patient, "write", role="physician", once="1" * 16, diagnosis="M54.16")
    page = await doctor.get(room.address(patient))

    assert (blank.status, others.status, given.status, again.status) == (409, 409, 303, 303)
    assert "a blank counts as missing" in blank.text
    assert "You write for your own discipline only." in others.text
    assert "M54.16" in page.text
    assert 'Physician <span class="badge good">given</span>' in page.text
    assert await room.desk.pool.fetchval("select count(*) from conference_statement") == 2
    done = "select count(*) from journal where patient = $1 and what = 'TaskDone'"
    assert await room.desk.pool.fetchval(done, patient) == 1


async def test_a_frozen_packet_keeps_its_fingerprint_and_shows_what_is_new_and_missing(room: Room) -> None:
    patient = await room.joins()
    await room.until(CUT_OFF)
    kept = [tuple(row) for row in await room.desk.pool.fetch(PACKET)]
    psychologist = await room.desk.signed_in("psych")
    room.now = at("2026-03-02 15:00")

    await room.act(psychologist, patient, "write", role="psych", mood="low", fit="cbt")
    page = await psychologist.get(room.address(patient))

    assert [tuple(row) for row in await room.desk.pool.fetch(PACKET)] == kept
    assert kept[0][0][:12] in page.text
    assert "New since the packet was frozen" in page.text
    assert 'Psychologist <span class="badge sev3">late</span>' in page.text
    assert 'Physician <span class="badge sev2">missing</span>' in page.text


async def test_three_patients_from_the_agenda_until_their_therapies_start(room: Room) -> None:
    first, second, third = [await room.joins(family) for family in ("Abel", "Baker", "Cole")]
    await room.until(MEETS)
    maria = await room.opened("physician", "pt", "psych")

    decided = await room.decide(maria, first)
    dissent = {
        "vote.psych": "disagree",
        "dissent.psych": "Too much at once.",
        "would_change.psych": "Sleep first.",
    }
    divided = await room.decide(maria, second, **dissent)
    held = await room.act(maria, third, "hold", by="pharm", reason="x")
    off = await room.act(maria, third, "later", reason="tests_needed")
    closed = await maria.post(f"{AGENDA}/close", await room.meeting())
    page = await maria.get(room.address(second))

    assert (decided.status, divided.status, held.status, off.status, closed.status) == (
        303,
        303,
        409,
        303,
        303,
    )
    assert "Pharmacist cannot hold this back without being there" in held.text
    assert await room.running(first) == ["education"]
    assert await room.running(second) == ["education"]
    assert "Too much at once." in page.text
    assert "Would change their mind: Sleep first." in page.text
    assert "agrees with concern" not in page.text
    assert "Version 1" in page.text
    told = "select count(*) from conference_journal where body::text like '%Too much%'"
    assert await room.desk.pool.fetchval(told) == 0
    assert await room.desk.pool.fetchval("select count(*) from change where patient is null") > 0
    agenda = await maria.get(AGENDA)
    assert "Waits since 1 meeting" in agenda.text
    assert "Cole, Ana" in agenda.text
    assert "Abel, Ana" not in agenda.text


@pytest.mark.parametrize(
    ("present", "missing"),
    [
        (("pt", "psych"), "physician"),
        (("physician", "psych"), "physiotherapist or occupational therapist"),
        (("physician", "pt", "device_rep"), "psychologist or social worker"),
    ],
)
async def test_without_a_seat_nothing_is_decided(room: Room, present: tuple[str, ...], missing: str) -> None:
    patient = await room.joins()
    await room.until(MEETS)
    maria = await room.opened(*present)

    agenda = await maria.get(AGENDA)
    page = await room.decide(maria, patient)

    assert f"missing: {missing}" in agenda.text
    assert page.status == 409
    assert (
        f"Without {missing} there is no quorum, so nothing can be decided. Nothing was changed." in page.text
    )
    assert "because it helps" in page.text


async def test_a_veto_holds_until_its_role_agrees(room: Room) -> None:
    patient = await room.joins()
    await room.until(MEETS)
    maria = await room.opened("physician", "pt", "psych")

    silent = await room.act(maria, patient, "hold", by="psych")
    held = await room.act(maria, patient, "hold", by="psych", reason="Not safe yet.")
    against = {"vote.psych": "disagree", "dissent.psych": "Still not safe."}
    refused = await room.decide(maria, patient, **against)
    agreed = await room.decide(maria, patient)

    assert (silent.status, held.status, refused.status, agreed.status) == (409, 303, 409, 303)
    assert "write down the reason first" in silent.text
    assert "held this back on safety grounds and has not agreed to go on" in refused.text


async def test_what_is_lacking_is_said_and_what_was_typed_stays(room: Room) -> None:
    patient = await room.joins()
    await room.until(MEETS)
    maria = await room.opened("physician", "pt", "psych")

    lacking = {
        "Write down the reasons": {"reasons": "", "options": "wait and see"},
        "A plan says what it is expected to gain": {"stop_rule": "", "options": "wait and see"},
        "Whoever disagrees is heard": {"vote.pt": "disagree", "options": "wait and see"},
        "is no date": {"review_on": "soon", "options": "wait and see"},
        "which is not in the plan": {"after.education": "cbt", "options": "wait and see"},
        "is a number from 0 to 52": {"weeks.education": "many", "options": "wait and see"},
    }
    pages = {why: await room.decide(maria, patient, **typed) for why, typed in lacking.items()}

    assert [page.status for page in pages.values()] == [409] * len(lacking)
    assert all(why in page.text and "wait and see" in page.text for why, page in pages.items())
    assert await room.desk.pool.fetchval("select count(*) from conference_decision") == 0


async def test_of_two_who_decide_the_same_the_second_reads_that_it_is_decided(room: Room) -> None:
    patient = await room.joins()
    await room.until(MEETS)
    maria = await room.opened("physician", "pt", "psych")
    sam = await room.desk.signed_in("physician")

    both = await asyncio.gather(room.decide(maria, patient), room.decide(sam, patient, outcome="wait"))
    late = next(page for page in both if page.status == 409)

    assert sorted(page.status for page in both) == [303, 409]
    assert "This case is decided already. Nothing was changed." in late.text
    assert await room.desk.pool.fetchval("select count(*) from conference_decision") == 1


async def test_an_action_has_an_owner_a_day_and_an_end(room: Room) -> None:
    patient = await room.joins()
    maria = await room.desk.signed_in("coordinator")
    whole = {
        "what": "Call the pharmacy",
        "owner": "pharm",
        "due_on": "2026-03-05",
        "done_when": "list is here",
    }

    lacking = [await room.act(maria, patient, "action", **{**whole, name: ""}) for name in whole]
    added = await room.act(maria, patient, "action", **whole)
    id = await room.desk.pool.fetchval("select id from conference_action")
    done = [await room.act(maria, patient, "done", action=id) for _ in range(2)]

    assert [page.status for page in lacking] == [409] * 4
    assert "nothing is left without an owner" in lacking[1].text
    assert (added.status, [page.status for page in done]) == (303, [303, 409])
    assert "Somebody has finished this meanwhile." in done[1].text


async def test_an_action_that_is_left_open_is_listed_first_and_called_old(room: Room) -> None:
    patient = await room.joins()
    maria = await room.desk.signed_in("coordinator")
    await room.act(
        maria, patient, "action", what="Ring", owner="pharm", due_on="2026-03-05", done_when="heard"
    )

    early = await maria.get(AGENDA)
    pharmacist = await room.desk.signed_in("pharm", name="lena")
    theirs = await pharmacist.get("/console/today")
    room.now = at("2026-03-13 09:00")
    late = await maria.get(AGENDA)
    work = await room.desk.pool.fetchval("select 'action/' || id from conference_action")
    done = await pharmacist.post("/console/worklist/finish", {"work": work, "outcome": "done"})

    assert "Ring" in early.text
    assert "an action of the conference" in theirs.text
    assert "Ring. Done when: heard" in theirs.text
    assert done.status == 303
    assert await room.desk.pool.fetchval("select done_by from conference_action") == "lena"
    assert "open for more than 10 clinic days" not in early.text
    assert "open for more than 10 clinic days" in late.text


async def test_a_patient_declines_one_therapy_and_the_rest_goes_on(room: Room) -> None:
    patient = await room.joins()
    await room.until(MEETS)
    maria = await room.opened("physician", "pt", "psych")
    plan = {
        "therapy.cbt": "yes",
        "after.cbt": "education",
        "after.exercise": "cbt",
        "therapy.exercise": "yes",
    }
    await room.decide(maria, patient, **plan)

    unsaid = await room.act(maria, patient, "answer")
    said = await room.act(
        maria, patient, "answer", answer="agrees", declined="cbt", words="No talking, please."
    )
    again = await room.act(maria, patient, "answer", answer="agrees")
    page = await maria.get(room.address(patient))

    assert (unsaid.status, said.status, again.status) == (409, 303, 409)
    assert "recorded already" in again.text
    assert "No talking, please." in page.text
    assert "now exercise, after education; dropped: cbt" in page.text
    assert await room.running(patient) == ["education"]


async def test_a_meeting_is_opened_and_closed_once_by_whoever_keeps_the_minutes(room: Room) -> None:
    await room.joins()
    maria = await room.desk.signed_in("coordinator")
    early = await maria.post(f"{AGENDA}/open", await room.meeting())
    await room.until(MEETS)
    form = await room.meeting()

    opened = await maria.post(f"{AGENDA}/open", form)
    closed = [await maria.post(f"{AGENDA}/close", {**form, "once": digit * 16}) for digit in "12"]
    other = await (await room.desk.signed_in("pt")).post(f"{AGENDA}/open", form)

    assert (early.status, opened.status, other.status) == (409, 303, 403)
    assert "meet after that" in early.text
    assert [page.status for page in closed] == [303, 409]
    assert "There is no meeting to do this in." in closed[1].text


async def test_a_case_that_is_not_there_is_nowhere(desk: Desk) -> None:
    await desk.patient("p-1")
    maria = await desk.signed_in("coordinator")
    pages = [await maria.get(f"{AGENDA}/p-1{more}") for more in ("", "?case=x", "?case=j/talk%231")]
    acts = ("write", "hear", "decide", "hold", "later", "action", "done", "answer")
    pages += [await maria.post(f"{AGENDA}/p-1/{what}", {"case": "j/talk#1"}) for what in acts]

    assert {page.status for page in pages} == {404}
    assert "No meeting is planned yet." in (await maria.get(AGENDA)).text


@pytest.mark.skipif(PROGRAM is None, reason="there is no chromium here: apt-get install chromium")
async def test_a_conference_of_three_in_a_browser_without_scripts_and_clean_for_axe(room: Room) -> None:
    patients = [await room.joins(family) for family in ("Abel", "Baker", "Cole")]
    await room.until(MEETS)
    await room.desk.account("okafor", "coordinator")
    async with async_playwright() as playing:
        chromium = await playing.chromium.launch(executable_path=PROGRAM, args=["--no-sandbox"])
        async with page_of(chromium, room.desk, "okafor", scripts=False) as page:
            await page.get_by_role("link", name="Conference").click()
            await page.get_by_role("button", name="Open the meeting").click()
            for role in ("Physician", "Physiotherapist", "Psychologist"):
                await page.get_by_label(role, exact=True).check()
            await page.get_by_role("button", name="Write down who is there").click()
            await expect(page.locator(".badge", has_text="Quorum")).to_have_count(3)
            for family in ("Abel", "Baker", "Cole"):
                await page.get_by_role("link", name=f"{family}, Ana").click()
                await page.get_by_role("button", name="Put it on the table").click()
                await _decide(page)
                await page.get_by_role("link", name="Agenda").click()
            await page.get_by_text("Close the meeting").click()
            await page.get_by_role("button", name="Close it").click()
            await expect(page.get_by_text("The meeting is over.")).to_be_visible()
        found = {}
        for dark_phone in (False, True):
            async with page_of(chromium, room.desk, "okafor", dark_phone=dark_phone) as page:
                for address in (AGENDA, room.address(patients[0])):
                    await page.goto(f"{room.desk.address}{address}")
                    await page.evaluate(AXE)
                    for fault in (await page.evaluate("axe.run()"))["violations"]:
                        found[dark_phone, address, fault["id"]] = fault["nodes"]
        await chromium.close()

    assert found == {}
    assert [await room.running(patient) for patient in patients] == [["education"]] * 3


async def _decide(page: Page) -> None:
    await page.get_by_label("Plan proposed").check()
    await page.get_by_label("Reasons").fill("because it helps")
    await page.get_by_role("checkbox", name="Education").check()
    await page.get_by_label("Measure").fill("PEG")
    await page.get_by_label("Stop, if").fill("worse twice")
    for role in ("Physician", "Physiotherapist", "Psychologist"):
        await page.get_by_role("radiogroup", name=role).get_by_label("Agree", exact=True).check()
    await page.get_by_role("button", name="Decide").click()
    await expect(
        page.get_by_text("It is decided, and the patient's journey has taken it over.")
    ).to_be_visible()
