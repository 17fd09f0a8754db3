"""Sleep efficiency: how much of the time in bed is slept, and what follows for the time in bed (a therapist decides)."""

from instruments.instrument import Instrument
from instruments.items import Item, Number
from instruments.reading import Reading
from instruments.rounding import half_up
from instruments.rules import Scored, not_scorable
from instruments.terms import Origin, bands


def _share(reading: Reading) -> Scored:
    if reading.missing:
        return not_scorable(*reading.missing)
    asleep, in_bed = (reading.answers[item].points for item in reading.required)
    if asleep > in_bed:
        return Scored(status="invalid", bad_items=("minutes_asleep",))
    exact = 100 * asleep / in_bed
    return Scored(status="complete", exact=exact, shown=half_up(exact, 1))


SLEEP_EFFICIENCY = Instrument(
    id="sleep_efficiency",
    title="Sleep efficiency",
    items=(
        Item(id="minutes_asleep", wording="Time asleep", response=Number(low=0, high=1440, unit="minutes")),
        Item(id="minutes_in_bed", wording="Time in bed", response=Number(low=1, high=1440, unit="minutes")),
    ),
    asked_by="nobody",
    domain="sleep",
    recall="now",
    cadence="weekly, from at least five nights of the diary; one change a week, never below 5.5 hours",
    higher_is_worse=False,
    rule=_share,
    missing_rule="both times are needed",
    score_range=(0, 100),
    bands=bands(reduce_15min=0, hold=85, extend_15min=90),
    origin=Origin(source="CBT for insomnia", evidence="K", licence="generic, no owner", shipping="ship"),
)
