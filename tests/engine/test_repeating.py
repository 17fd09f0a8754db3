"""Steps that come again: how often, until when, and what becomes of the last time when the next one comes."""

from engine.events import Answered, FactsRecorded, PatientMoved, StepSkipped, VisitsBooked
from engine.language import after, ask, before, book, message, repeat, task, together, wait
from engine.questions import flag, score
from engine.spans import days, hours, weeks
from tests.support.builders import DIARY, DOCTOR, FORMS, NURSE, PEG, care
from tests.support.builders import score as scored
from tests.support.clock import LOS_ANGELES, at
from tests.support.patient import Patient

FOR_EVER = wait("for_ever", after("enrolled", weeks(500)))
HELLO = message("hello")


def test_the_first_time_is_at_once_and_each_next_one_so_much_later() -> None:
    patient = Patient(care(repeat("weekly", HELLO, every=weeks(1)), FOR_EVER))
    assert patient.said == ["send hello"]

    assert patient.until("2026-03-09 08:59") == []
    assert patient.until("2026-03-09 09:00") == ["send hello"]
    assert patient.until("2026-03-16 09:00") == ["send hello"]


def test_it_is_over_after_so_many_times() -> None:
    patient = Patient(care(repeat("weekly", HELLO, every=weeks(1), at_most=2), message("on")))

    assert patient.until("2026-03-30 09:00") == ["send hello", "send on"]


def test_it_is_over_when_its_condition_holds_as_the_next_time_comes() -> None:
    patient = Patient(care(repeat("weekly", HELLO, every=weeks(1), until=flag("enough")), message("on")))
    patient.hears(FactsRecorded, flags={"enough": True})

    assert patient.until("2026-03-09 09:00") == ["send on"]


def test_it_does_not_begin_when_its_condition_holds_already() -> None:
    patient = Patient(
        care(repeat("weekly", HELLO, every=weeks(1), until=flag("enough")), message("on")), flags=("enough",)
    )

    assert patient.said == ["send on"]


def test_a_condition_that_is_undecided_does_not_end_it() -> None:
    patient = Patient(care(repeat("weekly", HELLO, every=weeks(1), until=score(PEG) <= 3), FOR_EVER))

    assert patient.until("2026-03-09 09:00") == ["send hello"]


def test_its_times_do_not_wait_for_the_one_before_to_be_finished() -> None:
    patient = Patient(care(repeat("daily", ask("diary", DIARY, remind=FORMS), every=days(1)), FOR_EVER))

    assert "ask diary" in patient.until("2026-03-03 09:00")


def test_a_form_that_is_still_open_gives_way_to_the_next_one() -> None:
    patient = Patient(care(repeat("daily", ask("diary", DIARY, remind=FORMS), every=days(1)), FOR_EVER))

    assert "close diary#1" in patient.until("2026-03-03 09:00")
    assert patient.step("diary").occurrence == 2


def test_a_visit_that_is_still_ahead_gives_way_to_the_next_one() -> None:
    patient = Patient(care(repeat("weekly", book("see", DOCTOR, minutes=30), every=weeks(1)), FOR_EVER))
    patient.hears(VisitsBooked, step="see", starts=(at("2026-03-20 10:00"),))

    assert patient.until("2026-03-09 09:00")[-2:] == ["cancel see", "book see"]


def test_work_that_is_still_open_stays_with_whoever_has_it() -> None:
    patient = Patient(care(repeat("weekly", task("call", NURSE), every=weeks(1)), FOR_EVER))
    patient.until("2026-03-09 09:00")

    assert [work.occurrence for work in patient.journey.tasks.values()] == [1, 2]


def test_keys_of_earlier_times_are_kept_while_their_work_is_open() -> None:
    patient = Patient(care(repeat("weekly", task("call", NURSE), every=weeks(1)), FOR_EVER))
    patient.until("2026-03-23 09:00")
    patient.hears(StepSkipped, step="weekly", reason="enough")

    assert patient.until("2026-04-20 09:00")


