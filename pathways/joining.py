"""How a patient joins: referral and intake. Draft, for sign-off.

Source: clinical reference section 4.1 (A1 to A4); times without a mark are [P].
"""

from collections.abc import Mapping

from engine.language import (
    Steps,
    after,
    ask,
    case,
    choose,
    finish,
    mark,
    message,
    milestone,
    stage,
    task,
    together,
)
from engine.spans import clinic_days, days
from engine.words import Step
from instruments import CONSENT
from pathways.answers import said_yes, yes_to
from pathways.ladders import RL_A
from pathways.roles import (
    COORDINATOR,
    OPERATIONS,
    PHYSICIAN,
)
from pathways.severities import SEV2_STAFF


def redirect(name: str) -> tuple[Step, ...]:
    """Cancer, acute injury, under 18: somebody else can help better."""
    return (task(f"{name}_with_reasons", COORDINATOR, within=clinic_days(2)), finish(name, "redirected"))


TEXTS = "agreed_to_texts"
"""T-07: nobody is texted without it. The referral or the welcome call may set it; the consent form has the last word."""


def call_outcomes(call: str, not_reached: Steps) -> Mapping[str, Steps]:
    """`reached`: texts were not spoken of, and what the referral says about them stays."""
    return {
        "reached": (),
        "reached_agrees_to_texts": mark(f"{call}_agrees_to_texts", TEXTS),
        "reached_wants_no_texts": mark(f"{call}_wants_no_texts", TEXTS, value=False),
        "not_reached": not_reached,
    }


LETTER = (
    task("letter_to_patient_and_referrer", COORDINATOR, within=clinic_days(1)),
    task(
        "answer_to_the_letter",
        COORDINATOR,
        when=after("letter_to_patient_and_referrer", days(14)),
        within=clinic_days(1),
        outcomes={"reached": (), "no_answer": finish("never_reached", "lost")},
    ),
)
THIRD_CALL = task(
    "third_welcome_call",
    COORDINATOR,
    when=after("second_welcome_call", clinic_days(4)),
    within=clinic_days(1),
    contact=True,
    outcomes=call_outcomes("third_welcome_call", LETTER),
)
SECOND_CALL = task(
    "second_welcome_call",
    COORDINATOR,
    when=after("welcome_call", clinic_days(4)),
    within=clinic_days(1),
    contact=True,
    outcomes=call_outcomes("second_welcome_call", THIRD_CALL),
)

REFERRAL = stage(
    "referral",
    together(
        "referral_arrives",
        task(  # A1
            "log_the_referral",
            OPERATIONS,
            within=clinic_days(1),
            outcomes={
                "new": (),
                "duplicate": (
                    task("link_to_the_open_journey", OPERATIONS, within=clinic_days(1)),
                    finish("already_in_care", "duplicate"),
                ),
            },
        ),
        task(  # A2
            "triage",
            COORDINATOR,
            within=clinic_days(2),
            outcomes={
                "accept": (),
                "accept_urgent": task("find_an_early_first_visit", COORDINATOR, within=clinic_days(1)),
                "redirect": redirect("redirected_at_triage"),
                "red_flag": task("physician_on_red_flag", PHYSICIAN, severity=SEV2_STAFF, contact=True),
                "more_information": (
                    task("ask_the_referrer_for_more", COORDINATOR, within=clinic_days(5)),
                    task(
                        "triage_again",
                        COORDINATOR,
                        within=clinic_days(2),
                        outcomes={"accept": (), "redirect": redirect("redirected_later")},
                    ),
                ),
            },
        ),
    ),
    # A3: three attempts over 10 clinic days, then a letter, then the referrer is told.
    task(
        "welcome_call",
        COORDINATOR,
        within=clinic_days(1),
        contact=True,
        outcomes=call_outcomes("welcome_call", SECOND_CALL),
    ),
    task(  # A3: transport, money, language, digital access, work hours, childcare
        "barriers_checklist",
        COORDINATOR,
        within=clinic_days(1),
        outcomes={"none": (), "found": task("change_the_way_we_meet", COORDINATOR, within=clinic_days(2))},
    ),
)

INTAKE = stage(
    "intake",
    ask(  # A4
        "consent",
        CONSENT,
        within=days(7),
        remind=RL_A,
        unanswered=task("consent_by_phone", COORDINATOR, within=clinic_days(2), contact=True),
    ),
    choose(
        "does_the_patient_take_part",
        case("yes", yes_to(CONSENT, "care") & yes_to(CONSENT, "data")),
        otherwise=task(
            "talk_about_taking_part",
            COORDINATOR,
            within=clinic_days(2),
            contact=True,
            outcomes={"takes_part": (), "says_no": finish("did_not_want_to", "declined")},
        ),
    ),
    choose(
        "may_we_text",
        case(
            "yes",
            yes_to(CONSENT, "texts"),
            mark("texts_agreed_to", TEXTS),
            message("welcome_by_text", "welcome_optin"),
        ),
        otherwise=(
            mark("no_texts", TEXTS, value=False),
            task("phone_and_letters_instead", COORDINATOR, within=clinic_days(1)),
        ),
        undecided=task(
            "ask_whether_we_may_text",
            COORDINATOR,
            within=clinic_days(1),
            contact=True,
            outcomes={
                "yes": mark("texts_agreed_to_by_phone", TEXTS),
                "no": mark("no_texts_said_by_phone", TEXTS, value=False),
                "not_reached": (),
            },
        ),
    ),
    choose(
        "is_there_a_caregiver",
        case(
            "yes",
            said_yes(CONSENT, "caregiver"),
            message("caregiver_is_invited", "caregiver_invite", to="caregiver"),
        ),
    ),
    milestone("ENR"),
)
