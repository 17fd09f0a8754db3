"""PHQ-8: the PHQ-9 without its ninth item, only for places where nobody could act on that item."""

from fractions import Fraction

from engine.spans import weeks
from instruments.instrument import Instrument
from instruments.mood.phq9 import LICENCE, PHQ9, STEM
from instruments.rules import Total
from instruments.terms import ImportantChange, Origin, bands

PHQ8 = Instrument(
    id="phq8",
    title="Patient Health Questionnaire, 8 items",
    stem=STEM,
    items=PHQ9.items[:8],
    domain="mood",
    recall=weeks(2),
    cadence="as PHQ-9, where the ninth item cannot be acted on",
    rule=Total(may_miss=1),
    missing_rule="one missing item counts as the mean of the others",
    score_range=(0, 24),
    bands=bands(minimal=0, mild=5, moderate=10, moderately_severe=15, severe=20),
    important_change=ImportantChange(
        points=Fraction(5), worse_points=Fraction(5), evidence="K", source="as PHQ-9: Kroenke; Löwe 2004"
    ),
    origin=Origin(
        source="bands as PHQ-9; missing-item rule is ours",
        evidence="P",
        licence=LICENCE,
        shipping="ship",
    ),
)
