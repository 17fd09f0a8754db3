"""Graded exercise: twelve weekly sessions, with quotas set by what was done and never by pain. Draft, for sign-off.

Source: clinical reference section 4.5. The quota starts at the mean of three trials times 0.8 [K: operant pacing];
it rises by 10 percent, is kept, or falls by 20 percent [P]. The engine says which; the therapist confirms. It never
rises because pain is low, and never stops because pain is up by two points or less and settles in 24 hours.
"""

from engine.language import after, case, choose, mark, message, repeat, task, therapy, together
from engine.questions import attended, days_since, days_with
from engine.spans import clinic_days, days, weeks
from instruments import DIARY
from pathways.meetings import FOR_THE_CONFERENCE, weekly_sessions
from pathways.roles import OCCUPATIONAL_THERAPIST, PHYSIOTHERAPIST

DAYS_ON_QUOTA_LAST_WEEK = days_with(DIARY, "quota_done", at_least=1, within=days(7))
DAYS_ON_QUOTA_LAST_TWO_WEEKS = days_with(DIARY, "quota_done", at_least=1, within=days(14))

GRADED_EXERCISE = therapy(
    "graded_exercise",
    "Graded exercise and pacing",
    task("set_the_starting_quota", PHYSIOTHERAPIST, within=clinic_days(5)),
    together(
        "exercise_side_by_side",
        weekly_sessions("exercise_sessions", PHYSIOTHERAPIST, minutes=45, number=12),
        task("link_exercise_to_daily_tasks", OCCUPATIONAL_THERAPIST, within=clinic_days(10)),
        repeat(
            "exercise_week_by_week",
            message("home_exercise_of_the_week", "home_plan"),
            every=weeks(1),
            at_most=12,
        ),
        repeat(
            "quota_week_by_week",
            choose(
                "quota_for_next_week",
                case(
                    "raise_by_ten_percent",
                    DAYS_ON_QUOTA_LAST_WEEK >= 5,  # [K]
                    task(
                        "confirm_a_higher_quota",
                        PHYSIOTHERAPIST,
                        within=clinic_days(2),
                        outcomes={"raised": (), "kept": ()},
                    ),
                ),
                case("keep", (DAYS_ON_QUOTA_LAST_WEEK >= 3) | (DAYS_ON_QUOTA_LAST_TWO_WEEKS >= 6)),  # [P]
                case(
                    "first_week", days_since("set_the_starting_quota") < 14
                ),  # two weeks are needed to step back
                otherwise=task(
                    "confirm_a_lower_quota",
                    PHYSIOTHERAPIST,
                    within=clinic_days(2),
                    outcomes={"lowered": (), "kept": ()},
                ),
            ),
            when=after("set_the_starting_quota", weeks(1)),
            every=weeks(1),
            at_most=11,
        ),
    ),
    choose(
        "dose_of_exercise",
        case("full_dose", attended("exercise_sessions") >= 9),  # [P]
    ),
    task(
        "exercise_goes_on_at_home",
        PHYSIOTHERAPIST,
        within=clinic_days(5),
        outcomes={
            "full_dose": (),
            "part_of_it": (),
            "stopped_early": mark("exercise_stopped_early", FOR_THE_CONFERENCE),
        },
    ),
)
