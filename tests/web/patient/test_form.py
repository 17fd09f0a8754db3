"""A form on the patient's own pages: opened by a link and a date of birth, kept at every step, sent once."""

from datetime import timedelta

import pytest

from database.links import revoke_links
from instruments import HISTORY, PEG, PHQ9
from tests.support.patient_pages import PatientsPages, browsing, dated, let_in


async def test_a_form_that_is_filled_in_ends_as_scores_and_drives_a_branch(pages: PatientsPages) -> None:
    someone = await pages.join(PEG)

    async with let_in(someone) as browser:
        for number, answer in enumerate((8, 7, 9), start=1):
            item = PEG.items[number - 1].id
            async with browser.post(f"{someone.form}/q/{number}", data={f"peg.{item}": str(answer)}) as shown:
                assert shown.status == 200
        async with browser.post(f"{someone.form}/send", data={"send": "yes"}) as shown:
            page = await shown.text()

    assert "Thank you" in page
    peg = await someone.score("peg")
    assert peg is not None
    assert (peg["status"], float(peg["value"])) == ("complete", 8.0)
    assert "see_the_doctor" in await someone.tasks()


async def test_a_door_asks_for_the_date_of_birth_and_shows_nothing_before_it(pages: PatientsPages) -> None:
    someone = await pages.join(PEG)

    async with browsing() as browser:
        async with browser.get(await someone.link()) as shown:
            door = await shown.text()
        async with browser.get(someone.form) as closed:
            outside = closed.status

    assert shown.status == 200
    assert "Date of birth" in door
    assert "Rosa" not in door
    assert outside == 401


async def test_after_five_wrong_dates_every_link_is_locked_and_a_person_has_a_task(
    pages: PatientsPages,
) -> None:
    someone = await pages.join(PEG)
    link = await someone.link()

    async with browsing() as browser:
        for _ in range(5):
            async with browser.post(link, data={**dated(), "year": "1970"}) as shown:
                last = await shown.text()
        async with browser.post(link, data=dated()) as shown:
            right = await shown.text()

    assert "closed for now" in last
    assert "closed for now" in right
    assert "open_the_pages_again_1" in await someone.tasks()


async def test_a_link_ends_after_two_weeks_and_says_so_in_the_patients_language(pages: PatientsPages) -> None:
    someone = await pages.join(PEG, language="es")
    link = await someone.link()
    pages.times.now += timedelta(days=14)

    async with browsing() as browser, browser.get(link) as shown:
        page = await shown.text()

    assert shown.status == 403
    assert "Este enlace ya venció" in page


async def test_a_safety_answer_is_heard_before_the_form_is_sent(pages: PatientsPages) -> None:
    someone = await pages.join(PEG, PHQ9)

    async with (
        let_in(someone) as browser,
        browser.post(f"{someone.form}/q/12", data={"phq9.q9": "1"}) as shown,
    ):
        page = await shown.text()

    assert "988" in page
    assert "call_about_some_thoughts" in await someone.tasks()
    assert await someone.score("phq9") is None


async def test_what_comes_from_a_second_phone_after_sending_is_kept_and_heard(pages: PatientsPages) -> None:
    someone = await pages.join(PEG, PHQ9)
    whole = {f"peg.{item}": "2" for item in PEG.item_ids} | {f"phq9.{item}": "0" for item in PHQ9.item_ids}

    async with let_in(someone) as one, let_in(someone) as other:
        async with one.post(f"{someone.form}/all", data={**whole, "send": "yes"}) as shown:
            assert "Thank you" in await shown.text()
        async with other.post(f"{someone.form}/all", data={**whole, "phq9.q9": "2", "send": "yes"}) as shown:
            page = await shown.text()

    assert "sent before" in page
    assert "call_about_frequent_thoughts" in await someone.tasks()
    first = await someone.score("phq9")
    assert first is not None
    assert float(first["value"]) == 0
    kept = await pages.pool.fetchval(
        "select answers #>> '{phq9,q9}' from form_draft where patient = $1", someone.patient
    )
    assert kept == "2"


