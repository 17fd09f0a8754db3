"""Facts over time: named forms, medians, means, shares, counts, open safety tasks, and what makes a condition hold."""

from datetime import timedelta
from fractions import Fraction

import pytest

from engine.conditions import Condition
from engine.journey import ItemAnswer, OpenTask, Progress, Reading, Visit
from engine.judge import grounds, judge
from engine.measuring import name_of, quantity
from engine.questions import (
    above_median,
    all_of,
    answer_change,
    any_of,
    attended,
    change,
    fact,
    flag,
    improved,
    mean_change,
    no_shows,
    outcome,
    percent_change,
    percent_of,
    safety_open,
    score,
    times_reported,
)
from engine.scores import Value
from engine.spans import days
from instruments import DIARY
from tests.engine.test_judging import NOW, view
from tests.support.builders import EMERGENCY, PEG

BEFORE, AFTER = "before_it", "after_it"


def step(name: str, occurrence: int = 1) -> Progress:
    return Progress(step=name, block="stage/care", run=1, occurrence=occurrence, state="ended", ending="done")


def forms(*scored: tuple[str, int | None], **occurrences: int) -> dict[str, object]:
    """Readings in the order they came, each with the form it stands on."""
    readings = tuple(
        Reading(
            at=NOW,
            status="not_scorable" if exact is None else "complete",
            exact=None if exact is None else Fraction(exact),
            band=None,
            source=source,
        )
        for source, exact in scored
    )
    steps = {name: step(name, occurrences.get(name, 1)) for name in (BEFORE, AFTER)}
    return {"readings": {"peg": readings}, "steps": steps}


SINCE = improved(PEG, percent=30, since=BEFORE, at=AFTER)


@pytest.mark.parametrize(("now", "verdict"), [(4, True), (5, True), (6, False), (9, False)])
def test_a_change_is_counted_from_the_form_of_a_named_step(now: int, verdict: bool) -> None:
    known = forms(("before_it#1", 7), ("other", 1), ("after_it#1", now), ("later", 0))

    assert judge(improved(PEG, percent=25, since=BEFORE, at=AFTER), view(**known), []) is verdict


@pytest.mark.parametrize(
    "known",
    [
        forms(("after_it#1", 2)),
        forms(("before_it#1", 7)),
        forms(("before_it#1", None), ("after_it#1", 2)),
        # The last time it was asked is another procedure's.
        forms(("before_it#1", 7), ("after_it#1", 2), before_it=2),
        {},
    ],
)
def test_without_one_of_the_two_forms_the_change_is_undecided(known: dict[str, object]) -> None:
    assert judge(SINCE, view(**known), []) is None


def test_a_form_is_not_compared_with_itself() -> None:
    assert quantity(change(PEG, since=BEFORE), view(**forms(("before_it#1", 7)))) is None


def test_the_change_since_a_form_is_exact() -> None:
    known = view(**forms(("before_it#1", 6), ("later", 4)))

    assert quantity(change(PEG, since=BEFORE), known) == -2
    assert quantity(percent_change(PEG, since=BEFORE), known) == Fraction(-100, 3)
    assert quantity(score(PEG, at=BEFORE), known) == 6
    assert quantity(score(PEG, at=AFTER), known) is None


def test_the_sentence_says_which_forms_were_compared() -> None:
    facts: list[str] = []
    judge(SINCE, view(**forms(("before_it#1", 6), ("after_it#1", 3))), facts)

    assert facts == ["peg since before_it at after_it went from 6 to 3"]


def daily(item: str, *values: Value) -> dict[str, tuple[ItemAnswer, ...]]:
    """One answer a day, the last one today."""
    count = len(values)
    return {
        f"diary.{item}": tuple(
            ItemAnswer(NOW - timedelta(days=count - 1 - n), f"f{n}", value) for n, value in enumerate(values)
        )
    }


USUAL = above_median(DIARY, "pain_average", days(14), days=7, readings=2)


@pytest.mark.parametrize(
    ("pain", "above"),
    [
        ((4, 4, 4, 4, 4, 4, 4, 6, 7), 2),
        ((4, 4, 4, 4, 4, 4, 4, 7, 5), 1),
        ((2, 4, 4, 4, 5, 5, 5, 5, 9, 9), Fraction(9, 2)),
        # Too few days to compare with, and days that are too long ago.
        ((4, 4, 4, 4, 4, 4, 9, 9), None),
        ((9, 9, 9, 9, *(1,) * 12, 3, 3), 2),
        ((), None),
    ],
)
def test_pain_above_the_median_of_the_days_before(pain: tuple[int, ...], above: object) -> None:
    assert quantity(USUAL, view(items=daily("pain_average", *pain))) == above


def test_of_two_answers_in_a_day_the_last_one_counts() -> None:
    items = daily("pain_average", 4, 4, 4, 4, 4, 4, 4, 6, 9)
    items["diary.pain_average"] += (ItemAnswer(NOW, "later", 5),)

    assert quantity(USUAL, view(items=items)) == 1


STEPS = mean_change(DIARY, "mood", days(7), against=days(28), days=4)


