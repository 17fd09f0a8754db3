"""A ladder that has run dry is followed by the next; one that counts back from a date takes over when that is near."""

from engine.events import TaskDone, VisitsBooked
from engine.ladders import Ladder, call, expire, ladder, remind, tell
from engine.language import after, ask, book, task, together, wait
from engine.spans import days, hours, weeks
from engine.words import Step
from tests.support.builders import DOCTOR, NURSE, PEG, care
from tests.support.clock import at
from tests.support.patient import Patient

FOR_EVER = wait("for_ever", after("enrolled", weeks(500)))
AT_LAST = ladder("at_last", call(hours(24), NURSE), expire(days(3)))
FIRST = ladder("first", remind(hours(24), "form_reminder"), remind(hours(72), "form_reminder"), then=AT_LAST)
ON_THE_DAY = ladder(
    "on_the_day", remind(-hours(48), "form_reminder", since="due"), expire(hours(4), since="due")
)
UNTIL_THE_DAY = ladder(
    "until_the_day", remind(hours(24), "form_reminder"), call(days(5), NURSE), then=ON_THE_DAY
)


def on(step: Step, *more: Step, ladders: tuple[Ladder, ...] = ()) -> Patient:
    pathway = care(together("both", step, *more), FOR_EVER)
    return Patient(pathway.model_copy(update={"ladders": (*pathway.ladders, *ladders)}))


def test_the_next_ladder_counts_from_when_the_first_has_run_dry() -> None:
    patient = on(ask("form", PEG, within=days(3), remind=FIRST), ladders=(FIRST,))

    assert patient.until("2026-03-05 12:00") == ["send form_reminder", "send form_reminder"]
    assert patient.until("2026-03-06 12:00") == ["task form for nurse"]
    assert "24 hours after first had run dry" in patient.commands[-1].reason.rule
    assert "close form#1" in patient.until("2026-03-08 12:00")


def test_one_that_counts_back_from_a_date_takes_over_when_that_is_near() -> None:
    """The call on day 5 comes to nothing: by then the reminders before the visit have begun."""
    form = ask("form", PEG, within=days(30), before_visit="visit", remind=UNTIL_THE_DAY)
    patient = on(
        form, book("visit", DOCTOR, minutes=30, within=weeks(3), missed=((),)), ladders=(UNTIL_THE_DAY,)
    )
    patient.hears(VisitsBooked, step="visit", starts=(at("2026-03-06 10:00"),))

    assert patient.until("2026-03-06 11:00") == ["send form_reminder", "send form_reminder"]
    assert "close form#1" in patient.until("2026-03-06 15:00")
    assert not any("task form" in said for said in patient.said)


def test_while_the_date_is_far_the_first_is_climbed_to_its_end() -> None:
    form = ask("form", PEG, within=days(30), remind=UNTIL_THE_DAY)
    patient = on(form, ladders=(UNTIL_THE_DAY,))

    assert patient.until("2026-03-08 09:00") == ["send form_reminder", "task form for nurse"]
    patient.done("form")
    assert patient.until("2026-03-31 09:00") == ["send form_reminder"]


def test_work_goes_on_to_the_next_ladder_and_the_last_rung_of_that_comes_again() -> None:
    above = ladder("above", tell(days(1), DOCTOR, since="opened"), again=days(2))
    own = ladder("own", tell(hours(1), "owner", since="opened"), then=above)
    patient = on(task("call", NURSE, within=days(1), escalate=own), ladders=(own,))

    assert patient.until("2026-03-02 12:00") == ["tell nurse about call#1.1"]
    assert patient.until("2026-03-05 12:00") == ["tell doctor about call#1.1", "tell doctor about call#1.1"]
    patient.hears(TaskDone, task="call#1.1")


def test_a_next_ladder_that_has_nothing_to_count_from_takes_nothing_over() -> None:
    visits = ladder("visits_only", remind(-hours(24), "visit_reminder", since="start"))
    own = ladder("own", tell(hours(1), "owner", since="opened"), then=visits)
    patient = on(task("call", NURSE, within=days(1), escalate=own), ladders=(own,))

    assert patient.until("2026-03-02 12:00") == ["tell nurse about call#1.1"]


def test_a_chain_reads_back_from_json_as_it_was() -> None:
    assert Ladder.model_validate_json(FIRST.model_dump_json()) == FIRST
    assert [one.name for one in FIRST.chain] == ["first", "at_last"]
