"""One patient's care plan: in order, one after another, delayed, dropped, chosen once more."""

from typing import Any

import pytest

from engine.events import (
    Answered,
    ConferenceDecided,
    EventRefused,
    PlanChanged,
    StepDeclined,
    VisitAttended,
    VisitCancelled,
    VisitsBooked,
    Withdrew,
)
from engine.journey import PlanItem
from engine.language import (
    after,
    ask,
    before,
    confer,
    deliver_plan,
    go,
    message,
    milestone,
    procedure,
    rule,
    stage,
    task,
    therapy,
    wait,
)
from engine.questions import outcome
from engine.spans import Span, clinic_days, days, weeks
from engine.words import Pathway, Step
from tests.support.builders import DOCTOR, FORMS, NURSE, PEG, SURGEON, VISITS, care, pathway
from tests.support.clock import at
from tests.support.patient import Patient

FOR_EVER = wait("for_ever", after("enrolled", weeks(500)))
MOVE = therapy("move", "Moving", task("move_well", NURSE))
TALK = therapy("talk", "Talking", task("talk_well", NURSE))
SLEEP = therapy("sleep", "Sleeping", message("sleep_well"))
TEAM = confer("team", quorum=(DOCTOR,), plans=True, retry=clinic_days(5))


def clinic(*then: Step) -> Pathway:
    return care(TEAM, deliver_plan(), *then, therapies=(MOVE, TALK, SLEEP))


def item(name: str, *waits_for: str, delay: Span | None = None) -> PlanItem:
    return PlanItem(therapy=name, after=waits_for, delay=delay)


def planned(*items: PlanItem, on: Pathway | None = None) -> Patient:
    patient = Patient(on or clinic(message("all_done")))
    patient.hears(ConferenceDecided, step="team", present=(DOCTOR,), plan=items)
    return patient


def change(patient: Patient, *items: PlanItem, **more: Any) -> list[str]:
    return patient.hears(PlanChanged, plan=items, reason="review", **more)


def states(patient: Patient) -> dict[str, str]:
    return {therapy.item.therapy: therapy.state for therapy in patient.journey.plan or ()}


def test_therapies_that_wait_for_nothing_begin_together() -> None:
    patient = planned(item("move"), item("talk"))

    assert patient.said[1:] == ["task move_well for nurse", "task talk_well for nurse"]


def test_a_therapy_begins_when_the_one_before_it_is_over() -> None:
    patient = planned(item("move"), item("talk", "move"))
    assert states(patient) == {"move": "running", "talk": "planned"}

    assert patient.done("move_well") == ["task talk_well for nurse"]


def test_a_therapy_that_comes_after_two_waits_for_both() -> None:
    patient = planned(item("move"), item("talk"), item("sleep", "move", "talk"))
    assert patient.done("move_well") == []

    assert patient.done("talk_well") == ["send sleep_well", "send all_done"]


def test_the_pathway_goes_on_when_the_last_therapy_is_over() -> None:
    patient = planned(item("move"))

    assert patient.done("move_well") == ["send all_done"]
    assert patient.ending("deliver_plan") == "done"


def test_a_delayed_therapy_begins_later() -> None:
    patient = planned(item("sleep", delay=days(3)))

    assert patient.until("2026-03-05 08:59") == []
    assert patient.until("2026-03-05 09:00") == ["send sleep_well", "send all_done"]


def test_a_delay_counts_from_when_its_turn_came() -> None:
    patient = planned(item("move"), item("sleep", "move", delay=days(3)))
    patient.until("2026-03-10 09:00")
    patient.done("move_well")

    assert "send sleep_well" not in patient.until("2026-03-13 08:59")
    assert "send sleep_well" in patient.until("2026-03-13 09:00")


def test_a_plan_without_therapies_is_delivered_at_once() -> None:
    patient = planned()

    assert patient.ending("deliver_plan") == "not_needed"
    assert patient.said[-1] == "send all_done"


