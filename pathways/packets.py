"""The questionnaires of the program, and when they are asked together. Draft, for sign-off.

Source: clinical reference section 2.15 and 4.1 (A5, A18, A20, A22, A27, A30).
"""

from engine.language import ask, case, choose, task
from engine.questions import flag
from engine.scores import Measure
from engine.spans import clinic_days, days
from engine.words import Ask, Choose, When
from instruments import (
    AUDIT_C,
    BODY_SIZE,
    CHECK_IN,
    EXPERIENCE,
    GAD7,
    GCPS_R,
    HISTORY,
    NIDA_SQ,
    NRS_PAIN,
    PEG,
    PGIC,
    PHQ9,
    PSFS,
    RED_FLAGS,
    RMDQ,
    SLEEP_TRIAGE,
)
from pathways.ladders import RL_A
from pathways.roles import COORDINATOR

CORE = (NRS_PAIN, PEG, PHQ9, GAD7, PSFS)
BASELINE = (HISTORY, RED_FLAGS, BODY_SIZE, *CORE, GCPS_R, SLEEP_TRIAGE, AUDIT_C, NIDA_SQ)
EVERY_TWO_WEEKS = (NRS_PAIN, PEG, CHECK_IN)
WEEK_6 = (*CORE, PGIC, EXPERIENCE)
WEEK_12 = (*CORE, PGIC, EXPERIENCE, SLEEP_TRIAGE)
MONTH_6 = (*CORE, GCPS_R, PGIC)
MONTH_12 = (*CORE, GCPS_R, PGIC, AUDIT_C, NIDA_SQ)
AFTER_DISCHARGE = (NRS_PAIN, PEG, PGIC, PSFS, EXPERIENCE)


def packet(name: str, *forms: Measure, when: When | None = None, template: str = "review_due") -> Ask:
    """Asked with reminders; who does not answer is phoned, and the answers are taken down by us."""
    return ask(
        name,
        *forms,
        within=days(7),
        remind=RL_A,
        template=template,
        when=when,
        unanswered=task(f"{name}_by_phone", COORDINATOR, within=clinic_days(3), contact=True),
    )


def back_questions(name: str, *, when: When | None = None) -> Choose:
    """Only where the low back hurts."""
    return choose(
        f"{name}_or_none",
        case("low_back_pain", flag("low_back_pain"), packet(name, RMDQ, when=when)),
    )
