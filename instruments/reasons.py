"""Why there is no score, or what to know of one, in a sentence: scores carry codes, and these are their words."""

from collections.abc import Mapping

from engine.scores import Value

REASONS: Mapping[str, str] = {
    "baseline_below_4": "baseline<4",
    "fewer_than_3_readings": "a block counts from three readings on",
    "no_goal_that_counts": "no goal was rated, or none of them has a weight",
    "no_norm_below_60": "no CDC norm below 60",
    "no_norm_above_94": "no CDC norm above 94",
    "no_norm_for_sex": "the norm needs an age and a sex of female or male",
    "needs_value_set": "requires licensed country value set",
    "nothing_listed": "no medicine is listed, and none taken is not the same as none told",
    "only_excluded": "buprenorphine is left out of the total, and there is nothing else to add up",
    "other_way": "one score only per way of taking it: these factors are for swallowed medicine and fentanyl patches",
    "sex_specific_weights": "ORT weights are sex-specific; use ORT-OUD",
    "unable": "tried, and not able to; there is no number for that",
    "unknown_dose": "how much a day is not known",
    "unknown_opioid": "no factor is known for it, and a guess could hide a dangerous dose",
    "unknown_unit": "its unit is not one that the factor is for",
}


def in_words(value: Value) -> Value:
    """The sentence that a code stands for; every other value as it is."""
    return REASONS.get(value, value) if isinstance(value, str) else value
