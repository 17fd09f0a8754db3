"""Admission: a referral becomes a patient and an episode a pain problem, once, whatever comes twice or at once."""

import base64
import hmac
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from typing import Literal

from database.pool import Connection
from database.referral_tasks import to_compare, to_triage
from engine.clinic import Clinic
from referrals.referral import Coded, Person, Referral

Kind = Literal["new", "duplicate", "changed", "review"]
_ONE_AT_A_TIME = 7_201_043
"""The advisory lock of admissions: people are compared with all others, so two come one after the other."""


@dataclass(frozen=True, slots=True)
class Admission:
    """Of `changed`, only the episodes that were opened now are in `opened`; of `review`, nothing was opened."""

    kind: Kind
    patient: str | None
    opened: tuple[str, ...]
    open_before: tuple[str, ...]
    resembles: tuple[str, ...] = ()


def opaque_id(prefix: Literal["p", "e"], secret: bytes, *named: str) -> str:
    """The same for the same person, and computed by nobody without the secret."""
    digest = hmac.digest(secret, "|".join(named).encode(), sha256)
    return f"{prefix}-{base64.b32encode(digest).decode().lower()[:16]}"


async def admit(
    connection: Connection,
    referral: Referral,
    digest: bytes,
    secret: bytes,
    at: datetime,
    clinic: Clinic,
) -> Admission:
    """In the clinic's zone lives whoever does not say otherwise: in UTC a text could come in the night."""
    async with connection.transaction():
        await connection.execute("select pg_advisory_xact_lock($1)", _ONE_AT_A_TIME)
        if (seen := await _seen(connection, digest)) is not None:
            return seen
        known = await known_patients(connection, referral.person.identifiers)
        compare = known if len(known) > 1 else () if known else await _alike(connection, referral.person)
        if compare:
            return await _to_compare(connection, digest, compare, at, clinic)
        patient = known[0] if known else opaque_id("p", secret, *referral.person.identifiers[0])
        if not known:
            await _add_person(connection, patient, referral.person, clinic.zone)
        opened, before = await _episodes(connection, patient, referral, secret, at)
        kind: Kind = "new" if not known else "changed" if opened else "duplicate"
        await _add_contacts(connection, patient, referral.person)
        await _add_referral(connection, patient, referral, digest, kind, at)
        await _add_consent(connection, patient, referral, at)
        if referral.for_triage:
            await to_triage(connection, digest, patient, referral.for_triage, at, clinic)
        return Admission(kind, patient, opened, before)


async def _to_compare(
    connection: Connection, digest: bytes, compare: tuple[str, ...], at: datetime, clinic: Clinic
) -> Admission:
    await connection.execute(
        "insert into referral_to_compare (digest, resembles, received_at) values ($1, $2, $3)"
        " on conflict do nothing",
        digest,
        list(compare),
        at,
    )
    await to_compare(connection, digest, compare, at, clinic)
    return Admission("review", None, (), (), compare)


async def _seen(connection: Connection, digest: bytes) -> Admission | None:
    patient = await connection.fetchval("select patient from referral where digest = $1", digest)
    if patient is None:
        return None
    episodes = await connection.fetch(
        "select distinct episode from problem where referral = $1 order by episode", digest
    )
    return Admission("duplicate", patient, (), tuple(row["episode"] for row in episodes))


