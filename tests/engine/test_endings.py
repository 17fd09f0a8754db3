"""How a journey ends: what ends with it, what is undone, what goes on, and what nobody is asked any more."""

import pytest

from engine.events import (
    Answered,
    ConferenceDecided,
    Died,
    EventRefused,
    FactsRecorded,
    PlanChanged,
    PromptFailed,
    PutOnHold,
    Reported,
    TaskAccepted,
    TaskDone,
    Transferred,
    VisitsBooked,
    Withdrew,
)
from engine.journey import PlanItem
from engine.language import (
    after,
    ask,
    before,
    book,
    confer,
    deliver_plan,
    finish,
    go,
    message,
    on_ending,
    procedure,
    rule,
    safety,
    stage,
    start,
    task,
    therapy,
    wait,
)
from engine.questions import flag, reported
from engine.spans import clinic_days, days, weeks
from tests.support.builders import DOCTOR, EMERGENCY, FORMS, NURSE, PEG, SURGEON, VISITS, care, pathway
from tests.support.clock import at
from tests.support.patient import Patient

FOR_EVER = wait("for_ever", after("enrolled", weeks(500)))
CALL = task(
    "call",
    NURSE,
    severity=EMERGENCY,
    contact=True,
    outcomes={"reached": (), "not_reached": task("welfare", DOCTOR, severity=EMERGENCY, private=True)},
)
FALL = safety("fall", reported("fall"), CALL)


@pytest.mark.parametrize("ends", [Withdrew, Died, Transferred])
def test_an_open_request_is_taken_back(ends: type) -> None:
    patient = Patient(care(ask("check", PEG, remind=FORMS)))

    assert patient.hears(ends) == ["close check#1"]
    assert patient.ending("check") == "cancelled"


def test_a_booked_visit_is_cancelled() -> None:
    patient = Patient(care(book("see", DOCTOR, minutes=30, remind=VISITS)))
    patient.hears(VisitsBooked, step="see", starts=(at("2026-03-10 10:00"),))

    assert patient.hears(Withdrew) == ["cancel see"]


def test_a_search_for_a_slot_is_called_off() -> None:
    patient = Patient(care(book("see", DOCTOR, minutes=30, remind=VISITS)))

    patient.hears(Withdrew)

    assert [(cancel.start, cancel.key.step) for cancel in patient.commands[-1:]] == [(None, "see")]  # type: ignore[union-attr]  # a CancelVisit


def test_a_place_in_a_conference_is_given_back() -> None:
    patient = Patient(care(confer("team", quorum=(DOCTOR,), retry=clinic_days(5))))

    assert patient.hears(Withdrew) == ["leave team"]


def test_work_that_is_not_about_safety_is_closed() -> None:
    patient = Patient(care(task("call", NURSE)))

    assert patient.hears(Withdrew) == ["close task call#1.1"]


def test_a_safety_task_stays_open_until_a_person_closes_it() -> None:
    patient = Patient(care(FOR_EVER, safety=(FALL,)))
    patient.hears(Reported, report="fall")

    assert patient.hears(Withdrew) == []
    assert patient.tasks == ["call#1.1"]


def test_a_safety_task_goes_on_telling_after_the_end() -> None:
    patient = Patient(care(FOR_EVER, safety=(FALL,)))
    patient.hears(Reported, report="fall")
    patient.hears(Withdrew)

    assert patient.until("2026-03-02 10:00") == [
        "tell nurse about call#1.1",
        "tell nurse doctor about call#1.1",
        "tell nurse doctor about call#1.1",
    ]


def test_a_safety_task_of_a_stage_stays_open_too() -> None:
    patient = Patient(care(task("call", NURSE, severity=EMERGENCY)))
    patient.hears(Withdrew)

    assert patient.tasks == ["call#1.1"]
    assert patient.ending("call") == "cancelled"


def test_after_the_end_nothing_is_ahead_but_what_goes_on() -> None:
    patient = Patient(care(ask("check", PEG, remind=FORMS)))
    patient.hears(Withdrew)

    assert patient.wake is None


