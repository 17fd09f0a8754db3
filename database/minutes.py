"""What was decided in a case conference and why, who is against it, what follows for whom, and what the patient says."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

import asyncpg

from database.packets import CaseKey
from database.pool import Connection

Said = Literal["agrees", "says_no", "second_opinion", "undecided"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """Why it was decided so, as whoever keeps the minutes wrote it. `id` is that of the news that tells the decision."""

    id: str
    account: str
    at: datetime
    question: str
    options: tuple[str, ...]
    reasons: str
    evidence: str | None = None
    measure: str | None = None
    amount: str | None = None
    gain_by: date | None = None
    stop_rule: str | None = None
    review_on: date | None = None
    letters: tuple[str, ...] = ()
    tells: str | None = None
    tells_by: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Of one case, or of all; `late` is past its day, `old` has been open for more than ten clinic days."""

    id: str
    journey: str
    step: str
    occurrence: int
    patient: str
    owner: str
    what: str
    done_when: str
    due_on: date
    due_at: datetime | None
    account: str
    at: datetime
    done_by: str | None = None
    done_at: datetime | None = None


async def keep_statement(
    connection: Connection,
    id: str,
    key: CaseKey,
    role: str,
    account: str,
    at: datetime,
    said: Mapping[str, str],
) -> None:
    await connection.execute(
        "insert into conference_statement (id, journey, step, occurrence, role, account, at, body)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb) on conflict do nothing",
        id,
        *key,
        role,
        account,
        at,
        json.dumps(dict(said)),
    )


async def keep_minutes(connection: Connection, key: CaseKey, minutes: Minutes) -> None:
    await connection.execute(
        """
        insert into conference_minutes (journey, step, occurrence, id, account, at, question, options, reasons,
          evidence, measure, amount, gain_by, stop_rule, review_on, letters, tells, tells_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
        on conflict do nothing
        """,
        *key,
        minutes.id,
        minutes.account,
        minutes.at,
        minutes.question,
        list(minutes.options),
        minutes.reasons,
        minutes.evidence,
        minutes.measure,
        minutes.amount,
        minutes.gain_by,
        minutes.stop_rule,
        minutes.review_on,
        list(minutes.letters),
        minutes.tells,
        minutes.tells_by,
    )


async def add_action(connection: Connection, action: Action) -> None:
    await connection.execute(
        """
        insert into conference_action
          (id, journey, step, occurrence, patient, owner, what, done_when, due_on, account, at, due_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict do nothing
        """,
        action.id,
        action.journey,
        action.step,
        action.occurrence,
        action.patient,
        action.owner,
        action.what,
        action.done_when,
        action.due_on,
        action.account,
        action.at,
        action.due_at,
    )


async def finish_action(pool: asyncpg.Pool, id: str, patient: str, by: str, at: datetime) -> bool:
    """False: somebody has finished it already, or there is no such action of this patient."""
    done = await pool.fetchval(
        "update conference_action set done_by = $3, done_at = $4"
        " where id = $1 and patient = $2 and done_at is null returning true",
        id,
        patient,
        by,
        at,
    )
    return bool(done)


async def actions_of(pool: asyncpg.Pool, patient: str) -> tuple[Action, ...]:
    """Open ones first, by their day."""
    rows = await pool.fetch(
        "select * from conference_action where patient = $1 order by done_at is not null, due_on, id", patient
    )
    return tuple(Action(**row) for row in rows)


async def open_actions(pool: asyncpg.Pool, patients: Sequence[str]) -> tuple[Action, ...]:
    """The oldest first, as the next meeting hears them."""
    rows = await pool.fetch(
        "select * from conference_action where patient = any($1) and done_at is null order by at, due_on, id",
        list(patients),
    )
    return tuple(Action(**row) for row in rows)


async def decisions_of(pool: asyncpg.Pool, key: CaseKey) -> Sequence[Mapping[str, object]]:
    """The newest first, with their minutes and with each dissent as its role wrote it."""
    rows = await pool.fetch(_DECISIONS, *key)
    return [
        {
            **row,
            "votes": json.loads(row["votes"]),
            "dissents": json.loads(row["dissents"]),
            "minutes": None if row["minutes"] is None else json.loads(row["minutes"]),
        }
        for row in rows
    ]


async def dissents_of(pool: asyncpg.Pool, patient: str) -> Sequence[asyncpg.Record]:
    """Whatever was said against a decision about this patient: it stays, also after the plan has changed."""
    return await pool.fetch(_DISSENTS, patient)


async def statements_of(pool: asyncpg.Pool, key: CaseKey) -> Mapping[str, Mapping[str, str]]:
    """By role, what it wrote last."""
    rows = await pool.fetch(
        "select distinct on (role) role, body::text as body from conference_statement"
        " where journey = $1 and step = $2 and occurrence = $3 order by role, at desc, id desc",
        *key,
    )
    return {row["role"]: json.loads(row["body"]) for row in rows}


async def plans_of(pool: asyncpg.Pool, patient: str, journey: str) -> Sequence[asyncpg.Record]:
    """Each version that reached the journey, the oldest first: `plan` is its JSON."""
    return await pool.fetch(
        "select at, what, body ->> 'plan' as plan, body ->> 'reason' as reason from journal"
        " where patient = $1 and journey = $2 and kind = 'event' and what in ('ConferenceDecided', 'PlanChanged')"
        " and jsonb_typeof(body -> 'plan') = 'array' order by number",
        patient,
        journey,
    )


async def keep_answer(
    connection: Connection,
    id: str,
    journey: str,
    patient: str,
    answer: Said,
    declined: Sequence[str],
    words: str,
    account: str,
    at: datetime,
) -> None:
    await connection.execute(
        "insert into plan_answer (id, journey, patient, answer, declined, words, account, at)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing",
        id,
        journey,
        patient,
        answer,
        list(declined),
        words,
        account,
        at,
    )


async def answers_of(pool: asyncpg.Pool, patient: str, journey: str) -> Sequence[asyncpg.Record]:
    return await pool.fetch(
        "select answer, declined, words, account, at from plan_answer where patient = $1 and journey = $2"
        " order by at desc, id desc",
        patient,
        journey,
    )


async def open_task(pool: asyncpg.Pool, journey: str, step: str) -> str | None:
    """The key by which it is finished."""
    found: str | None = await pool.fetchval(
        "select key from task where journey = $1 and step = $2 and state in ('open', 'accepted') limit 1",
        journey,
        step,
    )
    return found


_DECISIONS = """
select d.number, d.meeting, d.outcome, d.present, d.votes::text as votes, d.veto, d.review_by, d.at,
  to_jsonb(m)::text as minutes,
  (select coalesce(jsonb_agg(jsonb_build_object('role', role, 'words', words, 'would_change', would_change)
     order by role), '[]')::text from conference_dissent where id = d.dissent) as dissents
from conference_decision d left join conference_minutes m on m.id = d.news
where d.journey = $1 and d.step = $2 and d.occurrence = $3 order by d.number desc
"""
_DISSENTS = """
select conference_dissent.role, words, would_change, conference_dissent.at, d.step, d.veto, d.meeting
from conference_case c
join conference_decision d on (d.journey, d.step, d.occurrence) = (c.journey, c.step, c.occurrence)
join conference_dissent on conference_dissent.id = d.dissent
where c.patient = $1 order by conference_dissent.at desc, conference_dissent.role
"""
