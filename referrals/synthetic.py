"""Referrals of made-up people: names that are plainly made up, numbers reserved for fiction, letters to example.org."""

from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

from referrals.consent import SYSTEM as CONSENT_SYSTEM
from referrals.consent import TEXTS

_SNOMED, _RXNORM = "http://snomed.info/sct", "http://www.nlm.nih.gov/research/umls/rxnorm"
_FAMILIES = ("Testperson", "Sample", "Muestra", "Fictional", "Ejemplo", "Placeholder", "Demonstration")
_GIVEN = ("Alba", "Bruno", "Clara", "Diego", "Edith", "Franco", "Gloria", "Hugo", "Ines", "Jonas")
_PLACES = (
    ("MA", "Boston", "02118", "617", None), ("NY", "Albany", "12207", "518", None),
    ("IL", "Chicago", "60612", "312", None), ("CO", "Denver", "80204", "303", None),
    ("WA", "Seattle", "98104", "206", None), ("CA", "Fresno", "93721", "559", None),
    ("AZ", "Phoenix", "85004", "602", "America/Phoenix"), ("TX", "Houston", "77002", "713", "America/Chicago"),
    ("TX", "El Paso", "79901", "915", "America/Denver"), ("HI", "Hilo", "96720", "808", None),
)  # fmt: skip
_PAIN = (
    ("279039007", "Low back pain"), ("239873007", "Osteoarthritis of knee"), ("37796009", "Migraine"),
    ("239872002", "Osteoarthritis of hip"), ("203082005", "Fibromyalgia"), ("69896004", "Rheumatoid arthritis"),
    ("82423001", "Chronic pain"),
)  # fmt: skip
_OPIOIDS = (
    ("1049621", "oxycodone hydrochloride 5 MG Oral Tablet"), ("856987", "hydrocodone bitartrate 10 MG Oral Tablet"),
    ("835603", "tramadol hydrochloride 50 MG Oral Tablet"), ("892582", "morphine sulfate 15 MG Oral Tablet"),
)  # fmt: skip
_AGREES_TO_TEXTS = 0.9
_DIED, _NO_BIRTH_DATE, _AGAIN = "deceased", "unusable", "duplicate"

Bundle = dict[str, Any]


def bundles(
    seed: int, count: int, *, with_exceptions: bool = False, one_pain: bool = False
) -> Iterator[Bundle]:
    """With exceptions, of every ten one has died, one has no birth date and one is the referral before it again.

    With one pain each person has one problem, else up to three.
    """
    before: Bundle | None = None
    for number in range(count):
        chance = Random(f"{seed}/{number}")  # noqa: S311 - made-up people need no secrecy
        exception = {3: _DIED, 5: _NO_BIRTH_DATE, 7: _AGAIN}.get(number % 10) if with_exceptions else None
        if exception == _AGAIN and before is not None:
            yield before
            continue
        before = _bundle(chance, f"{seed}-{number}", exception, most_pains=1 if one_pain else 3)
        yield before


def _bundle(chance: Random, number: str, exception: str | None, *, most_pains: int) -> Bundle:
    patient = _patient(chance, number)
    if exception == _DIED:
        patient["deceasedDateTime"] = "2026-01-15"
    if exception == _NO_BIRTH_DATE:
        del patient["birthDate"]
    resources = [
        patient,
        {
            "resourceType": "Practitioner",
            "id": "sender",
            "name": [{"family": "Referrer", "given": ["Made-up"]}],
        },
        _request(number),
        *_conditions(chance, most_pains),
        *_medicines(chance),
        *_body(chance),
        *_consent(chance, number),
        {
            "resourceType": "Coverage",
            "status": "active",
            "beneficiary": {"reference": f"Patient/{number}"},
            "payor": [{"display": chance.choice(("Example Health Plan", "Sample Medicaid"))}],
        },
    ]
    for one in resources:
        if one["resourceType"] not in ("Patient", "Practitioner", "Coverage", "Consent"):
            one["subject"] = {"reference": f"Patient/{number}"}
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "identifier": {"system": "https://referrals.example.org", "value": number},
        "entry": [{"resource": one} for one in resources],
    }


