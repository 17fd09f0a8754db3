"""Pain Self-Efficacy Questionnaire: what a person is confident to do in spite of pain; ten items, or two."""

from instruments.instrument import Instrument
from instruments.items import Scale, numbered, unworded
from instruments.rules import Total
from instruments.terms import bands, both_ways, licensed

_CONFIDENT = Scale(high=6, low_anchor="Not at all confident", high_anchor="Completely confident")
_OWNER = "copyright M. Nicholas: free clinical use with credit, commercial by permission"

PSEQ10 = Instrument(
    id="pseq10",
    title="Pain Self-Efficacy Questionnaire",
    items=unworded(numbered("q", 10), _CONFIDENT),
    domain="beliefs",
    recall="now",
    cadence="baseline, 12 weeks; below 20 leads to behavioural care",
    higher_is_worse=False,
    rule=Total(may_miss=2),
    missing_rule="up to two missing items count as the mean of the others",
    score_range=(0, 60),
    bands=bands(severe=0, moderate=20, mild=31, minimal=41),
    important_change=both_ways("5.5", "K", "Chiarotto 2016; 6.5 in a Japanese study, PMC7053735"),
    origin=licensed("Nicholas 2007; bands of ePPOC", "V", _OWNER),
    languages=(),
)
PSEQ2 = Instrument(
    id="pseq2",
    title="Pain Self-Efficacy Questionnaire, 2 items",
    items=unworded(numbered("q", 2), _CONFIDENT),
    domain="beliefs",
    recall="now",
    cadence="baseline, 12 weeks",
    higher_is_worse=False,
    rule=Total(),
    missing_rule="both items are needed",
    score_range=(0, 12),
    bands=bands(low=0, moderate=5, desirable=8),
    important_change=both_ways("1.5", "K", "Nicholas 2015, approximate"),
    origin=licensed("Nicholas 2015", "K", _OWNER),
    languages=(),
)
