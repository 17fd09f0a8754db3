"""PHQ-2: the first two items of the PHQ-9, as a quick check for depression."""

from engine.spans import weeks
from instruments.instrument import Instrument
from instruments.mood.phq9 import LICENCE, PHQ9, STEM
from instruments.rules import Total
from instruments.terms import Origin, bands

PHQ2 = Instrument(
    id="phq2",
    title="Patient Health Questionnaire, 2 items",
    stem=STEM,
    items=PHQ9.items[:2],
    domain="mood",
    recall=weeks(2),
    cadence="at quick check visits; positive leads to the PHQ-9",
    rule=Total(),
    missing_rule="both items are needed",
    score_range=(0, 6),
    bands=bands(negative=0, positive=3),
    origin=Origin(
        source="Arroll 2010, PMC2906530",
        evidence="V",
        licence=LICENCE,
        shipping="ship",
    ),
    loinc_score="55758-7",
)
