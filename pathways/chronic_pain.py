"""The multidisciplinary chronic pain program, from referral to three months after discharge.

Draft: not approved yet. To be signed off by the medical director before the first patient.
Source: clinical reference section 4.1 (steps A1 to A30), with 4.0 (conventions) and 5 (case conference).
[V] seen in a public source, [K] known from the literature, [P] our own default. Times and cut-offs without a mark
are [P]. ENR: the patient agreed to take part. MDT0: first conference. FB: plan agreed. START: treatment begins.
"""

from engine.language import (
    after,
    ask,
    before,
    case,
    choose,
    deliver_plan,
    go,
    mark,
    message,
    milestone,
    repeat,
    stage,
    task,
    together,
    wait,
)
from engine.questions import all_of, any_of, days_since, fact, flag, improved, known, outcome
from engine.spans import clinic_days, days, weeks
from engine.words import Pathway, Step
from instruments import (
    BEFORE_CONFERENCE,
    CHECK_IN,
    DIARY,
    GAD7,
    GAS,
    HISTORY,
    NRS_PAIN,
    PEG,
    PHQ9,
    PSFS,
    RMDQ,
)
from pathways import packets
from pathways.answers import said_no
from pathways.assessment import ASSESSMENT
from pathways.cbt import CBT
from pathways.deterioration import WORSE
from pathways.education import EDUCATION
from pathways.graded_exercise import GRADED_EXERCISE
from pathways.injection import STEROID_INJECTION
from pathways.joining import INTAKE, REFERRAL, TEXTS
from pathways.ladders import DAILY_DIARY, LADDERS, RL_A_EVERY_TWO_WEEKS, RL_A_FIVE_DAYS, WEEKLY_DIARY
from pathways.leaving import DISCHARGE, ENDINGS, LOST_GAINS, MAINTENANCE
from pathways.medicine_review import MEDICINE_REVIEW
from pathways.meetings import FOR_THE_CONFERENCE, conference, objective_tests, staff_form, team_again, visit
from pathways.procedure_safety import AROUND_PROCEDURES
from pathways.reports import ADVERSE_EVENTS, BETWEEN_VISITS
from pathways.roles import COORDINATOR, OPERATIONS, PCP, PHARMACIST, PHYSICIAN, PHYSIOTHERAPIST
from pathways.safety import SAFETY
from pathways.severities import SEVERITIES
from pathways.sleep_coaching import SLEEP_COACHING
from pathways.vulnerable_groups import SECOND_LOOKS

# A responder improved in two domains, one of them function [P]; sleep has no scored form yet.
PAIN_IMPROVED = improved(PEG) | improved(NRS_PAIN)  # [V]
MOOD_IMPROVED = improved(PHQ9) | improved(GAD7)  # [K]
FUNCTION_IMPROVED = improved(PSFS) | (flag("low_back_pain") & improved(RMDQ))  # [V] PSFS, [K] RMDQ
ANYTHING_IMPROVED = any_of(PAIN_IMPROVED, MOOD_IMPROVED, FUNCTION_IMPROVED)
RESPONDER = FUNCTION_IMPROVED & (PAIN_IMPROVED | MOOD_IMPROVED)

TEAM_REVIEW = stage(
    "team_review",
    conference(  # A13
        "first_conference",
        within=clinic_days(5),
        outcomes={
            "plan_proposed": (),
            "not_for_this_program": (
                task("explain_and_tell_the_referrer", PHYSICIAN, within=clinic_days(2), contact=True),
                go("leave_after_the_conference", "discharge"),
            ),
        },
    ),
    milestone("MDT0"),
    mark("list_is_talked_through", FOR_THE_CONFERENCE, value=False),
    mark("no_extension_yet", "extended", value=False),
    alongside=(
        ask(  # A12
            "before_the_conference",
            BEFORE_CONFERENCE,
            within=days(5),
            remind=RL_A_FIVE_DAYS,
            template="team_meeting",
            unanswered=task("ask_for_the_patients_voice", COORDINATOR, within=clinic_days(1), contact=True),
        ),
        choose(
            "is_the_opioid_dose_known",  # at 50 or more, and while it is not known, the pharmacist sits in
            # Only of somebody on opioids, or who has not said, is the dose found out.
            case("known_or_none_taken", known(fact("mme")) | said_no(HISTORY, "takes_opioid")),
            otherwise=task("find_out_the_opioid_dose", PHARMACIST, within=clinic_days(2)),
        ),
    ),
)

