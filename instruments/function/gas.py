"""Goal Attainment Scaling: how far the patient's own goals were reached, each with its weight."""

from fractions import Fraction
from math import isqrt

from instruments.instrument import Instrument
from instruments.items import Item, Scale, yes_no
from instruments.reading import Reading
from instruments.rounding import half_up
from instruments.rules import Scored, not_scorable
from instruments.terms import Origin, Target, bands

GOALS = tuple(f"goal{number}" for number in range(1, 9))
_LEVEL = Scale(low=-2, high=2, low_anchor="Much less than expected", high_anchor="Much more than expected")
_WEIGHT = Scale(high=3, low_anchor="Not at all", high_anchor="Very much")
_ROOT_DIGITS = 10**20


def _t_score(reading: Reading) -> Scored:
    """Kiresuk and Sherman 1968, with the weights of Turner-Stokes 2009; goals correlate by 0.3."""
    goals = [goal for goal in GOALS if _is_rated(reading, goal)]
    missing = tuple(item for goal in goals for item in _left_open(reading, goal))
    weights = {goal: _weight(reading, goal) for goal in goals}
    if missing:
        return not_scorable(*missing)
    if not any(weights.values()):
        return Scored(status="not_scorable", subscores={"reason": "no_goal_that_counts"})
    attained = sum(weight * reading.answers[goal].points for goal, weight in weights.items())
    spread = 7 * sum(weight**2 for weight in weights.values()) + 3 * sum(weights.values()) ** 2
    # The root is seldom a fraction; twenty digits of it are far beyond the one that is shown.
    root = Fraction(isqrt(spread * 10 * _ROOT_DIGITS**2), 10 * _ROOT_DIGITS)
    exact = 50 + 10 * attained / root
    return Scored(status="complete", exact=exact, shown=half_up(exact, 1), subscores={"n": len(goals)})


def _is_rated(reading: Reading, goal: str) -> bool:
    asked = any(item in reading.asked for item in _items_of(goal))
    return asked and not reading.points(f"{goal}_withdrawn")


def _left_open(reading: Reading, goal: str) -> tuple[str, ...]:
    """A goal needs its level. Both of its weights may be left out (it then weighs 1), but not just one."""
    weights = (f"{goal}_importance", f"{goal}_difficulty")
    open_weights = reading.unanswered(weights)
    return (*reading.unanswered([goal]), *(open_weights if len(open_weights) == 1 else ()))


def _weight(reading: Reading, goal: str) -> int:
    importance, difficulty = reading.points(f"{goal}_importance"), reading.points(f"{goal}_difficulty")
    return 1 if importance is None or difficulty is None else int(importance * difficulty)


def _items_of(goal: str) -> tuple[str, ...]:
    return (goal, f"{goal}_importance", f"{goal}_difficulty", f"{goal}_withdrawn")


def _questions(goal: str) -> tuple[Item, ...]:
    level, importance, difficulty, withdrawn = _items_of(goal)
    return (
        Item(id=importance, wording="How much does it matter to you?", response=_WEIGHT, optional=True),
        Item(id=difficulty, wording="How hard is it to reach?", response=_WEIGHT, optional=True),
        Item(id=level, wording="How far was this goal reached?", response=_LEVEL, optional=True),
        yes_no(withdrawn, "Was this goal dropped by agreement?", optional=True),
    )


GAS = Instrument(
    id="gas",
    title="Goal Attainment Scaling",
    stem="All five levels of each goal are written down before care starts.",
    items=tuple(item for goal in GOALS for item in _questions(goal)),
    asked_by="clinician",
    domain="goals",
    recall="now",
    cadence="baseline (usually -1), 6 weeks, 12 weeks, 6 and 12 months",
    higher_is_worse=False,
    rule=_t_score,
    missing_rule="every goal that was not withdrawn needs its level",
    # No set of goals can go further: 50 plus or minus 10 x 2 / sqrt(0.3).
    score_range=(13, 87),
    bands=bands(below_expected=13, at_or_above_expected=50),
    target=Target(
        at_least=Fraction(50), below=Fraction(40), evidence="K", source="T-score at the date of the goal"
    ),
    origin=Origin(
        source="Kiresuk and Sherman 1968; Turner-Stokes 2009, with its erratum",
        evidence="V",
        licence="a method, no owner",
        shipping="ship",
    ),
)
