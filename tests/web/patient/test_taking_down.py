"""Answers by phone, on paper and from a device make the same record as a patient's own page (R-092, R-095)."""

import pytest

from instruments import DIARY, PEG
from tests.support.patient_pages import PatientsPages, Someone, let_in
from web.patient.taking_down import NotTaken, take_down, take_own

GIVEN = dict.fromkeys(PEG.item_ids, 8)


async def test_by_phone_and_on_the_page_the_record_is_the_same(pages: PatientsPages) -> None:
    by_phone, by_page = await pages.join(PEG), await pages.join(PEG)

    await take_down(pages.world, by_phone.patient, "questions", {"peg": GIVEN}, "phone", pages.times.now)
    async with let_in(by_page) as browser:
        form = {f"peg.{item}": str(value) for item, value in GIVEN.items()}
        async with browser.post(f"{by_page.form}/all", data={**form, "send": "yes"}):
            pass

    assert await _record(pages, by_phone) == await _record(pages, by_page)
    modes = await pages.pool.fetch(
        "select patient, mode from form_draft where patient = any($1)", [by_phone.patient, by_page.patient]
    )
    assert {row["patient"]: row["mode"] for row in modes} == {
        by_phone.patient: "phone",
        by_page.patient: "web",
    }


async def test_what_is_no_answer_is_named_and_nothing_is_kept(pages: PatientsPages) -> None:
    someone = await pages.join(PEG)
    first, *others = PEG.item_ids

    with pytest.raises(NotTaken, match=rf"peg\.{first} cannot be 11"):
        await take_down(
            pages.world,
            someone.patient,
            "questions",
            {"peg": {first: 11, **dict.fromkeys(others, 3)}},
            "paper",
            pages.times.now,
        )

    kept = await pages.pool.fetchval("select count(*) from form_draft where patient = $1", someone.patient)
    assert kept == 0


async def test_a_diary_entry_counts_once_by_its_source(pages: PatientsPages) -> None:
    someone = await pages.join(PEG)
    entry = {"pain_average": 4, "pain_worst": 6, "fatigue": 5, "mood": 5, "quota_done": True, "flare": False}

    for _ in range(2):
        await take_own(pages.world, someone.patient, DIARY.id, entry, "app:2026-03-02", pages.times.now)

    entries = await pages.pool.fetchval(
        "select count(*) from journal where patient = $1 and kind = 'event' and what = 'Answered'",
        someone.patient,
    )
    assert entries == 1


async def _record(pages: PatientsPages, someone: Someone) -> tuple[object, ...]:
    score = await someone.score("peg")
    event = await pages.pool.fetchrow(
        "select what, step, occurrence, (body - 'id')::text as body from journal"
        " where patient = $1 and kind = 'event' and what = 'Answered'",
        someone.patient,
    )
    assert score is not None
    assert event is not None
    state = await pages.pool.fetchval(
        "select state from questionnaire_request where patient = $1", someone.patient
    )
    return (*score, *event, state, frozenset(await someone.tasks()))
