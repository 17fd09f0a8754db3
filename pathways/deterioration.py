"""When things get worse, stand still, or change: who looks, and how soon. Draft, for sign-off.

Source: clinical reference sections 2.15 and 4.6 (D1 to D10); limits are [P] unless marked.
"""

from engine.language import after, finish, hold, mark, rule, task, together, wait
from engine.questions import (
    all_of,
    answer,
    any_of,
    baseline,
    days_since,
    days_with,
    improved,
    known,
    mean_change,
    missed_in_a_row,
    reported,
    score,
    times_reported,
    worse_than_best,
    worsened,
)
from engine.spans import clinic_days, days, weeks
from instruments import CHECK_IN, DIARY, PEG, PGIC, PHQ9, PSFS, RMDQ
from pathways.answers import said_yes
from pathways.meetings import FOR_THE_CONFERENCE
from pathways.roles import COORDINATOR, PHARMACIST, PHYSICIAN, PSYCHOLOGIST
from pathways.severities import SEV3_STAFF, call_soon, call_this_week

IN_TREATMENT = ("active", "re_evaluation")
IN_PROGRAM = (*IN_TREATMENT, "maintenance")
STEPS_IN_A_WEEK = mean_change(DIARY, "steps", days(7), against=days(28), days=4)
RAN_OUT = days_with(CHECK_IN, "ran_out_early", at_least=1, within=days(90))
REPORTED_RUN_OUT = times_reported("medicine_ran_out", days(90))
SESSIONS = ("exercise_sessions", "psychology_sessions", "sleep_sessions")

