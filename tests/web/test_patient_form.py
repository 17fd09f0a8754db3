"""A form on the patient's own pages: opened by a link and a date of birth, kept at every step, sent once."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from instruments import PEG
from stack.temporal import Temporal
from tests.support.patient_pages import PatientsPages, let_in, patients_pages


@pytest.fixture
async def pages(temporal: Temporal, database_url: str, pool: asyncpg.Pool) -> AsyncIterator[PatientsPages]:
    async with patients_pages(temporal.address, database_url, pool) as found:
        yield found


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
