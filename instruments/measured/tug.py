"""Timed up and go: seconds to get up, walk three metres at usual pace, turn and sit down again."""

from fractions import Fraction

from instruments.instrument import Instrument
from instruments.items import Item, Number
from instruments.reading import UNABLE, Reading
from instruments.rules import Scored, not_scorable
from instruments.terms import ImportantChange, Origin, bands


def _seconds(reading: Reading) -> Scored:
    if reading.missing:
        return not_scorable(*reading.missing)
    if reading.code("seconds") == UNABLE:
        return Scored(status="not_scorable", subscores={"reason": "unable"})
    seconds = reading.answers["seconds"].points
    return Scored(status="complete", exact=seconds, shown=seconds)


TUG = Instrument(
    id="tug",
    title="Timed up and go",
    items=(
        Item(
            id="seconds",
            wording="Seconds for three metres and back",
            response=Number(low=1, high=600, unit="s", unable=True),
        ),
    ),
    asked_by="clinician",
    domain="function",
    recall="today",
    cadence="baseline, 6 weeks, 12 weeks; from 12 s on leads to a plan against falls",
    rule=_seconds,
    missing_rule="a test that was not tried is missing; whoever is not able to has no time, and that is said",
    score_range=(0, 600),
    # CDC STEADI; some papers cut at 13.5 s.
    bands=bands(not_at_risk=0, fall_risk=12),
    important_change=ImportantChange(
        points=Fraction(3), worse_points=Fraction(3, 2), evidence="K", source="1.5 to 3 s across papers"
    ),
    origin=Origin(source="CDC STEADI", evidence="K", licence="US public material", shipping="ship"),
)
