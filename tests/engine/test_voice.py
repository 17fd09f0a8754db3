"""One voice per patient: quiet hours, caps, repeats, and the last look before anything is said."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from engine.clinic import Clinic
from engine.commands import Key, Reason, SendMessage
from engine.journey import Journey, Progress
from engine.language import ask
from engine.spans import days
from engine.voice import A_DAY, A_WEEK, Listener, Voice, hear, needed, speak, speaks_at
from tests.support.builders import FORMS, PEG, care
from tests.support.patient import Patient

NEW_YORK = Listener(zones=((None, "America/New_York"),), clinic=Clinic())
MORNING = datetime(2026, 3, 3, 15, tzinfo=UTC)
NIGHT = datetime(2026, 3, 3, 7, tzinfo=UTC)


def prompt(attempt: int = 1, template: str = "form_due", **more: object) -> SendMessage:
    fields = {"to": "patient", "urgency": "routine", **more}
    return SendMessage(key=Key("j", "check", 1, attempt), reason=Reason("", ""), template=template, **fields)  # type: ignore[arg-type]  # the fields of a message


def always(_: SendMessage) -> bool:
    return True


def test_a_routine_prompt_at_night_waits_until_eight_in_the_morning() -> None:
    voice = hear(Voice(), prompt())

    spoken = speak(voice, NIGHT, NEW_YORK, always)

    assert spoken.messages == ()
    waits = speaks_at(spoken.voice, NIGHT, NEW_YORK)
    assert waits is not None
    assert waits.at == datetime(2026, 3, 3, 13, tzinfo=UTC)
    assert "quiet hours" in waits.because


def test_a_safety_message_goes_out_at_night() -> None:
    voice = hear(Voice(), prompt(urgency="safety"))

    assert len(speak(voice, NIGHT, NEW_YORK, always).messages) == 1


def test_a_visit_reminder_waits_out_the_night_but_not_the_caps() -> None:
    voice = Voice()
    for hour in range(A_DAY):
        spoken = speak(
            hear(voice, prompt(hour, f"words_{hour}")), MORNING + timedelta(hours=hour), NEW_YORK, always
        )
        voice = spoken.voice

    spoken = speak(hear(voice, prompt(9, urgency="visit")), MORNING + timedelta(hours=3), NEW_YORK, always)

    assert len(spoken.messages) == 1


def test_prompts_of_the_same_moment_are_one_text() -> None:
    voice = hear(hear(Voice(), prompt(1, "form_due")), prompt(2, "team_meeting"))

    spoken = speak(voice, MORNING, NEW_YORK, always)

    assert [message.template for message in spoken.messages] == ["form_due", "team_meeting"]
    assert len(spoken.voice.said) == 1


def test_the_same_prompt_heard_twice_is_said_once() -> None:
    voice = hear(hear(Voice(), prompt()), prompt())

    assert len(speak(voice, MORNING, NEW_YORK, always).messages) == 1


def test_a_third_text_of_a_day_waits_for_the_next_morning() -> None:
    voice = Voice()
    for hour in range(A_DAY):
        voice = speak(
            hear(voice, prompt(hour, f"words_{hour}")), MORNING + timedelta(hours=hour), NEW_YORK, always
        ).voice
    at = MORNING + timedelta(hours=4)

    spoken = speak(hear(voice, prompt(9, "more")), at, NEW_YORK, always)

    assert spoken.messages == ()
    waits = speaks_at(spoken.voice, at, NEW_YORK)
    assert waits is not None
    assert waits.at == datetime(2026, 3, 4, 13, tzinfo=UTC)


def test_a_fifth_text_in_seven_days_waits_for_the_week_to_pass() -> None:
    voice = Voice()
    for day in range(A_WEEK):
        voice = speak(
            hear(voice, prompt(day, f"words_{day}")), MORNING + timedelta(days=day), NEW_YORK, always
        ).voice
    at = MORNING + timedelta(days=5)

    spoken = speak(hear(voice, prompt(9, "more")), at, NEW_YORK, always)

    assert spoken.messages == ()
    waits = speaks_at(spoken.voice, at, NEW_YORK)
    assert waits is not None
    assert waits.at == MORNING + timedelta(days=7)


def test_the_same_words_are_not_said_again_within_twelve_hours() -> None:
    voice = speak(hear(Voice(), prompt(1)), MORNING, NEW_YORK, always).voice

    spoken = speak(hear(voice, prompt(2)), MORNING + timedelta(hours=4), NEW_YORK, always)

    assert spoken.messages == ()
    assert [why for _, why in spoken.silenced] == ["the same words went out less than 12 hours ago"]


def test_a_prompt_that_came_too_late_is_not_said_and_says_why() -> None:
    voice = hear(Voice(), prompt(expires_at=MORNING))

    spoken = speak(voice, MORNING, NEW_YORK, always)

    assert [why for _, why in spoken.silenced] == ["it came too late to be of use"]


def test_a_prompt_is_checked_for_need_at_the_moment_of_speaking() -> None:
    spoken = speak(hear(Voice(), prompt()), MORNING, NEW_YORK, lambda _: False)

    assert spoken.messages == ()
    assert [why for _, why in spoken.silenced] == ["it is not needed any more"]


def test_nothing_waits_when_everything_is_said() -> None:
    assert speaks_at(Voice(), MORNING, NEW_YORK) is None


OPEN = Progress(
    step="check", block="b", run=1, occurrence=1, state="open", due_at=MORNING + timedelta(days=2)
)


@pytest.mark.parametrize(
    ("progress", "is_needed"),
    [
        (OPEN, True),
        (replace(OPEN, state="ended", ending="done"), False),
        (replace(OPEN, occurrence=2), False),
        (replace(OPEN, state="ended", ending="done", due_at=None), True),
    ],
)
def test_a_prompt_is_needed_while_its_step_waits_for_the_patient(
    progress: Progress, *, is_needed: bool
) -> None:
    journey = Journey(id="j", pathway="p", status="active", steps={"check": progress})

    assert needed(journey, prompt()) is is_needed


def test_nothing_is_needed_after_a_withdrawal() -> None:
    journey = Journey(id="j", pathway="p", status="ended", ending="withdrew", steps={"check": OPEN})

    assert not needed(journey, prompt())


def test_a_form_without_a_template_waits_on_the_patients_page_and_writes_nothing() -> None:
    silent = ask("diary", PEG, within=days(1), remind=FORMS, template=None)

    assert Patient(care(silent)).said == ["ask diary"]
