"""PEG: pain on average, and how much it gets in the way of enjoyment and of general activity."""

from dataclasses import replace
from fractions import Fraction

from engine.spans import days
from instruments.instrument import Instrument
from instruments.items import Item, Scale
from instruments.reading import Reading
from instruments.rules import Mean, Scored
from instruments.terms import ImportantChange, Origin, bands


def _mean_and_sum(reading: Reading) -> Scored:
    scored = Mean()(reading)
    if scored.exact is None:
        return scored
    return replace(scored, subscores={"sum": int(scored.exact * len(reading.required))})


_HINDRANCE = Scale(low_anchor="Does not interfere", high_anchor="Completely interferes")

PEG = Instrument(
    id="peg",
    title="PEG pain scale",
    items=(
        Item(
            id="p",
            wording="What number best describes your pain on average in the past week?",
            response=Scale(low_anchor="No pain", high_anchor="Pain as bad as you can imagine"),
            loinc="75893-8",
        ),
        Item(
            id="e",
            wording="What number best describes how, during the past week, pain has interfered with your "
            "enjoyment of life?",
            response=_HINDRANCE,
            loinc="91145-3",
        ),
        Item(
            id="g",
            wording="What number best describes how, during the past week, pain has interfered with your "
            "general activity?",
            response=_HINDRANCE,
            loinc="91146-1",
        ),
    ),
    domain="pain",
    recall=days(7),
    cadence="baseline, every 2 weeks in the active phase, every review; every 28 days on opioids",
    rule=_mean_and_sum,
    missing_rule="all three items are needed",
    score_range=(0, 10),
    # The scale has no official bands; these are ours.
    bands=bands(mild=0, moderate=4, severe=7),
    important_change=ImportantChange(
        percent=Fraction(30),
        worse_points=Fraction(1),
        evidence="V",
        source="Krebs 2009 and CDC 2022 (30 %); Reed and Kroenke 2023 (about 1 point)",
    ),
    origin=Origin(
        source="Krebs 2009, J Gen Intern Med (open access)",
        evidence="V",
        licence="published open access, no fee known",
        shipping="ship",
    ),
    loinc_score="91147-9",
)
