"""A referral is read, or refused for a reason that is true and names nobody."""

import gzip
import json
from collections import Counter
from copy import deepcopy
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referrals.reading import read_bundle
from referrals.referral import Referral, Refused
from referrals.resources import LARGEST
from referrals.synthetic import bundles

ON = date(2026, 11, 24)
CASES = Path(__file__).parents[3] / "shared/cases/referrals"
Bundle = dict[str, Any]


def _read(bundle: object) -> Referral | Refused:
    return read_bundle(json.dumps(bundle).encode(), ON)


def _good(number: int = 0) -> Bundle:
    return deepcopy(list(bundles(1, number + 1))[number])


def _patient(bundle: Bundle) -> Bundle:
    found: Bundle = bundle["entry"][0]["resource"]
    return found


def _with_patient(**fields: object) -> Referral | Refused:
    bundle = _good()
    _patient(bundle).update(fields)
    return _read({**bundle, "entry": bundle["entry"]})


def _accepted(read: Referral | Refused) -> Referral:
    assert isinstance(read, Referral), read
    return read


@pytest.mark.skipif(not CASES.exists(), reason="the shared cases are not beside the project")
def test_every_case_that_nobody_here_wrote_is_read_or_refused_for_a_true_reason() -> None:
    """Counted by hand in the files: 22 deaths, one child, and two people with no condition but an overdose."""
    read = [read_bundle(file.read_bytes(), ON) for file in sorted(CASES.glob("*.gz"))]
    results = Counter(one.reason if isinstance(one, Refused) else "read" for one in read)

    assert results == {
        "read": 35,
        "a death is recorded": 22,
        "the person is under 18: a coordinator redirects the referral": 1,
        "no active pain problem is among its conditions": 2,
    }


@given(seed=st.integers(0, 10_000))
def test_what_the_generator_makes_is_read(seed: int) -> None:
    for bundle in bundles(seed, 3):
        read = _accepted(_read(bundle))

        assert read.person.phones[0].number.startswith("+1")
        assert read.person.phones[0].dialable
        assert read.person.zone is not None
        assert read.mme is None or read.mme > 0


def test_the_generator_makes_the_exceptions_that_are_asked_for() -> None:
    made = list(bundles(4, 10, with_exceptions=True))
    kinds = [one.kind if isinstance(one, Refused) else "read" for one in map(_read, made)]

    assert Counter(kinds) == {"read": 8, "deceased": 1, "unusable": 1}
    assert made[7] == made[6]
    assert made == list(bundles(4, 10, with_exceptions=True))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"{", "not JSON"),
        (b"<Bundle/>", "XML"),
        (b"\xff\xfe", "UTF-8"),
        (b"[" * 200_000, "nested too deeply"),
        (b"[]", "no FHIR resource"),
        (b'{"resourceType": "Bundle", "resourceType": "Bundle"}', "twice"),
        (b'{"resourceType": "Patient"}', "a referral is a Bundle"),
        (b'{"resourceType": "Bundle", "type": "history"}', "Bundle.type"),
        (b'{"resourceType": "Bundle", "type": "batch", "entry": {}}', "Bundle.entry"),
        (b'{"resourceType": "Bundle", "type": "batch"}', "no patient"),
        (b'{"resourceType": "Bundle", "type": "batch", "x": NaN}', "NaN"),
    ],
)
def test_a_broken_file_is_refused_in_words(content: bytes, said: str) -> None:
    read = read_bundle(content, ON)

    assert isinstance(read, Refused)
    assert said in read.reason


def test_gzip_is_read_and_a_damaged_or_swollen_one_refused() -> None:
    packed = gzip.compress(json.dumps(_good()).encode())
    bomb = gzip.compress(b" " * (LARGEST + 1))

    assert isinstance(read_bundle(packed, ON), Referral)
    assert read_bundle(packed[:-20], ON) == Refused("it is packed with gzip, and its end is missing")
    assert read_bundle(packed[:30] + b"\0\0\0\0" + packed[34:], ON).__class__ is Refused
    assert read_bundle(bomb, ON) == Refused("it unpacks to more than 64 MB")


@pytest.mark.parametrize("character", ["\0", "\ud800"])
def test_a_text_that_cannot_be_written_down_is_refused(character: str) -> None:
    assert isinstance(_with_patient(name=[{"family": f"Test{character}"}]), Refused)


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"deceasedDateTime": "2020"}, "deceased"),
        ({"deceasedDateTime": "2020-02-03T10:00:00+01:00"}, "deceased"),
        ({"deceasedBoolean": True}, "deceased"),
        ({"deceasedBoolean": True, "birthDate": None}, "deceased"),
        ({"deceasedBoolean": "true"}, "unusable"),
        ({"deceasedBoolean": 1}, "unusable"),
        ({"deceasedDateTime": "yes"}, "unusable"),
        ({"_deceasedBoolean": {"extension": []}}, "unusable"),
        ({"deceasedBoolean": False, "deceasedDateTime": "2020"}, "unusable"),
    ],
)
def test_a_death_is_told_from_what_cannot_be_told(fields: Bundle, kind: str) -> None:
    read = _with_patient(**fields)

    assert isinstance(read, Refused)
    assert read.kind == kind


