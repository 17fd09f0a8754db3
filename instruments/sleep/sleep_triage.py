"""Four questions of our own that sort sleep trouble; not validated, for triage only."""

from instruments.instrument import Instrument
from instruments.items import Count, Item, Number, yes_no
from instruments.reading import Reading
from instruments.rules import Scored, not_scorable
from instruments.terms import Origin, Trigger


def _sort(reading: Reading) -> Scored:
    if reading.missing:
        return not_scorable(*reading.missing)
    return Scored(status="complete", band=_concern(reading))


def _concern(reading: Reading) -> str:
    """The most pressing concern; several can hold at once, and the answers tell which."""
    if reading.points("drowsy_driving"):
        return "drowsy_driving"
    if reading.points("stops_breathing"):
        return "possible_apnea"
    # Three bad nights a week is where insomnia begins in ICSD-3; under six hours is our own line.
    bad_nights = reading.answers["nights"].points >= 3
    return "poor_sleep" if bad_nights or reading.answers["hours"].points < 6 else "none"


SLEEP_TRIAGE = Instrument(
    id="sleep_triage",
    title="Sleep questions",
    items=(
        Item(
            id="nights",
            wording="How many nights a week do you sleep badly?",
            response=Count(high=7, unit="nights a week"),
        ),
        Item(
            id="hours",
            wording="How many hours do you sleep on most nights?",
            response=Number(low=0, high=24, unit="hours"),
        ),
        yes_no("stops_breathing", "Has anyone told you that you stop breathing in your sleep?"),
        yes_no("drowsy_driving", "Have you fallen asleep while driving?"),
    ),
    domain="sleep",
    recall="now",
    cadence="baseline, 12 weeks",
    rule=_sort,
    missing_rule="all four answers are needed",
    outcomes=("none", "poor_sleep", "possible_apnea", "drowsy_driving"),
    triggers=(Trigger("DROWSY_DRIVING_SEV3", "drowsy_driving"),),
    origin=Origin(
        source="our own wording and cut-offs, not validated",
        evidence="P",
        licence="the clinic's own words",
        shipping="ship",
    ),
)
