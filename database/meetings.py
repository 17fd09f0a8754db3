"""Writes down what a series of case conferences came to: its journal, and what people look at because of it."""

import json
from collections.abc import Sequence
from hashlib import sha256

from pydantic import TypeAdapter

from database.conferences import given_inputs, look_at
from database.packets import freeze_packet
from database.pool import Connection
from engine.conference import TeamCase
from engine.journey import PlanItem
from engine.series import CaseFound, DecisionLine, Duty, MeetingLine, SeriesLine, SeriesMoment, Word

_PLAN: TypeAdapter[tuple[PlanItem, ...]] = TypeAdapter(tuple[PlanItem, ...])


class Diverged(Exception):
    """What was written of this series is not what it remembers: nothing more is written until it is mended."""


async def record_series(connection: Connection, moments: Sequence[SeriesMoment]) -> tuple[CaseFound, ...]:
    """In one transaction; a moment that is written already is not written again. Answers what the record knows better
    of the cases in question. Raises Diverged, and writes nothing, if a moment does not follow on what is written."""
    found: dict[str, CaseFound] = {}
    async with connection.transaction():
        for moment in moments:
            recorded = await _recorded(connection, moment.series)
            if moment.line.number > recorded + 1:
                raise Diverged(f"line {moment.line.number} does not follow on line {recorded}")
            if moment.line.number == recorded + 1:
                await _write(connection, moment)
            for case in moment.cases:
                found[case.id] = await look_at(connection, case)
    return tuple(found.values())


async def _recorded(connection: Connection, series: str) -> int:
    """Takes the series' row, so that two deliveries of one moment come one after the other."""
    await connection.execute(
        "insert into conference_series (series) values ($1) on conflict do nothing", series
    )
    recorded: int = await connection.fetchval(
        "select recorded from conference_series where series = $1 for no key update", series
    )
    return recorded


async def _write(connection: Connection, moment: SeriesMoment) -> None:
    await _line(connection, moment, moment.line)
    for meeting in moment.meetings:
        await _meeting(connection, moment.series, meeting)
    for case in moment.cases:
        await _case(connection, case, moment)
    for word in moment.words:
        await _say(connection, word, moment)
    if moment.freeze is not None:
        await _freeze(connection, moment.freeze, moment)
    for decision in moment.decisions:
        await _decision(connection, decision)
    for duty in moment.duties:
        await _duty(connection, moment.series, duty)


async def _line(connection: Connection, moment: SeriesMoment, line: SeriesLine) -> None:
    await connection.execute(
        "insert into conference_journal (series, number, at, what, body) values ($1, $2, $3, $4, $5::jsonb)",
        moment.series,
        line.number,
        line.at,
        line.what,
        line.body,
    )
    await connection.execute(
        "update conference_series set recorded = $2, next_at = $3 where series = $1",
        moment.series,
        line.number,
        moment.next_at,
    )


async def _meeting(connection: Connection, series: str, line: MeetingLine) -> None:
    await connection.execute(
        """
        insert into conference (meeting, series, chase_at, cut_off_at, starts_at, ends_at, state, present)
        values ($1, $2, $3, $4, $5, $6, $7, $8)
        on conflict (meeting) do update set state = $7, present = $8
        """,
        line.meeting.id,
        series,
        line.meeting.chase_at,
        line.meeting.cut_off_at,
        line.meeting.starts_at,
        line.meeting.ends_at,
        line.state,
        list(line.present),
    )


async def _case(connection: Connection, case: TeamCase, moment: SeriesMoment) -> None:
    """What has left in the meantime stays away."""
    before = await connection.fetchrow(
        "select age, failures from conference_case where journey = $1 and step = $2 and occurrence = $3 for no key update",
        case.journey,
        case.step,
        case.occurrence,
    )
    await connection.execute(
        """
        update conference_case set meeting = $4, state = $5, held_by = $6, age = $7, failures = $8, number = $9,
          ended_at = case when $5 = 'decided' then $10::timestamptz end
        where journey = $1 and step = $2 and occurrence = $3 and state <> 'left'
        """,
        case.journey,
        case.step,
        case.occurrence,
        case.meeting,
        case.state,
        list(case.held_by),
        case.age,
        case.failures,
        case.number,
        moment.at,
    )
    if before is not None and case.age > before["age"]:
        await connection.execute(
            "insert into conference_rolled_over (journey, step, occurrence, age, at, without_quorum)"
            " values ($1, $2, $3, $4, $5, $6)",
            case.journey,
            case.step,
            case.occurrence,
            case.age,
            moment.at,
            case.failures > before["failures"],
        )


