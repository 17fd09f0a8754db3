"""GAD-7: anxiety over the past two weeks."""

from fractions import Fraction

from engine.spans import weeks
from instruments.instrument import Instrument
from instruments.mood.phq9 import LICENCE, STEM, problem
from instruments.rules import Total
from instruments.terms import ImportantChange, Origin, bands

GAD7 = Instrument(
    id="gad7",
    title="Generalized Anxiety Disorder scale, 7 items",
    stem=STEM,
    items=(
        problem("q1", "Feeling nervous, anxious or on edge"),
        problem("q2", "Not being able to stop or control worrying"),
        problem("q3", "Worrying too much about different things"),
        problem("q4", "Trouble relaxing"),
        problem("q5", "Being so restless that it is hard to sit still"),
        problem("q6", "Becoming easily annoyed or irritable"),
        problem("q7", "Feeling afraid as if something awful might happen"),
    ),
    domain="mood",
    recall=weeks(2),
    cadence="baseline, 6 weeks, 12 weeks, 6 months, 12 months",
    rule=Total(may_miss=1),
    missing_rule="one missing item counts as the mean of the others",
    score_range=(0, 21),
    bands=bands(minimal=0, mild=5, moderate=10, severe=15),
    important_change=ImportantChange(
        points=Fraction(4), worse_points=Fraction(4), evidence="K", source="Toussaint 2020"
    ),
    origin=Origin(
        source="Spitzer 2006: at 10 or more sensitivity 89 %, specificity 82 %",
        evidence="V",
        licence=LICENCE,
        shipping="ship",
    ),
    loinc_score="70274-6",
)
