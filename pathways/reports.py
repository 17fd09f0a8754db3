"""What patients and staff tell us between visits, and what we do about it. Draft, for sign-off.

Source: clinical reference sections 2.15, 4.5 (flare), 4.9 (adverse events) and 5; limits are [P] unless marked.
"""

from engine.language import (
    after,
    ask,
    case,
    choose,
    go,
    mark,
    message,
    rule,
    safety,
    task,
    together,
    wait,
)
from engine.questions import above_median, answer, answer_change, any_of, flag, improved, known, reported
from engine.spans import clinic_days, days, hours, weeks
from instruments import CHECK_IN, DIARY, PEG, PHQ9, PSFS, RED_FLAGS
from pathways.answers import said_no, said_yes
from pathways.deterioration import IN_PROGRAM
from pathways.ladders import NEXT_DAY, RL_C
from pathways.meetings import FOR_THE_CONFERENCE, conference, visit, weekly_sessions
from pathways.roles import COORDINATOR, MEDICAL_DIRECTOR, OPERATIONS, PHYSICIAN, PHYSIOTHERAPIST
from pathways.severities import call_soon, call_this_week, emergency, urgent

# Reported by patient or staff in one step; near misses are welcome.
ADVERSE_EVENTS = (
    safety(
        "adverse_event",
        reported("adverse_event"),
        mark("adverse_event_to_discuss", FOR_THE_CONFERENCE),
        choose(
            "how_serious_is_it",
            case(
                "life_threatening",
                reported("adverse_event", "life_threatening"),
                emergency("call_about_life_threatening_event"),
            ),
            case(
                "serious",
                reported("adverse_event", "serious"),
                urgent("call_about_serious_event"),
            ),
            otherwise=call_this_week("call_about_adverse_event", PHYSICIAN),
        ),
    ),
    safety(
        "serious_adverse_event",
        reported("adverse_event", "serious") | reported("adverse_event", "life_threatening"),
        together(
            "after_a_serious_event",
            task("tell_the_medical_director", COORDINATOR, within=hours(24)),
            task("root_cause_review", MEDICAL_DIRECTOR, within=clinic_days(10)),
            # To the FDA and the maker within 10 work days [K: 21 CFR 803.30]; a person decides what is due.
            task("reports_to_authority_and_maker", OPERATIONS, within=clinic_days(10)),
        ),
    ),
)

PAIN_OVER_USUAL = above_median(DIARY, "pain_average", days(14), days=7, readings=2)

FLARE = rule(
    "flare",
    any_of(
        reported("flare"),
        said_yes(DIARY, "flare"),
        known(PAIN_OVER_USUAL) & (PAIN_OVER_USUAL >= 2),  # two days in a row of the diary
    ),
    message("own_flare_plan", "flare_support", urgency="reply"),
    together(
        "in_a_flare",
        ask(
            "warning_signs_in_a_flare",
            RED_FLAGS,
            within=hours(12),
            remind=RL_C,
            unanswered=task("warning_signs_by_phone", COORDINATOR, within=clinic_days(1), contact=True),
        ),
        (
            ask(
                "day_after_the_flare",
                DIARY,
                when=after("own_flare_plan", hours(24)),
                within=days(1),
                remind=NEXT_DAY,
            ),
            wait("three_days_of_flare", after("own_flare_plan", hours(72))),
            choose(
                "has_the_flare_settled",
                case("settled", said_no(DIARY, "flare")),
                otherwise=task(
                    "call_about_the_flare",
                    COORDINATOR,
                    within=clinic_days(1),
                    contact=True,
                    outcomes={"settling": (), "not_settling": mark("flare_goes_on", "relapse")},
                ),
            ),
        ),
    ),
    stages=IN_PROGRAM,
)

