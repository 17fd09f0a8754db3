"""What we never let pass: thoughts of self-harm, and the warning signs RF01 to RF20. Draft, for sign-off.

Source: clinical reference sections 2.15, 4.0, 4.7 and 7 (rule T-13); levels are [P] unless marked. These rules
read raw answers the moment they arrive, in every stage, on hold and after the end. Each listens to one form only,
so that an old yes raises no new alarm when another form is answered.
"""

from collections.abc import Callable

from engine.language import case, choose, message, safety, task, together
from engine.questions import answer, any_of, days_since, known, left_out, reported
from engine.scores import Measure
from engine.spans import clinic_days, clinic_hours
from engine.words import Rule, Task
from instruments import ASQ, CHECK_IN, PHQ9, RED_FLAGS, SLEEP_TRIAGE
from pathways.answers import said_yes, yes_or_refused
from pathways.roles import COORDINATOR, PHARMACIST, PHYSICIAN, PSYCHOLOGIST, SOCIAL_WORKER
from pathways.severities import call_soon, emergency, urgent


def warning(sign: str, form: Measure, item: str, level: Callable[[str], Task]) -> Rule:
    """A yes to this question is followed by a call as fast as `level` says."""
    return safety(sign, said_yes(form, item), level(f"call_about_{sign}"))


def soon(name: str) -> Task:
    return call_soon(name, PHYSICIAN)


# The only image-guided procedure of this pathway. Its start is the anchor, so 72 hours are three whole days; a
# little more than that is taken in, on the safe side.
WITHIN_72_HOURS_OF_INJECTION = (
    known(days_since("injection")) & (days_since("injection") >= 0) & (days_since("injection") <= 3)
)

EMERGENCY_SIGNS = ("rf01", "rf04", "rf06", "rf07", "rf10", "rf11", "rf12", "rf16")

SELF_HARM = (
    # Item 9 misses cases [V], so any answer but "not at all" is acted on, whatever the total is.
    safety(
        "ninth_item_positive",
        answer(PHQ9, "q9") >= 1,
        message("crisis_lines_after_ninth_item", "crisis_reply", urgency="safety"),
        choose(
            "how_often_such_thoughts",
            case("half_the_days_or_more", answer(PHQ9, "q9") >= 2, emergency("call_about_frequent_thoughts")),
            otherwise=urgent("call_about_some_thoughts"),
        ),
    ),
    safety("ninth_item_left_out", left_out(PHQ9, "q9"), call_soon("ask_the_ninth_item", PSYCHOLOGIST)),
    safety(
        "thoughts_of_self_harm",  # RF09
        said_yes(RED_FLAGS, "rf09"),
        message("crisis_lines_after_warning_sign", "crisis_reply", urgency="safety"),
        urgent("call_about_thoughts_of_self_harm"),
    ),
    safety("self_harm_left_out", left_out(RED_FLAGS, "rf09"), call_soon("ask_about_self_harm", PSYCHOLOGIST)),
    # A person asks the ASQ; a refusal counts as a yes [V]. A late answer to the fifth question is heard as well.
    safety("acute_suicide_risk", yes_or_refused(ASQ, "q5"), emergency("call_about_acute_risk")),
    safety(
        "suicide_screen_positive",
        yes_or_refused(ASQ, "q1", "q2", "q3", "q4") & ~yes_or_refused(ASQ, "q5"),
        urgent("suicide_risk_not_acute"),
    ),
    # Words of intent in a text to us. False alarms are accepted.
    safety(
        "crisis_words",
        reported("crisis_words"),
        message("crisis_lines_after_words", "crisis_reply", urgency="safety"),
        emergency("call_about_crisis_words"),
    ),
)