def _patient(chance: Random, number: str) -> Bundle:
    state, city, postcode, area, zone = chance.choice(_PLACES)
    family, given = chance.choice(_FAMILIES), chance.choice(_GIVEN)
    patient: Bundle = {
        "resourceType": "Patient",
        "id": number,
        "identifier": [{"system": "https://records.example.org", "value": f"made-up-{number}"}],
        "name": [{"use": "official", "family": family, "given": [given]}],
        "gender": chance.choice(("female", "male", "other", "unknown")),
        "birthDate": f"{chance.randint(1940, 2005)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
        "telecom": [
            {"system": "phone", "use": "mobile", "value": f"({area}) 555-01{chance.randint(0, 99):02}"},
            {"system": "email", "value": f"{given.lower()}.{number}@example.org"},
        ],
        "address": [{"city": city, "state": state, "postalCode": postcode, "country": "US"}],
        "communication": [
            {"language": _concept("urn:ietf:bcp:47", chance.choice(("en-US", "en", "es")), "")}
        ],
    }
    if zone:
        patient["extension"] = [
            {"url": "http://hl7.org/fhir/StructureDefinition/timezone", "valueCode": zone}
        ]
    return patient


def _request(number: str) -> Bundle:
    return {
        "resourceType": "ServiceRequest",
        "status": "active",
        "intent": "order",
        "identifier": [{"system": "https://referrals.example.org", "value": number}],
        "requester": {"reference": "Practitioner/sender"},
    }


def _conditions(chance: Random, most: int) -> list[Bundle]:
    return [
        {
            "resourceType": "Condition",
            "clinicalStatus": _concept(
                "http://terminology.hl7.org/CodeSystem/condition-clinical", "active", ""
            ),
            "code": _concept(_SNOMED, code, words),
            "onsetDateTime": str(chance.randint(2008, 2025)),
        }
        for code, words in chance.sample(_PAIN, chance.randint(1, most))
    ]


def _medicines(chance: Random) -> Sequence[Bundle]:
    if chance.random() < 0.5:
        return ()
    code, words = chance.choice(_OPIOIDS)
    return (
        {
            "resourceType": "MedicationRequest",
            "status": "active",
            "intent": "order",
            "medicationCodeableConcept": _concept(_RXNORM, code, words),
            "dosageInstruction": [
                {
                    "timing": {"repeat": {"frequency": chance.randint(1, 6), "period": 1, "periodUnit": "d"}},
                    "doseAndRate": [{"doseQuantity": {"value": chance.randint(1, 2), "unit": "tablet"}}],
                }
            ],
        },
    )


def _body(chance: Random) -> Sequence[Bundle]:
    if chance.random() < 0.3:
        return ()
    return (
        {
            "resourceType": "Observation",
            "status": "final",
            "code": _concept("http://loinc.org", "39156-5", "Body mass index"),
            "effectiveDateTime": "2026-02-01",
            "valueQuantity": {"value": round(chance.uniform(18, 45), 1), "unit": "kg/m2"},
        },
    )


def _consent(chance: Random, number: str) -> Sequence[Bundle]:
    if chance.random() >= _AGREES_TO_TEXTS:
        return ()
    code = _concept(CONSENT_SYSTEM, TEXTS, "May be texted about care")
    return (
        {
            "resourceType": "Consent",
            "status": "active",
            "scope": _concept("http://terminology.hl7.org/CodeSystem/consentscope", "patient-privacy", ""),
            "category": [_concept("http://terminology.hl7.org/CodeSystem/v3-ActCode", "INFA", "")],
            "patient": {"reference": f"Patient/{number}"},
            "provision": {"type": "permit", "code": [code]},
        },
    )


def _concept(system: str, code: str, words: str) -> Bundle:
    coding = {"system": system, "code": code}
    return {"coding": [coding | ({"display": words} if words else {})]}
