"""GAD-2: the first two items of the GAD-7, as a quick check for anxiety."""

from engine.spans import weeks
from instruments.instrument import Instrument
from instruments.mood.gad7 import GAD7
from instruments.mood.phq9 import LICENCE, STEM
from instruments.rules import Total
from instruments.terms import Origin, bands

GAD2 = Instrument(
    id="gad2",
    title="Generalized Anxiety Disorder scale, 2 items",
    stem=STEM,
    items=GAD7.items[:2],
    domain="mood",
    recall=weeks(2),
    cadence="at quick check visits; positive leads to the GAD-7",
    rule=Total(),
    missing_rule="both items are needed",
    score_range=(0, 6),
    bands=bands(negative=0, positive=3),
    origin=Origin(
        source="Kroenke 2007",
        evidence="V",
        licence=LICENCE,
        shipping="ship",
    ),
)
