"""Medicine review: the pharmacist proposes, a prescriber decides, and the patient is asked how it goes.

Draft, for sign-off. Source: clinical reference sections 2.15, 4.0 and 4.8. Nothing here changes a dose: each change
is a person's decision. A benzodiazepine is never stopped abruptly [V].
"""

from engine.language import after, ask, repeat, task, therapy, together
from engine.spans import clinic_days, days, weeks
from engine.words import Repeat
from instruments import CHECK_IN
from pathways.ladders import RL_E
from pathways.meetings import visit
from pathways.roles import COORDINATOR, PHARMACIST, PHYSICIAN


def weekly_checks(name: str, *, times: int) -> Repeat:
    return repeat(
        name,
        ask(
            f"{name}_form",
            CHECK_IN,
            within=days(1),
            remind=RL_E,
            template="taper_check",
            unanswered=task(f"{name}_not_answered", PHARMACIST, within=clinic_days(1), contact=True),
        ),
        every=weeks(1),
        at_most=times,
    )


MEDICINE_REVIEW = therapy(
    "medicine_review",
    "Medicine review",
    task("pharmacist_proposes", PHARMACIST, within=clinic_days(5)),  # need, effect, interactions, duplicates
    visit("medicine_visit", PHYSICIAN, minutes=30, within=clinic_days(10)),
    task(
        "prescriber_decides",
        PHYSICIAN,
        within=clinic_days(1),
        outcomes={
            "no_change": (),
            "new_or_higher": together(
                "after_a_new_medicine",
                task("tell_the_team_of_the_new_medicine", COORDINATOR, within=clinic_days(2)),
                task("driving_advice_given", PHYSICIAN, within=clinic_days(1)),
                weekly_checks("checks_after_new_medicine", times=2),
            ),
            "lower_step_by_step": together(
                "after_a_lower_dose",
                task("tell_the_team_of_the_lower_dose", COORDINATOR, within=clinic_days(2)),
                # With the prescriber's own figures, so a person sends it (secure message `taper_step`).
                task("send_the_agreed_step", PHARMACIST, within=clinic_days(1), contact=True),
                weekly_checks("checks_after_lower_dose", times=4),
            ),
        },
    ),
    # Long-term medicine is looked at again at least every 90 days [P].
    repeat(
        "medicine_reviewed_again",
        task(
            "look_at_medicines_again",
            PHARMACIST,
            within=clinic_days(5),
            outcomes={
                "unchanged": (),
                "to_the_prescriber": task("prescriber_looks_again", PHYSICIAN, within=clinic_days(5)),
            },
        ),
        when=after("prescriber_decides", days(90)),
        every=days(90),
        at_most=4,
    ),
)