RELAPSE = rule(
    "relapse",
    flag("relapse"),
    mark("relapse_is_acted_on", "relapse", value=False),
    visit("flare_visit", PHYSICIAN, minutes=30, within=clinic_days(5)),  # A26
    task(
        "after_the_flare_visit",
        PHYSICIAN,
        within=clinic_days(1),
        outcomes={
            "settled": (),
            "function_lost": call_soon("call_about_lost_function", PHYSICIAN),
            "booster": weekly_sessions("booster_sessions", PHYSIOTHERAPIST, minutes=45, number=4),
            "back_to_the_team": go(
                "back_to_the_team",
                "team_review",
                at_most=3,
                instead=task("other_help_after_three_rounds", PHYSICIAN, within=clinic_days(5)),
            ),
        },
    ),
    stages=IN_PROGRAM,
)

# Whatever puts a patient on the list leads to the next conference.
CONFERENCE_BETWEEN_REVIEWS = rule(
    "wanted_at_the_conference",
    flag(FOR_THE_CONFERENCE),
    conference(
        "conference_between_reviews",
        within=clinic_days(10),
        outcomes={
            "no_change": (),
            "plan_changed": task(
                "agree_the_change_with_the_patient", COORDINATOR, within=clinic_days(2), contact=True
            ),
        },
    ),
    mark("talked_about_at_the_conference", FOR_THE_CONFERENCE, value=False),
    stages=("plan", *IN_PROGRAM, "discharge"),
)

CONFIDENCE_CHANGE = answer_change(CHECK_IN, "confidence")

ENCOURAGEMENT = (
    rule(
        "first_gains",  # the important changes of each form: [V] PEG and PSFS, [K] PHQ-9
        any_of(improved(PEG), improved(PSFS), improved(PHQ9)),
        message("a_step_reached", "milestone"),
        stages=IN_PROGRAM,
        again_after=weeks(6),
    ),
    rule(
        "losing_heart",
        any_of(
            known(answer(CHECK_IN, "confidence")) & (answer(CHECK_IN, "confidence") <= 3),
            known(CONFIDENCE_CHANGE) & (CONFIDENCE_CHANGE <= -3),
            known(answer(CHECK_IN, "adherence")) & (answer(CHECK_IN, "adherence") <= 3),
        ),
        task("call_to_encourage", COORDINATOR, within=clinic_days(3), contact=True),
        stages=IN_PROGRAM,
        again_after=weeks(4),
    ),
    rule(
        "side_effects",
        said_yes(CHECK_IN, "side_effects"),
        call_this_week("call_about_side_effects", COORDINATOR),
    ),
)

CHANGES_OF_LIFE = (
    rule(
        "question",
        reported("question"),
        message("question_has_arrived", "question_received", urgency="reply"),
        task("answer_the_question", COORDINATOR, within=clinic_days(1), contact=True),
    ),
    rule(
        "change_visit",
        reported("change_visit"),
        message("wish_for_another_time_has_arrived", "call_back", urgency="reply"),
        task("find_another_time", COORDINATOR, within=clinic_days(1), contact=True),
    ),
    rule(
        "call_me",
        reported("call_me"),
        message("wish_for_a_call_has_arrived", "call_back", urgency="reply"),
        task("call_as_wished", COORDINATOR, within=clinic_days(1), contact=True),
    ),
    rule(  # T-09: the flag is taken back in the same breath, so what is open moves to phone or letter
        "stopped_texts",
        reported("stopped_texts"),
        task("open_work_without_texts", COORDINATOR, within=clinic_days(1)),
    ),
    rule(
        "change_of_circumstance",
        reported("change_of_circumstance"),
        task(
            "look_at_the_plan_again",
            COORDINATOR,
            within=clinic_days(5),
            outcomes={"plan_fits": (), "to_the_conference": mark("change_to_discuss", FOR_THE_CONFERENCE)},
        ),
    ),
    rule(
        "barrier",
        reported("barrier"),
        message("other_ways_offered", "barrier_offer", urgency="reply"),
        task("find_another_way", COORDINATOR, within=clinic_days(2), contact=True),
    ),
    rule(
        "cannot_take_part",  # sleep or medicines stand in the way: one report, the right role within 3 clinic days
        reported("cannot_take_part"),
        task("who_can_help_to_take_part", COORDINATOR, within=clinic_days(3)),
    ),
)

BETWEEN_VISITS = (FLARE, RELAPSE, CONFERENCE_BETWEEN_REVIEWS, *ENCOURAGEMENT, *CHANGES_OF_LIFE)
