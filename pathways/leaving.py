"""How a patient is looked after once better, and how care ends: maintenance, discharge, endings. Draft, for sign-off.

Source: clinical reference section 4.1 (A25 to A30); times and limits without a mark are [P].
"""

from engine.language import (
    after,
    case,
    choose,
    finish,
    go,
    mark,
    message,
    on_ending,
    repeat,
    rule,
    stage,
    task,
    together,
)
from engine.questions import safety_open, score, worse_than_best
from engine.spans import clinic_days, days, months, weeks
from instruments import GAS, PEG, PGIC, PSFS
from pathways import packets
from pathways.meetings import conference, staff_form
from pathways.roles import COORDINATOR, MEDICAL_DIRECTOR, OPERATIONS, PCP, PHARMACIST, PHYSICIAN

MAINTENANCE = stage(
    "maintenance",
    packets.packet("six_month_packet", *packets.MONTH_6, when=after("START", months(6))),  # A27
    packets.back_questions("six_month_back_questions"),
    staff_form("six_month_goals", GAS, COORDINATOR, within=clinic_days(5)),
    task(  # A28: two thirds of the goals reached and steady for 8 weeks, or no more gain over two reviews
        "ready_to_leave_at_six_months",
        COORDINATOR,
        within=clinic_days(5),
        outcomes={"stays": (), "ready": go("leave_at_six_months", "discharge")},
    ),
    packets.packet("twelve_month_packet", *packets.MONTH_12, when=after("START", months(12))),  # A27
    packets.back_questions("twelve_month_back_questions"),
    staff_form("twelve_month_goals", GAS, COORDINATOR, within=clinic_days(5)),
    alongside=(
        repeat(  # A25; a relapse leads to A26, see `reports.py`
            "maintenance_calls",
            task(
                "maintenance_call",
                COORDINATOR,
                within=clinic_days(3),
                contact=True,
                outcomes={"steady": (), "relapse": mark("relapse_in_a_call", "relapse")},
            ),
            when=after("re_evaluation_conference", weeks(4)),
            every=weeks(8),
        ),
    ),
)

DISCHARGE = stage(
    "discharge",
    repeat(  # A28: an open safety item blocks
        "no_safety_item_is_open",
        task("close_the_open_safety_items", COORDINATOR, within=clinic_days(1)),
        every=clinic_days(1),
        until=~safety_open(),
    ),
    conference(  # A28
        "discharge_conference",
        within=clinic_days(10),
        proposes={"goals_met": score(GAS) >= 50},  # [K]
        outcomes={
            "goals_met": (),
            "own_plan_at_a_plateau": (),
            "patients_choice": (),
            "not_yet": go(
                "not_ready_to_leave",
                "team_review",
                at_most=3,
                instead=task("agree_how_care_ends", MEDICAL_DIRECTOR, within=clinic_days(5)),
            ),
            "transfer": (
                task("receiver_accepts_the_handoff", COORDINATOR, within=clinic_days(5)),
                finish("care_has_moved", "transferred"),
            ),
        },
    ),
    together(
        "last_papers",
        task("discharge_summary", COORDINATOR, within=clinic_days(5)),  # A29
        task("medicines_at_discharge", PHARMACIST, within=clinic_days(5)),
    ),
    message("summary_to_pcp", "letter_to_pcp", to=PCP),  # A29
    message("goodbye", "closing"),  # A29
    packets.packet(  # A30
        "three_months_later",
        *packets.AFTER_DISCHARGE,
        when=after("discharge_conference", days(90)),
    ),
    choose(
        "worse_since_discharge",
        case(
            "worse",
            (score(PGIC) >= 5) | (worse_than_best(PEG, months(6)) >= 1),  # [V]
            task("offer_to_come_back", COORDINATOR, within=clinic_days(3), contact=True),
        ),
        undecided=task("ask_how_it_goes", COORDINATOR, within=clinic_days(3), contact=True),
    ),
    finish("program_completed", "discharged"),
)

# A27: a loss from the best by an important change leads to the call of A25.
LOST_GAINS = rule(
    "lost_gains",
    (worse_than_best(PEG, months(12)) >= 1) | (worse_than_best(PSFS, months(12)) >= 2),  # [V]
    task(
        "call_about_lost_gains",
        COORDINATOR,
        within=clinic_days(3),
        contact=True,
        outcomes={"steady": (), "relapse": mark("relapse_after_a_packet", "relapse")},
    ),
    stages=("maintenance",),
    again_after=weeks(4),
)

ENDINGS = (
    on_ending(
        "withdrew",
        together(  # none of these waits for another
            "after_withdrawal",
            task("say_goodbye_and_how_to_return", COORDINATOR, within=clinic_days(2), contact=True),
            task("medicines_after_withdrawal", PHARMACIST, within=clinic_days(2)),
            message("withdrawal_to_pcp", "letter_to_pcp", to=PCP),
        ),
    ),
    on_ending(
        "died",
        together(
            "after_a_death",
            task("condolence_and_loose_ends", COORDINATOR, within=clinic_days(1)),
            task("review_of_the_death", PHYSICIAN, within=clinic_days(10)),
        ),
    ),
    on_ending(
        "transferred",
        together(
            "after_transfer",
            task("handoff_with_summary", COORDINATOR, within=clinic_days(1)),
            task("medicines_at_transfer", PHARMACIST, within=clinic_days(1)),
            message("transfer_to_pcp", "letter_to_pcp", to=PCP),
        ),
    ),
    on_ending("discharged", task("close_the_record", OPERATIONS, within=clinic_days(5))),
    on_ending(
        "lost",
        together(
            "after_losing_touch",
            task("letter_on_how_to_return", COORDINATOR, within=clinic_days(2)),
            message("lost_to_pcp", "letter_to_pcp", to=PCP),
        ),
    ),
)
