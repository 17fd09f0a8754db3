"""What was measured, taken or worked out, and what it scores."""

from tests.support.examples import Answers, Example, example, invalid, rated, rising, unscored

WALK: Answers = {"sex": "female", "age": 54, "cm": 165, "kg": 78}
SPPB: Answers = {"side": 10, "semi": 10, "tandem": 10, "gait": 4, "chair": 11}
COWS_IDS = ("pulse", "sweat", "restless", "pupil", "ache", "nose", "gi", "tremor", "yawn", "anxiety", "goose")
COWS_WORST: Answers = {
    **rated(4, "pulse", "sweat", "ache", "nose", "tremor", "yawn", "anxiety"),
    **rated(5, "restless", "pupil", "gi", "goose"),
}
MEASURED: tuple[Example, ...] = (
    *rising("6mwt", ("metres",), (600, 600, None), (385, 385, None), (0, 0, None)),
    *rising("nrs_pain", ("nrs",), (0, 0, "none"), (5, 5, "moderate"), (10, 10, "severe")),
    example("cows", "best", rated(0, *COWS_IDS), score=0, band="none"),
    example("cows", "middle", rated(0, *COWS_IDS, pulse=4, sweat=4, restless=5), score=13, band="moderate"),
    example("cows", "worst", COWS_WORST, score=48, band="severe"),
    unscored("cows", rated(0, *COWS_IDS[1:])),
    invalid("cows", rated(0, *COWS_IDS, goose=4)),
    example(
        "sleep_efficiency",
        "best",
        {"minutes_asleep": 450, "minutes_in_bed": 450},
        score=100,
        band="extend_15min",
    ),
    example(
        "sleep_efficiency", "middle", {"minutes_asleep": 85, "minutes_in_bed": 100}, score=85, band="hold"
    ),
    example(
        "sleep_efficiency",
        "worst",
        {"minutes_asleep": 0, "minutes_in_bed": 480},
        score=0,
        band="reduce_15min",
    ),
    unscored("sleep_efficiency", {"minutes_asleep": 400}),
    invalid("sleep_efficiency", {"minutes_asleep": 400, "minutes_in_bed": 0}),
    example(
        "sleep_efficiency",
        "more asleep than in bed",
        {"minutes_asleep": 2, "minutes_in_bed": 1},
        status="invalid",
    ),
    example(
        "diagnostic_block", "best", {"baseline": 8, "r1": 0, "r2": 1, "r3": 2}, score=100, band="positive_80"
    ),
    example(
        "diagnostic_block",
        "middle",
        {"baseline": 4, "r1": 2, "r2": 2, "r3": 3},
        score=50,
        band="positive_50_only",
    ),
    example(
        "diagnostic_block", "worst", {"baseline": 4, "r1": 10, "r2": 9, "r3": 8}, score=-100, band="negative"
    ),
    unscored("diagnostic_block", {"r1": 2, "r2": 2, "r3": 3}),
    unscored("diagnostic_block", {"baseline": 5}),
    unscored("diagnostic_block", {"baseline": 8, "r1": 2, "r2": 2}),
    invalid("diagnostic_block", {"baseline": 8, "r1": 11}),
    example("impact_score", "best", {"pain": 0, "pi_raw": 4, "pf_raw": 20}, score=8, band="mild"),
    example("impact_score", "middle", {"pain": 5, "pi_raw": 12, "pf_raw": 12}, score=29, band="moderate"),
    example("impact_score", "worst", {"pain": 10, "pi_raw": 20, "pf_raw": 4}, score=50, band="severe"),
    unscored("impact_score", {"pain": 10, "pi_raw": 20}),
    invalid("impact_score", {"pain": 10, "pi_raw": 3, "pf_raw": 4}),
    example("mme", "best", {"morphine": 10}, score=10, band="lt20"),
    example("mme", "middle", {"fentanyl_transdermal": 12, "Oxycodone ER": 20}, score=58.8, band="50_89"),
    example("mme", "buprenorphine beside it", {"buprenorphine": 8, "tramadol": 100}, score=20, band="20_49"),
    example("mme", "worst", {"Methadone HCl": 20}, score=94, band="ge90"),
    unscored("mme", {}),
    unscored("mme", {"oxycodone": None, "morphine": 30}),
    unscored("mme", {"heroin": 1, "morphine": 30}),
    unscored("mme", {"fentanyl": 25}),
    unscored("mme", {"buprenorphine": 8}),
    unscored("mme", {"buprenorphine": None}),
    invalid("mme", {"heroin": -1, "morphine": 30}),
    example("mme_taper", "best", {"mme": 90, "percent": 10, "steps": 2}),
    example("mme_taper", "middle", {"mme": 90, "percent": 60, "steps": 2, "mode": "of_original"}),
    example("mme_taper", "worst", {"mme": 90, "percent": 0, "steps": 0}),
    unscored("mme_taper", {"mme": 90, "percent": 10}),
    invalid("mme_taper", {"mme": 90, "percent": 10, "steps": 1.5}),
    example(
        "taper_rate", "best", {"mme": 90, "percent": 4, "every_days": 28}, score=4, band="slower_than_default"
    ),
    example(
        "taper_rate",
        "middle",
        {"mme": 90, "percent": 20, "every_days": 28, "months_of_use": 11},
        score=20,
        band="default_range",
    ),
    example(
        "taper_rate",
        "after a year",
        {"mme": 90, "percent": 11, "every_days": 28, "months_of_use": 12},
        score=11,
        band="faster_than_10_per_month_ge_1y",
    ),
    example(
        "taper_rate",
        "a second signature",
        {"mme": 90, "percent": 10, "every_days": 10},
        score=28,
        band="second_signoff",
    ),
    example(
        "taper_rate", "worst", {"mme": 90, "percent": 10, "every_days": 7}, score=40, band="over_30_per_month"
    ),
    unscored("taper_rate", {"mme": 90, "percent": 11, "every_days": 28}),
    unscored("taper_rate", {"mme": 90, "percent": 11}),
    invalid("taper_rate", {"mme": 90, "percent": 101, "every_days": 28}),
    example("6mwt_predicted", "best", WALK),
    example("6mwt_predicted", "middle", {**WALK, "sex": "male"}),
    example("6mwt_predicted", "worst", {**WALK, "age": 90}),
    unscored("6mwt_predicted", {**WALK, "sex": "unknown"}),
    unscored("6mwt_predicted", {**WALK, "kg": None}),
    invalid("6mwt_predicted", {**WALK, "cm": 65}),
    example("tug", "best", {"seconds": 8}, score=8, band="not_at_risk"),
    example("tug", "middle", {"seconds": 11.99}, score=11.99, band="not_at_risk"),
    example("tug", "worst", {"seconds": 40}, score=40, band="fall_risk"),
    unscored("tug", {"seconds": None}),
    example("tug", "not able to", {"seconds": "unable"}, status="not_scorable"),
    invalid("tug", {"seconds": 0}),
    example(
        "chair_stand_30s",
        "best",
        {"stands": 20, "sex": "female", "age": 70},
        score=20,
        band="average_or_above",
    ),
    example(
        "chair_stand_30s",
        "middle",
        {"stands": 3, "sex": "female", "age": 94.5},
        score=3,
        band="below_average",
    ),
    example(
        "chair_stand_30s", "worst", {"stands": 0, "sex": "male", "age": 60}, score=0, band="below_average"
    ),
    example("chair_stand_30s", "older than the norm", {"stands": 4, "sex": "male", "age": 95}, score=4),
    example("chair_stand_30s", "sex not known", {"stands": 4, "sex": "unknown", "age": 70}, score=4),
    example("chair_stand_30s", "age not known", {"stands": 4, "sex": "male"}, score=4),
    unscored("chair_stand_30s", {"sex": "male", "age": 70, "used_arms": True}),
    invalid("chair_stand_30s", {"stands": 4.5, "sex": "male", "age": 70}),
    example("grip", "best", {"trial1": 40, "other2": 42.5, "sex": "male"}, score=42.5, band="not_low"),
    example("grip", "middle", {"trial1": 26.9, "sex": "male"}, score=26.9, band="low"),
    example("grip", "worst", {"trial1": 0, "sex": "female"}, score=0, band="low"),
    example("grip", "sex not known", {"trial1": 20}, score=20),
    unscored("grip", {"sex": "female"}),
    invalid("grip", {"trial1": 121, "sex": "female"}),
    example("sppb", "best", SPPB, score=12, band="high"),
    example("sppb", "middle", {**SPPB, "tandem": 2, "gait": 8.71}, score=7, band="intermediate"),
    example("sppb", "three metres", {**SPPB, "gait": 4, "course": "3"}, score=11, band="high"),
    example("sppb", "worst", dict.fromkeys(SPPB, "unable"), score=0, band="low"),
    example("sppb", "more than a minute", {**SPPB, "chair": 60.5}, score=8, band="intermediate"),
    unscored("sppb", {**SPPB, "semi": None}),
    invalid("sppb", {**SPPB, "side": 11}),
    example("change", "best", {"baseline": 8, "follow_up": 1, "points": 2}, score=7, band="improved"),
    example(
        "change", "middle", {"baseline": 8, "follow_up": 8, "points": 2}, score=0, band="no_important_change"
    ),
    example(
        "change",
        "worst",
        {"baseline": 8, "follow_up": 0, "points": 2, "lower_is_better": False},
        score=-8,
        band="worsened",
    ),
    unscored("change", {"baseline": 8}),
    invalid("change", {"baseline": 8, "follow_up": 0, "points": -2}),
)
