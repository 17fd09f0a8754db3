"""`carepath score`: answers in, one line of JSON out, and words for what cannot be read."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import cli
from commandline.unusable import Unusable


def scored(name: str, answers: object, *more: str) -> dict[str, Any]:
    ran = CliRunner().invoke(cli.app, ["score", name, "--answers", "-", *more], input=json.dumps(answers))
    assert ran.exit_code == 0, ran.output
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def refused(name: str, piped_in: str) -> str:
    ran = CliRunner().invoke(cli.app, ["score", name, "--answers", "-"], input=piped_in)
    assert isinstance(ran.exception, Unusable), ran.output
    return str(ran.exception)


def test_a_form_is_scored_with_its_parts_and_what_lacks() -> None:
    assert scored("phq9", {f"q{number}": 1 for number in (1, 2, 3, 4, 5, 6, 7, 9)}) == {
        "instrument": "phq9",
        "version": "1",
        "status": "prorated",
        "score": 9,
        "band": "mild",
        "subscores": {"prorated_exact": 9.0},
        "missing": ["q8"],
        "bad_items": [],
        "safety": ["SUICIDE_ITEM_POSITIVE"],
    }


@pytest.mark.parametrize("value", [4, -1, 1.5, True, "2", [2], {"q": 2}, "", "two"])
def test_what_is_not_offered_is_named_and_nothing_is_scored(value: object) -> None:
    found = scored("gad7", {**{f"q{number}": 1 for number in range(1, 7)}, "q7": value})

    assert (found["status"], found["score"], found["bad_items"]) == ("invalid", None, ["q7"])


def test_a_number_that_is_none_and_an_item_that_nobody_asked_are_named() -> None:
    assert scored("peg", {"p": float("nan"), "e": 3, "g": 3})["bad_items"] == ["p"]
    assert scored("peg", {"p": 1, "e": 3, "g": 3, "x": None})["bad_items"] == ["x"]


def test_a_form_still_being_filled_in_raises_its_flags_only() -> None:
    found = scored("phq9", {"q9": 2}, "--unfinished")

    assert (found["status"], found["safety"]) == ("incomplete", ["SUICIDE_ITEM_POSITIVE"])


def test_two_times_give_the_change_and_whether_it_matters() -> None:
    forms = {"baseline": {"p": 8, "e": 7, "g": 7}, "follow_up": {"p": 5, "e": 5, "g": 5}}
    activities = {"baseline": {"a": 3, "b": 2}, "follow_up": {"a": 6, "b": None}}

    assert (scored("peg", forms)["band"], scored("peg", forms)["subscores"]) == ("improved", {"pct": 31.8})
    assert scored("psfs", activities)["band"] == "detectable_improvement"


def test_a_profile_says_of_each_part_whether_it_changed() -> None:
    halves = dict.fromkeys(("g02", "g04", "g05", "g10r"), 3)
    physical = dict.fromkeys(("g03", "g06", "g07r", "g08r"), 3)
    better = dict.fromkeys(halves, 5)
    found = scored(
        "promis_global10", {"baseline": {**halves, **physical}, "follow_up": {**better, **physical}}
    )
    partly = scored("promis_global10", {"baseline": halves, "follow_up": better})

    assert (found["status"], found["subscores"]) == (
        "complete",
        {"gph_t": "no_important_change", "gmh_t": "improved"},
    )
    assert (partly["status"], partly["subscores"]) == ("partial", {"gph_t": None, "gmh_t": "improved"})
    assert scored("promis_29", {"baseline": {}, "follow_up": {}})["status"] == "not_scorable"


def test_medicines_may_come_as_lines() -> None:
    line = {"drug": "oxycodone", "dose": 10, "unit": "mg", "route": "oral", "times_a_day": 2}

    assert scored("mme", {"lines": [line]})["score"] == 30
    assert scored("mme", {"lines": [{**line, "unit": None}]})["subscores"]["reason"].startswith("its unit")


def test_a_file_is_read_and_forms_of_the_clinics_own_are_known(tmp_path: Path) -> None:
    club = Path(__file__).parents[1] / "support/questionnaires/sleep_club.json"
    (tmp_path / "sleepclub.json").write_text(club.read_text(encoding="utf-8"), encoding="utf-8")
    answers = tmp_path / "answers.txt"
    answers.write_text('{"q1_1": 5, "rested": "not"}', encoding="utf-8")
    ran = CliRunner().invoke(
        cli.app, ["score", "sleepclub", "--answers", str(answers), "--questionnaires", str(tmp_path)]
    )

    assert json.loads(ran.stdout)["score"] == 7


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("phq99", "{}", 'There is no instrument "phq99". Did you mean'),
        ("phq9", "[1, 2]", "The answers are one object"),
        ("phq9", '{"q1": ', "not JSON: Expecting value at line 1, column 8"),
        ("phq9", '{"q1": 1, "q1": 2}', "'q1' is answered twice"),
        ("phq9", '{"q1": ' + "9" * 5000 + "}", "a number is too long"),
        ("mme", '{"lines": [{"dose": 10}]}', "Line 1 names no medicine"),
        (
            "mme",
            '{"lines": [{"drug": "morphine", "doses": 10}]}',
            "Line 1 has 'doses', which is none of: drug, dose",
        ),
    ],
)
def test_what_cannot_be_read_is_said_in_words(name: str, given: str, said: str) -> None:
    assert said in refused(name, given)
