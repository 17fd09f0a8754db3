"""Pain Catastrophizing Scale: rumination, magnification and helplessness."""

from dataclasses import replace

from instruments.instrument import Instrument
from instruments.items import Scale, numbered, unworded
from instruments.reading import Reading
from instruments.rules import Scored, Total
from instruments.terms import bands, both_ways, licensed

_SUBSCALES = {
    "rumination": ("q8", "q9", "q10", "q11"),
    "magnification": ("q6", "q7", "q13"),
    "helplessness": ("q1", "q2", "q3", "q4", "q5", "q12"),
}


def _with_subscales(reading: Reading) -> Scored:
    """A total may be prorated; subscales come only with a whole form."""
    scored = Total(may_miss=2)(reading)
    if scored.status != "complete":
        return scored
    sums = {
        name: int(sum(reading.answers[item].points for item in items)) for name, items in _SUBSCALES.items()
    }
    return replace(scored, subscores=sums)


PCS = Instrument(
    id="pcs",
    title="Pain Catastrophizing Scale",
    items=unworded(numbered("q", 13), Scale(high=4, low_anchor="Not at all", high_anchor="All the time")),
    domain="beliefs",
    recall="when in pain",
    cadence="baseline, 12 weeks; from 30 on leads to behavioural care",
    rule=_with_subscales,
    missing_rule="up to two missing items (20 %) count as the mean of the others; then there are no subscales",
    score_range=(0, 52),
    # 30 is Sullivan's cut; 20 to 29 is ours.
    bands=bands(low=0, moderate=20, high=30),
    important_change=both_ways("6.5", "V", "PMC7053735; 38-44 % in Scott 2014"),
    origin=licensed("Sullivan 1995", "V", "licensed through Mapi Research Trust"),
    languages=(),
)
