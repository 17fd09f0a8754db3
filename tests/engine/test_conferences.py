"""Case conferences: on the agenda with what the facts suggest, decided by a quorum, held again without one."""

from typing import Any

import pytest

from engine.events import ConferenceDecided, ConferenceFailed, EventRefused, StepDeclined
from engine.journey import PlanItem
from engine.language import after, confer, message, task, wait
from engine.questions import fact, flag
from engine.spans import clinic_days, days, weeks
from engine.words import Confer
from tests.support.builders import COORDINATOR, DOCTOR, NURSE, care
from tests.support.clock import shown
from tests.support.patient import Patient

FOR_EVER = wait("for_ever", after("enrolled", weeks(500)))


def team(**more: Any) -> Confer:
    fields = {"quorum": (DOCTOR, (NURSE, COORDINATOR)), "within": weeks(1), "retry": clinic_days(5), **more}
    return confer("team", **fields)


def decided(patient: Patient, *present: str, **more: Any) -> list[str]:
    return patient.hears(ConferenceDecided, step="team", present=present or (DOCTOR, NURSE), **more)


def test_the_patient_is_put_on_the_agenda_with_the_quorum_and_the_time() -> None:
    (join,) = Patient(care(team())).commands

    assert join.quorum == ((DOCTOR,), (NURSE, COORDINATOR))  # type: ignore[union-attr]  # a join
    assert shown(join.due_at) == "2026-03-09 09:00"  # type: ignore[union-attr]  # a join


def test_what_the_facts_suggest_is_proposed_with_the_facts() -> None:
    step = team(proposes={"taper": fact("mme") >= 50, "go_on": fact("mme") < 50})
    (join,) = Patient(care(step), facts={"mme": 60}).commands

    assert join.proposal == "taper"  # type: ignore[union-attr]  # a join
    assert join.reason.facts == ("mme is 60",)


def test_the_second_proposal_is_made_if_the_first_does_not_hold() -> None:
    step = team(proposes={"taper": fact("mme") >= 50, "go_on": fact("mme") < 50})
    (join,) = Patient(care(step), facts={"mme": 10}).commands

    assert join.proposal == "go_on"  # type: ignore[union-attr]  # a join


def test_without_the_facts_the_proposal_is_that_it_is_undecided() -> None:
    (join,) = Patient(care(team(proposes={"taper": fact("mme") >= 50}))).commands

    assert join.proposal == "undecided"  # type: ignore[union-attr]  # a join


def test_nothing_is_proposed_when_nothing_holds() -> None:
    (join,) = Patient(care(team(proposes={"taper": flag("high")}))).commands

    assert join.proposal is None  # type: ignore[union-attr]  # a join


def test_a_decision_ends_the_step() -> None:
    patient = Patient(care(team(), message("on")))

    assert decided(patient) == ["send on"]


def test_a_seat_may_be_taken_by_any_of_its_roles() -> None:
    patient = Patient(care(team()))
    decided(patient, DOCTOR, COORDINATOR)

    assert patient.ending("team") == "done"


def test_without_a_quorum_nothing_is_decided() -> None:
    patient = Patient(care(team()))

    with pytest.raises(
        EventRefused, match="without nurse or coordinator there is no quorum, so nothing can be decided"
    ):
        decided(patient, DOCTOR)


def test_a_decision_takes_one_of_its_ways() -> None:
    patient = Patient(care(team(outcomes={"go_on": (), "stop": message("we_stop")}), FOR_EVER))

    assert decided(patient, outcome="stop") == ["send we_stop"]


def test_a_decision_without_a_way_is_none() -> None:
    patient = Patient(care(team(outcomes={"go_on": (), "stop": ()})))

    with pytest.raises(EventRefused, match="team is decided as one of: go_on, stop"):
        decided(patient, outcome="perhaps")


def test_a_conference_that_does_not_plan_decides_no_plan() -> None:
    patient = Patient(care(team()))

    with pytest.raises(EventRefused, match="team does not decide a care plan"):
        decided(patient, plan=(PlanItem(therapy="move"),))


def test_a_step_that_is_no_conference_decides_nothing() -> None:
    patient = Patient(care(task("team", NURSE)))

    with pytest.raises(EventRefused, match="team is no case conference"):
        decided(patient)


def test_a_meeting_without_quorum_is_held_again() -> None:
    patient = Patient(care(team()))
    assert patient.hears(ConferenceFailed, step="team", missing=(NURSE,)) == []

    assert "join team" not in patient.until("2026-03-09 08:59")
    assert "join team" in patient.until("2026-03-09 09:00")


def test_a_meeting_that_is_held_again_has_its_time_again() -> None:
    patient = Patient(care(team()))
    patient.hears(ConferenceFailed, step="team", on="2026-03-06 09:00")
    patient.until("2026-03-13 09:00")

    (_, again) = [command for command in patient.commands if type(command).__name__ == "JoinConference"]
    assert shown(again.due_at) == "2026-03-13 09:00"  # type: ignore[union-attr]  # a join


def test_after_so_many_failures_what_its_author_wrote_begins_beside_it() -> None:
    patient = Patient(care(team(failures=2, after_failures=task("tell_director", DOCTOR))))
    assert patient.hears(ConferenceFailed, step="team") == []

    assert patient.hears(ConferenceFailed, step="team") == ["task tell_director for doctor"]
    assert patient.step("team").state == "open"


def test_failures_without_anything_written_for_them_are_only_counted() -> None:
    patient = Patient(care(team(failures=1)))

    assert patient.hears(ConferenceFailed, step="team") == []
    assert patient.step("team").failures == 1


def test_a_patient_who_does_not_want_to_be_discussed_is_taken_off_the_agenda() -> None:
    patient = Patient(care(team(), FOR_EVER))

    assert patient.hears(StepDeclined, step="team") == ["leave team"]


def test_a_conference_may_wait_for_its_moment() -> None:
    patient = Patient(care(team(when=after("enrolled", days(3)))))

    assert patient.until("2026-03-05 09:00") == ["join team"]