def test_keys_of_earlier_times_are_forgotten_when_nothing_of_them_is_open() -> None:
    patient = Patient(care(repeat("weekly", HELLO, every=weeks(1)), FOR_EVER))
    patient.until("2026-04-20 09:00")

    assert [ref for ref in patient.journey.attempts if ref.startswith("hello")] == ["hello#8"]


def test_a_repeat_that_is_skipped_takes_its_open_steps_along() -> None:
    patient = Patient(care(repeat("daily", ask("diary", DIARY, remind=FORMS), every=days(1)), message("on")))

    assert patient.hears(StepSkipped, step="daily", reason="enough") == ["close diary#1", "send on"]


def test_times_that_an_outage_passed_over_are_left_out_and_that_is_said() -> None:
    patient = Patient(care(repeat("daily", HELLO, every=days(1), at_most=10), FOR_EVER))

    assert patient.sleeps_until("2026-03-06 12:00") == ["send hello"]
    assert "daily: 3 times are past and left out" in patient.told
    assert patient.until("2026-03-07 09:00") == ["send hello"]


def test_times_that_were_left_out_do_not_count() -> None:
    patient = Patient(care(repeat("daily", HELLO, every=days(1), at_most=3), message("on")))

    assert patient.sleeps_until("2026-03-20 12:00") == ["send hello"]
    assert patient.until("2026-03-22 09:00") == ["send hello", "send on"]


def test_a_repeat_may_wait_for_its_moment() -> None:
    patient = Patient(care(repeat("later", HELLO, every=weeks(1), when=after("enrolled", days(3))), FOR_EVER))

    assert patient.until("2026-03-05 09:00") == ["send hello"]
    assert patient.until("2026-03-12 09:00") == ["send hello"]


def test_what_counts_from_a_visit_of_this_time_does_not_count_from_the_last_one() -> None:
    soon = message("soon", when=before("see", days(1)))
    patient = Patient(
        care(
            repeat("monthly", together("both", soon, book("see", DOCTOR, minutes=30)), every=weeks(4)),
            FOR_EVER,
        )
    )
    patient.hears(VisitsBooked, step="see", starts=(at("2026-03-10 10:00"),))
    patient.until("2026-03-30 09:00")
    assert patient.step("soon").state == "waiting"

    patient.hears(VisitsBooked, step="see", starts=(at("2026-04-10 10:00"),))
    assert "send soon" in patient.until("2026-04-09 10:00")


def test_a_repeat_inside_a_repeat_begins_anew() -> None:
    inner = repeat("inner", HELLO, every=days(1), at_most=2)
    patient = Patient(care(repeat("outer", inner, every=weeks(1), at_most=2), FOR_EVER))

    assert patient.until("2026-03-20 09:00") == ["send hello"] * 3


def test_hours_pass_on_any_clock() -> None:
    patient = Patient(care(repeat("often", HELLO, every=hours(2), at_most=3), FOR_EVER))

    assert patient.until("2026-03-02 13:00") == ["send hello"] * 2


def test_the_next_time_keeps_its_time_of_day_where_the_patient_lives_now() -> None:
    patient = Patient(care(repeat("weekly", HELLO, every=weeks(1)), FOR_EVER))
    patient.hears(PatientMoved, zone=LOS_ANGELES, on="2026-03-04 09:00")

    # 9:00 in Los Angeles is noon in New York.
    assert patient.until("2026-03-09 11:59") == []
    assert patient.until("2026-03-09 12:00") == ["send hello"]


def test_hours_stay_hours_where_the_patient_lives_now() -> None:
    patient = Patient(care(repeat("often", HELLO, every=hours(48)), FOR_EVER))
    patient.hears(PatientMoved, zone=LOS_ANGELES, on="2026-03-03 09:00")

    assert patient.until("2026-03-04 09:00") == ["send hello"]


def test_an_answer_ends_the_present_time_only() -> None:
    patient = Patient(
        care(repeat("weekly", ask("diary", DIARY, remind=FORMS), message("thanks"), every=weeks(1)), FOR_EVER)
    )
    assert patient.hears(Answered, step="diary", answers={"diary": {}}, scores=(scored("diary", 1),)) == [
        "send thanks"
    ]

    assert "ask diary" in patient.until("2026-03-09 09:00")