PLAN = stage(
    "plan",
    visit("feedback_visit", PHYSICIAN, minutes=45, within=clinic_days(5)),  # A14, with the coordinator
    staff_form(
        "goals_and_levels", GAS, COORDINATOR, within=clinic_days(2)
    ),  # A14: 3 or more, one of function
    task(  # A14: a no never discharges or delays anybody
        "patient_decides_on_the_plan",
        COORDINATOR,
        within=clinic_days(1),
        outcomes={
            "agrees": (),
            "says_no": task("offer_alternatives", PHYSICIAN, within=clinic_days(5), contact=True),
            "second_opinion": task("arrange_a_second_opinion", COORDINATOR, within=clinic_days(5)),
            "undecided": task(
                "ask_once_more",
                COORDINATOR,
                when=after("patient_decides_on_the_plan", clinic_days(10)),
                within=clinic_days(1),
                contact=True,
                outcomes={
                    "agrees": (),
                    "says_no": task("offer_other_ways", PHYSICIAN, within=clinic_days(5), contact=True),
                },
            ),
        },
    ),
    milestone("FB"),
    task(  # A15: dates, authorizations, the plan to patient and caregiver
        "put_the_plan_in_order",
        COORDINATOR,
        within=clinic_days(1),
        outcomes={
            "all_dated": (),
            "authorization_denied": (
                task("appeal", OPERATIONS, within=clinic_days(5)),
                task("choose_another_step", PHYSICIAN, within=clinic_days(5)),
            ),
        },
    ),
    message("plan_to_pcp", "letter_to_pcp", to=PCP),  # A15
    milestone("START"),  # A16: set here, so that an extension of the active stage counts from the same start
    alongside=(message("plan_is_ready", "plan_ready", when=before("feedback_visit", days(2))),),
)

FIRST_SIX_WEEKS_AND_ON: tuple[Step, ...] = (
    together(
        "first_six_weeks",
        task(
            "first_check_in_call",
            COORDINATOR,
            when=after("START", weeks(2)),
            within=clinic_days(2),
            contact=True,
        ),  # A19
        packets.packet("mid_packet", *packets.WEEK_6, when=after("START", weeks(6))),  # A20
        packets.back_questions("mid_back_questions", when=after("START", weeks(6))),  # A20
        staff_form("mid_goals", GAS, PHYSIOTHERAPIST, when=after("START", weeks(6)), within=clinic_days(3)),
        objective_tests("mid_objective_tests", when=after("START", weeks(6))),
        (
            wait("mid_packet_or_five_days", after("START", days(47)), until=outcome("mid_packet", "done")),
            conference(  # A21: held by START + 6 weeks + 5 clinic days
                "mid_review",
                within=clinic_days(2),
                proposes={"on_track": ANYTHING_IMPROVED, "plateau": ~ANYTHING_IMPROVED},
                outcomes={
                    "on_track": (),
                    "plateau": task("agree_the_new_plan", COORDINATOR, within=clinic_days(2), contact=True),
                    "worse": visit("visit_after_mid_review", PHYSICIAN, minutes=30, within=clinic_days(5)),
                },
            ),
        ),
    ),
    wait("eleven_weeks", after("START", days(77))),
)

