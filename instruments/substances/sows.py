"""Subjective Opiate Withdrawal Scale: how strong sixteen signs of withdrawal feel now."""

from instruments.instrument import Instrument
from instruments.items import Scale, numbered, unworded
from instruments.rules import Total
from instruments.terms import bands, licensed

SOWS = Instrument(
    id="sows",
    title="Subjective Opiate Withdrawal Scale",
    items=unworded(numbered("q", 16), Scale(high=4, low_anchor="Not at all", high_anchor="Extremely")),
    domain="substances",
    recall="now",
    cadence="steps of a taper, weekly; from 21 on somebody acts the same day",
    rule=Total(),
    missing_rule="all 16 items are needed",
    score_range=(0, 64),
    bands=bands(none=0, mild=1, moderate=11, severe=21),
    origin=licensed("Handelsman 1987; bands from the literature", "K", "widely copied, no clear licence"),
    languages=(),
)
