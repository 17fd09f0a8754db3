"""AUDIT-C: three questions about alcohol, with a lower cut-off where the patient is not known to be a man."""

from fractions import Fraction

from engine.spans import months
from instruments.instrument import Instrument
from instruments.items import Item, choice, points
from instruments.reading import Reading
from instruments.rules import Scored, not_scorable, whole
from instruments.terms import Origin

_DRINKS = ("q1", "q2", "q3")


def _total_by_sex(reading: Reading) -> Scored:
    """Someone who never drinks is spared the other two questions."""
    missing = reading.unanswered(_DRINKS)
    if missing and reading.points("q1") != 0:
        return not_scorable(*missing)
    total = sum((reading.points(item) or Fraction(0) for item in _DRINKS), Fraction(0))
    cut = 4 if reading.code("sex") == "male" else 3
    return whole(total, band="positive" if total >= cut else "negative", cut=cut)


AUDIT_C = Instrument(
    id="audit_c",
    title="AUDIT-C",
    items=(
        Item(
            id="q1",
            wording="How often do you have a drink containing alcohol?",
            response=points(
                "Never",
                "Monthly or less",
                "2 to 4 times a month",
                "2 to 3 times a week",
                "4 or more times a week",
            ),
            loinc="68518-0",
        ),
        Item(
            id="q2",
            wording="How many drinks containing alcohol do you have on a typical day when you are drinking?",
            response=points("1 or 2", "3 or 4", "5 or 6", "7 to 9", "10 or more"),
            loinc="68519-8",
        ),
        Item(
            id="q3",
            wording="How often do you have six or more drinks on one occasion?",
            response=points("Never", "Less than monthly", "Monthly", "Weekly", "Daily or almost daily"),
            loinc="68520-6",
        ),
        choice(
            "sex",
            "What is your sex?",
            ("female", "Female"),
            ("male", "Male"),
            ("other", "Other"),
            ("unknown", "I would rather not say"),
            optional=True,
        ),
    ),
    domain="substances",
    recall=months(12),
    cadence="baseline, yearly, and when an opioid is started",
    rule=_total_by_sex,
    missing_rule="all three are needed, unless the first is 'never'; sex not known uses the cut-off of 3",
    score_range=(0, 12),
    outcomes=("negative", "positive"),
    origin=Origin(
        source="Bush 1998: positive from 4 in men, from 3 in women; from 3 where sex is not known is ours",
        evidence="V",
        licence="WHO AUDIT items, public domain",
        shipping="ship",
    ),
    loinc_panel="72109-2",
    loinc_score="75626-2",
)