@pytest.mark.parametrize("born", ["1960", "1960-05", "1960-05-04"])
def test_a_birth_date_may_be_partial_and_no_day_is_made_up(born: str) -> None:
    read = _accepted(_with_patient(birthDate=born))

    assert (read.person.born[0] == read.person.born[1]) == (len(born) == 10)
    assert read.age == {4: None, 7: 66, 10: 66}[len(born)]


@pytest.mark.parametrize(
    ("born", "said"),
    [
        (None, "missing"),
        ("1960-02-30", "no date"),
        ("4 May 1960", "no date"),
        ("2010-01-01", "under 18"),
        ("2008-11-25", "under 18"),
        ("2008", "too vague"),
        ("2027-01-01", "future"),
        ("1850", "older than"),
    ],
)
def test_who_may_not_be_an_adult_is_not_enrolled(born: str | None, said: str) -> None:
    read = _with_patient(birthDate=born)

    assert isinstance(read, Refused)
    assert said in read.reason


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("617-555-0123", "+16175550123"),
        ("(617) 555 0123 x22", "+16175550123"),
        ("+34 600 123 456", "+34600123456"),
        ("1.617.555.0123", "+16175550123"),
        ("tel:+1-617-555-0123", "+16175550123"),
    ],
)
def test_a_number_is_read_as_people_write_it(written: str, number: str) -> None:
    read = _accepted(_with_patient(telecom=[{"system": "phone", "value": written}]))

    assert [phone.number for phone in read.person.phones] == [number]


def test_a_number_that_is_none_is_counted_and_one_that_cannot_be_dialled_is_marked() -> None:
    values = ["unknown", "12", "555-865-3081"]
    read = _accepted(_with_patient(telecom=[{"system": "phone", "value": value} for value in values]))

    assert read.person.unreadable_phones == 2
    assert [phone.dialable for phone in read.person.phones] == [False]


@pytest.mark.parametrize(
    ("state", "zone"),
    [("Massachusetts", "America/New_York"), ("wa", "America/Los_Angeles"), ("TX", None), ("AZ", None)],
)
def test_a_state_with_two_zones_gives_none(state: str, zone: str | None) -> None:
    read = _accepted(_with_patient(extension=[], address=[{"state": state}]))

    assert read.person.zone == zone


def _conditions(*named: tuple[str, str]) -> Referral | Refused:
    bundle = _good()
    bundle["entry"] = [one for one in bundle["entry"] if one["resource"]["resourceType"] != "Condition"]
    for words, status in named:
        concept = {"coding": [{"code": status}]}
        bundle["entry"].append(
            {"resource": {"resourceType": "Condition", "code": {"text": words}, "clinicalStatus": concept}}
        )
    return _read(bundle)


def test_one_episode_a_pain_problem() -> None:
    read = _accepted(
        _conditions(
            ("Chronic pain", "active"),
            ("Osteoarthritis of knee", "active"),
            ("Left knee pain", "recurrence"),
            ("Migraine", "active"),
            ("Low back pain", "resolved"),
        )
    )

    assert sorted(one.site for one in read.pain) == ["headache", "knee"]
    assert sum(len(one.problems) for one in read.pain) == 4


def test_what_is_over_or_no_pain_opens_nothing() -> None:
    read = _conditions(("Low back pain", "resolved"), ("Hypertension", "active"), ("Acute pain", "active"))

    assert read == Refused("no active pain problem is among its conditions")


def test_a_cancer_is_shown_to_the_coordinator() -> None:
    read = _accepted(_conditions(("Low back pain", "active"), ("Malignant neoplasm of colon", "active")))

    assert read.for_triage == ("cancer",)