def test_the_way_on_from_a_safety_task_is_open_after_a_withdrawal() -> None:
    patient = Patient(care(FOR_EVER, safety=(FALL,)))
    patient.hears(Reported, report="fall")
    patient.hears(Withdrew)

    assert patient.done("call", "not_reached") == ["task welfare for doctor"]


def test_nobody_is_phoned_after_a_death_though_the_alert_stays_for_a_person_to_close() -> None:
    patient = Patient(care(FOR_EVER, safety=(FALL,)))
    patient.hears(Reported, report="fall")

    assert patient.hears(Died) == [f"{NURSE} does not phone about call#1.1"]
    assert patient.tasks == ["call#1.1"]
    assert patient.task("call").contact is False


def test_an_alert_about_somebody_who_died_is_closed_without_an_outcome_and_leads_to_nothing() -> None:
    patient = Patient(care(FOR_EVER, safety=(FALL,)))
    patient.hears(Reported, report="fall")
    patient.hears(Died)

    assert patient.done("call") == []
    assert patient.tasks == []


def test_a_call_that_comes_up_after_a_death_is_not_needed() -> None:
    two = safety("fall", reported("fall"), task("look", NURSE), CALL)
    patient = Patient(care(FOR_EVER, safety=(two,)))
    patient.hears(Reported, report="fall")
    patient.hears(Died)

    assert patient.done("look") == []
    assert patient.ending("call") == "not_needed"


def test_a_visit_that_comes_up_after_a_death_is_not_needed() -> None:
    two = safety("fall", reported("fall"), task("look", NURSE), book("see", DOCTOR, minutes=30))
    patient = Patient(care(FOR_EVER, safety=(two,)))
    patient.hears(Reported, report="fall")
    patient.hears(Died)

    assert patient.done("look") == []
    assert patient.ending("see") == "not_needed"


def test_an_urgent_visit_is_cancelled_at_a_death_but_not_at_a_withdrawal() -> None:
    urgent = safety("fall", reported("fall"), book("see", DOCTOR, minutes=30))
    patient = Patient(care(FOR_EVER, safety=(urgent,)))
    patient.hears(Reported, report="fall")

    assert patient.hears(Withdrew) == []
    assert patient.hears(Died) == ["cancel see"]


def test_nobody_is_phoned_about_a_form_of_staff_after_a_death() -> None:
    review = safety("fall", reported("fall"), ask("review", PEG, by=NURSE))
    patient = Patient(care(FOR_EVER, safety=(review,)))
    patient.hears(Reported, report="fall")
    patient.hears(Died)

    assert patient.hears(PromptFailed, step="review") == []


def test_words_to_the_team_are_still_sent_after_a_death() -> None:
    letter = on_ending("died", message("letter", to=DOCTOR), message("words", to="caregiver"))
    patient = Patient(care(FOR_EVER, endings=(letter,)))

    assert patient.hears(Died) == ["send letter to doctor"]
    assert "words: words was not sent: the patient died" in patient.told


def test_staff_do_what_the_ending_asks_for() -> None:
    patient = Patient(care(FOR_EVER, endings=(on_ending("withdrew", task("letter", NURSE)),)))

    assert patient.hears(Withdrew) == ["task letter for nurse"]


def test_the_work_of_an_ending_climbs_its_ladder() -> None:
    patient = Patient(care(FOR_EVER, endings=(on_ending("withdrew", task("letter", NURSE)),)))
    patient.hears(Withdrew)

    assert "tell nurse about letter#1.1" in patient.until("2026-03-04 09:00")


def test_a_conference_of_an_ending_can_decide() -> None:
    review = confer("review", quorum=(DOCTOR,), retry=clinic_days(5))
    patient = Patient(care(FOR_EVER, endings=(on_ending("died", review),)))
    patient.hears(Died)
    patient.hears(ConferenceDecided, step="review", present=(DOCTOR,))

    assert patient.ending("review") == "done"


