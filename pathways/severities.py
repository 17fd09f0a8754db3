"""How fast an alert must be settled, and the calls to patients that follow one. Draft, for sign-off.

Source: clinical reference section 4.0. All times are product defaults [P]. A person closes every alert.
"""

from engine.ladders import Severity
from engine.language import Steps, task
from engine.spans import Span, clinic_days, hours, minutes
from engine.words import Task
from pathways.ladders import EMERGENCY, NEXT_CLINIC_DAY, RL_F, URGENT
from pathways.roles import MEDICAL_DIRECTOR, ONCALL

SEV1 = Severity(name="SEV1", within=minutes(30), ladder=EMERGENCY.name, shows="emergency_now")
SEV2 = Severity(name="SEV2", within=hours(4), ladder=URGENT.name, shows="urgent_call")
SEV3 = Severity(name="SEV3", within=clinic_days(1), ladder=NEXT_CLINIC_DAY.name, shows="call_soon")
SEV4 = Severity(name="SEV4", within=clinic_days(3), ladder=RL_F.name)
# Decisions among staff: as fast, but the patient is sent nothing.
SEV1_STAFF = Severity(name="SEV1-STAFF", within=minutes(30), ladder=EMERGENCY.name)
SEV2_STAFF = Severity(name="SEV2-STAFF", within=hours(4), ladder=URGENT.name)
SEV3_STAFF = Severity(name="SEV3-STAFF", within=clinic_days(1), ladder=NEXT_CLINIC_DAY.name)

SEVERITIES = (SEV1, SEV2, SEV3, SEV4, SEV1_STAFF, SEV2_STAFF, SEV3_STAFF)


def emergency(name: str, role: str = ONCALL) -> Task:
    """SEV1: a human voice within 30 minutes. Without contact a person decides on a welfare check."""
    welfare = task(
        f"{name}_welfare_check", MEDICAL_DIRECTOR, severity=SEV1_STAFF,
        outcomes={"police_or_ambulance_sent": (), "not_needed": ()},
    )  # fmt: skip
    return task(
        name, role, severity=SEV1, contact=True,
        outcomes={"reached": (), "false_alarm": (), "not_reached": welfare},
    )  # fmt: skip


def urgent(name: str, role: str = ONCALL, *, private: bool = False) -> Task:
    """SEV2: reached within 4 hours. Without contact the medical director looks at it as an emergency."""
    review = task(
        f"{name}_not_reached", MEDICAL_DIRECTOR, severity=SEV1_STAFF,
        outcomes={"go_on_calling": (), "police_or_ambulance_sent": (), "not_needed": ()},
    )  # fmt: skip
    return task(
        name, role, severity=SEV2, contact=True, private=private,
        outcomes={"reached": (), "false_alarm": (), "not_reached": review},
    )  # fmt: skip


def call_soon(
    name: str, role: str, *, within: Span | None = None, outcomes: dict[str, Steps] | None = None
) -> Task:
    """SEV3: the patient is told that we call, and is called within one clinic day."""
    return task(name, role, severity=SEV3, contact=True, within=within, outcomes=outcomes)


def call_this_week(name: str, role: str) -> Task:
    """SEV4: a call within three clinic days."""
    return task(name, role, severity=SEV4, contact=True)
