"""Who a patient is, for those who may see them: the only words of the record that name somebody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import asyncpg


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    kind: str
    value: str
    extension: str | None
    use: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Of somebody enrolled by hand there is only the id, and `name` is None. `texts`: None if they did not say."""

    id: str
    name: str | None
    born_first: date | None
    born_last: date | None
    sex: str | None
    zone: str
    language: str
    status: str
    contacts: tuple[Contact, ...]
    identifiers: tuple[tuple[str, str], ...]
    team: tuple[tuple[str, str, str | None], ...]
    consents: Mapping[str, bool]
    problems: tuple[str, ...]
    medicines: tuple[tuple[str, bool | None, bool], ...]
    allergies: tuple[str, ...]
    referred: tuple[datetime, str | None] | None


async def person(pool: asyncpg.Pool, id: str) -> Person | None:
    row = await pool.fetchrow(_PERSON, id)
    if row is None:
        return None
    contacts = await pool.fetch(
        "select kind, value, extension, use from contact_point where patient = $1 order by kind desc, value",
        id,
    )
    identifiers = await pool.fetch(
        "select system, value from person_identifier where patient = $1 order by 1, 2", id
    )
    team = await pool.fetch(
        "select role, name, organisation from care_team where patient = $1 order by since, role", id
    )
    consents = await pool.fetch(
        "select distinct on (channel) channel, granted from consent where patient = $1"
        " order by channel, recorded_at desc",
        id,
    )
    return Person(
        **row,
        contacts=tuple(Contact(**one) for one in contacts),
        identifiers=tuple((one["system"], one["value"]) for one in identifiers),
        team=tuple((one["role"], one["name"], one["organisation"]) for one in team),
        consents={one["channel"]: one["granted"] for one in consents},
        **await _referred(pool, id),
    )


async def _referred(pool: asyncpg.Pool, id: str) -> dict[str, Any]:
    """As the referrals say it; the newest of them first."""
    problems = await pool.fetch(
        "select distinct on (problem.words) problem.words from problem join referral on digest = referral"
        " where patient = $1 order by problem.words",
        id,
    )
    medicines = await pool.fetch(
        "select distinct on (medicine.words) medicine.words, active, opioid is not null as opioid from medicine"
        " join referral on digest = referral where patient = $1 order by medicine.words, received_at desc",
        id,
    )
    allergies = await pool.fetch(
        "select distinct allergy.words from allergy join referral on digest = referral where patient = $1 order by 1",
        id,
    )
    referral = await pool.fetchrow(
        "select received_at, reason from referral where patient = $1 order by received_at desc limit 1", id
    )
    return {
        "problems": tuple(one["words"] for one in problems),
        "medicines": tuple((one["words"], one["active"], one["opioid"]) for one in medicines),
        "allergies": tuple(one["words"] for one in allergies),
        "referred": None if referral is None else (referral["received_at"], referral["reason"]),
    }


_PERSON = """
select id, family || ', ' || array_to_string(given, ' ') as name, born_first, born_last, sex, patient.zone,
  patient.language, status
from patient left join person on person.patient = id where id = $1
"""
