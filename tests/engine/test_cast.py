"""The people around a patient, where some of what they do is done by real parts."""

from commandline.forms import KnownForms
from engine.cast import Cast, Sort
from engine.commands import JoinConference
from engine.conference import TeamCase
from engine.events import TimePassed
from engine.language import confer
from engine.ordinary import MANNERS, Ordinary
from engine.spans import clinic_days, weeks
from tests.support.builders import DOCTOR, NURSE, care
from tests.support.patient import Patient

TALK = care(
    confer(
        "talk", quorum=(DOCTOR, NURSE), within=weeks(1), outcomes={"go_on": (), "wait": ()}, retry=clinic_days(5)
    )
)  # fmt: skip


def conferences_are_held_elsewhere(step: str, sort: Sort) -> bool:
    return sort == "conference"


def test_a_conference_that_is_held_elsewhere_is_not_held_by_the_cast_which_has_an_opinion_though() -> None:
    patient = Patient(TALK)
    habits = Ordinary(forms=KnownForms(), acts={name: ways[0] for name, ways in MANNERS.items()})
    cast = Cast(TALK, habits, KnownForms(), conferences_are_held_elsewhere)
    (join,) = patient.of(JoinConference)
    case = TeamCase(
        id="j1/talk#1", patient="p", journey="j1", step="talk", occurrence=1, quorum=join.quorum,
        due_at=join.due_at, joined_at=patient.now, proposal="wait", outcomes=join.outcomes,
    )  # fmt: skip

    cast.hear(TimePassed(at=patient.now), (join,), patient.journey)
    opinion = cast.opinion(case, patient.journey, patient.now)

    assert cast.next(patient.journey) is None
    assert opinion is not None
    assert (opinion.outcome, opinion.present) == ("wait", (DOCTOR, NURSE))