def test_a_therapy_that_is_dropped_under_way_is_taken_back() -> None:
    patient = planned(item("move"), item("talk"))

    assert change(patient, item("talk")) == ["close task move_well#1.1"]
    assert "move: dropped from the plan: changed by a person, review" in patient.told


def test_dropping_the_last_therapy_under_way_lets_the_pathway_go_on() -> None:
    patient = planned(item("move"))

    assert change(patient) == ["close task move_well#1.1", "send all_done"]


def test_a_therapy_that_waited_for_the_dropped_one_begins() -> None:
    patient = planned(item("move"), item("talk", "move"))

    assert change(patient, item("talk")) == ["close task move_well#1.1", "task talk_well for nurse"]


def test_a_therapy_that_is_dropped_before_it_began_just_does_not_begin() -> None:
    patient = planned(item("move"), item("talk", "move"))

    assert change(patient, item("move")) == []
    assert patient.done("move_well") == ["send all_done"]


def test_a_therapy_under_way_goes_on_when_the_plan_changes() -> None:
    patient = planned(item("move"))

    assert change(patient, item("move"), item("talk")) == ["task talk_well for nurse"]
    assert states(patient) == {"move": "running", "talk": "running"}


def test_a_therapy_that_is_over_and_chosen_again_is_done_once_more() -> None:
    patient = planned(item("move"), item("talk"))
    patient.done("move_well")

    assert change(patient, item("move"), item("talk")) == ["task move_well for nurse"]
    assert patient.step("move_well").occurrence == 2


def test_a_therapy_that_is_over_and_not_named_any_more_is_just_gone() -> None:
    patient = planned(item("move"), item("talk"))
    patient.done("move_well")

    assert change(patient, item("talk")) == []
    assert states(patient) == {"talk": "running"}


def test_a_delay_that_has_begun_goes_on_if_the_item_is_the_same() -> None:
    patient = planned(item("sleep", delay=days(3)), item("talk"))
    change(patient, item("sleep", delay=days(3)), on="2026-03-04 09:00")

    assert "send sleep_well" in patient.until("2026-03-05 09:00")


def test_a_delay_begins_anew_if_it_is_changed() -> None:
    patient = planned(item("sleep", delay=days(3)), item("talk"))
    change(patient, item("sleep", delay=days(2)), on="2026-03-04 09:00")

    assert "send sleep_well" not in patient.until("2026-03-06 08:59")
    assert "send sleep_well" in patient.until("2026-03-06 09:00")


def test_a_delay_that_ends_at_night_ends_in_the_morning() -> None:
    patient = Patient(clinic(FOR_EVER), since="2026-03-02 21:00")
    patient.hears(ConferenceDecided, step="team", present=(DOCTOR,), plan=(item("sleep", delay=days(1)),))

    assert patient.wakes == "2026-03-04 08:00"


def test_a_procedure_of_a_dropped_therapy_is_undone() -> None:
    hold_drug = task("hold_drug", NURSE, when=before("block", days(7)), undo=task("restart_drug", NURSE))
    needle = therapy(
        "needle", "A block", procedure("block", SURGEON, minutes=30, remind=VISITS, before=hold_drug)
    )
    patient = planned(item("needle"), on=care(TEAM, deliver_plan(), FOR_EVER, therapies=(needle,)))
    patient.hears(VisitsBooked, step="block", starts=(at("2026-03-12 10:00"),))
    patient.until("2026-03-05 10:00")
    patient.done("hold_drug")

    assert set(change(patient)) >= {"cancel block", "task restart_drug for nurse"}


def test_before_its_turn_a_plan_only_waits() -> None:
    patient = Patient(care(TEAM, wait("rest", after("enrolled", days(5))), deliver_plan(), therapies=(MOVE,)))
    assert patient.hears(ConferenceDecided, step="team", present=(DOCTOR,), plan=(item("move"),)) == []

    assert patient.until("2026-03-07 09:00") == ["task move_well for nurse"]


def test_a_rule_hears_that_a_step_of_a_therapy_is_over() -> None:
    over = rule("over", outcome("move_well", "done"), message("well_done"))
    patient = planned(item("move"), on=care(TEAM, deliver_plan(), FOR_EVER, therapies=(MOVE,), rules=(over,)))

    assert "send well_done" in patient.done("move_well")


