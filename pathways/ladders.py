"""How we remind and whom we tell, rung by rung. Draft, for the medical director to sign off.

Source: clinical reference section 4.0. All times are product defaults [P].
"""

from engine.ladders import Ladder, call, expire, ladder, remind, tell
from engine.spans import clinic_days, clinic_hours, days, hours, minutes
from pathways.roles import (
    BACKUP,
    COORDINATOR,
    MEDICAL_DIRECTOR,
    ONCALL,
    OPERATIONS,
    OWNER,
    PROCEDURE_NURSE,
)

# Forms.
RL_A = ladder(
    "RL-A",
    remind(hours(24), "form_reminder"),
    remind(hours(72), "form_reminder", other_channel=True),
    call(days(7), COORDINATOR),
    expire(days(14)),
)
# The same, but it runs out before the next form of the same kind is asked two weeks later.
RL_A_EVERY_TWO_WEEKS = ladder(
    "RL-A-2W",
    remind(hours(24), "form_reminder"),
    remind(hours(72), "form_reminder", other_channel=True),
    call(days(7), COORDINATOR),
    expire(days(13)),
)
# The form before a conference, which does not wait for it.
RL_A_FIVE_DAYS = ladder(
    "RL-A-5D",
    remind(hours(24), "form_reminder"),
    remind(hours(72), "form_reminder", other_channel=True),
    call(days(5), COORDINATOR),
    expire(days(7)),
)


# The form before a visit: it is due when the visit starts, and is then filled in with us on arrival.
def before_a_visit(name: str, role: str) -> Ladder:
    return ladder(
        name,
        remind(-hours(72), "form_reminder", since="due"),
        remind(-hours(24), "form_reminder", since="due"),
        remind(-hours(2), "form_reminder", since="due"),
        call(hours(0), role, since="due", within=hours(1)),
        expire(hours(4), since="due"),
    )


RL_B = before_a_visit("RL-B", PROCEDURE_NURSE)
# The change screen, which opens only three days before a procedure: a nurse phones on the day before.
RL_B_THREE_DAYS = ladder(
    "RL-B-3D",
    remind(-hours(48), "form_reminder", since="due"),
    call(-hours(24), PROCEDURE_NURSE, since="due", within=hours(4)),
    expire(-hours(1), since="due"),
)
# The baseline packet: RL-A, and then RL-B before the first visit.
RL_A_THEN_B = ladder(
    "RL-A-B",
    remind(hours(24), "form_reminder"),
    remind(hours(72), "form_reminder", other_channel=True),
    call(days(7), COORDINATOR),
    then=before_a_visit("RL-B-FIRST-VISIT", COORDINATOR),
)
# The safety check after a procedure.
RL_C = ladder(
    "RL-C",
    remind(hours(4), "no_answer_call"),
    call(hours(8), PROCEDURE_NURSE, within=hours(4)),
    call(hours(24), PROCEDURE_NURSE, severity="SEV3"),
    expire(hours(47)),
)
# The day after a flare.
NEXT_DAY = ladder(
    "NEXT-DAY", remind(hours(12), "form_reminder"), call(hours(24), COORDINATOR), expire(hours(36))
)
# The weekly check while a medicine is cut down.
RL_E = ladder(
    "RL-E",
    remind(hours(12), "taper_check"),
    call(hours(24), COORDINATOR),
    call(hours(48), COORDINATOR, severity="SEV3"),
    expire(days(6)),
)
# The diary: a soft prompt, and nothing else.
DAILY_DIARY = ladder("DIARY-DAILY", expire(hours(23)))
WEEKLY_DIARY = ladder("DIARY-WEEKLY", expire(days(6)))
# A form that staff fill in with the patient.
STAFF_FORM = ladder(
    "STAFF-FORM",
    tell(clinic_days(0), OWNER),
    tell(clinic_days(1), OWNER, COORDINATOR),
    tell(clinic_days(3), BACKUP),
    expire(clinic_days(5), since="due"),
)

# Visits. What follows a no-show is written with each visit, see `meetings.py`.
RL_D = ladder(
    "RL-D",
    remind(-days(7), "visit_reminder", since="start"),
    remind(-days(2), "visit_reminder", since="start"),
    remind(-days(1), "visit_reminder", since="start", at="16:00"),
    call(-hours(24), COORDINATOR, since="start", within=clinic_hours(4), only_while="unconfirmed"),
    # Nobody waits for a booking that is never made.
    call(clinic_days(2), COORDINATOR, only_while="unbooked"),
    tell(clinic_days(0), COORDINATOR, OPERATIONS, since="due", only_while="unbooked"),
)

# Work of staff.
RL_F = ladder(
    "RL-F",
    tell(clinic_days(0), OWNER),
    tell(clinic_days(1), OWNER, COORDINATOR),
    tell(clinic_days(3), BACKUP),
    tell(clinic_days(5), MEDICAL_DIRECTOR),
    again=clinic_days(5),
)
# A possible emergency: nobody taking it up in 15 minutes is news; 30 minutes is the time for a human voice.
EMERGENCY = ladder(
    "SEV1",
    tell(minutes(0), ONCALL, OWNER, since="opened"),
    tell(minutes(15), ONCALL, MEDICAL_DIRECTOR, since="opened", only_while="unaccepted"),
    tell(minutes(30), ONCALL, MEDICAL_DIRECTOR, since="opened"),
    again=minutes(30),
)
# Urgent today: taken up within 30 minutes, out of hours within 60; half an hour later the medical director hears of it.
URGENT = ladder(
    "SEV2",
    tell(minutes(0), ONCALL, OWNER, since="opened"),
    tell(minutes(30), ONCALL, OWNER, since="opened", only_while="unaccepted", out_of_hours=minutes(60)),
    tell(
        minutes(60),
        ONCALL,
        MEDICAL_DIRECTOR,
        since="opened",
        only_while="unaccepted",
        out_of_hours=minutes(90),
    ),
    tell(hours(4), ONCALL, MEDICAL_DIRECTOR, since="opened"),
    again=hours(1),
)
NEXT_CLINIC_DAY = ladder(
    "SEV3",
    tell(clinic_hours(4), OWNER, COORDINATOR, since="opened", only_while="unaccepted"),
    tell(clinic_days(0), OWNER, COORDINATOR, BACKUP),
    tell(clinic_days(1), MEDICAL_DIRECTOR),
    again=clinic_days(1),
)

LADDERS = (
    RL_A, RL_A_EVERY_TWO_WEEKS, RL_A_FIVE_DAYS, RL_A_THEN_B, RL_B, RL_B_THREE_DAYS, RL_C, RL_D, RL_E, RL_F,
    NEXT_DAY, DAILY_DIARY, WEEKLY_DIARY, STAFF_FORM, EMERGENCY, URGENT, NEXT_CLINIC_DAY,
)  # fmt: skip
