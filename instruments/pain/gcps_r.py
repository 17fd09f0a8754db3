"""Graded Chronic Pain Scale, revised: four grades, from no chronic pain to high-impact chronic pain."""

from fractions import Fraction

from engine.spans import months
from instruments.instrument import Instrument
from instruments.items import Choice, Item, Option
from instruments.pain.peg import PEG
from instruments.reading import Reading
from instruments.rules import Scored, not_scorable, whole
from instruments.terms import Origin, bands

_HOW_OFTEN = Choice(
    options=(
        Option(code="never", label="Never"),
        Option(code="some_days", label="Some days"),
        Option(code="most_days", label="Most days", points=1),
        Option(code="every_day", label="Every day", points=1),
    )
)
_PEG_ITEMS = ("p", "e", "g")


def _grade(reading: Reading) -> Scored:
    """Von Korff 2020. An answer that the grade does not hang on may be missing."""
    often, limited = reading.points("q1"), reading.points("q2")
    if often is None:
        return not_scorable(*reading.missing)
    if not often:
        return whole(Fraction(0))
    if limited is None:
        return not_scorable(*reading.missing)
    if limited:
        return whole(Fraction(3))
    if reading.missing:
        return not_scorable(*reading.missing)
    peg_sum = int(sum(reading.answers[item].points for item in _PEG_ITEMS))
    if peg_sum >= 12:
        return whole(Fraction(2), peg_sum=peg_sum)
    return whole(Fraction(1), peg_sum=peg_sum)


GCPS_R = Instrument(
    id="gcps_r",
    title="Graded Chronic Pain Scale, revised",
    items=(
        Item(id="q1", wording="In the past 3 months, how often did you have pain?", response=_HOW_OFTEN),
        Item(
            id="q2",
            wording="Over the past 3 months, how often did pain limit your life or work activities?",
            response=_HOW_OFTEN,
        ),
        *PEG.items,
    ),
    domain="pain",
    recall=months(3),
    cadence="baseline, 6 months, 12 months; report the shift of grade",
    rule=_grade,
    missing_rule="only the answers that the grade hangs on are needed",
    score_range=(0, 3),
    bands=bands(
        no_chronic_pain=0, mild_chronic_pain=1, bothersome_chronic_pain=2, high_impact_chronic_pain=3
    ),
    origin=Origin(
        source="Von Korff 2020, PMC7097879; algorithm as in the Millisecond manual",
        evidence="V",
        licence="the two questions are US NHIS items (public domain); PEG is open access",
        shipping="ship",
    ),
)
