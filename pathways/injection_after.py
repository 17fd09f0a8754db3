"""After the injection: recovery, warning signs, exercise, and what it did for half a year. Draft, for sign-off.

Source: clinical reference section 4.2 (B11 to B25, E20 to E27); times are [P] unless marked.
"""

from engine.conditions import Condition
from engine.language import after, ask, case, choose, mark, message, task, together
from engine.questions import any_of, improved, percent_change
from engine.scores import Measure
from engine.spans import Span, clinic_days, days, hours, minutes, months, weeks
from engine.words import Ask, Task
from instruments import AFTER_PROCEDURE, MEDICINE_USE, NRS_PAIN, PEG, PGIC, PROCEDURE_OUTCOME, PSFS
from pathways.answers import said_yes
from pathways.ladders import RL_A, RL_C
from pathways.meetings import FOR_THE_CONFERENCE, visit
from pathways.roles import COORDINATOR, INTERVENTIONALIST, PHARMACIST, PHYSIOTHERAPIST, PROCEDURE_NURSE
from pathways.severities import SEV1_STAFF, SEV2_STAFF

RESULT_FORMS = (NRS_PAIN, PEG, PSFS, PGIC, PROCEDURE_OUTCOME)


def safety_check(name: str, later: Span) -> Ask:
    """Warning signs after the injection; the check goes on while the journey is on hold."""
    return ask(
        name,
        AFTER_PROCEDURE,
        when=after("injection", later),
        within=hours(24),
        remind=RL_C,
        template="after_check",
        during_hold=True,
        unanswered=mark(f"{name}_unanswered", "no_contact_after_injection"),
    )


def result(name: str, later: Span, *forms: Measure) -> Ask:
    return ask(
        name,
        *forms,
        when=after("injection", later),
        within=days(7),
        remind=RL_A,
        template="review_due",
        unanswered=task(f"{name}_by_phone", COORDINATOR, within=clinic_days(3), contact=True),
    )


def relief(form: Measure, percent: float) -> Condition:
    return improved(form, percent=percent, since="before_the_injection", at="two_weeks_after")


GOOD_RESPONSE = relief(NRS_PAIN, 50) | relief(PEG, 30)  # [K]
SOME_RELIEF = any_of(
    *(
        percent_change(form, since="before_the_injection", at="two_weeks_after") < 0
        for form in (NRS_PAIN, PEG)
    )
)


def response(name: str) -> Task:
    return task(
        name,
        INTERVENTIONALIST,
        within=clinic_days(3),
        outcomes={
            "good": (),
            "partly": mark(f"repeat_to_discuss_after_{name}", FOR_THE_CONFERENCE),
            "no_relief": mark(f"diagnosis_to_discuss_after_{name}", FOR_THE_CONFERENCE),
        },
    )


# E20 to E25: the window for exercise is day 7 to day 21, and its first visit is booked before the injection.
FIRST_EXERCISE = visit(
    "exercise_after_injection",
    PHYSIOTHERAPIST,
    minutes=45,
    not_before=after("injection", days(7)),
    within=days(14),
)

AFTERCARE = (
    # The patient is still with us: nothing is texted.
    task(
        "injection_record",  # B11
        INTERVENTIONALIST,
        within=hours(4),
        outcomes={
            "no_complication": (),
            "complication": task("complication", INTERVENTIONALIST, severity=SEV2_STAFF),
            "serious_complication": task("serious_complication", INTERVENTIONALIST, severity=SEV1_STAFF),
        },
    ),
    task(
        "in_the_recovery_room",  # B12: vital signs, strength, sensation, walking; the restart plan read back
        PROCEDURE_NURSE,
        when=after("injection", minutes(30)),
        within=minutes(30),
        outcomes={
            "well": (),
            "new_weakness": task("weak_in_the_recovery_room", INTERVENTIONALIST, severity=SEV1_STAFF),
        },
    ),
    message("warning_signs_to_take_home", "warning_signs", when=after("injection", minutes(30))),
    safety_check("first_day_check", hours(24)),  # B20
    safety_check("third_day_check", hours(72)),  # B21
    result("one_week_after", days(7), PROCEDURE_OUTCOME),  # B22
    task("medicines_after_injection", PHARMACIST, when=after("injection", days(3)), within=clinic_days(2)),
    together(
        "after_two_weeks",
        (
            result("two_weeks_after", weeks(2), *RESULT_FORMS),  # B23
            choose(
                "exercise_has_begun",
                case("yes", said_yes(PROCEDURE_OUTCOME, "pt_visit_done")),
                otherwise=task("why_no_exercise_yet", COORDINATOR, within=clinic_days(2), contact=True),
            ),
            choose(  # E26: computed against the reading before the injection; a person confirms
                "how_much_relief",
                case("good", GOOD_RESPONSE, response("good_response")),
                case("partly", SOME_RELIEF, response("partial_response")),
                otherwise=response("no_response"),
                undecided=response("response_to_the_injection"),
            ),
        ),
    ),
    result("six_weeks_after", weeks(6), *RESULT_FORMS, MEDICINE_USE),  # B24
    result("three_months_after", months(3), *RESULT_FORMS, MEDICINE_USE),  # B25
    result("six_months_after", months(6), *RESULT_FORMS, MEDICINE_USE),  # B25
)
