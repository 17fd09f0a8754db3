"""Before the injection: checklist, blood thinners, the numbers to compare with, and what to bring. Draft, for sign-off.

Source: clinical reference section 4.2 (B4 to B10, E3 to E12) and 4.2.1; times are [P] unless marked. Nothing here
stops a medicine: each instruction is a person's, after the prescriber has agreed in writing.
"""

from engine.language import ask, before, cancel, case, choose, mark, message, task, together, wait
from engine.questions import any_of, outcome
from engine.spans import clinic_days, days, hours
from engine.words import Task, Together, When
from instruments import CHANGE_SCREEN, MEDICINE_USE, NRS_PAIN, PEG, PSFS
from pathways.ladders import RL_B, RL_B_THREE_DAYS
from pathways.roles import COORDINATOR, INTERVENTIONALIST, PHARMACIST, PHYSICIAN, PROCEDURE_NURSE
from pathways.severities import SEV3_STAFF


def still_open(step: str, by: When, then: Task) -> Together:
    """What to do if a step has not ended by then; asked anew for a new date."""
    endings = ("done", "expired", "cancelled", "not_needed", "declined", "superseded")
    return together(
        f"unless_{then.name}",
        (
            wait(f"time_for_{then.name}", by, again_if_moved=True),
            choose(
                f"whether_{then.name}",
                case("settled", any_of(*(outcome(step, ending) for ending in endings))),
                undecided=then,
                again_if_moved=True,
            ),
        ),
    )


def put_off(because_of: str) -> Task:
    """A person moves the visit with the patient; what was done for the old date is then done for the new one."""
    return task(
        f"injection_put_off_for_{because_of}", COORDINATOR, severity=SEV3_STAFF, within=hours(4), contact=True
    )


def hold_instruction(name: str) -> Task:
    """B6: the personal instruction (secure message `med_hold_plan`), sent by a person and said back on the phone.

    If the injection moves or is off, the pharmacist phones: nobody stays without the medicine, and the
    instruction for a new date is given anew, once the prescriber has agreed to that date.
    """
    return task(
        name,
        PHARMACIST,
        when=before("injection", days(12)),
        within=clinic_days(1),
        contact=True,
        outcomes={
            "said_back": (),
            "could_not_say_back": task(
                f"{name}_by_nurse", PROCEDURE_NURSE, within=clinic_days(1), contact=True
            ),
        },
        undo=task(f"{name}_restart", PHARMACIST, severity=SEV3_STAFF, within=hours(4), contact=True),
    )


PREGNANCY_TEST = task(
    "pregnancy_test",  # no X-ray until a clinician has read it
    PROCEDURE_NURSE,
    when=before("injection", hours(24)),
    within=hours(20),
    outcomes={
        "negative": mark("pregnancy_ruled_out", "no_xray", value=False),
        "positive_or_unknown": task(
            "physician_decides_on_pregnancy",
            PHYSICIAN,
            severity=SEV3_STAFF,
            within=hours(4),
            outcomes={"go": (), "no_go": cancel("no_injection_pregnancy", "injection")},
        ),
    },
)

PREPARATION = (
    task(
        "injection_checklist",  # B4
        PROCEDURE_NURSE,
        again_if_moved=True,
        when=before("injection", days(14)),
        within=clinic_days(3),
        contact=True,
        outcomes={
            "ready": (),
            "infection_fever_or_sugar": task(
                "physician_on_the_checklist",
                PHYSICIAN,
                severity=SEV3_STAFF,
                outcomes={"go_on": (), "put_off": put_off("the_checklist")},
            ),
            "pregnancy_possible": (mark("pregnancy_possible", "no_xray"), PREGNANCY_TEST),
        },
    ),
    still_open(
        "injection_checklist",
        before("injection", days(7)),
        task("checklist_by_phone_today", PROCEDURE_NURSE, within=clinic_days(1), contact=True),
    ),
    # B5: which medicine, who prescribes it, held or not, last dose, restart, and the prescriber's written reply.
    task(
        "blood_thinner_plan",
        PHARMACIST,
        again_if_moved=True,
        when=before("injection", days(14)),
        within=clinic_days(3),
        outcomes={
            "none_taken": (),
            "goes_on": (),
            "hold_agreed_in_writing": hold_instruction("hold_instruction"),
            # A stent in the last 12 months, a mechanical valve, a clot in the last 3 months [K].
            "heart_or_clot_history": task(
                "ask_cardiology_or_hematology",
                PHYSICIAN,
                severity=SEV3_STAFF,
                outcomes={
                    "hold_agreed_in_writing": hold_instruction("hold_instruction_after_specialist"),
                    "goes_on": (),
                    "no_injection": cancel("no_injection_blood_thinner", "injection"),
                },
            ),
        },
    ),
    still_open(
        "blood_thinner_plan",
        before("injection", days(8)),
        task("phone_the_prescriber", PHARMACIST, within=clinic_days(1)),
    ),
    still_open(
        "blood_thinner_plan",
        before("injection", days(6)),
        task(
            "decide_to_postpone",
            PHYSICIAN,
            severity=SEV3_STAFF,
            outcomes={"postpone": put_off("the_prescriber"), "go_on": ()},
        ),
    ),
    message(
        "get_ready_steps",
        "prep_steps",
        urgency="visit",
        again_if_moved=True,
        when=before("injection", days(7)),
    ),
    ask(
        "before_the_injection",  # B7: without it the response cannot be judged
        NRS_PAIN,
        PEG,
        PSFS,
        MEDICINE_USE,
        again_if_moved=True,
        when=before("injection", days(7)),
        before_visit="injection",
        remind=RL_B,
        unanswered=task("before_the_injection_on_the_day", PROCEDURE_NURSE, within=hours(4)),
    ),
    ask(
        "change_screen",  # B8
        CHANGE_SCREEN,
        again_if_moved=True,
        when=before("injection", days(3)),
        before_visit="injection",
        remind=RL_B_THREE_DAYS,
        unanswered=task("change_screen_on_the_day", PROCEDURE_NURSE, within=hours(4)),
    ),
    message(
        "day_before_injection",
        "day_before",
        urgency="visit",
        again_if_moved=True,
        when=before("injection", days(1), at="10:00"),
    ),  # B9
    task(
        "ready_for_the_injection",  # B10: consent, side, escort, hold, sugar, pregnancy, fever, allergies
        PROCEDURE_NURSE,
        again_if_moved=True,
        when=before("injection", hours(2)),
        within=hours(1),
        outcomes={
            "ready": (),
            "not_ready": task(
                "go_or_no_go",
                INTERVENTIONALIST,
                within=hours(1),
                outcomes={"go": (), "no_go": cancel("no_injection_not_ready", "injection")},
            ),
        },
    ),
)
