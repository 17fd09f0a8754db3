"""Drug Abuse Screening Test, 10 items: a yes counts, except for the third, where a no does."""

from engine.spans import months
from instruments.instrument import Instrument
from instruments.items import YesNo, numbered, unworded
from instruments.rules import Total
from instruments.terms import bands, licensed

_IDS = numbered("q", 10)

DAST10 = Instrument(
    id="dast10",
    title="Drug Abuse Screening Test, 10 items",
    items=(
        *unworded(_IDS[:2], YesNo()),
        *unworded(_IDS[2:3], YesNo(no_counts=True)),
        *unworded(_IDS[3:], YesNo()),
    ),
    domain="substances",
    recall=months(12),
    cadence="baseline, yearly, and when an opioid is started",
    rule=Total(),
    missing_rule="all ten items are needed",
    score_range=(0, 10),
    bands=bands(none=0, low=1, moderate=3, substantial=6, severe=9),
    origin=licensed("Skinner 1982", "V", "copyright H. Skinner: free non-commercial use with credit"),
    languages=(),
    loinc_score="82667-7",
)