@pytest.mark.parametrize(
    ("counted", "percent"),
    [
        ((*(6,) * 21, *(2,) * 7), -60),
        ((*(6,) * 7,), 0),
        ((6, 6, 6), None),
        ((*(6,) * 9, *(None,) * 4, 2, 2, 2), None),
        ((0, 0, 0, 0), None),
    ],
)
def test_the_mean_of_a_week_against_the_mean_of_four(
    counted: tuple[int | None, ...], percent: object
) -> None:
    assert quantity(STEPS, view(items=daily("mood", *counted))) == percent


SHARE = percent_of(DIARY, "mood", "fatigue", days(7), days=2)


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [
        ((6, 7), (8, 8), Fraction(13 * 100, 16)),
        ((6.5, 7.2), (8, 8), Fraction(1370, 16)),
        # A night longer than the time in bed, or none in bed, counts for nothing.
        ((6, 9, 7), (8, 8, 8), Fraction(13 * 100, 16)),
        ((0, 7), (0, 8), None),
        ((6, "no"), (8, 8), None),
        ((6,), (8,), None),
        ((), (), None),
    ],
)
def test_one_answer_in_percent_of_another(
    part: tuple[Value, ...], whole: tuple[Value, ...], percent: object
) -> None:
    items = {**daily("mood", *part), **daily("fatigue", *whole)}

    assert quantity(SHARE, view(items=items)) == percent


@pytest.mark.parametrize(
    ("given", "expected"), [((8, 5), -3), ((9, 8, 5), -3), ((8,), None), ((), None), ((8, None, 5), -3)]
)
def test_an_answer_is_compared_with_the_one_before(given: tuple[Value, ...], expected: object) -> None:
    assert quantity(answer_change(DIARY, "mood"), view(items=daily("mood", *given))) == expected


def test_reports_are_counted_as_long_as_they_are_recent() -> None:
    known = view(reports={"ran_out": (NOW - timedelta(days=91), NOW - timedelta(days=89), NOW)})

    assert quantity(times_reported("ran_out", days(90)), known) == 2
    assert quantity(times_reported("flare", days(90)), known) == 0


def test_visits_are_counted_by_how_they_came_out() -> None:
    visits = tuple(Visit(NOW, state) for state in ("attended", "missed", "attended", "cancelled", "booked"))
    known = view(
        steps={
            "sessions": Progress(
                step="sessions",
                block="stage/care",
                run=1,
                occurrence=1,
                state="open",
                visits=visits,
                failures=1,
            )
        }
    )

    assert quantity(attended("sessions"), known) == 2
    assert quantity(no_shows("sessions"), known) == 1
    assert quantity(attended("sessions"), view()) is None


def open_task(severity: str | None, *, safety: bool) -> dict[str, object]:
    task = OpenTask(
        key="call#1",
        step="call",
        occurrence=1,
        role="doctor",
        block="stage/care",
        opened_at=NOW,
        due_at=NOW,
        ladder="work",
        severity=severity,
        safety=safety,
    )
    return {"tasks": {"call#1": task}}


@pytest.mark.parametrize(
    ("known", "any_level", "emergency"),
    [
        ({}, False, False),
        (open_task(None, safety=False), False, False),
        (open_task(None, safety=True), True, False),
        (open_task(EMERGENCY.name, safety=True), True, True),
    ],
)
def test_whether_a_safety_task_is_open(known: dict[str, object], *, any_level: bool, emergency: bool) -> None:
    assert judge(safety_open(), view(**known), []) is any_level
    assert judge(safety_open(EMERGENCY), view(**known), []) is emergency


def test_a_therapy_that_is_over_has_come_out() -> None:
    assert judge(outcome("cbt", "declined"), view(), []) is None
    assert judge(outcome("cbt", "declined"), view(therapies={"cbt": "declined"}), []) is True
    assert judge(outcome("cbt", "done"), view(therapies={"cbt": "dropped"}), []) is False


WORDS = {
    "peg change since before_it at after_it": change(PEG, since=BEFORE, at=AFTER),
    "peg at after_it": score(PEG, at=AFTER),
    "change of diary.mood since the form before": answer_change(DIARY, "mood"),
    "diary.pain_average above its median of 14 days": USUAL,
    "diary.mood in 7 days against 28 days in percent": STEPS,
    "diary.mood in percent of fatigue in 7 days": SHARE,
    "flare reported in 90 days": times_reported("flare", days(90)),
    "visits of sessions attended": attended("sessions"),
    "visits of sessions missed": no_shows("sessions"),
}


@pytest.mark.parametrize("words", WORDS)
def test_each_of_them_has_words(words: str) -> None:
    assert name_of(WORDS[words]) == words  # type: ignore[arg-type]  # a quantity


A, B, OPEN = flag("a"), flag("b"), fact("x") >= 1


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (A, ("flag a is set",)),
        (any_of(A, B, OPEN), ("flag a is set",)),
        (all_of(A, ~B), ("flag a is set", "flag b is not set")),
        (~any_of(B, flag("c")), ("flag b is not set", "flag c is not set")),
        (~~A, ("flag a is set",)),
        (B, ()),
        (OPEN, ()),
    ],
)
def test_the_grounds_are_the_facts_that_make_it_hold(condition: Condition, expected: tuple[str, ...]) -> None:
    assert grounds(condition, view(flags=("a",))) == expected
