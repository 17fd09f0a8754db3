"""Psychological sessions, cognitive behavioral and acceptance based, over twelve weeks. Draft, for sign-off.

Source: clinical reference section 4.5. Nine of twelve sessions are the full dose [P]. A written relapse plan is
needed before the therapy counts as done; boosters follow one and three months later.
"""

from engine.language import after, ask, case, choose, mark, message, task, therapy, together
from engine.questions import attended, outcome
from engine.spans import Span, clinic_days, days, months, weeks
from engine.words import Ask
from instruments import GAD7, PHQ9
from pathways.ladders import RL_A
from pathways.meetings import FOR_THE_CONFERENCE, visit, weekly_sessions
from pathways.roles import COORDINATOR, PSYCHOLOGIST


def mood_check(name: str, after_first_session: Span) -> Ask:
    return ask(
        name,
        PHQ9,
        GAD7,
        when=after("psychology_sessions", after_first_session),
        within=days(5),
        remind=RL_A,
        unanswered=task(f"{name}_by_phone", COORDINATOR, within=clinic_days(2), contact=True),
    )


CBT = therapy(
    "cbt",
    "Psychological therapy for pain (CBT and ACT)",
    task("goals_and_formulation", PSYCHOLOGIST, within=clinic_days(5)),
    together(
        "psychology_side_by_side",
        weekly_sessions("psychology_sessions", PSYCHOLOGIST, minutes=60, number=12),
        mood_check("mood_in_week_4", weeks(3)),
        mood_check("mood_in_week_8", weeks(7)),
        task(
            "session_with_caregiver",  # only if the patient agreed
            PSYCHOLOGIST,
            when=after("psychology_sessions", weeks(7)),
            within=clinic_days(5),
            outcomes={"held": (), "not_wanted": ()},
        ),
    ),
    choose(
        "after_the_sessions",
        case(
            "not_taken_up",
            outcome("psychology_sessions", "declined") | outcome("psychology_sessions", "could_not"),
            mark("psychology_not_taken_up", FOR_THE_CONFERENCE),
        ),
        otherwise=(
            choose(
                "dose_of_psychology",
                case("full_dose", attended("psychology_sessions") >= 9),  # [P]
            ),
            task(
                "relapse_plan",
                PSYCHOLOGIST,
                within=clinic_days(10),
                outcomes={
                    "signed_full_dose": message("relapse_plan_at_hand", "home_plan"),
                    "signed_part_of_it": message("relapse_plan_at_hand_early", "home_plan"),
                    "stopped_early": mark("psychology_stopped_early", FOR_THE_CONFERENCE),
                },
            ),
            visit(
                "booster_after_one_month",
                PSYCHOLOGIST,
                minutes=45,
                within=weeks(2),
                when=after("relapse_plan", months(1)),
            ),
            visit(
                "booster_after_three_months",
                PSYCHOLOGIST,
                minutes=45,
                within=weeks(2),
                when=after("relapse_plan", months(3)),
            ),
        ),
    ),
)
