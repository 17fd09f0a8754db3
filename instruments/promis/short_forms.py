"""PROMIS short forms: one domain each, scored by its table. Of Pain Interference 6a only the T-score is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from engine.spans import days
from instruments.instrument import Instrument
from instruments.items import Item, Number, Scale, numbered, unworded
from instruments.promis import tables
from instruments.reading import Reading
from instruments.rules import Scored, Total, not_scorable
from instruments.terms import Band, Domain, Origin, bands, both_ways, licensed

OWNER = "copyright PROMIS Health Organization; written permission for use in a technology of one's own"
_SOURCE = "manual tables seen in two public analysis files; bands of HealthMeasures"
_CADENCE = "baseline, 12 weeks, 6 and 12 months"
_CHANGE = both_ways("3", "K", "2 to 6 T-score points across papers")
_SYMPTOM = bands(within_normal=0, mild=55, moderate=60, severe=70)
# A function of 45.0 itself is still mild, and T-scores have one decimal.
_FUNCTION = (*bands(severe=0, moderate=30, mild=40), Band("within_normal", Fraction("45.1")))


@dataclass(frozen=True, slots=True)
class TScore:
    """The raw sum, looked up. Longer forms may be prorated from half of their items on, and are rounded up."""

    table: tuple[tuple[int, Fraction], ...]
    may_miss: int = 0

    def __call__(self, reading: Reading) -> Scored:
        scored = Total(may_miss=self.may_miss)(reading)
        if scored.exact is None:
            return scored
        raw = ceil(scored.exact)
        score = dict(self.table)[raw]
        return Scored(
            status=scored.status, exact=score, shown=score, missing=scored.missing, subscores={"raw": raw}
        )


def _scale(low: str, high: str) -> Scale:
    return Scale(low=1, high=5, low_anchor=low, high_anchor=high)


_OFTEN, _MUCH = _scale("Never", "Always"), _scale("Not at all", "Very much")
_ABLE = _scale("Unable to do", "Without any difficulty")
_PART = _scale("Always trouble", "Never trouble")
# Two of its items are worded positively: what is stored is how bad the answer is, not the number on paper.
_SLEPT = _scale("Best answer", "Worst answer")


_LOINC = {
    "pf4a": "91721-1",
    "anx4a": "71967-4",
    "dep4a": "77861-3",
    "fat4a": "77864-7",
    "sd4a": "77860-5",
    "sr4a": "77854-8",
    "pi4a": "77865-4",
}


def _four(
    name: str, title: str, domain: Domain, table: Mapping[int, Fraction], response: Scale
) -> Instrument:
    function = domain == "function"
    return Instrument(
        id=f"promis_{name}",
        title=f"PROMIS {title} 4a",
        items=unworded(numbered("i", 4), response),
        domain=domain,
        recall="now" if function else days(7),
        cadence=_CADENCE,
        higher_is_worse=not function,
        rule=TScore(tuple(table.items())),
        missing_rule="all four items are needed",
        score_range=(0, 100),
        bands=_FUNCTION if function else _SYMPTOM,
        important_change=_CHANGE,
        origin=licensed(_SOURCE, "V", OWNER),
        languages=(),
        loinc_score=_LOINC[name],
    )


PROMIS_PF4A = _four("pf4a", "Physical Function", "function", tables.FUNCTION, _ABLE)
PROMIS_ANX4A = _four("anx4a", "Anxiety", "mood", tables.ANXIETY, _OFTEN)
PROMIS_DEP4A = _four("dep4a", "Depression", "mood", tables.DEPRESSION, _OFTEN)
PROMIS_FAT4A = _four("fat4a", "Fatigue", "health", tables.FATIGUE, _MUCH)
PROMIS_SD4A = _four("sd4a", "Sleep Disturbance", "sleep", tables.SLEEP, _SLEPT)
PROMIS_SR4A = _four("sr4a", "Social Roles", "function", tables.SOCIAL, _PART)
PROMIS_PI4A = _four("pi4a", "Pain Interference", "pain", tables.INTERFERENCE, _MUCH)
FOURS = (PROMIS_PF4A, PROMIS_ANX4A, PROMIS_DEP4A, PROMIS_FAT4A, PROMIS_SD4A, PROMIS_SR4A, PROMIS_PI4A)

PROMIS_PI8A = Instrument(
    id="promis_pi8a",
    title="PROMIS Pain Interference 8a",
    items=unworded(numbered("i", 8), _MUCH),
    domain="pain",
    recall=days(7),
    cadence=_CADENCE,
    rule=TScore(tuple(tables.INTERFERENCE_8A.items()), may_miss=4),
    missing_rule="four of the eight items are needed; the sum is prorated and rounded up",
    score_range=(0, 100),
    bands=_SYMPTOM,
    important_change=_CHANGE,
    origin=licensed("two public code bases agree", "V", OWNER),
    languages=(),
    loinc_panel="75870-6",
    loinc_score="77865-4",
)


def _typed_in(reading: Reading) -> Scored:
    if reading.missing:
        return not_scorable(*reading.missing)
    score = reading.answers["t_score"].points
    return Scored(status="complete", exact=score, shown=score)


PROMIS_PI6A = Instrument(
    id="promis_pi6a",
    title="PROMIS Pain Interference 6a, T-score of the scoring service",
    items=(Item(id="t_score", wording=None, response=Number(low=20, high=90, unit="T-score")),),
    asked_by="clinician",
    domain="pain",
    recall=days(7),
    cadence=_CADENCE,
    rule=_typed_in,
    missing_rule="the T-score is needed",
    score_range=(0, 100),
    bands=_SYMPTOM,
    important_change=_CHANGE,
    # The one public table runs beyond the range of its bank and contradicts its own example: none is shipped.
    origin=Origin(
        source="no trustworthy public table; staff type in the T-score",
        evidence="V",
        licence=OWNER,
        shipping="engine_only",
    ),
    languages=(),
    loinc_panel="90973-9",
    loinc_score="77865-4",
)
