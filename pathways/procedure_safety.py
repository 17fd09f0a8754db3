"""What we never let pass around a procedure: a change before it, a warning sign or a forgotten medicine after it.

Draft, for sign-off. Source: clinical reference sections 4.2 (B8, B20 to B25), 4.2.1 and 4.7; levels are [P].
"""

from engine.language import case, choose, safety
from engine.questions import answer, any_of, left_out
from engine.spans import clinic_hours, hours
from instruments import AFTER_PROCEDURE, CHANGE_SCREEN, PROCEDURE_OUTCOME
from pathways.answers import said_yes
from pathways.roles import PHARMACIST, PROCEDURE_NURSE
from pathways.safety import warning
from pathways.severities import call_soon, emergency, urgent

CHANGES = ("fever", "infection", "antibiotics", "new_medicine", "pregnancy", "hold_missed", "no_escort")
SIGNS = (
    "fever", "new_weakness", "numb_saddle", "bladder_bowel", "sudden_back_pain", "headache_upright", "wound",
    "breathing_rash",
)  # fmt: skip

AROUND_PROCEDURES = (
    safety(
        "something_changed_before_the_procedure",
        said_yes(CHANGE_SCREEN, *CHANGES),
        call_soon("call_about_the_change", PROCEDURE_NURSE, within=clinic_hours(4)),
    ),
    warning("weakness_before_the_procedure", CHANGE_SCREEN, "new_weakness", urgent),
    safety(
        "fever_after_the_procedure",
        said_yes(AFTER_PROCEDURE, "fever"),
        choose(
            "fever_with_spine_signs",
            case(
                "with_spine_signs",
                said_yes(AFTER_PROCEDURE, "new_weakness", "sudden_back_pain"),
                emergency("fever_and_spine_signs"),
            ),
            otherwise=urgent("call_about_fever"),
        ),
    ),
    warning("weakness_after_the_procedure", AFTER_PROCEDURE, "new_weakness", emergency),
    warning("numb_between_the_legs", AFTER_PROCEDURE, "numb_saddle", emergency),
    warning("bladder_or_bowel_change", AFTER_PROCEDURE, "bladder_bowel", emergency),
    warning("sudden_back_pain", AFTER_PROCEDURE, "sudden_back_pain", emergency),
    warning("upright_headache", AFTER_PROCEDURE, "headache_upright", urgent),
    warning("wound_trouble", AFTER_PROCEDURE, "wound", urgent),
    warning("breathing_trouble_or_rash", AFTER_PROCEDURE, "breathing_rash", emergency),
    warning("high_sugar", AFTER_PROCEDURE, "high_sugar", urgent),
    # A medicine that was held and not started again is settled on the same day, whoever does not say so.
    safety(
        "medicine_not_started_again",
        answer(AFTER_PROCEDURE, "medicine_restarted").says("no")
        | left_out(AFTER_PROCEDURE, "medicine_restarted"),
        call_soon("call_about_starting_again", PHARMACIST, within=hours(8)),
    ),
    safety(
        "sign_after_procedure_left_out",
        any_of(*(left_out(AFTER_PROCEDURE, sign) for sign in SIGNS)),
        call_soon("ask_the_open_signs", PROCEDURE_NURSE, within=hours(8)),
    ),
    warning("late_infection", PROCEDURE_OUTCOME, "infection_signs", urgent),  # RF03
)
