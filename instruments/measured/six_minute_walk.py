"""The six-minute walk: how far a person gets, and how far people of their sex, age and size do."""

from fractions import Fraction

from instruments.instrument import Instrument
from instruments.items import Count, Item, Number, choice, yes_no
from instruments.measured.facts import AGE, SEX
from instruments.reading import Reading
from instruments.rounding import half_up
from instruments.rules import Scored, Total, not_scorable
from instruments.terms import Origin, both_ways

_ORIGIN = Origin(
    source="30 m course; Enright and Sherrill 1998",
    evidence="K",
    licence="CDC STEADI and NIA public material",
    shipping="ship",
)
_AT_CHECKS = "baseline, 6 weeks, 12 weeks; two that are flat or falling lead to a PT review"


def _predicted(reading: Reading) -> Scored:
    """In metres; below the lower limit fewer than one in twenty of healthy adults walk."""
    if reading.missing:
        return not_scorable(*reading.missing)
    age, cm, kg = (reading.answers[item].points for item in ("age", "cm", "kg"))
    if reading.code("sex") == "male":
        metres, limit = Fraction("7.57") * cm - Fraction("5.02") * age - Fraction("1.76") * kg - 309, 153
    elif reading.code("sex") == "female":
        metres, limit = Fraction("2.11") * cm - Fraction("2.29") * kg - Fraction("5.78") * age + 667, 139
    else:
        return Scored(status="not_scorable", subscores={"reason": "no_norm_for_sex"})
    shown = {"predicted": float(half_up(metres, 1)), "lower_limit": float(half_up(metres - limit, 1))}
    return Scored(status="complete", subscores=shown)


SIX_MINUTE_WALK = Instrument(
    id="6mwt",
    title="Six-minute walk",
    items=(
        Item(
            id="metres",
            wording="Metres walked in six minutes, or until they stopped",
            response=Count(high=1000, unit="m"),
        ),
        choice(
            "aid",
            "Walking aid",
            ("none", "None"),
            ("stick", "Stick"),
            ("crutches", "Crutches"),
            ("frame", "Frame"),
            optional=True,
        ),
        Item(id="stops", wording="Rests on the way", response=Count(high=99, unit="rests"), optional=True),
        yes_no("stopped_by_pain", "Stopped before the end because of pain", optional=True),
    ),
    asked_by="clinician",
    domain="function",
    recall="today",
    cadence=_AT_CHECKS,
    higher_is_worse=False,
    rule=Total(),
    missing_rule="a walk that was not tried is missing; one that pain ended counts as far as it went",
    score_range=(0, 1000),
    important_change=both_ways("30", "K", "ERS/ATS 2014, in chest disease"),
    origin=_ORIGIN,
    loinc_score="64098-7",
)
SIX_MINUTE_WALK_PREDICTED = Instrument(
    id="6mwt_predicted",
    title="Six-minute walk, predicted",
    items=(
        SEX,
        AGE,
        Item(id="cm", wording="Height", response=Number(low=100, high=250, unit="cm")),
        Item(id="kg", wording="Weight", response=Number(low=25, high=350, unit="kg")),
    ),
    asked_by="nobody",
    domain="function",
    recall="now",
    cadence=_AT_CHECKS,
    higher_is_worse=False,
    rule=_predicted,
    missing_rule="sex (female or male), age, height and weight are needed",
    headline=("predicted", "lower_limit"),
    listed=True,
    origin=_ORIGIN,
)
