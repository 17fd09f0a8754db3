"""What may not be asked, or not in the patient's language, is never asked in silence: a person hears of it."""

from datetime import date

import pytest

from commandline.own_forms import OwnForms
from instruments import INSTRUMENTS, PEG
from instruments.licences import Licence
from templates.asking import Askable, words_of
from templates.translations import LANGUAGES, untranslated
from tests.support.patient_pages import PatientsPages, let_in

TODAY = date(2026, 3, 2)
OURS = [one for one in INSTRUMENTS if one.origin.shipping == "ship" and one.asked_by == "patient"]
LICENSED = [one for one in INSTRUMENTS if one.origin.shipping == "score_only" and one.asked_by == "patient"]


@pytest.mark.parametrize("form", OURS, ids=lambda form: form.id)
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_form_of_ours_can_be_asked_in_each_language(form: object, language: str) -> None:
    known = next(one for one in OURS if one is form)

    assert untranslated("forms", language, words_of(known)) == ()
    assert Askable().obstacle(known.id, language, TODAY) is None


@pytest.mark.parametrize("form", LICENSED, ids=lambda form: form.id)
def test_a_licensed_form_is_not_asked_without_licence_or_words(form: object) -> None:
    known = next(one for one in LICENSED if one is form)
    holds = {known.id: Licence(holder="clinic", reference="1", expires=TODAY)}
    ended = {known.id: Licence(holder="clinic", reference="1", expires=date(2026, 3, 1))}

    assert Askable().obstacle(known.id, "en", TODAY) == "no_licence"
    assert Askable(licences=ended).obstacle(known.id, "en", TODAY) == "expired"
    assert Askable(licences=holds).obstacle(known.id, "en", TODAY) == "no_words"


def test_a_language_without_a_catalogue_needs_an_interpreter() -> None:
    assert Askable().obstacle("peg", "vi", TODAY) == "not_in_language"


def test_what_the_clinic_keeps_in_its_folder_is_what_it_may_ask() -> None:
    own = OwnForms(instruments={}, licences={})

    assert Askable(own=own.instruments, licences=own.licences).named("peg") is PEG


async def test_a_form_that_may_not_be_asked_is_not_texted_about_and_a_person_phones(
    pages: PatientsPages,
) -> None:
    someone = await pages.join(LICENSED[0])

    texts = await pages.pool.fetchval("select count(*) from mailbox where patient = $1", someone.patient)
    calls = await pages.pool.fetch(
        "select reason from task where patient = $1 and contact and state = 'open'", someone.patient
    )

    assert texts == 0
    assert any("licence" in row["reason"] for row in calls)


async def test_a_form_without_words_in_the_new_language_is_no_page_and_an_interpreter_calls(
    pages: PatientsPages,
) -> None:
    someone = await pages.join(PEG)

    async with let_in(someone) as browser:
        await someone.door.change_language("vi")
        async with browser.get(someone.form) as shown:
            page = await shown.text()

    assert "in another way" in page
    assert "interpret_questions_1" in await someone.tasks()
