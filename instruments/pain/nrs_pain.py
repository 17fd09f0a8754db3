"""The 0-10 pain rating: average pain of the past week, and if asked also now and at its worst."""

from fractions import Fraction

from engine.spans import days
from instruments.instrument import Instrument
from instruments.items import Item, Scale, scale
from instruments.rules import Total
from instruments.terms import ImportantChange, Origin, bands

LEAST, WORST = "No pain", "Pain as bad as you can imagine"

NRS_PAIN = Instrument(
    id="nrs_pain",
    title="Pain rating",
    items=(
        Item(
            id="nrs",
            wording="How bad was your pain on average in the past 7 days?",
            response=Scale(low_anchor=LEAST, high_anchor=WORST),
            loinc="75893-8",
        ),
        scale("now", "How bad is your pain right now?", LEAST, WORST, optional=True),
        scale("worst", "How bad was your pain at its worst in the past 7 days?", LEAST, WORST, optional=True),
    ),
    domain="pain",
    recall=days(7),
    cadence="every 2 weeks in the active phase; at every procedure check",
    rule=Total(),
    missing_rule="no score without the average rating",
    score_range=(0, 10),
    bands=bands(none=0, mild=1, moderate=4, severe=7),
    important_change=ImportantChange(
        points=Fraction(2),
        percent=Fraction(30),
        worse_points=Fraction(2),
        evidence="V",
        # Pain clinics saw larger important changes (2.2 to 4.2, PMC9299931): never judge by this alone.
        source="Farrar 2001; IMMPACT, Dworkin 2008",
    ),
    origin=Origin(
        source="common cut points 1-3, 4-6, 7-10",
        evidence="K",
        licence="generic, no owner",
        shipping="ship",
    ),
    loinc_score="75893-8",
)
