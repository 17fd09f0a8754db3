"""Who needs a second look: scores, medicines and conditions that open a review by a person. Draft, for sign-off.

Source: clinical reference sections 2.15, 4.1 (A7) and 4.8. These are flags for people; nothing here blocks or
changes care by itself.
"""

from engine.language import mark, message, rule, task
from engine.questions import age, all_of, answer, any_of, band, fact, flag, known, score
from engine.spans import clinic_days, days, months, weeks
from instruments import ASQ, AUDIT_C, EXPERIENCE, GAD7, GAS, GCPS_R, HISTORY, NIDA_SQ, PHQ9
from pathways.answers import said_yes
from pathways.meetings import FOR_THE_CONFERENCE, staff_form
from pathways.roles import COORDINATOR, PHARMACIST, PHYSICIAN, PHYSIOTHERAPIST, PSYCHOLOGIST
from pathways.severities import SEV3_STAFF

DRINKS_OR_USES_DRUGS = any_of(
    known(score(AUDIT_C)) & band(AUDIT_C, "positive"),
    known(score(NIDA_SQ)) & band(NIDA_SQ, "positive"),
)
SLOWS_BREATHING = said_yes(
    HISTORY, "takes_sedative", "takes_nerve_medicine", "takes_muscle_relaxant", "sleep_apnea"
)

MOOD_AND_HABITS = (
    rule(
        "severe_low_mood",
        score(PHQ9) >= 20,  # [V] the band, [P] the action
        task("psychologist_on_severe_low_mood", PSYCHOLOGIST, within=clinic_days(1), contact=True),
        again_after=days(7),
    ),
    rule(
        "low_mood_needs_the_asq",
        score(PHQ9) >= 15,  # [V] the band, [P] the action
        staff_form("suicide_screen", ASQ, PSYCHOLOGIST, within=clinic_days(1)),
        again_after=days(7),
    ),
    rule(
        "severe_anxiety",
        score(GAD7) >= 15,  # [V] the band, [P] the action
        task("psychologist_on_severe_anxiety", PSYCHOLOGIST, within=clinic_days(3), contact=True),
        again_after=weeks(2),
    ),
    rule(
        "alcohol_or_drugs",
        DRINKS_OR_USES_DRUGS,  # [V] AUDIT-C, [K] single question
        task("brief_talk_about_alcohol_or_drugs", PHYSICIAN, within=clinic_days(3)),
        again_after=months(6),
    ),
    rule(
        "unhappy_with_care",
        # [P] any rating of 3 or less, and the patient agreed to a call
        any_of(
            *(
                known(answer(EXPERIENCE, q)) & (answer(EXPERIENCE, q) <= 3)
                for q in ("q1", "q2", "q3", "q4", "q5")
            )
        )
        & said_yes(EXPERIENCE, "may_call"),
        task("call_about_experience", COORDINATOR, within=clinic_days(3), contact=True),
        again_after=weeks(4),
    ),
    rule(
        "high_impact_pain",
        band(GCPS_R, "high_impact_chronic_pain"),  # [V] grade 3
        mark("high_impact_pain_to_discuss", FOR_THE_CONFERENCE),
    ),
    rule(
        "goals_not_reached",
        score(GAS) < 40,  # [K] ratings at reviews only: the first one is low by design
        mark("goals_to_discuss", FOR_THE_CONFERENCE),
        stages=("active", "re_evaluation", "maintenance"),
    ),
)

MEDICINES = (
    rule(
        "opioid_with_something_that_slows_breathing",
        said_yes(HISTORY, "takes_opioid") & (SLOWS_BREATHING | DRINKS_OR_USES_DRUGS),  # [V] CDC 2022, [K]
        # A benzodiazepine is never stopped abruptly [V]; no new sedative without this review.
        task("review_opioid_with_sedative", PHYSICIAN, severity=SEV3_STAFF),
        message("naloxone_offer_with_sedative", "naloxone_edu"),
        again_after=days(90),
    ),
    rule(
        "high_opioid_dose",
        fact("mme") >= 50,  # [V] CDC 2022
        task("review_high_opioid_dose", PHYSICIAN, severity=SEV3_STAFF),
        message("naloxone_offer_with_high_dose", "naloxone_edu"),
        mark("high_opioid_dose_to_discuss", FOR_THE_CONFERENCE),
        again_after=days(90),
    ),
    rule(
        "serotonergic_pair",  # the pharmacist sets the flag; with an MAO inhibitor a physician gives the reason
        flag("serotonergic_pair"),  # [K]
        task("review_serotonergic_pair", PHYSICIAN, severity=SEV3_STAFF),
    ),
    rule(
        "heart_rhythm_pair",
        flag("qt_pair"),  # [K]
        task("review_heart_rhythm_pair_with_ecg", PHYSICIAN, severity=SEV3_STAFF),
    ),
)

CONDITIONS = (
    rule(
        "pregnant_or_may_be",
        # [K] FDA 2020: anti-inflammatory medicine from week 20; opioids are not tapered by default
        answer(HISTORY, "pregnancy").says("pregnant") | answer(HISTORY, "pregnancy").says("possible"),
        task("physician_on_pregnancy", PHYSICIAN, within=clinic_days(1)),
    ),
    rule(
        "breastfeeding",
        said_yes(HISTORY, "breastfeeding"),  # [K] FDA 2017: no codeine, no tramadol
        task("pharmacist_on_breastfeeding", PHARMACIST, within=clinic_days(1)),
    ),
    rule(
        "kidney_disease",
        any_of(known(fact("egfr")) & (fact("egfr") < 60), said_yes(HISTORY, "kidney_disease")),  # [K]
        task("pharmacist_on_kidneys", PHARMACIST, within=clinic_days(2)),
        again_after=days(90),
    ),
    rule(
        "severe_kidney_disease",
        fact("egfr") < 30,  # [K]
        task("physician_on_kidneys", PHYSICIAN, severity=SEV3_STAFF),
        again_after=days(90),
    ),
    rule(
        "liver_disease",
        said_yes(HISTORY, "liver_disease"),  # [K]
        task("pharmacist_on_liver", PHARMACIST, within=clinic_days(2)),
    ),
    rule(
        "older_and_at_risk_of_falls",
        all_of(
            age() >= 65,  # [K] Beers 2023, STEADI
            (answer(HISTORY, "falls_past_year") >= 1) | said_yes(HISTORY, "unsteady", "fall_hurt"),
        ),
        task("falls_plan", PHYSIOTHERAPIST, within=clinic_days(5)),
        task("sedating_medicines_of_older_adult", PHARMACIST, within=clinic_days(5)),
    ),
)

SECOND_LOOKS = (*MOOD_AND_HABITS, *MEDICINES, *CONDITIONS)
