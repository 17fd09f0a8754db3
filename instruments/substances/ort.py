"""Opioid Risk Tool and its revision ORT-OUD: facts that set how closely care is followed, never who gets it."""

from fractions import Fraction

from instruments.instrument import Instrument
from instruments.items import Choice, Item, Option, YesNo, numbered, unworded
from instruments.reading import Reading
from instruments.rules import Scored, Total, not_scorable, whole
from instruments.terms import bands, licensed

# Weight of each fact for women and for men.
_WEIGHTS = {
    "fh_alcohol": (1, 3),
    "fh_illegal": (2, 3),
    "fh_rx": (4, 4),
    "ph_alcohol": (3, 3),
    "ph_illegal": (4, 4),
    "ph_rx": (5, 5),
    "age_16_45": (1, 1),
    "abuse": (3, 0),
    "psych": (2, 2),
    "depression": (1, 1),
}
_SEX = Choice(
    options=(
        Option(code="female", label="Female"),
        Option(code="male", label="Male"),
        Option(code="other", label="Other"),
        Option(code="unknown", label="Not known"),
    )
)


def _weighted(reading: Reading) -> Scored:
    if reading.missing:
        return not_scorable(*reading.missing)
    sex = reading.code("sex")
    if sex not in ("female", "male"):
        return Scored(status="not_scorable", subscores={"reason": "sex_specific_weights"})
    column = ("female", "male").index(str(sex))
    worth = (weights[column] * reading.answers[fact].points for fact, weights in _WEIGHTS.items())
    return whole(sum(worth, Fraction(0)))


ORT = Instrument(
    id="ort",
    title="Opioid Risk Tool",
    items=(
        Item(id="sex", wording=None, response=_SEX),
        *unworded(tuple(_WEIGHTS), YesNo()),
    ),
    asked_by="clinician",
    domain="substances",
    recall="ever",
    cadence="before an opioid; ORT-OUD is preferred, which does not depend on sex",
    rule=_weighted,
    missing_rule="every fact is needed, and a sex of female or male",
    score_range=(0, 26),
    bands=bands(low=0, moderate=4, high=8),
    origin=licensed(
        "Webster 2005; bands seen, weights from memory of the field", "K", "by the author's permission"
    ),
    languages=(),
    loinc_score="91392-1",
)
ORT_OUD = Instrument(
    id="ort_oud",
    title="Opioid Risk Tool, revised (ORT-OUD)",
    items=unworded(numbered("q", 9), YesNo()),
    asked_by="clinician",
    domain="substances",
    recall="ever",
    cadence="before an opioid; the facts can be read from the chart",
    rule=Total(),
    missing_rule="all nine facts are needed",
    score_range=(0, 9),
    bands=bands(low=0, high=3),
    origin=licensed("Cheatle 2019, J Pain", "K", "published in J Pain 2019"),
    languages=(),
)
