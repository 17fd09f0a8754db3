"""How we get to know a patient: the baseline forms, the medicines, and the first visits. Draft, for sign-off.

Source: clinical reference section 4.1 (A5 to A11, and the limit of A13); times without a mark are [P].
"""

from engine.language import (
    after,
    ask,
    case,
    choose,
    go,
    hold,
    mark,
    stage,
    task,
    together,
    wait,
)
from engine.questions import any_of, band, outcome, score
from engine.spans import clinic_days, days
from instruments import BODY_SIZE, HISTORY, SLEEP_TRIAGE
from pathways import packets
from pathways.answers import yes_to
from pathways.ladders import RL_A_THEN_B
from pathways.meetings import examination, objective_tests, visit
from pathways.roles import (
    COORDINATOR,
    DIETITIAN,
    OCCUPATIONAL_THERAPIST,
    PHARMACIST,
    PHYSICIAN,
    PHYSIOTHERAPIST,
    PSYCHOLOGIST,
    SLEEP_SPECIALIST,
    SOCIAL_WORKER,
)
from pathways.severities import SEV2_STAFF, SEV3_STAFF

# A11: who else sees the patient. Where the answers do not tell, the coordinator decides.
AS_INDICATED = together(
    "as_indicated",
    choose(
        "occupational_therapist_needed",
        case(
            "yes",
            yes_to(HISTORY, "work_goal", "daily_goal"),
            visit("occupational_assessment", OCCUPATIONAL_THERAPIST, minutes=45, within=clinic_days(15)),
        ),
    ),
    choose(
        "sleep_specialist_needed",
        case(
            "yes",
            any_of(band(SLEEP_TRIAGE, "poor_sleep"), band(SLEEP_TRIAGE, "possible_apnea")),
            visit("sleep_assessment", SLEEP_SPECIALIST, minutes=45, within=clinic_days(15)),
        ),
    ),
    choose(
        "dietitian_needed",
        case(
            "yes",
            (score(BODY_SIZE) >= 30) | yes_to(HISTORY, "diabetes"),  # [K] obesity from 30
            visit("nutrition_assessment", DIETITIAN, minutes=45, within=clinic_days(15)),
        ),
    ),
    choose(
        "social_worker_needed",
        case(
            "yes",
            yes_to(HISTORY, "need_food", "need_housing", "need_transport", "need_money", "need_safe_place"),
            visit("social_assessment", SOCIAL_WORKER, minutes=45, within=clinic_days(15)),
        ),
    ),
)

# Forms and first visits run side by side, so that the first visits are held within 15 clinic days.
ASSESSMENT = stage(
    "assessment",
    together(
        "assessments",
        (
            ask(  # A5: before A8; what is open then is filled in with us on arrival
                "baseline_packet",
                *packets.BASELINE,
                within=clinic_days(15),
                before_visit="physician_assessment",
                remind=RL_A_THEN_B,
                template="intake_invite",
                unanswered=task("baseline_packet_by_phone", COORDINATOR, within=clinic_days(3), contact=True),
            ),
            together(
                "after_the_baseline_packet",
                choose(
                    "does_the_low_back_hurt",
                    case(
                        "yes",
                        yes_to(HISTORY, "pain_low_back"),
                        mark("low_back_hurts", "low_back_pain"),
                        packets.back_questions("baseline_back_questions"),
                    ),
                ),
                AS_INDICATED,  # A11: waits for nothing else
            ),
        ),
        task(  # A6
            "collect_outside_records",
            COORDINATOR,
            within=clinic_days(3),
            outcomes={"complete": (), "gaps_remain": mark("records_have_gaps", "records_missing")},
        ),
        (
            # A6: after 10 clinic days care goes on without what is missing.
            wait(
                "records_or_ten_days",
                after("ENR", clinic_days(10)),
                until=outcome("collect_outside_records", "done"),
            ),
            task(  # A7: MME, opioid with sedative, serotonergic and heart rhythm pairs; flags are set here
                "reconcile_medicines",
                PHARMACIST,
                within=clinic_days(2),
                outcomes={
                    "nothing_to_review": (),
                    "to_the_physician": task("review_risky_medicines", PHYSICIAN, severity=SEV3_STAFF),
                },
            ),
        ),
        (
            examination("physician_assessment", PHYSICIAN, minutes=60, within=clinic_days(15)),  # A8
            task(
                "physician_findings",  # A8
                PHYSICIAN,
                within=clinic_days(1),
                outcomes={
                    "program": (),
                    "not_seen": (),
                    "red_flag": (
                        task("order_the_work_up", PHYSICIAN, severity=SEV2_STAFF, contact=True),
                        hold("work_up", review=days(14)),
                    ),
                },
            ),
        ),
        (
            examination("movement_assessment", PHYSIOTHERAPIST, minutes=60, within=clinic_days(15)),  # A9
            objective_tests("baseline_objective_tests"),  # A9
        ),
        (
            visit("psychology_assessment", PSYCHOLOGIST, minutes=60, within=clinic_days(15)),  # A10
            task(
                "psychology_findings",  # A10
                PSYCHOLOGIST,
                within=clinic_days(1),
                outcomes={
                    "program": (),
                    "not_seen": (),
                    "mental_health_first": task("refer_to_mental_health", PSYCHOLOGIST, severity=SEV3_STAFF),
                },
            ),
        ),
    ),
    alongside=(
        together(
            "conference_by_day_25",  # A13: no later than 25 clinic days after ENR
            (
                wait("twenty_clinic_days", after("ENR", clinic_days(20))),
                task(
                    "assessments_take_long",
                    COORDINATOR,
                    within=clinic_days(1),
                    outcomes={
                        "confer_without_them": go("confer_without_all_assessments", "team_review"),
                        "wait_for_them": (),
                    },
                ),
            ),
        ),
    ),
)