def test_when_the_stage_is_left_no_new_therapy_begins_until_it_is_entered_again() -> None:
    leave = task("leave", NURSE, outcomes={"leave": go("to_rest", "rest")})
    stages = (
        stage("plan", TEAM),
        stage("therapy", deliver_plan(), alongside=leave),
        stage("rest", task("rested", NURSE), go("back", "therapy", at_most=2)),
    )
    patient = planned(item("move"), item("talk", "move"), on=pathway(*stages, therapies=(MOVE, TALK)))
    patient.done("leave", "leave")
    assert patient.done("move_well") == []

    assert "task talk_well for nurse" in patient.done("rested")


def test_therapies_of_which_a_step_is_open_go_on_while_the_rest_of_the_plan_waits() -> None:
    move = therapy("move", "Moving", ask("moved", PEG, remind=FORMS), milestone("MOVED"))
    patient = planned(
        item("move"), item("talk"), on=care(TEAM, deliver_plan(), FOR_EVER, therapies=(move, TALK))
    )
    patient.hears(Answered, step="moved", answers={"peg": {}})

    assert states(patient) == {"move": "done", "talk": "running"}


@pytest.mark.parametrize(
    ("items", "why"),
    [
        ((item("swim"),), "swim is no therapy of this pathway; it has move, talk, sleep"),
        ((item("move", "talk"),), "move comes after talk, which is not in the plan"),
        ((item("move"), item("move")), "a therapy stands in the plan twice"),
        (
            (item("move", "talk"), item("talk", "move")),
            "the plan's therapies wait for each other in a circle",
        ),
    ],
)
def test_a_plan_that_cannot_be_carried_out_is_refused(items: tuple[PlanItem, ...], why: str) -> None:
    with pytest.raises(EventRefused, match=why):
        change(Patient(clinic(FOR_EVER)), *items)


SHOT = therapy(
    "shot",
    "An injection",
    task("wanted", DOCTOR, outcomes={"yes": procedure("needle", SURGEON, minutes=30), "no": ()}),
)


def shot(answered: str = "yes") -> Patient:
    patient = planned(item("shot"), on=care(TEAM, deliver_plan(), FOR_EVER, therapies=(SHOT,)))
    patient.done("wanted", answered)
    return patient


def test_a_therapy_comes_out_as_its_visits_do() -> None:
    gone, kept, refused = shot(), shot(), shot()
    for patient in (gone, kept):
        patient.hears(VisitsBooked, step="needle", starts=(at("2026-03-20 09:00"),))
    gone.hears(VisitCancelled, step="needle")
    kept.hears(VisitAttended, step="needle")
    refused.hears(StepDeclined, step="needle")

    assert [p.journey.therapies for p in (gone, kept, refused)] == [
        {"shot": "cancelled"},
        {"shot": "done"},
        {"shot": "declined"},
    ]


def test_a_therapy_that_came_to_none_of_its_visits_was_not_needed() -> None:
    assert shot("no").journey.therapies == {"shot": "not_needed"}


def test_a_therapy_without_visits_is_done_and_one_left_behind_is_dropped() -> None:
    patient = planned(item("sleep"), item("move"), item("talk"), on=clinic(FOR_EVER))
    patient.hears(PlanChanged, plan=(item("sleep"), item("move")), reason="patients_wish")
    assert patient.journey.therapies == {"sleep": "done", "talk": "dropped"}

    patient.hears(Withdrew)
    assert patient.journey.therapies == {"sleep": "done", "talk": "dropped", "move": "dropped"}


def test_a_therapy_chosen_once_more_has_not_come_out_yet() -> None:
    patient = planned(item("move"), item("talk"), on=clinic(FOR_EVER))
    patient.hears(PlanChanged, plan=(item("move"),), reason="patients_wish")
    patient.hears(PlanChanged, plan=(item("move"), item("talk")), reason="patients_wish")

    assert patient.journey.therapies == {}
