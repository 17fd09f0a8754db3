"""Only a plain yes in a referral lets anybody be texted; one no outweighs it."""

import json
from datetime import date
from typing import Any

import pytest

from referrals.reading import read_bundle
from referrals.referral import Referral
from referrals.synthetic import bundles

ON = date(2026, 11, 24)
Resource = dict[str, Any]


def _consent(**fields: Any) -> Resource:
    provision = {
        "type": "permit",
        "code": [{"coding": [{"system": "urn:carepath:consent", "code": "texts"}]}],
    }
    return {
        "resourceType": "Consent",
        "status": fields.pop("status", "active"),
        "provision": {**provision, **fields},
    }


def _said_by(*consents: Resource) -> bool | None:
    bundle = next(bundles(1, 1))
    kept = [one for one in bundle["entry"] if one["resource"]["resourceType"] != "Consent"]
    bundle["entry"] = [*kept, *({"resource": one} for one in consents)]
    read = read_bundle(json.dumps(bundle).encode(), ON)
    assert isinstance(read, Referral), read
    return read.texts


def test_a_yes_is_a_yes_and_silence_is_none() -> None:
    assert _said_by(_consent()) is True
    assert _said_by() is None


def test_one_no_outweighs_every_yes() -> None:
    assert _said_by(_consent(), _consent(type="deny")) is False
    assert _said_by(_consent(), _consent(status="rejected")) is False


@pytest.mark.parametrize(
    "unclear",
    [
        _consent(status="draft"),
        _consent(status="inactive"),
        _consent(type="allow"),
        _consent(code=[{"coding": [{"system": "urn:carepath:consent", "code": "research"}]}]),
        _consent(period={"end": "2026-11-23"}),
        _consent(period={"start": "2026-11-25"}),
        _consent(period={"end": "some day"}),
        _consent(provision=[{"type": "deny"}]),
    ],
)
def test_what_is_not_said_plainly_is_not_said(unclear: Resource) -> None:
    assert _said_by(unclear) is None


def test_a_yes_counts_within_its_period() -> None:
    assert _said_by(_consent(period={"start": "2026-11-24", "end": "2026-11"})) is True