@pytest.mark.parametrize(
    ("code", "triage"),
    [("M54.50", ()), ("G89.3", ("cancer",)), ("G89.11", None), ("G89.4", ()), ("I10", None)],
)
def test_a_diagnosis_is_known_by_its_code_alone(code: str, triage: tuple[str, ...] | None) -> None:
    bundle = _good()
    bundle["entry"] = [one for one in bundle["entry"] if one["resource"]["resourceType"] != "Condition"]
    concept = {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": code}]}
    bundle["entry"].append({"resource": {"resourceType": "Condition", "code": concept}})
    read = _read(bundle)

    assert (read.for_triage if isinstance(read, Referral) else None) == triage


def test_acute_on_chronic_pain_is_chronic() -> None:
    assert _accepted(_conditions(("Acute on chronic low back pain", "active"))).pain[0].site == "back"


def test_a_medicine_known_by_no_word_leaves_the_total_unknown() -> None:
    bundle = _good()
    bundle["entry"] = [
        one for one in bundle["entry"] if one["resource"]["resourceType"] != "MedicationRequest"
    ]
    for concept in (
        {"text": "oxyCODONE Hydrochloride 5 MG Oral Tablet"},
        {"coding": [{"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "1"}]},
    ):
        request = {
            "resourceType": "MedicationRequest",
            "status": "active",
            "dosageInstruction": [TWICE_A_DAY],
        }
        bundle["entry"].append({"resource": request | {"medicationCodeableConcept": concept}})

    assert _accepted(_read(bundle)).mme is None


def _medicine(words: str, dosage: Bundle | None, status: str | None = "active") -> Referral:
    bundle = _good()
    bundle["entry"] = [
        one for one in bundle["entry"] if one["resource"]["resourceType"] != "MedicationRequest"
    ]
    request = {
        "resourceType": "MedicationRequest",
        "medicationCodeableConcept": {"text": words},
        "status": status,
    }
    bundle["entry"].append({"resource": request | ({"dosageInstruction": [dosage]} if dosage else {})})
    return _accepted(_read(bundle))


TWICE_A_DAY = {
    "timing": {"repeat": {"frequency": 2, "period": 1, "periodUnit": "d"}},
    "doseAndRate": [{"doseQuantity": {"value": 2, "unit": "tablet"}}],
}

ONE_PATCH = {"doseAndRate": [{"doseQuantity": {"value": 1, "unit": "patch"}}]}


@pytest.mark.parametrize(
    ("words", "dosage", "mme"),
    [
        ("oxyCODONE Hydrochloride 5 MG Oral Tablet", TWICE_A_DAY, Decimal(30)),
        ("Acetaminophen 325 MG / oxyCODONE Hydrochloride 5 MG Oral Tablet", TWICE_A_DAY, Decimal(30)),
        ("72 HR fentanyl 0.025 MG/HR Transdermal System", ONE_PATCH, Decimal(60)),
        ("72 HR fentanyl 0.025 MG/HR Transdermal System", None, None),
        ("oxyCODONE Hydrochloride 5 MG Oral Tablet", None, None),
        ("oxycodone 1 MG/ML Oral Solution", TWICE_A_DAY, None),
        ("Meperidine Hydrochloride 50 MG Oral Tablet", TWICE_A_DAY, None),
        ("Percocet", TWICE_A_DAY, None),
        ("Naproxen 500 MG", TWICE_A_DAY, None),
    ],
)
def test_a_morphine_equivalent_is_computed_or_unknown_and_never_zero(
    words: str, dosage: Bundle | None, mme: Decimal | None
) -> None:
    assert _medicine(words, dosage).mme == mme


def test_an_opioid_that_may_be_active_leaves_the_total_unknown() -> None:
    read = _medicine("oxyCODONE Hydrochloride 5 MG Oral Tablet", TWICE_A_DAY, status=None)

    assert (read.medicines[0].active, read.medicines[0].opioid, read.mme) == (None, "oxycodone", None)
    assert "mme" not in read.facts


@pytest.mark.parametrize(
    ("resource", "said"),
    [
        ({"resourceType": "Condition", "clinicalStatus": "active"}, "STU3"),
        ({"resourceType": "MedicationRequest", "medication": {"concept": {}}}, "R5"),
        ({"resourceType": "MedicationOrder"}, "DSTU2"),
        ({"resourceType": "Patient"}, "2 patients"),
        ({"resourceType": "Condition", "subject": {"reference": "Patient/other"}}, "not in the file"),
        ({"resourceType": "Condition", "code": "pain"}, "Condition.code"),
    ],
)
def test_another_version_or_another_person_is_refused(resource: Bundle, said: str) -> None:
    bundle = _good()
    bundle["entry"].append({"resource": resource})
    read = _read(bundle)

    assert isinstance(read, Refused)
    assert said in read.reason


JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["coding", "code", "value", "system", "x"]), inner, max_size=2), max_leaves=4)  # fmt: skip


@given(number=st.integers(0, 9), chosen=st.data(), wrong=JSON)
def test_a_field_of_a_wrong_kind_is_refused_or_ignored_but_never_a_crash(
    number: int, chosen: st.DataObject, wrong: object
) -> None:
    bundle = _good(number)
    resource = chosen.draw(st.sampled_from(bundle["entry"]))["resource"]
    resource[chosen.draw(st.sampled_from(sorted(resource)))] = wrong

    assert isinstance(_read(bundle), Referral | Refused)