def test_what_was_done_for_a_procedure_is_undone_when_the_patient_withdraws() -> None:
    hold_drug = task("hold_drug", NURSE, when=before("block", days(7)), undo=task("restart_drug", NURSE))
    patient = Patient(care(procedure("block", SURGEON, minutes=30, remind=VISITS, before=hold_drug)))
    patient.hears(VisitsBooked, step="block", starts=(at("2026-03-12 10:00"),))
    patient.until("2026-03-05 11:00")
    patient.done("hold_drug")

    assert "task restart_drug for nurse" in patient.hears(Withdrew)
    assert patient.done("restart_drug") == []


def test_after_a_death_nobody_is_phoned_about_an_undoing() -> None:
    undo = task("restart_drug", NURSE, contact=True)
    hold_drug = task("hold_drug", NURSE, when=before("block", days(7)), undo=undo)
    patient = Patient(care(procedure("block", SURGEON, minutes=30, remind=VISITS, before=hold_drug)))
    patient.hears(VisitsBooked, step="block", starts=(at("2026-03-12 10:00"),))
    patient.until("2026-03-05 11:00")
    patient.done("hold_drug")

    assert "task restart_drug for nurse" not in patient.hears(Died)


def test_an_undoing_that_is_open_at_a_death_stays_for_a_person_to_close() -> None:
    undo = task("restart_drug", NURSE, contact=True)
    hold_drug = task("hold_drug", NURSE, when=before("block", days(7)), undo=undo)
    patient = Patient(care(procedure("block", SURGEON, minutes=30, remind=VISITS, before=hold_drug)))
    patient.hears(VisitsBooked, step="block", starts=(at("2026-03-12 10:00"),))
    patient.until("2026-03-05 11:00")
    patient.done("hold_drug")
    patient.hears(Withdrew)
    patient.hears(Died)

    assert patient.task("restart_drug").safety


def test_therapies_of_the_plan_end_with_the_journey() -> None:
    plan = care(
        confer("team", quorum=(DOCTOR,), plans=True, retry=clinic_days(5)),
        deliver_plan(),
        therapies=(
            therapy("move", "Moving", ask("moved", PEG, remind=FORMS)),
            therapy("rest", "Rest", FOR_EVER),
        ),
    )
    patient = Patient(plan)
    items = (PlanItem(therapy="move"), PlanItem(therapy="rest", delay=days(30)))
    patient.hears(ConferenceDecided, step="team", present=(DOCTOR,), plan=items)

    assert patient.hears(Withdrew) == ["close moved#1"]
    assert [therapy.state for therapy in patient.journey.plan or ()] == ["dropped", "dropped"]
    assert patient.wake is None


def test_therapies_that_were_done_stay_done() -> None:
    plan = care(
        confer("team", quorum=(DOCTOR,), plans=True, retry=clinic_days(5)),
        deliver_plan(),
        FOR_EVER,
        therapies=(therapy("move", "Moving", message("move_well")),),
    )
    patient = Patient(plan)
    patient.hears(ConferenceDecided, step="team", present=(DOCTOR,), plan=(PlanItem(therapy="move"),))
    patient.hears(Withdrew)

    assert [therapy.state for therapy in patient.journey.plan or ()] == ["done"]


def test_a_hold_ends_with_the_journey() -> None:
    patient = Patient(care(FOR_EVER))
    patient.hears(PutOnHold, review_at=at("2026-03-20 09:00"), reason="hospital")

    assert patient.hears(Withdrew) == ["close task hold_review#1.1"]
    assert patient.journey.hold is None


def test_somebody_who_withdrew_may_die() -> None:
    patient = Patient(care(FOR_EVER, endings=(on_ending("died", task("letter", NURSE)),)))
    patient.hears(Withdrew)

    assert patient.hears(Died) == ["task letter for nurse"]
    assert patient.journey.ending == "died"


def test_a_death_is_heard_once() -> None:
    patient = Patient(care(FOR_EVER))
    patient.hears(Died)

    with pytest.raises(EventRefused, match="the journey has ended: died"):
        patient.hears(Died)


