"""Keele STarT Back and STarT MSK: who is at risk of lasting trouble. For triage only, not for follow-up."""

from fractions import Fraction

from engine.spans import weeks
from instruments.instrument import Instrument
from instruments.items import Choice, Item, Option, Scale, YesNo, numbered, unworded
from instruments.reading import Reading
from instruments.rules import Scored, not_scorable, whole
from instruments.terms import bands, licensed

_BOTHERED = ("Not at all", "Slightly", "Moderately", "Very much", "Extremely")
_SUBSCALE = numbered("q", 5, first=5)


def _back(reading: Reading) -> Scored:
    if reading.missing:
        return not_scorable(*reading.missing)
    total = sum((reading.answers[item].points for item in reading.required), Fraction(0))
    subscale = int(sum(reading.answers[item].points for item in _SUBSCALE))
    band = "low" if total <= 3 else "high" if subscale >= 4 else "medium"
    return whole(total, band=band, subscale=subscale)


def _muscles_and_joints(reading: Reading) -> Scored:
    """Pain up to 4 is worth nothing, up to 6 one, up to 8 two, and above that three."""
    if reading.missing:
        return not_scorable(*reading.missing)
    pain = reading.answers["q1"].points
    recoded = sum(pain >= step for step in (5, 7, 9))
    others = sum((reading.answers[item].points for item in reading.required[1:]), Fraction(0))
    return whole(recoded + others, q1_recode=recoded)


START_BACK = Instrument(
    id="start_back",
    title="Keele STarT Back",
    items=(
        *unworded(numbered("q", 8), YesNo()),
        Item(
            id="q9",
            wording=None,
            response=Choice(
                options=tuple(
                    Option(code=code, label=label, points=int(code >= 3))
                    for code, label in enumerate(_BOTHERED)
                )
            ),
        ),
    ),
    domain="pain",
    recall=weeks(2),
    cadence="at triage only, low back pain only; high leads to psychologically informed physical therapy",
    rule=_back,
    missing_rule="all nine items are needed",
    score_range=(0, 9),
    outcomes=("low", "medium", "high"),
    origin=licensed("Hill 2008", "V", "Keele: a commercial product must ask"),
    languages=(),
    loinc_score="91351-7",
)
START_MSK = Instrument(
    id="start_msk",
    title="Keele STarT MSK",
    items=(
        Item(id="q1", wording=None, response=Scale(low_anchor="No pain", high_anchor="Worst pain")),
        *unworded(numbered("q", 9, first=2), YesNo()),
    ),
    domain="pain",
    recall=weeks(2),
    cadence="at triage only; high leads to psychologically informed physical therapy",
    rule=_muscles_and_joints,
    missing_rule="all ten items are needed",
    score_range=(0, 12),
    bands=bands(low=0, medium=5, high=9),
    origin=licensed("Dunn 2021", "K", "Keele: a licence is obligatory for all users, including the free one"),
    languages=(),
)
