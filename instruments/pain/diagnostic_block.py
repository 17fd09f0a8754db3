"""How much a diagnostic block relieved: the best reading of its window against the pain before it."""

from fractions import Fraction

from instruments.instrument import Instrument
from instruments.items import Item, Scale, numbered
from instruments.pain.nrs_pain import LEAST, WORST
from instruments.reading import Reading
from instruments.rounding import half_up
from instruments.rules import Scored, not_scorable
from instruments.terms import Origin

_RATING = Scale(low_anchor=LEAST, high_anchor=WORST)
_READINGS = numbered("r", 12)


def _relief(reading: Reading) -> Scored:
    """Where there was little pain there is little to take away, and from few readings nobody can tell."""
    before = reading.points("baseline")
    after = [reading.answers[item].points for item in _READINGS if item in reading.answers]
    if before is None or not after:
        return not_scorable(*reading.missing, *(() if after else _READINGS[:1]))
    if before < 4:
        return Scored(status="not_scorable", subscores={"reason": "baseline_below_4"})
    if len(after) < 3:
        return Scored(status="not_scorable", subscores={"reason": "fewer_than_3_readings"})
    exact = 100 * (before - min(after)) / before
    return Scored(status="complete", exact=exact, shown=half_up(exact, 1), band=_band(exact))


def _band(percent: Fraction) -> str:
    if percent >= 80:
        return "positive_80"
    return "positive_50_only" if percent >= 50 else "negative"


DIAGNOSTIC_BLOCK = Instrument(
    id="diagnostic_block",
    title="Relief by a diagnostic block",
    items=(
        Item(id="baseline", wording="Pain before the block", response=_RATING),
        *(
            Item(id=item, wording=f"Pain in the window, reading {number}", response=_RATING, optional=True)
            for number, item in enumerate(_READINGS, start=1)
        ),
    ),
    asked_by="nobody",
    domain="pain",
    recall="since the procedure",
    cadence="after each medial branch block",
    higher_is_worse=False,
    rule=_relief,
    missing_rule="the pain before is needed, at 4 or more, and three readings",
    outcomes=("negative", "positive_50_only", "positive_80"),
    origin=Origin(
        source="US coverage rules (80 %); Cohen 2020 accepts 50 %; the baseline of 4 is ours",
        evidence="K",
        licence="arithmetic, no owner",
        shipping="ship",
    ),
)