def test_after_the_end_a_plan_cannot_be_changed() -> None:
    patient = Patient(care(FOR_EVER))
    patient.hears(Withdrew)

    with pytest.raises(EventRefused, match="the journey has ended: withdrew"):
        patient.hears(PlanChanged, plan=(), reason="new")


def test_after_the_end_a_visit_that_was_cancelled_cannot_be_booked() -> None:
    patient = Patient(care(book("see", DOCTOR, minutes=30)))
    patient.hears(Withdrew)

    with pytest.raises(EventRefused, match="the journey has ended: withdrew"):
        patient.hears(VisitsBooked, step="see", starts=(at("2026-03-10 10:00"),))


def test_facts_and_answers_are_still_heard_after_the_end() -> None:
    patient = Patient(care(ask("check", PEG, remind=FORMS)))
    patient.hears(Withdrew)
    patient.hears(FactsRecorded, facts={"age": 70})
    patient.hears(Answered, step="check", answers={"peg": {"p": 1}})

    assert patient.journey.facts == {"age": 70}
    assert "check: answered late, after it was cancelled: kept" in patient.told


def test_a_pathway_says_itself_how_it_ends() -> None:
    patient = Patient(care(message("goodbye")))

    assert (patient.journey.status, patient.journey.ending) == ("ended", "completed")


def test_after_a_completed_journey_the_patient_may_still_be_written_to() -> None:
    patient = Patient(care(message("goodbye"), safety=(FALL,)))

    assert "send emergency_now" in patient.hears(Reported, report="fall")


def test_a_finish_inside_a_rule_ends_the_journey() -> None:
    leaves = rule("leaves", flag("out_of_scope"), finish("redirect", "redirected"), message("never"))
    patient = Patient(care(ask("check", PEG, remind=FORMS), rules=(leaves,)))

    assert patient.hears(FactsRecorded, flags={"out_of_scope": True}) == ["close check#1"]
    assert patient.journey.ending == "redirected"


def test_a_finish_inside_a_safety_rule_lets_the_rest_of_the_alert_go_on() -> None:
    leaves = safety("leaves", reported("fall"), finish("stop", "stopped"), task("call", NURSE))
    patient = Patient(care(FOR_EVER, safety=(leaves,)))

    assert patient.hears(Reported, report="fall") == ["task call for nurse"]
    assert patient.journey.ending == "stopped"


def test_a_finish_inside_a_therapy_ends_the_journey() -> None:
    plan = care(
        confer("team", quorum=(DOCTOR,), plans=True, retry=clinic_days(5)),
        deliver_plan(),
        therapies=(therapy("last", "The last", finish("over", "over"), message("never")),),
    )
    patient = Patient(plan)

    assert (
        patient.hears(ConferenceDecided, step="team", present=(DOCTOR,), plan=(PlanItem(therapy="last"),))
        == []
    )
    assert patient.journey.ending == "over"


def test_a_go_in_an_alert_after_the_end_leads_nowhere() -> None:
    leads = safety("leads", reported("fall"), go("back", "care"), task("call", NURSE))
    patient = Patient(care(FOR_EVER, safety=(leads,)))
    patient.hears(Withdrew)

    assert patient.hears(Reported, report="fall") == ["task call for nurse"]
    assert patient.ending("back") == "not_needed"


def test_a_stage_that_is_entered_again_is_not_entered_by_an_ended_journey() -> None:
    ends = stage("ends", finish("over", "over"))
    patient = Patient(pathway(stage("first", start("other", "opioids")), ends))

    assert patient.said == ["start opioids"]
    assert patient.journey.stage == "ends"


def test_work_of_the_ending_can_be_taken_up_and_done() -> None:
    patient = Patient(care(FOR_EVER, endings=(on_ending("withdrew", task("letter", NURSE)),)))
    patient.hears(Withdrew)
    patient.hears(TaskAccepted, task="letter#1.1")
    patient.hears(TaskDone, task="letter#1.1")

    assert patient.ending("letter") == "done"
    assert patient.wake is None
