"""The packet of a case: what the team has before it. Made from the record at one moment, and frozen once."""

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

import asyncpg

from database.pool import Connection
from engine.journey import Journey, from_json

Entry = Mapping[str, object]
Packet = Mapping[str, Sequence[Entry]]
"""By section. Times are written as text and numbers as they were scored, so that one packet has one digest."""
CaseKey = tuple[str, str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    meeting: str
    at: datetime
    digest: str
    packet: Packet


async def packet_of(connection: Connection, key: CaseKey) -> Packet:
    """As the record stands now. Of a case that nobody asked for it is empty."""
    row = await connection.fetchrow(_CASE, *key)
    if row is None:
        return {}
    patient, journey = row["patient"], _journey(row["state"])
    return {
        "question": [{"step": key[1], "proposal": row["proposal"]}],
        "words": await _entries(connection, _WORDS, patient),
        "wishes": await _entries(connection, _WISHES, patient),
        "scores": await _entries(connection, _SCORES, patient),
        "safety": await _entries(connection, _SAFETY, patient),
        "flags": [] if journey is None else [{"flag": flag} for flag in sorted(journey.flags)],
        "plan": [] if journey is None else _plan(journey),
        "medicines": await _entries(connection, _MEDICINES, patient),
        "tasks": await _entries(connection, _TASKS, patient),
        "statements": await _entries(connection, _STATEMENTS, *key),
    }


async def freeze_packet(connection: Connection, meeting: str, key: CaseKey, at: datetime) -> None:
    """Frozen once, it stays."""
    packet = await packet_of(connection, key)
    await connection.execute(
        "insert into conference_packet (meeting, journey, step, occurrence, frozen_at, body, digest)"
        " values ($1, $2, $3, $4, $5, $6::jsonb, $7) on conflict do nothing",
        meeting,
        *key,
        at,
        json.dumps(packet),
        digest_of(packet),
    )


async def frozen(pool: asyncpg.Pool, key: CaseKey) -> Frozen | None:
    """The latest: a case that rolls over has one a meeting."""
    row = await pool.fetchrow(
        "select meeting, frozen_at, digest, body::text as body from conference_packet"
        " where journey = $1 and step = $2 and occurrence = $3 order by frozen_at desc limit 1",
        *key,
    )
    if row is None:
        return None
    return Frozen(
        meeting=row["meeting"], at=row["frozen_at"], digest=row["digest"], packet=json.loads(row["body"])
    )


def digest_of(packet: Packet) -> str:
    return sha256(json.dumps(packet, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _journey(state: bytes) -> Journey | None:
    """None while it has not begun."""
    return from_json(zlib.decompress(state)) if state else None


def _plan(journey: Journey) -> list[Entry]:
    return [
        {
            "therapy": one.item.therapy,
            "after": list(one.item.after),
            "delay": None if one.item.delay is None else str(one.item.delay),
            "state": one.state,
        }
        for one in journey.plan or ()
    ]


async def _entries(connection: Connection, sql: str, *about: object) -> list[Entry]:
    rows = await connection.fetch(f"select to_jsonb(entry)::text as entry from ({sql}) as entry", *about)  # noqa: S608  (our own words)
    return [json.loads(row["entry"]) for row in rows]


_CASE = """
select c.patient, c.proposal, journey.state from conference_case c join journey on journey.id = c.journey
where c.journey = $1 and c.step = $2 and c.occurrence = $3
"""
_WORDS = """
select at, instrument, item, said from (
  (select distinct on (instrument, item) sent_at as at, instrument, item, said
   from form_draft, jsonb_each(words) as forms(instrument, items), jsonb_each_text(items) as answered(item, said)
   where patient = $1 and sent_at is not null and said <> '' order by instrument, item, sent_at desc)
  union all
  (select at, 'message', about, words from patient_wrote where patient = $1 order by at desc limit 5)
) as said order by instrument <> 'before_conference', at desc, instrument, item
"""
_WISHES = """
select item, said from (
  select answers -> 'before_conference' as given from form_draft
  where patient = $1 and sent_at is not null and answers ? 'before_conference' order by sent_at desc limit 1
) as newest, jsonb_each_text(given) as answered(item, said) where said is not null order by item
"""
_SCORES = """
select instrument, (array_agg(value::text order by number) filter (where whole))[1] as first,
  min(at) filter (where whole) as first_at,
  (array_agg(value::text order by number desc))[1] as latest, (array_agg(at order by number desc))[1] as latest_at,
  (array_agg(case when whole then value::text end order by number desc))[1] as whole,
  (array_agg(band order by number desc))[1] as band, (array_agg(status order by number desc))[1] as status
from (select *, value is not null and status <> 'partial' as whole from score where patient = $1) as score
group by instrument having bool_or(value is not null) order by instrument
"""
_SAFETY = """
select step, severity, opened_at, due_at, reason from task
where patient = $1 and severity is not null and state in ('open', 'accepted') order by severity, opened_at, key
"""
_TASKS = """
select step, role, due_at from task
where patient = $1 and severity is null and state in ('open', 'accepted') order by due_at, key
"""
_MEDICINES = """
select distinct on (medicine.words) medicine.words, active, opioid is not null as opioid, mme::text as mme
from medicine join referral on digest = referral where patient = $1 order by medicine.words, received_at desc
"""
_STATEMENTS = """
select distinct on (role) role, account, at, body from conference_statement
where journey = $1 and step = $2 and occurrence = $3 order by role, at desc, id desc
"""
