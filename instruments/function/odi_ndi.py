"""Oswestry and Neck Disability Index: ten sections of six statements, in percent of the worst."""

from instruments.instrument import Instrument
from instruments.items import Scale, numbered, unworded
from instruments.rules import Percentage
from instruments.terms import bands, both_ways, licensed

_SECTIONS = unworded(
    numbered("s", 10), Scale(high=5, low_anchor="First statement", high_anchor="Sixth statement")
)
_RULE = Percentage(highest=5, may_miss=1)
_MISSING = "one section may be missing, as where it does not apply"

ODI = Instrument(
    id="odi",
    title="Oswestry Disability Index",
    items=_SECTIONS,
    domain="function",
    recall="today",
    cadence="with back pain: baseline, 6 weeks, 12 weeks, 6 and 12 months",
    rule=_RULE,
    missing_rule=_MISSING,
    score_range=(0, 100),
    bands=bands(minimal=0, moderate=21, severe=41, crippled=61, bed_bound=81),
    important_change=both_ways("10", "K", "Ostelo 2008"),
    origin=licensed("Fairbank 2000", "V", "licensed through Mapi"),
    languages=(),
)
NDI = Instrument(
    id="ndi",
    title="Neck Disability Index",
    items=_SECTIONS,
    domain="function",
    recall="today",
    cadence="with neck pain: baseline, 6 weeks, 12 weeks, 6 and 12 months",
    rule=_RULE,
    missing_rule=_MISSING,
    score_range=(0, 100),
    bands=bands(none=0, mild=10, moderate=30, severe=50, complete=70),
    important_change=both_ways("15", "K", "10-19 percent across papers"),
    origin=licensed("Vernon 1991", "K", "licensed through Mapi"),
    languages=(),
)
