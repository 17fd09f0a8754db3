"""Tampa Scale for Kinesiophobia, 11 items: fear of moving. No item of this version is reversed."""

from instruments.instrument import Instrument
from instruments.items import Scale, numbered, unworded
from instruments.rules import Total
from instruments.terms import both_ways, licensed

TSK11 = Instrument(
    id="tsk11",
    title="Tampa Scale for Kinesiophobia, 11 items",
    items=unworded(
        numbered("q", 11), Scale(low=1, high=4, low_anchor="Strongly disagree", high_anchor="Strongly agree")
    ),
    domain="beliefs",
    recall="now",
    cadence="baseline, 12 weeks",
    rule=Total(may_miss=2),
    missing_rule="up to two missing items (20 %) count as the mean of the others",
    score_range=(11, 44),  # there are no agreed bands: the number only
    important_change=both_ways("4", "V", "Woby 2005"),
    origin=licensed("Woby 2005", "V", "rights unclear, treated as licensed"),
    languages=(),
)