async def _say(connection: Connection, word: Word, moment: SeriesMoment) -> None:
    """Nobody is asked again for what is there already."""
    case = word.case
    if word.how == "asked":
        await connection.execute(
            """
            insert into conference_input (journey, step, occurrence, role, due_at) values ($1, $2, $3, $4, $5)
            on conflict (journey, step, occurrence, role) do update set due_at = $5
            """,
            case.journey,
            case.step,
            case.occurrence,
            word.role,
            word.due_at,
        )
    if word.how != "late" and word.role in await given_inputs(connection, case):
        return
    await connection.execute(
        """
        insert into team_message (journey, key, patient, role, template, at, urgency)
        values ($1, $2, $3, $4, $5, $6, 'routine') on conflict do nothing
        """,
        case.journey,
        word.key,
        case.patient,
        word.role,
        _TEMPLATES[word.how],
        moment.at,
    )
    if word.how == "chased":
        await connection.execute(
            "update conference_input set chased = chased + 1"
            " where journey = $1 and step = $2 and occurrence = $3 and role = $4",
            case.journey,
            case.step,
            case.occurrence,
            word.role,
        )


async def _freeze(connection: Connection, meeting: str, moment: SeriesMoment) -> None:
    """The packet of each case, and the digest of what lies on the table; frozen once, they stay."""
    for case in moment.cases:
        await given_inputs(connection, case)
        await freeze_packet(connection, meeting, (case.journey, case.step, case.occurrence), moment.at)
    rows = await connection.fetch(
        """
        select journey, step, occurrence, key, quorum::text as quorum, proposal, age,
          (select coalesce(jsonb_object_agg(role, given_at order by role), '{}')::text from conference_input i
           where (i.journey, i.step, i.occurrence) = (c.journey, c.step, c.occurrence)) as inputs
        from conference_case c where meeting = $1 and state in ('on_agenda', 'rolled_over')
        order by journey, step, occurrence
        """,
        meeting,
    )
    packet = json.dumps([dict(row) for row in rows], sort_keys=True)
    await connection.execute(
        "update conference set packet = coalesce(packet, $2) where meeting = $1",
        meeting,
        sha256(packet.encode()).hexdigest(),
    )


async def _decision(connection: Connection, line: DecisionLine) -> None:
    await connection.execute(
        """
        insert into conference_decision
          (journey, step, occurrence, number, meeting, outcome, plan, present, votes, dissent, veto, review_by, at, news)
        values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9::jsonb, $10, $11, $12, $13, $14)
        """,
        line.case.journey,
        line.case.step,
        line.case.occurrence,
        line.case.number,
        line.meeting,
        line.outcome,
        None if line.plan is None else _PLAN.dump_json(line.plan).decode(),
        list(line.present),
        json.dumps(dict(line.votes)),
        line.dissent,
        line.veto,
        line.review_by,
        line.at,
        line.news,
    )


async def _duty(connection: Connection, series: str, duty: Duty) -> None:
    await connection.execute(
        """
        insert into conference_duty
          (id, series, journey, step, occurrence, role, what, because, opened_at, due_at, late, ended_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        on conflict (id) do update set late = $11, ended_at = $12
        """,
        duty.id,
        series,
        duty.case.journey,
        duty.case.step,
        duty.case.occurrence,
        duty.role,
        duty.what,
        duty.because,
        duty.opened_at,
        duty.due_at,
        duty.late,
        duty.ended_at,
    )


_TEMPLATES = {
    "asked": "conference_input",
    "chased": "conference_input_missing",
    "late": "conference_duty_late",
}
