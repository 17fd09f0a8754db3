"""The NIDA single question on drugs: how often in the past year."""

from engine.spans import months
from instruments.instrument import Instrument
from instruments.items import count
from instruments.rules import Total
from instruments.terms import Origin, bands

NIDA_SQ = Instrument(
    id="nida_sq",
    title="Single question on drug use",
    items=(
        count(
            "nida_sq",
            "How many times in the past year have you used an illegal drug or used a prescription medication "
            "for non-medical reasons?",
            "times",
            high=9999,
        ),
    ),
    domain="substances",
    recall=months(12),
    cadence="baseline, yearly, and when an opioid is started",
    rule=Total(),
    missing_rule="no score without an answer",
    score_range=(0, 9999),
    bands=bands(negative=0, positive=1),
    origin=Origin(
        source="Smith 2010",
        evidence="K",
        licence="US public domain",
        shipping="ship",
    ),
)
