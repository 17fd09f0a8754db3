"""What follows from a text: each intent reaches a journey or a person, whoever wrote it, and is told once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import get_args

import pytest

from engine.events import Answered, FactsRecorded, Reported, StepMoved, VisitConfirmed
from replies.following import Consents, Follow, Heard, Say, Tell, Work, follows
from replies.meaning import Asked, Intent, Reading
from replies.read import is_keyword, read_reply
from replies.standing import AskedForm, AskedVisit, OnJourney, Standing, one_number

AT = datetime(2026, 3, 2, 15, tzinfo=UTC)
REPORTS = frozenset(
    ("crisis_words", "red_flag_words", "question", "change_visit", "call_me", "flare", "stopped_texts")
)
ACTIVE = OnJourney(id="j2", active=True, texts="agreed", listens_to=REPORTS)
OVER = OnJourney(id="j1", active=False, texts="agreed", listens_to=frozenset(("crisis_words",)))
VISIT = AskedVisit(journey="j2", step="first_visit", occurrence=1, number=2)
PGIC = AskedForm(
    journey="j2", step="how_is_it", occurrence=3, instruments=("pgic",), due_at=AT + timedelta(hours=5)
)
STANDING = Standing(patient="p-1", journeys=(ACTIVE, OVER), visit=VISIT, forms=(PGIC,))


def _follows(text: str, standing: Standing = STANDING) -> tuple[Follow, ...]:
    reading = read_reply(text, standing.asked)
    return follows(Heard(id="SM1", at=AT, reading=reading, standing=standing, keyword=is_keyword(text)))


def _events(found: tuple[Follow, ...]) -> list[object]:
    return [one.event for one in found if isinstance(one, Tell)]


def _reports(found: tuple[Follow, ...]) -> list[str]:
    return [event.report for event in _events(found) if isinstance(event, Reported)]


def test_words_of_crisis_are_told_at_once_whatever_else_the_text_says() -> None:
    (tell, confirm) = _follows("C but honestly i want to die")[:1], _events(_follows("C. i want to die"))

    assert tell == (
        Tell(
            journey="j2",
            event=Reported(id="text:SM1:crisis_words", at=AT, report="crisis_words", details=("by_text",)),
        ),
    )
    assert "crisis_words" in [getattr(event, "report", None) for event in confirm]


def test_a_warning_sign_says_which() -> None:
    (event,) = _events(_follows("chest pain since last night"))

    assert isinstance(event, Reported)
    assert (event.report, event.details) == ("red_flag_words", ("rf11", "by_text"))


def test_after_the_end_a_crisis_is_heard_by_the_rules_that_still_watch() -> None:
    (tell,) = _follows("i want to die", Standing(patient="p-1", journeys=(OVER,)))

    assert isinstance(tell, Tell)
    assert tell.journey == "j1"


def test_what_no_journey_takes_is_a_persons_work_and_is_answered() -> None:
    nowhere = Standing(patient="p-1", journeys=(OVER,))

    assert _follows("numb between my legs", nowhere) == (
        Work(kind="urgent", patient="p-1", about="red_flag_words rf01"),
        Say(template="emergency_now"),
    )
    assert _follows("what about my form", nowhere) == (
        Work(kind="no_journey", patient="p-1", about="question"),
        Say(template="not_watched"),
    )


def test_a_report_that_this_pathway_does_not_read_is_a_question() -> None:
    assert _reports(_follows("my pain is flaring up badly")) == ["flare"]
    deaf = replace(STANDING, journeys=(replace(ACTIVE, listens_to=frozenset(("question",))),))
    assert _reports(_follows("my pain is flaring up badly", deaf)) == ["question"]


def test_a_visit_is_confirmed_by_the_letter_that_we_asked_for() -> None:
    assert _events(_follows("C")) == [
        VisitConfirmed(id="text:SM1:confirm", at=AT, step="first_visit", number=2, occurrence=1)
    ]
    assert _reports(_follows("R")) == ["change_visit"]


def test_a_yes_to_a_visit_that_is_over_is_a_question() -> None:
    over = replace(STANDING, visit=None, spoke_of_visits=True, forms=())

    assert _reports(_follows("C", over)) == ["question"]


def test_a_number_is_an_answer_like_any_other() -> None:
    (event,) = _events(_follows("5"))

    assert isinstance(event, Answered)
    assert (event.step, event.occurrence, event.answers) == ("how_is_it", 3, {"pgic": {"pgic": 5}})
    assert [(score.instrument, score.exact) for score in event.scores] == [("pgic", Fraction(5))]


def test_a_number_that_may_belong_to_either_of_two_forms_is_a_question() -> None:
    two = replace(STANDING, forms=(PGIC, replace(PGIC, step="how_is_it_now")), visit=None)

    assert _reports(_follows("5", two)) == ["question"]


@pytest.mark.parametrize("instruments", [("peg",), ("pgic", "peg"), ("diary",), ("tug",), ("no_such",)])
def test_no_form_of_more_than_one_number_takes_one(instruments: tuple[str, ...]) -> None:
    assert one_number(replace(PGIC, instruments=instruments)) is None


def test_later_gives_rest_and_time() -> None:
    facts, moved = _events(_follows("later, next week"))

    assert isinstance(facts, FactsRecorded)
    assert facts.facts == {"routine_texts_from": (AT + timedelta(weeks=1)).isoformat()}
    assert isinstance(moved, StepMoved)
    assert moved.to == AT + timedelta(weeks=1, days=1)


def test_stop_in_the_providers_word_is_not_confirmed_twice() -> None:
    found = _follows("STOP")

    assert found[0] == Consents(granted=False, why="stop")
    assert [event.flags for event in _events(found) if isinstance(event, FactsRecorded)] == [
        {"agreed": False}
    ]
    assert "stopped_texts" in _reports(found)
    assert not any(isinstance(one, Say) for one in found)


def test_plain_words_for_it_are_confirmed_once() -> None:
    found = _follows("please dont text me any more")

    assert found[0] == Consents(granted=False, why="plain_words")
    assert Say(template="stop_confirm") in found
    again = _follows("please dont text me any more", replace(STANDING, opted_out=True))
    assert again == (Consents(granted=False, why="plain_words"),)


def test_start_is_a_yes_again() -> None:
    found = _follows("START", replace(STANDING, opted_out=True))

    assert found[0] == Consents(granted=True, why="start")
    assert [event.flags for event in _events(found) if isinstance(event, FactsRecorded)] == [{"agreed": True}]


def test_a_wrong_number_answers_nothing_for_the_patient() -> None:
    found = _follows("wrong number. 5")

    assert [one for one in found if isinstance(one, Work)] == [
        Work(kind="wrong_number", patient="p-1", about="wrong_number")
    ]
    assert not any(isinstance(event, Answered) for event in _events(found))
    assert Consents(granted=False, why="wrong_number") in found


def test_nobody_is_declared_dead_by_a_text() -> None:
    assert _follows("my mother passed away on sunday") == (Work(kind="death", patient="p-1", about="death"),)


def test_a_caregiver_may_say_that_they_come_and_not_how_the_patient_feels() -> None:
    caregiver = replace(STANDING, caregiver=True)

    (confirm,) = _events(_follows("C", caregiver))
    assert isinstance(confirm, VisitConfirmed)
    assert confirm.id == "text:SM1:confirm:by_caregiver"
    (question,) = _events(_follows("5", caregiver))
    assert isinstance(question, Reported)
    assert (question.report, question.details) == ("question", ("by_text", "by_caregiver"))


def test_a_caregivers_stop_is_about_their_own_phone() -> None:
    found = _follows("STOP", replace(STANDING, caregiver=True))

    assert found == (Consents(granted=False, why="stop"),)


@pytest.mark.parametrize("intent", get_args(Intent))
@pytest.mark.parametrize("caregiver", [False, True])
@pytest.mark.parametrize("journeys", [(), (ACTIVE,), (OVER,), (replace(ACTIVE, listens_to=frozenset()),)])
def test_nothing_but_a_thank_you_is_left_without_an_answer(
    intent: Intent, caregiver: bool, journeys: tuple[OnJourney, ...]
) -> None:
    reading = Reading(intents=(intent,), signs=("rf01",), reports=("flare",), number=3)
    standing = Standing(patient="p-1", journeys=journeys, caregiver=caregiver)
    found = follows(Heard(id="SM1", at=AT, reading=reading, standing=standing))

    quiet = intent == "courtesy" or (intent == "later" and not any(one.active for one in journeys))
    assert bool(found) is not quiet


def test_whoever_was_asked_nothing_is_asked_nothing() -> None:
    assert Standing(patient="p-1").asked == Asked()
