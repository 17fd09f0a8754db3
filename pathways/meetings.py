"""How we meet: a visit, a series of sessions, a case conference, and what follows when somebody does not come.

Draft, for sign-off. Source: clinical reference sections 4.0 (ladder RL-D), 4.5 (session rule) and 5 (quorum).
"""

from collections.abc import Mapping

from engine.conditions import Condition
from engine.language import Outcomes, Steps, ask, book, confer, go, mark, message, seat, task
from engine.questions import fact, known
from engine.scores import Measure
from engine.spans import Span, clinic_days, weeks
from engine.words import Ask, Book, Confer, Go, Task, When
from instruments import HISTORY
from pathways.answers import said_no
from pathways.ladders import RL_D, RL_F, STAFF_FORM
from pathways.roles import (
    COORDINATOR,
    MEDICAL_DIRECTOR,
    OCCUPATIONAL_THERAPIST,
    PHARMACIST,
    PHYSIATRIST,
    PHYSICIAN,
    PHYSIOTHERAPIST,
    PSYCHOLOGIST,
    SOCIAL_WORKER,
)

# Medicine, rehabilitation, behavioral health and the coordinator, present or dialled in [P].
QUORUM = (
    PHYSICIAN,
    (PHYSIOTHERAPIST, OCCUPATIONAL_THERAPIST, PHYSIATRIST),
    (PSYCHOLOGIST, SOCIAL_WORKER),
    COORDINATOR,
)
# At a high opioid dose, and while the dose of somebody who may take opioids is not known.
PHARMACIST_AT_HIGH_DOSE = seat(
    PHARMACIST, when=(fact("mme") >= 50) & (known(fact("mme")) | ~said_no(HISTORY, "takes_opioid"))
)
INPUTS = (PHYSICIAN, PHARMACIST, PHYSIOTHERAPIST, PSYCHOLOGIST, COORDINATOR)
FOR_THE_CONFERENCE = "for_the_conference"
"""The flag that puts a patient on the list of the next case conference."""


def visit(
    name: str,
    role: str,
    *,
    minutes: int,
    within: Span,
    when: When | None = None,
    not_before: When | None = None,
) -> Book:
    """One visit, here or by video, with reminders. Nobody is discharged for staying away or for saying no."""
    return book(
        name,
        role,
        minutes=minutes,
        within=within,
        remind=RL_D,
        modes=("in_person", "video"),
        when=when,
        not_before=not_before,
        missed=no_shows(name),
        could_not=go_on_without(name),
        declined=note_the_no(name),
    )


def examination(name: str, role: str, *, minutes: int, within: Span) -> Book:
    """A visit that cannot be held by video."""
    return visit(name, role, minutes=minutes, within=within).model_copy(update={"modes": ("in_person",)})


def weekly_sessions(name: str, role: str, *, minutes: int, number: int) -> Book:
    """A series. Two or three sessions missed in a row are looked at by the rules of `deterioration.py`."""
    return book(
        name,
        role,
        minutes=minutes,
        visits=number,
        every=weeks(1),
        within=weeks(number + 2),
        remind=RL_D,
        modes=("in_person", "video", "phone"),
        missed=(message(f"{name}_missed", "visit_missed", urgency="visit"),),
        could_not=go_on_without(name),
        declined=note_the_no(name),
    )


def no_shows(name: str) -> tuple[Steps, Steps, Steps]:
    """What follows the first, the second and the third no-show [P]."""
    return (
        (
            message(f"{name}_missed", "visit_missed", urgency="visit"),
            task(f"{name}_call_after_no_show", COORDINATOR, within=clinic_days(1), contact=True),
        ),
        (
            message(f"{name}_barrier_offer", "barrier_offer", urgency="visit"),
            task(f"{name}_barrier_call", COORDINATOR, within=clinic_days(1), contact=True),
        ),
        mark(f"{name}_missed_three_times", FOR_THE_CONFERENCE),
    )


def go_on_without(name: str) -> Task:
    """The visit did not come about: a person says how to make up for it, and care goes on."""
    return task(f"{name}_did_not_take_place", COORDINATOR, within=clinic_days(2))


def note_the_no(name: str) -> Task:
    """The patient said no: recorded with alternatives, and care goes on."""
    return task(f"{name}_declined", COORDINATOR, within=clinic_days(2))


def conference(
    name: str,
    *,
    within: Span,
    outcomes: Outcomes,
    proposes: Mapping[str, Condition] | None = None,
    when: When | None = None,
) -> Confer:
    """A case conference that may change the care plan. Without quorum it is held again 5 clinic days later [P].

    Each discipline writes its part one clinic day before [P]; the meeting is held without what is missing.
    """
    return confer(
        name,
        quorum=(*QUORUM, PHARMACIST_AT_HIGH_DOSE),
        inputs=INPUTS,
        cut_off=clinic_days(1),
        within=within,
        escalate=RL_F,
        plans=True,
        proposes=proposes,
        outcomes=outcomes,
        when=when,
        retry=clinic_days(5),
        failures=2,
        after_failures=task(f"{name}_without_quorum_twice", MEDICAL_DIRECTOR, within=clinic_days(1)),
    )


def staff_form(name: str, form: Measure, role: str, *, within: Span, when: When | None = None) -> Ask:
    """A form that staff fill in with the patient, in the room or by phone."""
    return ask(
        name,
        form,
        by=role,
        within=within,
        remind=STAFF_FORM,
        when=when,
        unanswered=task(f"{name}_not_filled_in", COORDINATOR, within=clinic_days(2)),
    )


def objective_tests(name: str, *, when: When | None = None) -> Task:
    """Walking, rising from a chair, grip, balance. Two results in a row without gain are looked at [P]."""
    return task(
        name,
        PHYSIOTHERAPIST,
        when=when,
        within=clinic_days(5),
        outcomes={
            "recorded": (),
            "flat_or_worse": task(f"{name}_looked_at", PHYSIOTHERAPIST, within=clinic_days(5)),
            "unsafe_to_move": task(f"{name}_unsafe", PHYSICIAN, within=clinic_days(1)),
            "not_tested": (),
        },
    )


def team_again(name: str) -> Go:
    """Back to the team for a new plan, three rounds at most; then care ends with the patient's own plan."""
    return go(name, "team_review", at_most=3, instead=go(f"{name}_or_leave", "discharge"))
