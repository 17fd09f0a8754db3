"""The medicines of a referral: which are opioids, and their morphine equivalent where it can be computed.

Factors: CDC 2022, version `cdc-2022` (clinical reference 2.8). Never for converting one opioid to another.
"""

import re
from decimal import Decimal

from referrals.referral import Coded, Medicine
from referrals.resources import Json, Resources, coded, listed, part, text

FACTORS = {
    "codeine": Decimal("0.15"),
    "fentanyl": Decimal("2.4"),  # of a patch, in micrograms an hour
    "hydrocodone": Decimal(1),
    "hydromorphone": Decimal(5),
    "methadone": Decimal("4.7"),
    "morphine": Decimal(1),
    "oxycodone": Decimal("1.5"),
    "oxymorphone": Decimal(3),
    "tapentadol": Decimal("0.4"),
    "tramadol": Decimal("0.2"),
}
_RXNORM = {
    "2670": "codeine", "4337": "fentanyl", "5489": "hydrocodone", "3423": "hydromorphone", "6813": "methadone",
    "7052": "morphine", "7804": "oxycodone", "7814": "oxymorphone", "787390": "tapentadol", "10689": "tramadol",
    "1819": "buprenorphine", "6754": "meperidine",
}  # fmt: skip
_BRANDS = {
    "percocet": "oxycodone", "oxycontin": "oxycodone", "roxicodone": "oxycodone", "vicodin": "hydrocodone",
    "norco": "hydrocodone", "dilaudid": "hydromorphone", "ultram": "tramadol", "nucynta": "tapentadol",
    "duragesic": "fentanyl", "suboxone": "buprenorphine", "butrans": "buprenorphine", "opana": "oxymorphone",
    "ms contin": "morphine", "demerol": "meperidine",
}  # fmt: skip
_OTHERS = (
    "buprenorphine",
    "meperidine",
    "dihydrocodeine",
    "levorphanol",
    "butorphanol",
    "pentazocine",
    "opium",
)
_STATES = {"active": True, "on-hold": False, "stopped": False, "completed": False, "cancelled": False}
_NOT_TAKEN = frozenset({"entered-in-error", "draft", "intended", "not-taken"})
_HOURS = {"h": Decimal(1), "d": Decimal(24), "wk": Decimal(168)}
_PIECES = frozenset(
    {"", "tablet", "tablets", "capsule", "capsules", "patch", "{tablet}", "{capsule}", "{patch}", "1"}
)


def medicines(resources: Resources) -> tuple[Medicine, ...]:
    return tuple(
        _medicine(resources, one)
        for kind in ("MedicationRequest", "MedicationStatement")
        for one in resources.all(kind)
        if text(one, "status") not in _NOT_TAKEN
    )


def total_mme(held: tuple[Medicine, ...]) -> Decimal | None:
    """Buprenorphine is left out of the total (CDC); an opioid that cannot be computed leaves the total unknown."""
    taken = [one for one in held if one.active is not False]
    if any(not one.what.words and not one.opioid for one in taken):
        return None  # only a code that we do not know: it may be an opioid
    opioids = [one for one in taken if one.opioid and one.opioid != "buprenorphine"]
    known = [one.mme for one in opioids if one.mme is not None and one.active]
    return sum(known, Decimal(0)) if opioids and len(known) == len(opioids) else None


def _medicine(resources: Resources, one: Json) -> Medicine:
    what = _what(resources, one)
    opioid = opioid_of(what)
    dosages = listed(one, "dosageInstruction") or listed(one, "dosage")
    return Medicine(
        what=what,
        active=_STATES.get(text(one, "status") or ""),
        opioid=opioid,
        mme=_mme(opioid, what, dosages[0]) if opioid in FACTORS and len(dosages) == 1 else None,
        as_needed=any(dosage.get("asNeededBoolean") is True for dosage in dosages),
    )


def _what(resources: Resources, one: Json) -> Coded:
    if "medicationReference" not in one:
        return coded(part(one, "medicationCodeableConcept"))
    reference = part(one, "medicationReference")
    contained = {f"#{inner.get('id')}": inner for inner in listed(one, "contained")}
    found = contained.get(text(reference, "reference") or "") or resources.find(reference)
    return coded(part(found, "code")) if found else Coded((), text(reference, "display") or "")


def opioid_of(what: Coded) -> str | None:
    for system, code in what.codes:
        if "rxnorm" in system and code in _RXNORM:
            return _RXNORM[code]
    words = what.words.lower()
    named = [name for name in (*FACTORS, *_OTHERS) if re.search(rf"\b{name}\b", words)]
    return named[0] if named else next((drug for brand, drug in _BRANDS.items() if brand in words), None)


def _mme(opioid: str | None, what: Coded, dosage: Json) -> Decimal | None:
    assert opioid is not None  # noqa: S101
    factor = FACTORS[opioid]
    strength = _strength(opioid, what.words.lower())
    if opioid == "fentanyl":
        # A patch counts by its rate, whatever the interval of changing it; other forms have no factor.
        patches = _dose(dosage, Decimal(1), _PIECES)
        return patches * strength * factor if patches is not None and strength is not None else None
    amount, times = _dose(dosage, strength), _times_a_day(dosage)
    return amount * times * factor if amount is not None and times is not None else None


def _strength(opioid: str, words: str) -> Decimal | None:
    """Milligrams in one piece, or micrograms an hour of a patch."""
    if opioid == "fentanyl":
        rate = re.search(r"(\d+(?:\.\d+)?) ?(mcg|mg)/(?:hr|h|hour)\b", words)
        return Decimal(rate[1]) * (1000 if rate[2] == "mg" else 1) if rate else None
    found = re.search(rf"\b{opioid}\b[a-z ]*?(\d+(?:\.\d+)?) ?mg\b(?!/)", words)
    return Decimal(found[1]) if found else None


def _dose(dosage: Json, strength: Decimal | None, units: frozenset[str] = _PIECES | {"mg"}) -> Decimal | None:
    rates = listed(dosage, "doseAndRate")
    if len(rates) != 1:
        return None
    high = part(part(rates[0], "doseRange"), "high")
    quantity = high or part(rates[0], "doseQuantity")
    value, unit = number(quantity, "value"), (text(quantity, "code") or text(quantity, "unit") or "").lower()
    if value is None or value <= 0 or unit not in units:
        return None
    if unit == "mg":
        return value
    return value * strength if strength is not None else None


def _times_a_day(dosage: Json) -> Decimal | None:
    """The most there may be in a day: for a medicine as needed that is what counts."""
    repeat = part(part(dosage, "timing"), "repeat")
    times = number(repeat, "frequencyMax") or number(repeat, "frequency")
    period, hours = number(repeat, "period"), _HOURS.get(text(repeat, "periodUnit") or "")
    if not times or not period or hours is None or times < 0 or period < 0:
        return None
    return times * 24 / (period * hours)


def number(holder: Json, field: str) -> Decimal | None:
    value = holder.get(field)
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    read = Decimal(str(value))
    return read if read.is_finite() else None  # 1e400 is read as infinite
