"""Thirty-second chair stand: how often a person stands up with arms crossed, against the CDC norm."""

from fractions import Fraction

from instruments.instrument import Instrument
from instruments.items import Count, Item, yes_no
from instruments.measured.facts import AGE, SEX
from instruments.reading import Reading
from instruments.rules import Scored, not_scorable, whole
from instruments.terms import Origin, both_ways

# Below average is fewer stands than this, in steps of five years from 60 to 94.
_AVERAGE = {"male": (14, 12, 12, 11, 10, 8, 7), "female": (12, 11, 10, 10, 9, 8, 4)}


def _stands(reading: Reading) -> Scored:
    """Standing up with the help of the arms is no stand."""
    stands = reading.points("stands")
    if stands is None:
        return not_scorable("stands")
    counted = Fraction(0) if reading.points("used_arms") else stands
    norm = _norm(reading)
    if isinstance(norm, str):
        return whole(counted, note=norm)
    return whole(counted, band="average_or_above" if counted >= norm else "below_average", cut=norm)


def _norm(reading: Reading) -> int | str:
    """The number of stands, or why there is none."""
    age, sex = reading.points("age"), reading.code("sex")
    if age is None or sex not in _AVERAGE:
        return "no_norm_for_sex"
    if age < 60:
        return "no_norm_below_60"
    step = int((age - 60) // 5)
    norms = _AVERAGE[str(sex)]
    return norms[step] if step < len(norms) else "no_norm_above_94"


CHAIR_STAND_30S = Instrument(
    id="chair_stand_30s",
    title="Thirty-second chair stand",
    items=(
        Item(
            id="stands",
            wording="Stands in 30 seconds; 0 for whoever tried and was not able to",
            response=Count(high=60, unit="stands"),
        ),
        SEX,
        AGE,
        yes_no("used_arms", "Used the arms", optional=True),
    ),
    asked_by="clinician",
    domain="function",
    recall="today",
    cadence="baseline, 6 weeks, 12 weeks",
    higher_is_worse=False,
    rule=_stands,
    missing_rule="a test that was not tried is missing; without age or sex there is a number and no norm",
    score_range=(0, 60),
    outcomes=("below_average", "average_or_above"),
    important_change=both_ways("2", "K", "2 stands"),
    origin=Origin(source="CDC STEADI norms", evidence="V", licence="US public material", shipping="ship"),
)
