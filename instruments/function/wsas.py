"""Work and Social Adjustment Scale. For whoever has no work, the other four items stand for five."""

from fractions import Fraction

from instruments.instrument import Instrument
from instruments.items import Item, Scale, YesNo, numbered, unworded
from instruments.reading import Reading
from instruments.rounding import half_up
from instruments.rules import Scored, Total, not_scorable
from instruments.terms import bands, both_ways, licensed

_IDS = numbered("q", 5)


def _with_or_without_work(reading: Reading) -> Scored:
    if not reading.points("work_na"):
        return Total()(reading)
    if "q1" in reading.answers:
        return Scored(status="invalid", bad_items=("work_na",))
    if reading.missing != ("q1",):
        return not_scorable(*reading.missing)
    total = sum((reading.answers[item].points for item in _IDS[1:]), Fraction(0)) * 5 / 4
    return Scored(
        status="prorated",
        exact=total,
        shown=half_up(total),
        missing=reading.missing,
        subscores={"prorated_exact": float(total)},
    )


WSAS = Instrument(
    id="wsas",
    title="Work and Social Adjustment Scale",
    items=(
        *unworded(_IDS, Scale(high=8, low_anchor="Not at all", high_anchor="Very severely")),
        Item(id="work_na", wording=None, response=YesNo(), optional=True),
    ),
    domain="function",
    recall="now",
    cadence="baseline, 12 weeks, 6 and 12 months",
    rule=_with_or_without_work,
    missing_rule="all five items are needed; where work does not apply, the others count 5/4",
    score_range=(0, 40),
    bands=bands(subclinical=0, significant=10, severe=21),
    important_change=both_ways("8", "K", "Zahra 2014"),
    origin=licensed("Mundt 2002", "V", "copyright I. Marks: free in NHS use, commercial status unclear"),
    languages=(),
)