WARNING_SIGNS = (
    warning("cauda_equina_signs", RED_FLAGS, "rf01", emergency),  # RF01
    safety(
        "new_weakness",  # RF02
        said_yes(RED_FLAGS, "rf02"),
        choose(
            "weak_after_an_injection",
            case("within_72_hours", WITHIN_72_HOURS_OF_INJECTION, emergency("weak_after_injection")),
            otherwise=urgent("call_about_new_weakness"),
        ),
    ),
    safety(
        "infection_after_a_procedure",  # RF03
        said_yes(RED_FLAGS, "rf03"),
        choose(
            "does_it_reach_the_spine",
            case("may_do", said_yes(RED_FLAGS, "rf01", "rf02", "rf04"), emergency("spinal_abscess_signs")),
            otherwise=urgent("call_about_infection"),
        ),
    ),
    warning("sudden_back_pain_after_a_procedure", RED_FLAGS, "rf04", emergency),  # RF04
    warning("headache_when_upright", RED_FLAGS, "rf05", urgent),  # RF05
    warning("serotonin_syndrome_signs", RED_FLAGS, "rf06", emergency),  # RF06
    warning("overdose_signs", RED_FLAGS, "rf07", emergency),  # RF07
    warning("severe_withdrawal", RED_FLAGS, "rf08", urgent),  # RF08
    warning("severe_allergy", RED_FLAGS, "rf10", emergency),  # RF10
    warning("heart_or_clot_signs", RED_FLAGS, "rf11", emergency),  # RF11
    warning("sudden_head_or_eye_signs", RED_FLAGS, "rf12", emergency),  # RF12
    warning("cancer_signs", RED_FLAGS, "rf13", soon),  # RF13
    safety(
        "possible_fracture",  # RF14: one who cannot walk is urgent, and the call asks
        said_yes(RED_FLAGS, "rf14"),
        call_soon(
            "call_about_possible_fracture",
            PHYSICIAN,
            within=clinic_hours(4),
            outcomes={"can_walk": (), "cannot_walk": urgent("cannot_walk_after_an_injury")},
        ),
    ),
    warning("spinal_infection_risk", RED_FLAGS, "rf15", urgent),  # RF15
    warning("bleeding_in_the_gut", RED_FLAGS, "rf16", emergency),  # RF16
    # The question does not tell a hot pocket (urgent) from a lost effect, so every yes is urgent.
    warning("device_trouble", RED_FLAGS, "rf17", urgent),  # RF17
    warning("limb_changes_after_injury", RED_FLAGS, "rf18", soon),  # RF18
    warning("high_sugar_after_steroid", RED_FLAGS, "rf19", urgent),  # RF19
    # Private contact only: no text, and never a phone that others may see or answer.
    safety(
        "hurt_or_threatened",  # RF20
        said_yes(RED_FLAGS, "rf20"),
        urgent("private_talk_about_being_hurt", SOCIAL_WORKER, private=True),
    ),
    safety(
        "warning_sign_left_out",
        any_of(*(left_out(RED_FLAGS, f"rf{n:02}") for n in range(1, 20) if n != 9)),
        call_soon("ask_the_open_warning_signs", COORDINATOR),
    ),
    # Words in a text to us; the report names the sign that they match.
    safety(
        "warning_words",
        reported("red_flag_words"),
        choose(
            "which_sign_the_words_match",
            case(
                "emergency",
                any_of(*(reported("red_flag_words", sign) for sign in EMERGENCY_SIGNS)),
                emergency("call_about_emergency_words"),
            ),
            otherwise=urgent("call_about_warning_words"),
        ),
    ),
    safety(
        "fall_with_injury",  # D8
        said_yes(CHECK_IN, "fall_injury"),
        together(
            "after_an_injury",
            call_soon("call_about_an_injury", PHYSICIAN),
            task("medicines_and_an_injury", PHARMACIST, within=clinic_days(3)),
        ),
    ),
    safety("drowsy_driving", said_yes(SLEEP_TRIAGE, "drowsy_driving"), soon("call_about_drowsy_driving")),
)

SAFETY = (*SELF_HARM, *WARNING_SIGNS)
