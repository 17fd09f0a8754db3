"""One voice per patient: quiet hours, caps, repeats, and the last look before anything is said."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from engine.clinic import Clinic
from engine.commands import Key, Reason, SendMessage
from engine.language import ask
from engine.spans import days
from engine.voice import A_DAY, A_WEEK, Listener, Voice, hear, speak, speaks_at
from tests.support.builders import FORMS, PEG, care
from tests.support.patient import Patient

NEW_YORK = Listener(zones=((None, "America/New_York"),), clinic=Clinic())
MORNING = datetime(2026, 3, 3, 15, tzinfo=UTC)
NIGHT = datetime(2026, 3, 3, 7, tzinfo=UTC)


def prompt(attempt: int = 1, template: str = "form_due", **more: object) -> SendMessage:
    fields = {"to": "patient", "urgency": "routine", **more}
    return SendMessage(key=Key("j", "check", 1, attempt), reason=Reason("", ""), template=template, **fields)  # type: ignore[arg-type]  # the fields of a message


def test_a_routine_prompt_at_night_waits_until_eight_in_the_morning() -> None:
    voice = hear(Voice(), prompt())

    spoken = speak(voice, NIGHT, NEW_YORK)

    assert spoken.texts == ()
    waits = speaks_at(spoken.voice, NIGHT, NEW_YORK)
    assert waits is not None
    assert waits.at == datetime(2026, 3, 3, 13, tzinfo=UTC)
    assert "quiet hours" in waits.because


def test_a_patient_who_asked_for_time_gets_no_routine_text_until_then() -> None:
    until = MORNING + timedelta(days=1)
    resting = replace(NEW_YORK, routine_from=until)
    voice = hear(Voice(), prompt())

    spoken = speak(voice, MORNING, resting)

    assert spoken.texts == ()
    waits = speaks_at(spoken.voice, MORNING, resting)
    assert waits is not None
    assert waits.at == until
    assert "asked for time" in waits.because
    assert len(speak(spoken.voice, until, resting).texts) == 1


def test_a_safety_message_goes_out_at_night() -> None:
    voice = hear(Voice(), prompt(urgency="safety"))

    assert len(speak(voice, NIGHT, NEW_YORK).texts) == 1


def test_a_visit_reminder_waits_out_the_night_but_not_the_caps() -> None:
    voice = Voice()
    for hour in range(A_DAY):
        spoken = speak(hear(voice, prompt(hour, f"words_{hour}")), MORNING + timedelta(hours=hour), NEW_YORK)
        voice = spoken.voice

    spoken = speak(hear(voice, prompt(9, urgency="visit")), MORNING + timedelta(hours=3), NEW_YORK)

    assert len(spoken.texts) == 1


def test_prompts_of_the_same_moment_are_one_text() -> None:
    voice = hear(hear(Voice(), prompt(1, "form_due")), prompt(2, "team_meeting"))

    spoken = speak(voice, MORNING, NEW_YORK)

    assert [[message.template for message in text] for text in spoken.texts] == [["form_due", "team_meeting"]]
    assert len(spoken.voice.said) == 1


def test_the_same_prompt_heard_twice_is_said_once() -> None:
    voice = hear(hear(Voice(), prompt()), prompt())

    assert len(speak(voice, MORNING, NEW_YORK).texts) == 1


def test_a_third_text_of_a_day_waits_for_the_next_morning() -> None:
    voice = Voice()
    for hour in range(A_DAY):
        voice = speak(
            hear(voice, prompt(hour, f"words_{hour}")), MORNING + timedelta(hours=hour), NEW_YORK
        ).voice
    at = MORNING + timedelta(hours=4)

    spoken = speak(hear(voice, prompt(9, "more")), at, NEW_YORK)

    assert spoken.texts == ()
    waits = speaks_at(spoken.voice, at, NEW_YORK)
    assert waits is not None
    assert waits.at == datetime(2026, 3, 4, 13, tzinfo=UTC)


def test_a_fifth_text_in_seven_days_waits_for_the_week_to_pass() -> None:
    voice = Voice()
    for day in range(A_WEEK):
        voice = speak(hear(voice, prompt(day, f"words_{day}")), MORNING + timedelta(days=day), NEW_YORK).voice
    at = MORNING + timedelta(days=5)

    spoken = speak(hear(voice, prompt(9, "more")), at, NEW_YORK)

    assert spoken.texts == ()
    waits = speaks_at(spoken.voice, at, NEW_YORK)
    assert waits is not None
    assert waits.at == MORNING + timedelta(days=7)


def test_the_same_words_are_not_said_again_within_twelve_hours() -> None:
    voice = speak(hear(Voice(), prompt(1)), MORNING, NEW_YORK).voice

    spoken = speak(hear(voice, prompt(2)), MORNING + timedelta(hours=4), NEW_YORK)

    assert spoken.texts == ()
    assert [why for _, why in spoken.silenced] == ["the same words went out less than 12 hours ago"]


def test_a_prompt_that_came_too_late_is_not_said_and_says_why() -> None:
    voice = hear(Voice(), prompt(expires_at=MORNING))

    spoken = speak(voice, MORNING, NEW_YORK)

    assert [why for _, why in spoken.silenced] == ["it came too late to be of use"]


def test_a_prompt_is_checked_for_need_at_the_moment_of_speaking() -> None:
    spoken = speak(hear(Voice(), prompt()), MORNING, replace(NEW_YORK, useless=lambda _: "nobody needs it"))

    assert spoken.texts == ()
    assert [why for _, why in spoken.silenced] == ["nobody needs it"]


def test_nothing_waits_when_everything_is_said() -> None:
    assert speaks_at(Voice(), MORNING, NEW_YORK) is None


def test_what_waits_for_a_person_has_no_moment() -> None:
    listener = replace(NEW_YORK, held=lambda _: "an emergency is open")
    spoken = speak(hear(Voice(), prompt()), MORNING, listener)

    assert (spoken.texts, spoken.silenced) == ((), ())
    assert speaks_at(spoken.voice, MORNING, listener) is None
    assert len(speak(spoken.voice, MORNING + timedelta(days=1), NEW_YORK).texts) == 1


def test_an_answer_to_what_the_patient_just_told_us_goes_out_at_night() -> None:
    assert len(speak(hear(Voice(), prompt(urgency="reply")), NIGHT, NEW_YORK).texts) == 1


@pytest.mark.parametrize("urgency", ["alert", "visit"])
def test_a_promised_call_and_a_visit_can_wait_until_the_morning(urgency: str) -> None:
    assert speak(hear(Voice(), prompt(urgency=urgency)), NIGHT, NEW_YORK).texts == ()


def test_words_that_may_save_a_life_stand_alone() -> None:
    voice = hear(hear(Voice(), prompt(1, "emergency_now", urgency="safety")), prompt(2))

    assert [len(text) for text in speak(voice, MORNING, NEW_YORK).texts] == [1, 1]


def test_patient_and_caregiver_have_texts_and_caps_of_their_own() -> None:
    voice = hear(hear(Voice(), prompt(1)), prompt(2, to="caregiver"))
    spoken = speak(voice, MORNING, NEW_YORK)

    assert [(said.to, said.routine) for said in spoken.voice.said] == [("patient", True), ("caregiver", True)]


def test_a_private_message_is_never_merged_into_one_that_others_may_see() -> None:
    voice = hear(hear(Voice(), prompt(1)), prompt(2, "team_meeting", private=True))

    assert len(speak(voice, MORNING, NEW_YORK).texts) == 2


def test_texts_of_one_moment_that_cannot_be_merged_count_one_by_one() -> None:
    voice = hear(Voice(), prompt(1))
    voice = hear(hear(voice, prompt(2, "two", other_channel=True)), prompt(3, "three", private=True))

    spoken = speak(voice, MORNING, NEW_YORK)

    assert len(spoken.texts) == A_DAY
    assert [message.template for message in spoken.voice.waiting] == ["three"]


def test_reminders_of_two_visits_are_not_the_same_words() -> None:
    first = prompt(1, "visit_reminder", urgency="visit", expires_at=MORNING + timedelta(days=2))
    second = prompt(2, "visit_reminder", urgency="visit", expires_at=MORNING + timedelta(days=7))
    voice = speak(hear(Voice(), first), MORNING, NEW_YORK).voice

    assert len(speak(hear(voice, second), MORNING + timedelta(hours=1), NEW_YORK).texts) == 1


def test_the_same_words_about_another_step_are_not_the_same_words() -> None:
    other = replace(prompt(), key=Key("j", "another_check", 1, 1))
    voice = speak(hear(Voice(), prompt()), MORNING, NEW_YORK).voice

    assert len(speak(hear(voice, other), MORNING + timedelta(hours=1), NEW_YORK).texts) == 1


def test_nobody_is_reminded_of_what_they_have_not_been_told_yet() -> None:
    voice = hear(hear(Voice(), prompt(1)), prompt(2, "form_reminder"))
    spoken = speak(voice, NIGHT, NEW_YORK)

    assert [message.template for message in spoken.voice.waiting] == ["form_due"]
    assert [why for _, why in spoken.silenced] == ["what it reminds of waits to be said"]


def test_a_form_without_a_template_waits_on_the_patients_page_and_writes_nothing() -> None:
    silent = ask("diary", PEG, within=days(1), remind=FORMS, template=None)

    assert Patient(care(silent)).said == ["ask diary"]
