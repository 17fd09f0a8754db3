"""Epworth Sleepiness Scale: how likely a person is to doze off in eight situations."""

from instruments.instrument import Instrument
from instruments.items import Scale, numbered, unworded
from instruments.rules import Total
from instruments.terms import bands, both_ways, licensed

ESS = Instrument(
    id="ess",
    title="Epworth Sleepiness Scale",
    items=unworded(
        numbered("q", 8), Scale(high=3, low_anchor="Would never doze", high_anchor="High chance of dozing")
    ),
    domain="sleep",
    recall="in recent times",
    cadence="baseline, 12 weeks; above 10 leads to the sleep specialist",
    rule=Total(),
    # Its author's rule; the general one would prorate one item, and each stands for another situation.
    missing_rule="all eight items are needed (Johns)",
    score_range=(0, 24),
    bands=bands(
        lower_normal=0, higher_normal=6, mild_excessive=11, moderate_excessive=13, severe_excessive=16
    ),
    important_change=both_ways("2", "K", "2 to 3 points across papers"),
    origin=licensed("Johns 1991", "K", "copyright M. Johns, licensed through Mapi"),
    languages=(),
)