ACTIVE = stage(
    "active",
    choose(
        "first_time_or_extension",
        case(
            "six_more_weeks",
            flag("extended"),
            milestone("extension_begins"),
            wait("end_of_the_extension", after("extension_begins", weeks(6))),
        ),
        otherwise=FIRST_SIX_WEEKS_AND_ON,
    ),
    alongside=(
        deliver_plan(),  # A16: the therapies of the patient's own plan
        choose(  # A17: daily, or weekly if the patient chose that; a soft prompt only
            "how_often_the_diary",
            case(
                "weekly",
                flag("weekly_diary"),
                repeat(
                    "weekly_diary",
                    ask(
                        "weekly_diary_entry",
                        DIARY,
                        within=days(2),
                        remind=WEEKLY_DIARY,
                        template="diary_prompt",
                    ),
                    every=weeks(1),
                ),
            ),
            # Seven texts a week would drown everything else: the page is open every day, the text comes once.
            otherwise=together(
                "daily_diary",
                repeat(
                    "diary",
                    ask("diary_entry", DIARY, within=days(1), remind=DAILY_DIARY, template=None),
                    when=after("START", days(0), at="18:00"),
                    every=days(1),
                ),
                repeat(
                    "diary_once_a_week",
                    message("word_about_the_diary", "diary_prompt"),
                    when=after("START", days(0), at="18:00"),
                    every=weeks(1),
                ),
            ),
        ),
        repeat(  # A18
            "every_two_weeks",
            choose(
                "what_the_check_in_asks",
                case(
                    "without_pain",  # in week 6 the mid packet asks about pain, and nothing is asked twice
                    all_of(known(days_since("START")), days_since("START") >= 42, days_since("START") < 49),
                    ask("check_in_beside_a_packet", CHECK_IN, within=days(5), remind=RL_A_EVERY_TWO_WEEKS),
                ),
                otherwise=ask(
                    "two_week_check_in",
                    *packets.EVERY_TWO_WEEKS,
                    within=days(5),
                    remind=RL_A_EVERY_TWO_WEEKS,
                ),
            ),
            when=after("START", weeks(2)),
            every=weeks(2),
        ),
        repeat(  # A19
            "check_in_calls",
            task("check_in_call", COORDINATOR, within=clinic_days(2), contact=True),
            when=after("START", weeks(4)),
            every=weeks(4),
        ),
    ),
)

RE_EVALUATION = stage(
    "re_evaluation",
    together(
        "week_12",
        packets.packet("week_12_packet", *packets.WEEK_12, when=after("START", days(77))),  # A22
        packets.back_questions("week_12_back_questions", when=after("START", days(77))),  # A22
        staff_form(
            "week_12_goals", GAS, PHYSIOTHERAPIST, when=after("START", weeks(12)), within=clinic_days(3)
        ),  # A22
        objective_tests("week_12_objective_tests", when=after("START", weeks(12))),  # A22
    ),
    conference(  # A23
        "re_evaluation_conference",
        when=after("START", weeks(13)),
        within=clinic_days(5),
        proposes={
            "responder": RESPONDER,
            "partly_better": ANYTHING_IMPROVED,
            "not_better": ~ANYTHING_IMPROVED,
        },
        outcomes={
            "responder": (),
            "partly_better": (),
            "not_better": task("second_opinion_or_other_pathway", PHYSICIAN, within=clinic_days(5)),
            "harmed": task("stop_the_harmful_treatment", PHYSICIAN, within=clinic_days(1)),
        },
    ),
    message("results_are_ready", "results_ready"),
    visit("results_visit", PHYSICIAN, minutes=45, within=clinic_days(5)),  # A24
    message("results_to_pcp", "letter_to_pcp", to=PCP),
    choose(
        "what_follows",
        case(
            "maintenance",
            outcome("re_evaluation_conference", "responder"),
            go("to_maintenance", "maintenance"),
        ),
        case(
            "extension",
            outcome("re_evaluation_conference", "partly_better"),
            mark("six_more_weeks", "extended"),
            # Two extensions in a journey at most.
            go(
                "extend_treatment",
                "active",
                at_most=3,
                instead=team_again("new_formulation_after_extensions"),
            ),
        ),
        otherwise=team_again("new_formulation"),
    ),
)

PATHWAY = Pathway(
    name="chronic_pain",
    title="Multidisciplinary chronic pain program",
    stages=(REFERRAL, INTAKE, ASSESSMENT, TEAM_REVIEW, PLAN, ACTIVE, RE_EVALUATION, MAINTENANCE, DISCHARGE),
    therapies=(EDUCATION, GRADED_EXERCISE, CBT, SLEEP_COACHING, MEDICINE_REVIEW, STEROID_INJECTION),
    safety=(*SAFETY, *AROUND_PROCEDURES, *ADVERSE_EVENTS),
    rules=(*WORSE, *BETWEEN_VISITS, *SECOND_LOOKS, LOST_GAINS),
    ladders=LADDERS,
    severities=SEVERITIES,
    endings=ENDINGS,
    coordinator=COORDINATOR,
    operations=OPERATIONS,
    task_ladder="RL-F",
    baseline_until="FB",
    texting_consent=TEXTS,
)
