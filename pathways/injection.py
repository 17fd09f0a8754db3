"""The epidural steroid injection: decided, agreed, authorized and given. Draft, for sign-off.

Source: clinical reference section 4.2 (B1 to B3; b2, steps E1 and E2). Bleeding class: intermediate [K: ASRA 2018].
What comes before and after it stands in `injection_before.py` and `injection_after.py`.
"""

from engine.language import case, choose, mark, procedure, task, therapy, together
from engine.questions import attended, improved, known
from engine.spans import clinic_days, weeks
from engine.words import Task
from instruments import NRS_PAIN
from pathways.injection_after import AFTERCARE, FIRST_EXERCISE
from pathways.injection_before import PREPARATION
from pathways.ladders import RL_D
from pathways.meetings import FOR_THE_CONFERENCE
from pathways.roles import COORDINATOR, INTERVENTIONALIST, OPERATIONS, PHYSICIAN
from pathways.severities import emergency

INJECTION = procedure(
    "injection",
    INTERVENTIONALIST,
    minutes=60,
    within=weeks(6),
    remind=RL_D,
    before=PREPARATION,
    after=AFTERCARE,
    cancelled=task("injection_is_off", COORDINATOR, within=clinic_days(1), contact=True),
)

AUTHORIZATION = task(
    "injection_authorized",  # B3
    OPERATIONS,
    within=clinic_days(5),
    outcomes={
        "granted": together("injection_and_exercise", INJECTION, FIRST_EXERCISE),
        "denied": task("appeal_or_other_plan", PHYSICIAN, within=clinic_days(5)),
    },
)

CONSENT = task(
    "injection_consent",  # B2: course, alternatives, expected gain in function; valid for 90 days
    PHYSICIAN,
    within=clinic_days(5),
    outcomes={
        "agreed": AUTHORIZATION,
        "declined": task("alternatives_to_injection", PHYSICIAN, within=clinic_days(5)),
    },
)

LONG_RELIEF = improved(NRS_PAIN, percent=50, since="before_the_injection", at="three_months_after")


def repeat_doubted(name: str) -> Task:
    return task(name, INTERVENTIONALIST, within=clinic_days(3))


STEROID_INJECTION = therapy(
    "steroid_injection",
    "Epidural steroid injection",
    choose(  # E27: a repeat needs half the pain gone for three months [K]
        "is_a_repeat_justified",
        case("first_time", ~known(attended("injection")) | (attended("injection") < 1)),
        case("long_relief", LONG_RELIEF),
        otherwise=repeat_doubted("repeat_without_long_relief"),
        undecided=repeat_doubted("was_the_relief_long"),
    ),
    task(
        # B1, E1: leg pain or stenosis for 4 weeks, 4 weeks of other care, imaging within 24 months [K].
        # E2: at most 4 sessions a region in 12 months [K], 14 days or more apart.
        "injection_indicated",
        INTERVENTIONALIST,
        within=clinic_days(5),
        outcomes={
            "indicated": CONSENT,
            "not_indicated": mark("injection_not_indicated", FOR_THE_CONFERENCE),
            "too_many_steroids": mark("steroid_limit_reached", FOR_THE_CONFERENCE),
            "growing_deficit": emergency("growing_deficit"),
        },
    ),
)
