"""All of one patient: what each journey wants said goes through one voice, and the rest is asked of the world."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from engine.care import Attended, Care, attend, care_from_json, care_to_json, next_moment, pass_time
from engine.commands import Key, OpenTask, Reason, SendMessage
from engine.events import (
    Answered,
    Died,
    Enrolled,
    Event,
    EventRefused,
    FactsRecorded,
    PutOnHold,
    Reported,
    Resumed,
    StepRepeated,
    TaskDone,
    VisitConfirmed,
    VisitsBooked,
    Withdrew,
)
from engine.journey import Journey
from engine.language import after, ask, book, message, rule, safety, task
from engine.questions import answer, reported
from engine.spans import days, hours
from engine.voice import hear
from engine.words import Pathway
from tests.support.builders import DOCTOR, EMERGENCY, FORMS, MOOD, NURSE, PEG, SOON, TEXTS, VISITS, care
from tests.support.clock import at, shown

DAY, NIGHT = "2026-03-02 09:00", "2026-03-02 23:00"


class Life:
    """One patient on pathways `one`, `two`, ...; between any two events all of it is written down and read back."""

    def __init__(self, *pathways: Pathway) -> None:
        names = ("one", "two")[: len(pathways)]
        self.pathways = {name: replace_name(found, name) for name, found in zip(names, pathways, strict=True)}
        self.care = Care(journeys={name: Journey(id=name, pathway=name) for name in names})
        self.texts: list[tuple[str, ...]] = []
        self.silenced: list[str] = []
        self.ids = 0

    def hears(self, kind: type, day: str, journey: str = "one", **fields: object) -> Attended:
        self.ids += 1
        event: Event = kind(id=f"e{self.ids}", at=at(day), **fields)
        return self.keeps(attend(self.pathways, self.care, journey, event))

    def joins(self, day: str, journey: str = "one", flags: tuple[str, ...] = (TEXTS,)) -> Attended:
        return self.hears(Enrolled, day, journey, zone="America/New_York", flags=flags)

    def until(self, day: str) -> None:
        while (ahead := next_moment(self.pathways, self.care, self.now)) and ahead.at <= at(day):
            self.keeps(pass_time(self.pathways, self.care, ahead.at))
        self.keeps(pass_time(self.pathways, self.care, at(day)))

    def keeps(self, attended: Attended) -> Attended:
        self.care = care_from_json(care_to_json(attended.care))
        assert self.care == attended.care
        self.texts += [(shown(p.at), p.to, *(m.template for m in p.messages)) for p in attended.prompts]
        self.silenced += [f"{s.message.template}: {s.why}" for s in attended.silenced]
        return attended

    @property
    def now(self) -> datetime:
        return self.care.voice.at or at(DAY)


def replace_name(pathway: Pathway, name: str) -> Pathway:
    return pathway.model_copy(update={"name": name})


def test_two_journeys_speak_with_one_voice() -> None:
    life = Life(care(message("hello")), care(message("welcome")))
    life.joins(NIGHT, "one")
    life.joins("2026-03-02 23:30", "two")
    life.until("2026-03-03 12:00")

    assert life.texts == [("2026-03-03 08:00", "patient", "hello", "welcome")]


def test_the_key_of_a_prompt_is_that_of_its_first_message() -> None:
    (prompt,) = Life(care(message("hello"), message("and_more"))).joins(DAY).prompts

    assert (str(prompt.key), len(prompt.messages)) == ("hello#1.1", 2)


def test_words_to_a_role_are_asked_of_the_world_like_all_else() -> None:
    attended = Life(care(message("letter", to="pcp"), task("call", NURSE))).joins(DAY)

    assert [type(command) for command in attended.commands] == [SendMessage, OpenTask]
    assert attended.prompts == ()


def test_a_caregiver_gets_a_text_of_their_own() -> None:
    life = Life(care(message("hello"), message("invite", to="caregiver")))
    life.joins(DAY)

    assert [text[1:] for text in life.texts] == [("patient", "hello"), ("caregiver", "invite")]


def test_what_is_refused_changes_nothing() -> None:
    life = Life(care(message("hello")))
    before = care_to_json(life.care)

    with pytest.raises(EventRefused):
        attend(life.pathways, life.care, "one", Withdrew(id="x", at=at(DAY)))
    assert care_to_json(life.care) == before


def test_a_reminder_of_a_form_that_was_answered_in_the_night_is_not_sent() -> None:
    life = Life(care(ask("check", PEG, within=days(9), remind=FORMS)))
    life.joins("2026-03-02 19:30")
    life.until("2026-03-03 20:00")
    assert life.care.voice.waiting == ()
    late = Life(care(ask("check", PEG, within=days(9), remind=FORMS)))
    late.joins(NIGHT)
    late.hears(Answered, "2026-03-03 06:00", step="check", answers={"peg": {"p": 1}})

    assert late.texts == []
    assert late.silenced == ["form_due: check is over: done"]


def test_who_is_on_hold_hears_of_it_when_they_are_back() -> None:
    life = Life(care(message("lesson"), task("call", NURSE)))
    life.joins(NIGHT)
    life.hears(PutOnHold, "2026-03-02 23:40", review_at=at("2026-03-05 09:00"), reason="hospital")
    life.until("2026-03-04 12:00")
    assert life.texts == []
    life.hears(Resumed, "2026-03-05 10:00")

    assert [text[2:] for text in life.texts] == [("lesson",)]


CRISIS = care(
    message("hello", when=after("enrolled", hours(2))),
    safety=[
        safety("danger", answer(MOOD, "m9") > 0, task("call_now", NURSE, severity=EMERGENCY, contact=True))
    ],
)


def test_a_held_patient_still_hears_what_concerns_safety() -> None:
    life = Life(CRISIS)
    life.joins(DAY)
    life.hears(PutOnHold, DAY, review_at=at("2026-03-05 09:00"), reason="hospital")
    life.hears(Answered, NIGHT, answers={"mood": {"m9": 2}}, finished=False)

    assert life.texts == [("2026-03-02 23:00", "patient", "emergency_now")]


def test_nothing_routine_is_said_while_an_emergency_is_open() -> None:
    life = Life(CRISIS)
    life.joins(DAY)
    life.hears(Answered, "2026-03-02 10:00", answers={"mood": {"m9": 2}}, finished=False)
    life.until("2026-03-04 12:00")
    assert [text[2:] for text in life.texts] == [("emergency_now",)]
    life.hears(TaskDone, "2026-03-04 12:30", task="call_now#1.1")

    assert life.texts[-1] == ("2026-03-04 12:30", "patient", "hello")


def test_a_call_that_can_wait_for_a_clinic_day_is_promised_in_the_morning() -> None:
    soon = SOON.model_copy(update={"shows": "call_soon"})
    pathway = care(
        task("wait_here", DOCTOR, within=days(30)),
        rules=[rule("fell", reported("fall"), task("call", NURSE, severity=soon, contact=True))],
    ).model_copy(update={"severities": (EMERGENCY, soon)})
    life = Life(pathway)
    life.joins(DAY)
    life.hears(Reported, NIGHT, report="fall")
    life.until("2026-03-03 12:00")

    assert life.texts == [("2026-03-03 08:00", "patient", "call_soon")]


@pytest.mark.parametrize(("ends", "why"), [(Died, "the patient died"), (Withdrew, "the patient withdrew")])
def test_what_waits_is_never_said_to_who_died_or_withdrew(ends: type, why: str) -> None:
    life = Life(care(message("hello"), task("call", NURSE)))
    life.joins(NIGHT)
    life.hears(ends, "2026-03-03 07:00")
    life.until("2026-03-03 12:00")

    assert life.texts == []
    assert life.silenced == [f"hello: {why}"]


def test_a_death_told_to_one_journey_silences_all() -> None:
    life = Life(care(message("hello"), task("call", NURSE)), care(message("welcome"), task("visit", NURSE)))
    life.joins(NIGHT, "one")
    life.joins(NIGHT, "two")
    life.hears(Died, "2026-03-03 07:00", "one")

    assert sorted(life.silenced) == ["hello: the patient died", "welcome: the patient died"]


@pytest.mark.parametrize("day", ["2026-03-10 10:00", "2026-03-11 10:00"])
def test_a_reminder_is_said_of_a_visit_that_takes_place_then_and_of_no_other(day: str) -> None:
    life = Life(care(book("visit", DOCTOR, minutes=30)))
    life.joins(DAY)
    life.hears(VisitsBooked, DAY, step="visit", starts=(at("2026-03-10 10:00"),))
    reminder = SendMessage(
        key=Key("one", "visit", 1, 9),
        reason=Reason("", ""),
        template="visit_reminder",
        to="patient",
        urgency="visit",
        expires_at=at(day),
    )
    life.care = replace(life.care, voice=hear(life.care.voice, reminder))
    life.until("2026-03-03 08:00")

    if day == "2026-03-10 10:00":
        assert life.texts == [("2026-03-02 09:00", "patient", "visit_reminder")]
    else:
        assert life.silenced == ["visit_reminder: visit does not take place then"]


def test_only_the_latest_time_of_a_step_is_still_said() -> None:
    life = Life(care(message("hello"), task("call", NURSE)))
    life.joins(NIGHT)
    journey = life.care.journeys["one"]
    anew = replace(journey.steps["hello"], occurrence=2)
    life.care = replace(life.care, journeys={"one": replace(journey, steps={**journey.steps, "hello": anew})})
    life.until("2026-03-03 12:00")

    assert life.silenced == ["hello: hello has begun anew since"]


def test_the_voice_never_goes_back_in_time() -> None:
    life = Life(care(message("hello"), task("call", NURSE)), care(message("welcome"), task("visit", NURSE)))
    life.joins(NIGHT, "one")
    life.joins(DAY, "two")

    assert life.texts == []
    ahead = next_moment(life.pathways, life.care, at(NIGHT))
    assert ahead is not None
    assert ahead.at == at("2026-03-03 08:00")


def test_the_patient_lives_where_they_told_us_last() -> None:
    life = Life(care(message("hello"), task("call", NURSE)), care(message("welcome"), task("visit", NURSE)))
    life.joins(DAY, "one")
    journey = replace(
        life.care.journeys["one"], zones=((None, "America/New_York"), (at(DAY), "Europe/Madrid"))
    )
    life.care = replace(life.care, journeys={"two": life.care.journeys["two"], "one": journey})
    life.joins("2026-03-02 17:00", "two")  # 23:00 in Madrid

    assert [text[2:] for text in life.texts] == [("hello",)]


def test_nothing_is_ahead_of_who_has_not_begun() -> None:
    life = Life(care(message("hello")))

    assert next_moment(life.pathways, life.care, at(DAY)) is None
    assert pass_time(life.pathways, life.care, at(DAY) + timedelta(days=1)).commands == ()


# Who has not agreed to texts is phoned.


def test_who_has_not_agreed_to_texts_is_phoned_instead() -> None:
    life = Life(care(message("hello"), task("call", NURSE)))
    attended = life.joins(DAY, flags=())

    assert life.texts == []
    assert life.silenced == ["hello: the patient has not agreed to texts"]
    assert _calls(attended) == ["hello: the patient has not agreed to texts about hello: phone"]


def test_nobody_is_texted_on_a_pathway_that_names_no_consent() -> None:
    silent = care(message("hello"), task("call", NURSE)).model_copy(update={"texting_consent": None})
    life = Life(silent)
    attended = life.joins(DAY)

    assert life.texts == []
    assert len(_calls(attended)) == 1


def test_the_call_instead_of_a_routine_text_waits_for_the_morning_as_the_text_would() -> None:
    life = Life(care(message("hello"), task("call", NURSE)))
    attended = life.joins(NIGHT, flags=())
    assert _calls(attended) == []
    life.until("2026-03-03 08:00")

    assert life.silenced == ["hello: the patient has not agreed to texts"]
    assert len([task for task in life.care.journeys["one"].tasks.values() if task.supports]) == 1


def test_who_agrees_before_the_morning_is_texted() -> None:
    life = Life(care(message("hello"), task("call", NURSE)))
    life.joins(NIGHT, flags=())
    life.hears(FactsRecorded, "2026-03-03 07:00", flags={TEXTS: True})
    life.until("2026-03-03 08:00")

    assert life.texts == [("2026-03-03 08:00", "patient", "hello")]


def test_a_reminder_opens_no_second_call_even_after_the_first_was_made() -> None:
    life = Life(care(ask("check", PEG, within=days(9), remind=FORMS)))
    life.joins(DAY, flags=())
    (call,) = life.care.journeys["one"].tasks
    life.hears(TaskDone, "2026-03-02 10:00", task=call)
    life.until("2026-03-06 12:00")

    assert life.silenced == [f"{words}: the patient has not agreed to texts" for words in REMINDED]
    assert life.care.journeys["one"].tasks == {}


REMINDED = ("form_due", "form_reminder", "form_reminder")


def test_a_form_that_is_asked_again_is_phoned_about_again() -> None:
    life = Life(care(ask("check", PEG, within=days(9)), task("stay", NURSE, within=days(90))))
    life.joins(DAY, flags=())
    life.hears(Answered, "2026-03-02 10:00", step="check", answers={"peg": {"p": 1, "e": 1, "g": 1}})
    attended = life.hears(StepRepeated, "2026-03-03 10:00", step="check", reason="unclear")

    assert len(_calls(attended)) == 1


def test_a_reminder_of_a_visit_is_phoned_about_anew() -> None:
    life = Life(care(book("visit", DOCTOR, minutes=30, remind=VISITS)))
    life.joins(DAY, flags=())
    life.hears(VisitsBooked, DAY, step="visit", starts=(at("2026-03-16 10:00"),))
    life.until("2026-03-09 12:00")
    (first,) = [task for task in life.care.journeys["one"].tasks.values() if task.contact]
    life.hears(TaskDone, "2026-03-09 13:00", task=first.key)
    life.until("2026-03-15 17:00")

    assert [task.contact for task in life.care.journeys["one"].tasks.values()] == [True]
    assert len(life.silenced) == 2


def test_an_alert_opens_one_call_and_its_words_open_no_other() -> None:
    life = Life(CRISIS)
    life.joins(DAY, flags=())
    attended = life.hears(Answered, NIGHT, answers={"mood": {"m9": 2}}, finished=False)

    assert life.texts == []
    assert [text for text in life.silenced if "emergency" in text] == [
        "emergency_now: the patient has not agreed to texts"
    ]
    assert _calls(attended) == ["call_now: danger holds [mood.m9 is 2]"]


def test_words_of_an_alert_for_staff_open_a_call_at_once() -> None:
    pathway = care(
        task("stay", NURSE, within=days(90)),
        safety=[safety("danger", answer(MOOD, "m9") > 0, task("look_now", DOCTOR, severity=EMERGENCY))],
    )
    life = Life(pathway)
    life.joins(DAY, flags=())
    attended = life.hears(Answered, NIGHT, answers={"mood": {"m9": 2}}, finished=False)

    assert _calls(attended) == ["look_now: the patient has not agreed to texts about look_now: phone"]
    (call,) = [task for task in life.care.journeys["one"].tasks.values() if task.contact]
    assert (call.role, call.severity, shown(call.due_at)) == (DOCTOR, "emergency", "2026-03-02 23:30")
    assert len(life.silenced) == 1


def test_a_call_about_a_visit_is_due_before_the_visit() -> None:
    life = Life(care(book("visit", DOCTOR, minutes=30, remind=VISITS)))
    life.joins(DAY, flags=())
    life.hears(VisitsBooked, DAY, step="visit", starts=(at("2026-03-04 10:00"),))
    life.hears(VisitConfirmed, DAY, step="visit")
    life.until("2026-03-03 16:00")

    (call,) = [task for task in life.care.journeys["one"].tasks.values() if task.contact]
    assert shown(call.due_at) == "2026-03-04 10:00"


def test_consent_taken_back_on_one_journey_holds_on_none() -> None:
    life = Life(
        care(message("hello", when=after("enrolled", hours(2))), task("call", NURSE)),
        care(task("visit", NURSE)),
    )
    life.joins(DAY, "one")
    life.joins(DAY, "two")
    life.hears(FactsRecorded, "2026-03-02 10:00", "two", flags={TEXTS: False})
    life.until("2026-03-02 12:00")

    assert life.texts == []
    assert life.silenced == ["hello: the patient has not agreed to texts"]


@pytest.mark.parametrize("other", ["ended", "silent"])
def test_a_journey_that_is_over_or_says_nothing_to_patients_is_not_asked(other: str) -> None:
    second = care(task("visit", NURSE))
    if other == "silent":
        second = second.model_copy(update={"texting_consent": None})
    life = Life(care(message("hello", when=after("enrolled", hours(2))), task("call", NURSE)), second)
    life.joins(DAY, "one")
    life.joins(DAY, "two", flags=())
    if other == "ended":
        life.hears(TaskDone, DAY, "two", task="visit#1.1")
    life.until("2026-03-02 12:00")

    assert [text[2:] for text in life.texts] == [("hello",)]


def test_a_caregiver_is_not_asked_for_the_consent_of_the_patient() -> None:
    life = Life(care(message("invite", to="caregiver"), task("call", NURSE)))
    life.joins(DAY, flags=())

    assert [text[1:] for text in life.texts] == [("caregiver", "invite")]


def test_the_last_words_of_a_journey_are_phoned_as_well() -> None:
    life = Life(care(message("goodbye")))
    attended = life.joins(DAY, flags=())

    assert life.care.journeys["one"].status == "ended"
    assert len(_calls(attended)) == 1


def _calls(attended: Attended) -> list[str]:
    return [
        f"{command.key.step}: {str(command.reason).rpartition(' (')[0]}"
        for command in attended.commands
        if isinstance(command, OpenTask) and command.contact
    ]
