"""Sleep coaching: a set time in bed, adjusted weekly, for six weeks. Draft, for sign-off.

Source: clinical reference section 4.5.1. Time in bed starts at the average sleep time, never under 5.5 hours
[K: CBT-I]. From sleep efficiency: 90 percent or more adds 15 minutes, under 85 takes 15 away, one change in 7 days,
with 5 diary nights or more [P]. The engine computes it from the diary, the coach confirms; with fewer nights the coach decides.
"""

from engine.language import after, ask, case, choose, mark, message, repeat, task, therapy, together
from engine.questions import answer, flag, percent_of
from engine.spans import clinic_days, days, weeks
from engine.words import Task
from instruments import DIARY, HISTORY, SLEEP_TRIAGE
from pathways.answers import yes_to
from pathways.ladders import RL_A
from pathways.meetings import weekly_sessions
from pathways.roles import SLEEP_SPECIALIST

# Not offered without a sleep specialist [K]: seizures, bipolar disorder or psychosis, untreated apnea, driving or
# machine work, late pregnancy.
NEEDS_SPECIALIST = (
    yes_to(HISTORY, "seizures", "bipolar_or_psychosis", "sleep_apnea", "drives_for_work")
    | yes_to(SLEEP_TRIAGE, "stops_breathing", "drowsy_driving")
    | answer(HISTORY, "pregnancy").says("pregnant")
)

SLEEP_EFFICIENCY = percent_of(DIARY, "hours_asleep", "hours_in_bed", days(7), days=5)


def confirm(change: str) -> Task:
    return task(
        f"confirm_{change}", SLEEP_SPECIALIST, within=clinic_days(2), outcomes={"agreed": (), "kept": ()}
    )


SLEEP_COACHING = therapy(
    "sleep_coaching",
    "Sleep coaching",
    mark("sleep_coaching_is_open", "sleep_coaching_waits", value=False),
    choose(
        "may_time_in_bed_be_cut",
        case(
            "specialist_decides",
            NEEDS_SPECIALIST,
            task(
                "sleep_specialist_decides",
                SLEEP_SPECIALIST,
                within=clinic_days(5),
                outcomes={
                    "full_program": (),
                    "without_cutting_time_in_bed": (),
                    "not_now": mark("sleep_coaching_put_off", "sleep_coaching_waits"),
                },
            ),
        ),
    ),
    choose(
        "does_sleep_coaching_start",
        case(
            "not_now",
            flag("sleep_coaching_waits"),
            task("refer_for_sleep_study", SLEEP_SPECIALIST, within=clinic_days(5)),
        ),
        otherwise=(
            task("start_the_sleep_diary", SLEEP_SPECIALIST, within=clinic_days(3), contact=True),  # 14 nights
            together(
                "sleep_side_by_side",
                weekly_sessions("sleep_sessions", SLEEP_SPECIALIST, minutes=30, number=6),
                repeat(
                    "sleep_week_by_week",
                    choose(
                        "time_in_bed_next_week",
                        case("longer", SLEEP_EFFICIENCY >= 90, confirm("a_quarter_hour_more")),
                        case("shorter", SLEEP_EFFICIENCY < 85, confirm("a_quarter_hour_less")),
                        undecided=task(
                            "adjust_time_in_bed",
                            SLEEP_SPECIALIST,
                            within=clinic_days(2),
                            outcomes={"longer": (), "kept": (), "shorter": (), "too_few_nights": ()},
                        ),
                    ),
                    when=after("start_the_sleep_diary", weeks(2)),
                    every=weeks(1),
                    at_most=6,
                ),
            ),
            message("sleep_plan_at_hand", "home_plan"),
            ask(
                "sleep_at_the_end",
                SLEEP_TRIAGE,
                within=days(7),
                remind=RL_A,
                unanswered=task(
                    "sleep_asked_by_phone", SLEEP_SPECIALIST, within=clinic_days(3), contact=True
                ),
            ),
        ),
    ),
)
