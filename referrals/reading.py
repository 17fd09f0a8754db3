"""`read_bundle`: a FHIR R4 bundle becomes a referral, or is refused for a reason that is true."""

from datetime import date
from decimal import Decimal

from referrals.consent import agreed_to_texts
from referrals.medicines import medicines, number, total_mme
from referrals.people import age_on, died, read_person
from referrals.problems import active_conditions, asked_for, for_triage, pain_problems
from referrals.referral import Allergy, Measured, Person, Referral, Refused
from referrals.resources import (
    Json,
    Resources,
    Wrong,
    code_of,
    coded,
    identified,
    listed,
    open_bundle,
    part,
    text,
    words_of,
)  # fmt: skip

ADULT = 18
_BMI = frozenset({"39156-5"})
_EGFR = frozenset({"33914-3", "48642-3", "48643-1", "62238-1", "69405-9", "98979-8"})
_ABOUT = {
    "Condition": "subject", "MedicationRequest": "subject", "MedicationStatement": "subject",
    "AllergyIntolerance": "patient", "Observation": "subject", "Coverage": "beneficiary",
    "ServiceRequest": "subject", "Consent": "patient",
}  # fmt: skip


def read_bundle(content: bytes, on: date) -> Referral | Refused:
    """Plain JSON or gzip. `on` is the day of the referral: who is an adult depends on it."""
    try:
        resources = open_bundle(content)
        patient = _patient(resources)
        if died(patient):
            known_as = tuple(pair for one in listed(patient, "identifier") if (pair := identified(one)))
            return Refused("a death is recorded", "deceased", known_as)
        return _referral(resources, patient, on)
    except Wrong as wrong:
        return Refused(str(wrong))


def _patient(resources: Resources) -> Json:
    patients = resources.all("Patient")
    if len(patients) != 1:
        raise Wrong(
            f"it holds {len(patients)} patients; a referral is about one"
            if patients
            else "it holds no patient"
        )
    for kind, field in _ABOUT.items():
        for one in resources.all(kind):
            reference = text(part(one, field), "reference")
            found = resources.find(one.get(field))
            if (found is not None and found is not patients[0]) or _elsewhere(reference, found):
                raise Wrong(f"{kind}.{field} is a person who is not in the file")
    return patients[0]


def _elsewhere(reference: str | None, found: Json | None) -> bool:
    # A search such as Patient?identifier=… is how a transaction names somebody that the receiver may know.
    return reference is not None and found is None and "?" not in reference


def _referral(resources: Resources, patient: Json, on: date) -> Referral:
    person = read_person(patient, on)
    age = _adult_age(person, on)
    _as_r4(resources)
    conditions = active_conditions(resources)
    pain = pain_problems(conditions) or pain_problems(asked_for(resources))
    if not pain:
        raise Wrong("no active pain problem is among its conditions")
    held = medicines(resources)
    request = next(iter(resources.all("ServiceRequest")), {})
    practitioner, organisation = _referrer(resources, request, patient)
    return Referral(
        person=person,
        age=age,
        pain=pain,
        medicines=held,
        mme=total_mme(held),
        bmi=_latest(resources, _BMI, Decimal(8), Decimal(150)),
        egfr=_latest(resources, _EGFR, Decimal(0), Decimal(250)),
        allergies=_allergies(resources),
        coverage=_coverage(resources),
        practitioner=practitioner,
        organisation=organisation,
        reason=next(
            (what.words for one in listed(request, "reasonCode") if (what := coded(one)).words), None
        ),
        number=next(
            (pair for one in listed(request, "identifier") if (pair := identified(one))), resources.number
        ),
        texts=agreed_to_texts(resources, on),
        for_triage=for_triage(conditions),
    )


def _adult_age(person: Person, on: date) -> int | None:
    least, most = age_on(person.born, on)
    if most < ADULT:
        raise Wrong("the person is under 18: a coordinator redirects the referral")
    if least < ADULT:
        raise Wrong("Patient.birthDate is too vague to tell whether the person is 18")
    return least if least == most else None


def _as_r4(resources: Resources) -> None:
    for one in resources.all("Condition"):
        if isinstance(one.get("clinicalStatus"), str):
            raise Wrong("Condition.clinicalStatus is written as in FHIR STU3; only R4 can be read")
    for kind in ("MedicationRequest", "MedicationStatement"):
        if any("medication" in one for one in resources.all(kind)):
            raise Wrong(f"{kind}.medication is written as in FHIR R5; only R4 can be read")


def _latest(resources: Resources, codes: frozenset[str], least: Decimal, most: Decimal) -> Measured | None:
    """A value that no body can have is not taken for a measurement, and never clamped."""
    found = [
        Measured(value, when)
        for one in resources.all("Observation")
        if {code for _, code in coded(part(one, "code")).codes} & codes
        and text(one, "status") in ("final", "amended", "corrected")
        and (value := number(part(one, "valueQuantity"), "value")) is not None
        and least < value < most
        and (when := text(one, "effectiveDateTime"))
    ]
    return max(found, key=lambda one: one.on, default=None)


def _allergies(resources: Resources) -> tuple[Allergy, ...]:
    return tuple(
        Allergy(coded(part(one, "code")), text(one, "criticality"))
        for one in resources.all("AllergyIntolerance")
        if code_of(one, "clinicalStatus") not in ("inactive", "resolved")
        and code_of(one, "verificationStatus") not in ("refuted", "entered-in-error")
    )


def _coverage(resources: Resources) -> tuple[str, ...]:
    payers = [
        text(payer, "display")
        for one in resources.all("Coverage")
        if text(one, "status") == "active"
        for payer in listed(one, "payor")
    ]
    if not payers:
        claims = sorted(resources.all("Claim"), key=lambda one: text(one, "created") or "")
        payers = [
            text(part(paid, "coverage"), "display")
            for one in claims[-1:]
            for paid in listed(one, "insurance")
        ]
    return tuple(dict.fromkeys(payer for payer in payers if payer))


def _referrer(resources: Resources, request: Json, patient: Json) -> tuple[str | None, str | None]:
    sender = resources.find(request.get("requester"))
    general = (resources.find(one) for one in listed(patient, "generalPractitioner"))
    found = sender or next((one for one in general if one), None)
    organisation = None
    if found and found.get("resourceType") == "PractitionerRole":
        organisation = resources.find(found.get("organization"))
        found = resources.find(found.get("practitioner"))
    if found and found.get("resourceType") == "Organization":
        return None, text(found, "name")
    name = next(iter(listed(found, "name")), {}) if found else {}
    spoken = " ".join((*words_of(name, "given"), text(name, "family") or "")).strip()
    return spoken or text(name, "text"), text(organisation, "name") if organisation else None
