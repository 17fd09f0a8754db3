"""Choosing a branch: the first case that holds, and a person where the facts do not decide."""

import pytest

from engine.events import EventRefused, FactsRecorded, StepSkipped
from engine.language import case, choose, message, task
from engine.questions import age, fact, flag
from engine.words import Choose
from tests.support.builders import NURSE, care
from tests.support.clock import shown
from tests.support.patient import Patient

HIGH = case("high", fact("mme") >= 90, message("taper_words"))
MIDDLE = case("middle", fact("mme") >= 50, message("careful_words"))


def by_dose(**more: object) -> Choose:
    return choose("dose", HIGH, MIDDLE, otherwise=message("go_on_words"), **more)  # type: ignore[arg-type]  # what follows


@pytest.mark.parametrize(
    ("mme", "words"), [(90, "taper_words"), (89, "careful_words"), (50, "careful_words"), (49, "go_on_words")]
)
def test_the_first_case_that_holds_is_taken(mme: int, words: str) -> None:
    assert Patient(care(by_dose()), facts={"mme": mme}).said == [f"send {words}"]


def test_the_note_says_which_case_and_the_facts() -> None:
    patient = Patient(care(by_dose()), facts={"mme": 60})

    (note,) = [note for note in patient.notes if note.step == "dose"]
    assert note.text == "done, middle: middle"
    assert note.reason.facts == ("mme is 60", "mme is 60")


def test_what_cannot_be_decided_is_for_a_person() -> None:
    patient = Patient(care(by_dose()))

    assert patient.said == ["task dose for coordinator"]
    assert patient.task("dose").outcomes == ("high", "middle", "otherwise")
    assert shown(patient.task("dose").due_at) == "2026-03-04 17:00"


def test_the_person_decides_which_way_it_goes() -> None:
    patient = Patient(care(by_dose()))

    assert patient.done("dose", "middle") == ["send careful_words"]
    assert patient.step("dose").outcome == "middle"


def test_the_person_may_say_that_no_case_holds() -> None:
    assert Patient(care(by_dose())).done("dose", "otherwise") == ["send go_on_words"]


def test_the_person_must_take_one_of_the_ways() -> None:
    with pytest.raises(EventRefused, match=r"dose#1.1 comes out as one of: high, middle, otherwise"):
        Patient(care(by_dose())).done("dose", "low")


def test_undecided_is_never_passed_over_as_if_it_were_no() -> None:
    old = case("old", age() >= 65, message("old_words"))
    flagged = case("flagged", flag("yes"), message("flag_words"))

    assert Patient(care(choose("way", old, flagged)), flags=("yes",)).said == ["task way for coordinator"]


def test_a_case_before_the_undecided_one_is_taken_if_it_holds() -> None:
    flagged = case("flagged", flag("yes"), message("flag_words"))
    old = case("old", age() >= 65, message("old_words"))

    assert Patient(care(choose("way", flagged, old)), flags=("yes",)).said == ["send flag_words"]


def test_its_author_may_say_what_to_do_when_it_is_undecided() -> None:
    patient = Patient(care(by_dose(undecided=task("find_out", NURSE))))

    assert patient.said == ["task find_out for nurse"]
    assert patient.step("dose").outcome == "undecided"


def test_its_author_may_say_that_undecided_is_just_passed() -> None:
    assert Patient(care(by_dose(undecided=()), message("on"))).said == ["send on"]


def test_without_an_otherwise_the_pathway_just_goes_on() -> None:
    assert Patient(care(choose("dose", HIGH), message("on")), facts={"mme": 1}).said == ["send on"]


def test_facts_that_come_later_do_not_take_the_decision_from_the_person() -> None:
    patient = Patient(care(by_dose()))

    assert patient.hears(FactsRecorded, facts={"mme": 90}) == []
    assert patient.tasks == ["dose#1.1"]


def test_a_decision_that_is_skipped_takes_no_way() -> None:
    patient = Patient(care(by_dose(), message("on")))

    assert patient.hears(StepSkipped, step="dose", reason="not_wanted") == ["close task dose#1.1", "send on"]


def test_a_case_may_hold_more_than_one_step() -> None:
    two = case("two", flag("yes"), message("one"), message("other"))

    assert Patient(care(choose("way", two)), flags=("yes",)).said == ["send one", "send other"]