WORSE = (
    rule(
        "pain_and_activity_worse_twice",  # D1
        all_of(
            worse_than_best(PEG, weeks(8), percent=True, readings=2) >= 30,  # [V]
            worse_than_best(PEG, weeks(8), readings=2) >= 1,  # [V]
        ),
        call_this_week("call_about_getting_worse", COORDINATOR),
        stages=IN_PROGRAM,
        again_after=weeks(4),
    ),
    rule(
        "extreme_pain_on_three_days",  # D2
        days_with(DIARY, "pain_worst", at_least=9, within=days(7)) >= 3,
        call_soon("call_about_extreme_pain", PHYSICIAN),
        again_after=days(7),
    ),
    rule(
        "function_worse",  # D3
        any_of(
            worsened(PSFS),  # [V] 2 points of the mean
            worsened(RMDQ),  # [K] 5 points
            score(PGIC) >= 5,  # [V] the scale
        ),
        call_soon("call_about_function", PHYSICIAN),
        stages=IN_PROGRAM,
        again_after=weeks(2),
    ),
    rule(
        "stopped_working_or_walking",  # D3
        reported("stopped_working") | reported("stopped_walking"),
        call_soon("call_about_stopping", PHYSICIAN),
    ),
    rule(
        "mood_worse",  # D4
        worsened(PHQ9) | ((score(PHQ9) >= 15) & (baseline(PHQ9) < 15)),  # [K] 5 points, [V] the band
        task("psychologist_on_mood", PSYCHOLOGIST, within=clinic_days(1), contact=True),
        again_after=weeks(2),
    ),
    rule(
        "moving_far_less",  # D5: counted by the patient or a device, or reported
        reported("fewer_steps") | (known(STEPS_IN_A_WEEK) & (STEPS_IN_A_WEEK <= -40)),
        call_this_week("call_about_moving_less", COORDINATOR),
        stages=IN_PROGRAM,
        again_after=weeks(2),
    ),
    rule(
        "plateau",  # D6: six weeks of treatment and no important change in any of these
        (days_since("START") >= 42) & ~improved(PEG) & ~improved(PSFS) & ~improved(PHQ9),
        mark("plateau_to_discuss", FOR_THE_CONFERENCE),
        undecided=task("is_it_a_plateau", COORDINATOR, within=clinic_days(5)),
        stages=("active",),
        again_after=weeks(6),
    ),
    rule(
        "diary_silent",  # D7
        (missed_in_a_row("diary_entry") >= 7) | (missed_in_a_row("weekly_diary_entry") >= 1),
        task("call_about_the_diary", COORDINATOR, within=clinic_days(2), contact=True),
        stages=IN_TREATMENT,
        again_after=weeks(2),
    ),
    rule(
        "sessions_missed",  # D7
        any_of(*(missed_in_a_row(series) >= 2 for series in SESSIONS)),
        task(
            "call_about_missed_sessions",
            COORDINATOR,
            within=clinic_days(2),
            contact=True,
            # Three in a row: another way to meet (4.5).
            outcomes={"goes_on": (), "by_video_or_phone": (), "in_a_group": (), "pause": ()},
        ),
        stages=IN_PROGRAM,
    ),
    rule(
        "falls",  # D8; one with an injury is a safety rule
        (known(answer(CHECK_IN, "falls")) & (answer(CHECK_IN, "falls") >= 2))
        | (days_with(CHECK_IN, "falls", at_least=1, within=days(30)) >= 2),
        together(
            "after_falls",
            call_soon("call_about_falls", PHYSICIAN),
            task("medicines_and_falls", PHARMACIST, within=clinic_days(3)),
        ),
        again_after=days(7),
    ),
    rule(
        "fall_reported",  # D8: one is enough, the call asks about others and about injury
        reported("fall"),
        together(
            "after_a_reported_fall",
            call_soon("call_about_a_fall", PHYSICIAN),
            task("medicines_and_a_fall", PHARMACIST, within=clinic_days(3)),
        ),
    ),
    rule(
        "emergency_visit_in_check_in",  # D9
        said_yes(CHECK_IN, "emergency_visit"),
        together(
            "after_emergency_visit",
            task("call_after_emergency_visit", COORDINATOR, within=clinic_days(1), contact=True),
            task("medicines_after_emergency_visit", PHARMACIST, within=clinic_days(2)),
        ),
    ),
    rule(
        "hospital_reported",  # D9
        reported("emergency_visit") | reported("hospital_stay"),
        together(
            "after_hospital",
            task(
                "call_after_hospital",
                COORDINATOR,
                within=clinic_days(1),
                contact=True,
                outcomes={"home_again": (), "still_there": hold("in_hospital", review=days(14))},
            ),
            task("medicines_after_hospital", PHARMACIST, within=clinic_days(2)),
        ),
    ),
    rule(
        "medicine_ran_out_twice",  # D10
        any_of(
            RAN_OUT >= 2,
            REPORTED_RUN_OUT >= 2,
            # Once in a form, once in a report. The same one told twice costs a call; a missed one costs more.
            (RAN_OUT >= 1) & (REPORTED_RUN_OUT >= 1),
        ),
        together(
            "after_running_out",
            task("pharmacist_on_running_out", PHARMACIST, within=clinic_days(1)),
            task("physician_on_running_out", PHYSICIAN, severity=SEV3_STAFF),
        ),
        again_after=weeks(4),
    ),
    rule(
        "medicine_ran_out_now",  # nobody waits without medicine for the second time
        reported("medicine_ran_out"),
        task("pharmacist_on_medicine_gone", PHARMACIST, within=clinic_days(1), contact=True),
    ),
    rule(
        "out_of_touch",
        missed_in_a_row("two_week_check_in") >= 3,
        task(
            "three_calls_and_a_letter",
            COORDINATOR,
            within=clinic_days(10),
            contact=True,
            outcomes={
                "reached": (),
                "not_reached": (
                    wait("sixty_days_after_the_letter", after("three_calls_and_a_letter", days(60))),
                    task(
                        "is_the_patient_lost",
                        COORDINATOR,
                        within=clinic_days(2),
                        outcomes={"back": (), "lost": finish("lost_to_follow_up", "lost")},
                    ),
                ),
            },
        ),
        stages=IN_PROGRAM,
        again_after=weeks(8),
    ),
)