async def test_words_of_danger_in_a_form_are_heard_like_those_in_a_text(pages: PatientsPages) -> None:
    someone = await pages.join(HISTORY)

    async with (
        let_in(someone) as browser,
        browser.post(f"{someone.form}/q/1", data={"history.narrative": "I want to end my life"}) as shown,
    ):
        assert shown.status == 200

    assert "call_about_crisis_words" in await someone.tasks()


async def test_on_my_care_a_patient_is_told_what_is_next_and_takes_a_break(pages: PatientsPages) -> None:
    someone = await pages.join(PEG)

    async with let_in(someone) as browser:
        async with browser.get(f"{pages.address}/care") as shown:
            before = await shown.text()
        async with browser.post(f"{pages.address}/care/pause", data={"days": "14"}) as shown:
            after = await shown.text()
        async with browser.post(
            f"{pages.address}/care/tell", data={"what": "flare", "words": "I cannot pee"}
        ) as shown:
            told = await shown.text()

    assert "Hello Rosa" in before
    assert "Answer now" in before
    assert "Your care is paused" in after
    assert "Call 911" in told
    assert "call_about_emergency_words" in await someone.tasks()


async def test_a_link_that_was_taken_back_opens_nothing_and_whoever_is_inside_is_outside(
    pages: PatientsPages,
) -> None:
    someone = await pages.join(PEG)

    async with let_in(someone) as browser:
        async with pages.pool.acquire() as connection:
            assert await revoke_links(connection, someone.patient, pages.times.now) == 1
        async with browser.get(f"{pages.address}/care") as inside:
            assert inside.status == 401
        async with browser.get(await someone.link()) as shown:
            assert "does not work any more" in await shown.text()


async def test_without_a_known_date_of_birth_nobody_gets_in_and_a_person_asks_for_it(
    pages: PatientsPages,
) -> None:
    someone = await pages.join(PEG, born=None)

    async with browsing() as browser, browser.post(await someone.link(), data=dated()) as shown:
        page = await shown.text()

    assert "cannot open your page yet" in page
    assert "ask_for_the_date_of_birth" in await someone.tasks()


async def test_a_form_of_somebody_else_is_no_page(pages: PatientsPages) -> None:
    one, other = await pages.join(PEG), await pages.join(PEG)

    async with let_in(one) as browser, browser.get(other.form) as shown:
        assert shown.status == 404


async def test_a_page_of_somebody_else_cannot_act_for_the_patient(pages: PatientsPages) -> None:
    someone = await pages.join(PEG)
    elsewhere = {"Sec-Fetch-Site": "cross-site"}

    async with (
        let_in(someone) as browser,
        browser.post(f"{someone.form}/q/1", data={"peg.average": "3"}, headers=elsewhere) as shown,
    ):
        assert shown.status == 403

    assert (
        await pages.pool.fetchval("select count(*) from form_draft where patient = $1", someone.patient) == 0
    )


@pytest.mark.parametrize(
    ("place", "kind", "body", "status"),
    [
        ("/q/1", "application/x-www-form-urlencoded", b"peg.p=%ff%00%fe&peg.p=11&=&&%", 422),
        ("/q/1", "application/x-www-form-urlencoded", b"a=" + b"x" * 70_000, 413),
        ("/q/1", "multipart/form-data; boundary=x", b"--x--", 415),
        ("/q/1", "application/json", b"{}", 415),
        ("/q/1", "application/x-www-form-urlencoded", b"&".join(b"a%d=1" % n for n in range(700)), 400),
        ("/q/99", "application/x-www-form-urlencoded", b"peg.p=1", 404),
        ("/q/x", "application/x-www-form-urlencoded", b"peg.p=1", 404),
        ("/all", "application/x-www-form-urlencoded", b"send=yes&peg.p=not+a+number", 422),
        ("/nowhere", "application/x-www-form-urlencoded", b"", 404),
    ],
)
async def test_what_no_browser_sends_breaks_nothing_and_keeps_nothing(
    pages: PatientsPages, place: str, kind: str, body: bytes, status: int
) -> None:
    someone = await pages.join(PEG)

    async with (
        let_in(someone) as browser,
        browser.post(f"{someone.form}{place}", data=body, headers={"Content-Type": kind}) as shown,
    ):
        assert shown.status == status

    kept = await pages.pool.fetchval("select answers from form_draft where patient = $1", someone.patient)
    assert kept in (None, '{"peg": {}}')
