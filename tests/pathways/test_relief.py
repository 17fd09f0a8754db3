"""E26: what the injection did is judged against the reading taken before it, whatever was answered in between."""

from fractions import Fraction

import pytest

from engine.conditions import Condition
from engine.journey import Journey, Progress, Reading
from engine.judge import judge
from engine.turn import Turn
from pathways.chronic_pain import PATHWAY
from pathways.injection_after import GOOD_RESPONSE, SOME_RELIEF
from tests.support.clock import MONDAY, at

BEFORE, AFTER = "before_the_injection", "two_weeks_after"


def reading(step: str, pain: int) -> Reading:
    return Reading(at=at(MONDAY), status="complete", exact=Fraction(pain), band=None, source=f"{step}#1")


def verdict(condition: Condition, *readings: Reading) -> bool | None:
    steps = {
        name: Progress(step=name, block="rule/x", run=1, occurrence=1, state="ended", ending="done")
        for name in (BEFORE, AFTER)
    }
    journey = Journey(
        id="j1", pathway="chronic_pain", steps=steps, readings={"nrs_pain": readings, "peg": readings}
    )
    return judge(condition, Turn(PATHWAY, journey, at(MONDAY)), [])


@pytest.mark.parametrize(
    ("pain", "good", "some"), [(4, True, True), (5, True, True), (7, False, True), (8, False, False)]
)
def test_the_response_is_counted_from_the_pain_before_the_injection(
    pain: int, *, good: bool, some: bool
) -> None:
    forms = (reading(BEFORE, 8), reading("two_week_check_in", 0), reading(AFTER, pain))

    assert verdict(GOOD_RESPONSE, *forms) is good
    assert verdict(SOME_RELIEF, *forms) is some


def test_without_the_form_after_two_weeks_a_person_decides() -> None:
    forms = (reading(BEFORE, 8), reading("two_week_check_in", 0))

    assert verdict(GOOD_RESPONSE, *forms) is None
