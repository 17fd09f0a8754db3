"""Morphine milligram equivalents by the CDC factors of 2022: a sum for safety, never for changing one opioid to another."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import Literal

from engine.scores import Score
from instruments.instrument import Instrument
from instruments.items import Item, Number
from instruments.reading import Reading, exact
from instruments.rounding import half_up
from instruments.rules import Scored, not_scorable
from instruments.terms import Origin, band_of, bands

PATCH = "fentanyl_transdermal"
EXCLUDED = "buprenorphine"  # CDC: its dose says nothing of the risk that the sum stands for
FACTORS: Mapping[str, Fraction] = {
    "codeine": Fraction("0.15"),
    PATCH: Fraction("2.4"),
    "hydrocodone": Fraction(1),
    "hydromorphone": Fraction(5),
    "methadone": Fraction("4.7"),
    "morphine": Fraction(1),
    "oxycodone": Fraction("1.5"),
    "oxymorphone": Fraction(3),
    "tapentadol": Fraction("0.4"),
    "tramadol": Fraction("0.2"),
}
_MILLIGRAMS: Mapping[str, Fraction] = {"mg": Fraction(1), "mcg": Fraction(1, 1000), "g": Fraction(1000)}
# How it is made up; the factor is that of the medicine.
_MAKES = frozenset({"er", "ir", "cr", "sr", "xr", "hcl", "hydrochloride", "sulfate", "phosphate"})
_PER_DAY = Number(low=0, high=10_000, unit="mg a day; a fentanyl patch mcg/h")


@dataclass(frozen=True, slots=True, kw_only=True)
class OpioidLine:
    """One line of a list of medicines: `dose` in `unit`, each time; `times_a_day` is not asked of a patch.

    Of a medicine taken as needed, `times_a_day` is the most that may be taken. A dose that is no number is told.
    """

    drug: str
    dose: object = None
    unit: str | None = None
    route: str | None = None
    times_a_day: object = None
    as_needed: bool = False


@dataclass(frozen=True, slots=True)
class _Refused:
    drug: str
    status: Literal["not_scorable", "invalid"]
    reason: str


def name_of(drug: str) -> str:
    """The name that the table knows a medicine by. Fentanyl that is no patch has no factor, and keeps its own name."""
    words = [word for word in re.findall(r"[a-z]+", drug.lower()) if word not in _MAKES]
    if "fentanyl" in words and {"transdermal", "patch", "td"} & set(words):
        return PATCH
    return EXCLUDED if EXCLUDED in words else "_".join(words)


def mme_of(lines: Iterable[OpioidLine]) -> Score:
    """The daily sum of a list of medicines. One line that cannot be worked out, and there is no sum."""
    lines = tuple(lines)
    read = [(line, _a_day(line)) for line in lines]
    refused = [found for _, found in read if isinstance(found, _Refused)]
    doses = [(name_of(line.drug), dose) for line, dose in read if isinstance(dose, Fraction)]
    scored = _refusal(refused) if refused else _sum(doses)
    flags = {"as_needed": True} if any(line.as_needed for line in lines) else {}
    return Score(
        instrument=MME.id,
        version=MME.version,
        status=scored.status,
        exact=scored.exact,
        shown=scored.shown,
        band=band_of(scored.shown, MME.bands),
        missing=scored.missing,
        bad_items=scored.bad_items,
        subscores={**scored.subscores, **flags},
    )


def _a_day(line: OpioidLine) -> Fraction | _Refused:
    """What the factor is taken of: milligrams a day, or for a patch its micrograms an hour."""
    name = name_of(line.drug)
    if name == EXCLUDED:
        return Fraction(0)
    if name not in FACTORS:
        return _Refused(line.drug, "not_scorable", "unknown_opioid")
    patch = name == PATCH
    if line.route != ("transdermal" if patch else "oral"):
        return _Refused(line.drug, "not_scorable", "other_way")
    unit = line.unit or ""
    if unit != "mcg/h" if patch else unit not in _MILLIGRAMS:
        return _Refused(line.drug, "not_scorable", "unknown_unit")
    taken = _numbers((line.dose,) if patch else (line.dose, line.times_a_day))
    if isinstance(taken, str):
        return _Refused(line.drug, taken, "unknown_dose")
    return prod(taken, start=Fraction(1) if patch else _MILLIGRAMS[unit])


def _numbers(given: tuple[object, ...]) -> tuple[Fraction, ...] | Literal["not_scorable", "invalid"]:
    numbers = [exact(one) for one in given if one is not None]
    if any(number is None or number < 0 for number in numbers):
        return "invalid"
    found = tuple(number for number in numbers if number is not None)
    return found if len(found) == len(given) else "not_scorable"


def _refusal(refused: list[_Refused]) -> Scored:
    wrong = tuple(one.drug for one in refused if one.status == "invalid")
    if wrong:
        return Scored(status="invalid", bad_items=wrong)
    return Scored(
        status="not_scorable",
        missing=tuple(dict.fromkeys(one.drug for one in refused)),
        subscores={"reason": refused[0].reason},
    )


def _sum(doses: list[tuple[str, Fraction]]) -> Scored:
    counted = [(drug, dose) for drug, dose in doses if drug != EXCLUDED]
    if not counted:
        return Scored(
            status="not_scorable", subscores={"reason": "only_excluded" if doses else "nothing_listed"}
        )
    total = sum((FACTORS[drug] * dose for drug, dose in counted), Fraction(0))
    return Scored(status="complete", exact=total, shown=half_up(total, 1))


def _by_day(reading: Reading) -> Scored:
    """Each medicine with its milligrams a day; what the table does not know is never left out of the sum."""
    known = {item: name_of(item) for item in reading.asked}
    unknown = tuple(item for item, drug in known.items() if drug not in FACTORS and drug != EXCLUDED)
    missing = tuple(item for item in reading.unanswered(reading.asked) if known[item] != EXCLUDED)
    if unknown:
        return _refusal([_Refused(item, "not_scorable", "unknown_opioid") for item in (*unknown, *missing)])
    if missing:
        return not_scorable(*missing)
    return _sum([(known[item], answer.points) for item, answer in reading.answers.items()])


MME = Instrument(
    id="mme",
    title="Morphine milligram equivalents",
    version="cdc-2022",
    items=tuple(
        Item(
            id=drug, wording=f"{drug.replace('_', ' ').capitalize()}, a day", response=_PER_DAY, optional=True
        )
        for drug in (*FACTORS, EXCLUDED)
    ),
    own_item=_PER_DAY,
    asked_by="nobody",
    domain="substances",
    recall="now",
    cadence="at each change of a medicine; from 50 on naloxone and a review",
    rule=_by_day,
    missing_rule="no sum while a medicine, its dose, unit, way or frequency is not known",
    score_range=(0, 1_000_000),
    # 50 calls for precautions and naloxone; 90 is kept for quality measures only.
    bands=bands(**{"lt20": 0, "20_49": 20, "50_89": 50, "ge90": 90}),
    origin=Origin(
        source="CDC Clinical Practice Guideline 2022, table of factors",
        evidence="V",
        licence="US public domain",
        shipping="ship",
    ),
)
