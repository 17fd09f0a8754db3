"""Insomnia Severity Index: the past two weeks."""

from engine.spans import weeks
from instruments.instrument import Instrument
from instruments.items import Scale, numbered, unworded
from instruments.rules import Total
from instruments.terms import bands, both_ways, licensed

ISI = Instrument(
    id="isi",
    title="Insomnia Severity Index",
    items=unworded(
        numbered("q", 7),
        Scale(high=4, low_anchor="None / very satisfied", high_anchor="Very severe / very dissatisfied"),
    ),
    domain="sleep",
    recall=weeks(2),
    cadence="baseline, 12 weeks; from 15 on leads to CBT for insomnia",
    rule=Total(),
    missing_rule="all seven items are needed",
    score_range=(0, 28),
    bands=bands(none=0, subthreshold=8, moderate=15, severe=22),
    important_change=both_ways("6", "V", "Yang 2009"),
    origin=licensed("Morin 2011", "V", "copyright C. Morin, licensed through Mapi"),
    languages=(),
)