async def known_patients(connection: Connection, identifiers: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    rows = await connection.fetch(
        "select distinct patient from person_identifier"
        " where (system, value) in (select * from unnest($1::text[], $2::text[])) order by patient",
        [system for system, _ in identifiers],
        [value for _, value in identifiers],
    )
    return tuple(row["patient"] for row in rows)


async def _alike(connection: Connection, person: Person) -> tuple[str, ...]:
    """Same name, and birth dates that may be the same day: perhaps one person under two numbers."""
    rows = await connection.fetch(
        "select patient from person where lower(family) = lower($1) and born_first <= $3 and born_last >= $2"
        " and lower(coalesce(given[1], '')) = lower($4) order by patient",
        person.family,
        *person.born,
        person.given[0] if person.given else "",
    )
    return tuple(row["patient"] for row in rows)


async def _add_person(connection: Connection, patient: str, person: Person, clinic_zone: str) -> None:
    await connection.execute(
        "insert into patient (id, zone, language) values ($1, $2, coalesce($3, 'en')) on conflict do nothing",
        patient,
        person.zone or clinic_zone,
        person.language,
    )
    await connection.execute(
        "insert into person (patient, family, given, born_first, born_last, sex, address, zone, language)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        patient,
        person.family,
        list(person.given),
        *person.born,
        person.sex,
        json.dumps(asdict(person.address)) if person.address else None,
        person.zone,
        person.language,
    )


async def _add_contacts(connection: Connection, patient: str, person: Person) -> None:
    await connection.executemany(
        "insert into person_identifier (system, value, patient) values ($1, $2, $3) on conflict do nothing",
        [(system, value, patient) for system, value in person.identifiers],
    )
    phones = [(patient, "phone", one.number, one.extension, one.use, one.dialable) for one in person.phones]
    emails = [(patient, "email", one, None, None, True) for one in person.emails]
    await connection.executemany(
        "insert into contact_point (patient, kind, value, extension, use, dialable)"
        " values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
        [*phones, *emails],
    )


async def _episodes(
    connection: Connection, patient: str, referral: Referral, secret: bytes, at: datetime
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    opened, before = [], []
    for pain in referral.pain:
        there = await _open_episode(connection, patient, pain.site)
        if there:
            before.append(there)
            continue
        times = await connection.fetchval(
            "select count(*) from episode where patient = $1 and site = $2", patient, pain.site
        )
        episode = opaque_id("e", secret, patient, pain.site, str(times + 1))
        await connection.execute(
            "insert into episode (id, patient, site, opened_at) values ($1, $2, $3, $4)",
            episode,
            patient,
            pain.site,
            at,
        )
        opened.append(episode)
    return tuple(opened), tuple(before)


async def _open_episode(connection: Connection, patient: str, site: str) -> str | None:
    found: str | None = await connection.fetchval(
        "select id from episode where patient = $1 and site = $2 and ended_at is null", patient, site
    )
    return found


async def _add_referral(
    connection: Connection, patient: str, referral: Referral, digest: bytes, kind: Kind, at: datetime
) -> None:
    await connection.execute(
        "insert into referral (digest, patient, system, value, practitioner, organisation, reason, for_triage,"
        " result, received_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        digest,
        patient,
        *(referral.number or (None, None)),
        referral.practitioner,
        referral.organisation,
        referral.reason,
        list(referral.for_triage),
        kind,
        at,
    )
    problems = [
        (await _open_episode(connection, patient, pain.site), one.what.words, _codes(one.what), one.onset)
        for pain in referral.pain
        for one in pain.problems
    ]
    await _rows(connection, digest, "problem", ("episode", "words", "codes", "onset"), problems)
    medicines = [
        (one.what.words, _codes(one.what), one.active, one.opioid, one.mme, one.as_needed)
        for one in referral.medicines
    ]
    columns = ("words", "codes", "active", "opioid", "mme", "as_needed")
    await _rows(connection, digest, "medicine", columns, medicines)
    allergies = [(one.what.words, _codes(one.what), one.criticality) for one in referral.allergies]
    await _rows(connection, digest, "allergy", ("words", "codes", "criticality"), allergies)
    await _rows(connection, digest, "coverage", ("payer",), [(payer,) for payer in referral.coverage])
    if referral.practitioner:
        await connection.execute(
            "insert into care_team (patient, role, name, organisation, since)"
            " values ($1, 'pcp', $2, $3, $4) on conflict do nothing",
            patient,
            referral.practitioner,
            referral.organisation,
            at,
        )


async def _add_consent(connection: Connection, patient: str, referral: Referral, at: datetime) -> None:
    if referral.texts is not None:
        await connection.execute(
            "insert into consent (patient, channel, granted, recorded_by, recorded_at)"
            " values ($1, 'sms', $2, 'referral', $3) on conflict do nothing",
            patient,
            referral.texts,
            at,
        )


async def _rows(
    connection: Connection,
    digest: bytes,
    table: str,
    columns: tuple[str, ...],
    rows: Iterable[tuple[object, ...]],
) -> None:
    places = ", ".join(f"${n}" for n in range(1, len(columns) + 3))
    await connection.executemany(
        f"insert into {table} (referral, position, {', '.join(columns)}) values ({places})",  # noqa: S608 - our names
        [(digest, position, *row) for position, row in enumerate(rows)],
    )


def _codes(what: Coded) -> str:
    return json.dumps(what.codes)
