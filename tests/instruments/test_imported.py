"""A pathway asks a clinic's own questionnaire by its name; what it asks of it is checked against the imported file."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from commandline.catalogue import catalogue
from engine.check import check
from engine.faults import Catalogue
from engine.language import ask, case, choose
from engine.questions import answer
from engine.scores import Measure
from engine.spans import days
from instruments.imported import imported
from tests.support.faultless import CATALOGUE, FORMS, a_call, a_pathway

CLUB = Path(__file__).parents[1] / "support/questionnaires/sleep_club.json"


@pytest.fixture
def known(tmp_path: Path) -> Catalogue:
    shutil.copy(CLUB, tmp_path / "sleepclub.json")
    return replace(CATALOGUE, instruments=catalogue(questionnaires=tmp_path).instruments)


def faults(form: Measure, item: str, known: Catalogue) -> list[str]:
    asked = ask("club", form, within=days(2), remind=FORMS)
    pathway = a_pathway(asked, choose("how", case("bad", answer(form, item) >= 1, a_call())))
    return [fault.kind for fault in check(pathway, known)]


def test_an_imported_form_is_known_by_its_name_and_items(known: Catalogue) -> None:
    club = imported("sleepclub", "rested", "restful")

    assert "unknown_instrument" in faults(imported("sleepclb", "rested"), "rested", known)
    assert "unknown_item" in faults(club, "restful", known)
    assert {"unknown_instrument", "unknown_item"}.isdisjoint(faults(club, "rested", known))
