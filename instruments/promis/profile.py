"""PROMIS-29: seven domains and the intensity of pain; and the impact score of chronic low back pain from them."""

from dataclasses import replace
from fractions import Fraction

from engine.scores import Value
from engine.spans import days
from instruments.instrument import Instrument
from instruments.items import Count, Item, Scale
from instruments.pain.nrs_pain import LEAST, WORST
from instruments.promis.short_forms import FOURS, OWNER
from instruments.reading import Reading, part_of
from instruments.rules import Scored, facts, not_scorable, whole
from instruments.terms import Origin, Part, bands, licensed

_PAIN = Item(
    id="pain",
    wording=None,
    response=Scale(low_anchor=LEAST, high_anchor=WORST),
    loinc="75261-8",
)


def _domain(name: str) -> str:
    return name.removeprefix("promis_")


def _items(four: Instrument) -> tuple[Item, ...]:
    """`i1` of the anxiety form is `anx4a_i1` here."""
    return tuple(replace(item, id=f"{_domain(four.id)}_{item.id}") for item in four.items)


def _seven_domains(reading: Reading) -> Scored:
    """Each domain stands for itself: one that lacks an answer has no score, and the others keep theirs."""
    found: dict[str, Value] = {}
    for four in FOURS:
        scored = four.rule(part_of(reading, _items(four)))
        if scored.exact is not None:
            found[f"{_domain(four.id)}_t"] = float(scored.exact)
            found[f"{_domain(four.id)}_raw"] = scored.subscores["raw"]
    pain = reading.points("pain")
    if pain is not None:
        found["pain"] = int(pain)
    parts = [found.get(name) for name in ("pain", "pi4a_raw", "pf4a_raw")]
    if all(isinstance(part, int) for part in parts):
        found["impact"] = int(_impact_of(*(Fraction(part) for part in parts if isinstance(part, int))))
    status = facts(reading).status if found else "not_scorable"
    return Scored(status=status, missing=reading.missing, subscores=found)


def _impact(reading: Reading) -> Scored:
    if reading.missing:
        return not_scorable(*reading.missing)
    return whole(_impact_of(*(reading.answers[item].points for item in reading.required)))


def _impact_of(pain: Fraction, interference: Fraction, function: Fraction) -> Fraction:
    return pain + interference + (24 - function)


PROMIS_29 = Instrument(
    id="promis_29",
    title="PROMIS-29 profile",
    version="2.1",
    items=(*(item for four in FOURS for item in _items(four)), _PAIN),
    domain="health",
    recall=days(7),
    cadence="baseline, 12 weeks, 6 and 12 months; interference from 70 or function below 30 leads to a conference",
    rule=_seven_domains,
    missing_rule="each domain needs its four items",
    headline=tuple(f"{_domain(four.id)}_t" for four in FOURS),
    parts=tuple(
        Part(
            name=f"{_domain(four.id)}_t",
            higher_is_worse=four.higher_is_worse,
            important_change=four.important_change,
        )
        for four in FOURS
        if four.important_change
    ),
    origin=licensed("manual tables seen in two public analysis files", "V", OWNER),
    languages=(),
)
IMPACT_SCORE = Instrument(
    id="impact_score",
    title="Impact of chronic low back pain",
    items=(
        replace(_PAIN, wording="Pain intensity"),
        Item(
            id="pi_raw",
            wording="Raw sum of pain interference 4a",
            response=Count(low=4, high=20, unit="points"),
        ),
        Item(
            id="pf_raw",
            wording="Raw sum of physical function 4a",
            response=Count(low=4, high=20, unit="points"),
        ),
    ),
    asked_by="nobody",
    domain="function",
    recall=days(7),
    cadence="with each PROMIS-29; published anchors of an important change run from 3 to 7.5, so none is set",
    rule=_impact,
    missing_rule="all three numbers are needed",
    score_range=(8, 50),
    bands=bands(mild=8, moderate=28, severe=35),
    origin=Origin(
        source="NIH Task Force, Deyo 2014", evidence="K", licence="arithmetic, no owner", shipping="ship"
    ),
)
