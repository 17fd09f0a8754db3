"""Records one moment of one patient in one transaction: the journal, and what people look at because of it."""

import zlib
from collections.abc import Sequence
from datetime import datetime

from pydantic import TypeAdapter

from database import work
from database.attendance import note_visit
from database.conferences import leave_case, want_case
from database.consents import note_consent_form
from database.pool import Connection
from database.prompts import message_team, want_prompt
from database.visits import cancel_visit, want_visit
from engine import wire
from engine.care import Care
from engine.commands import (
    CancelVisit,
    CloseRequest,
    CloseTask,
    Command,
    JoinConference,
    LeaveConference,
    MoveDue,
    OpenTask,
    RequestQuestionnaire,
    ScheduleVisit,
    SendMessage,
    StopCalling,
    TellRoles,
)
from engine.events import (
    Answered,
    StepDeclined,
    TaskAccepted,
    TaskDone,
    VisitAttended,
    VisitCancelled,
    VisitConfirmed,
    VisitMissed,
    VisitMoved,
    VisitsBooked,
    VisitUnavailable,
)
from engine.journal import Entry, JourneyNow, PatientMoment, Written
from engine.journey import from_json
from engine.voice import Voice


class Diverged(Exception):
    """Less is written of this patient than the workflow remembers: nothing more is written until it is mended."""


async def record(connection: Connection, moment: PatientMoment) -> Written | None:
    """None once it is written. If more is written than the workflow knows, that has happened: it is given back, and
    nothing is written. Raises Diverged, and writes nothing, if less is written."""
    async with connection.transaction():
        recorded = await _recorded(connection, moment.patient)
        if recorded > moment.after:
            return await _written(connection, moment.patient, moment.after, recorded)
        if recorded < moment.after:
            raise Diverged(f"line {moment.after + 1} does not follow on line {recorded}")
        await _patient(connection, moment, recorded + len(moment.entries))
        for journey in moment.journeys:
            await _journey(connection, moment, journey)
        await _journal(connection, moment.patient, moment.entries)
        for entry in moment.entries:
            await _what_people_see(connection, moment.patient, entry)
    return None


async def _recorded(connection: Connection, patient: str) -> int:
    """Takes the patient's row, so that two deliveries of one moment come one after the other."""
    await connection.execute("insert into patient (id) values ($1) on conflict do nothing", patient)
    recorded: int = await connection.fetchval(
        "select recorded from patient where id = $1 for no key update", patient
    )
    return recorded


async def _written(connection: Connection, patient: str, after: int, recorded: int) -> Written:
    row = await connection.fetchrow("select language, voice from patient where id = $1", patient)
    if row is None:
        raise AssertionError("its row is held")
    states = await connection.fetch("select state from journey where patient = $1", patient)
    lines = await connection.fetch(
        """
        select at, kind, what, number, journey, step, occurrence, body::text as body, reason from journal
        where patient = $1 and number > $2 order by number
        """,
        patient,
        after,
    )
    journeys = [from_json(zlib.decompress(state["state"])) for state in states]
    return Written(
        care=Care(
            journeys={journey.id: journey for journey in journeys},
            voice=_VOICE.validate_json(zlib.decompress(row["voice"])),
        ),
        language=row["language"],
        number=recorded,
        lines=tuple(Entry(**line) for line in lines),
    )


_VOICE: TypeAdapter[Voice] = TypeAdapter(Voice)


async def _patient(connection: Connection, moment: PatientMoment, recorded: int) -> None:
    await connection.execute(
        """
        update patient
        set zone = $2, language = $3, status = $4, next_at = $5, next_because = $6, recorded = $7, voice = $8,
          recorded_at = clock_timestamp(), stuck_since = null, stuck_because = null
        where id = $1
        """,
        moment.patient,
        moment.zone,
        moment.language,
        moment.status,
        moment.next_at,
        moment.next_because,
        recorded,
        zlib.compress(_VOICE.dump_json(moment.voice), 1),
    )


async def _journey(connection: Connection, moment: PatientMoment, journey: JourneyNow) -> None:
    pathway, _, fingerprint = journey.pathway.partition("@")
    await connection.execute(
        """
        insert into journey (id, patient, pathway, fingerprint, status, stage, ending, hold_until, state)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        on conflict (id) do update
        set status = $5, stage = $6, ending = $7, hold_until = $8, state = $9
        """,
        journey.id,
        moment.patient,
        pathway,
        fingerprint,
        journey.status,
        journey.stage,
        journey.ending,
        journey.hold_until,
        zlib.compress(journey.state.encode(), 1),  # about eight times smaller
    )
    if journey.status == "ended":
        # Another referral for the same pain is then a new episode, and no duplicate.
        await connection.execute(
            "update episode set ended_at = $2 where id = $1 and ended_at is null", journey.id, moment.at
        )


async def _journal(connection: Connection, patient: str, entries: Sequence[Entry]) -> None:
    await connection.executemany(
        """
        insert into journal (patient, number, at, journey, kind, what, step, occurrence, body, reason)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb, $10)
        """,
        [
            (patient, e.number, e.at, e.journey, e.kind, e.what, e.step, e.occurrence, e.body, e.reason)
            for e in entries
        ],
    )


async def _what_people_see(connection: Connection, patient: str, entry: Entry) -> None:
    match entry.kind:
        case "event" if entry.journey is not None:
            await _event(connection, patient, entry, entry.journey)
        case "command":
            await _command(connection, patient, entry)
        case "prompt":
            await want_prompt(connection, patient, wire.prompt_from(entry.body))
        case _:
            pass


async def _event(connection: Connection, patient: str, entry: Entry, journey: str) -> None:
    match wire.event_from(entry.what, entry.body):
        case TaskAccepted() as event:
            await work.accept_task(connection, journey, event)
        case TaskDone() as event:
            await work.finish_task(connection, journey, event)
        case Answered() as event:
            await work.note_answers(connection, patient, entry.number, journey, event)
            await note_consent_form(connection, patient, event)
        case StepDeclined() as event:
            await work.decline_request(connection, journey, event)
        case (
            VisitsBooked()
            | VisitUnavailable()
            | VisitMoved()
            | VisitConfirmed()
            | VisitAttended()
            | VisitMissed()
            | VisitCancelled()
        ) as event:
            await note_visit(connection, journey, event)
        case _:
            pass


async def _command(connection: Connection, patient: str, entry: Entry) -> None:
    command = wire.command_from(entry.what, entry.body)
    match command:
        case ScheduleVisit():
            await want_visit(connection, patient, entry.at, command)
        case CancelVisit():
            await cancel_visit(connection, entry.at, command)
        case SendMessage():
            await message_team(connection, patient, entry.at, command)
        case RequestQuestionnaire():
            await work.request_questionnaire(connection, patient, entry.at, command)
        case CloseRequest():
            await work.close_request(connection, entry.at, command)
        case _:
            await _task(connection, patient, entry.at, command)


async def _task(connection: Connection, patient: str, at: datetime, command: Command) -> None:
    match command:
        case OpenTask():
            await work.open_task(connection, patient, at, command)
        case CloseTask():
            await work.close_task(connection, at, command)
        case TellRoles():
            await work.tell_roles(connection, command)
        case JoinConference():
            await want_case(connection, patient, at, command)
        case LeaveConference():
            await leave_case(connection, at, command)
        case MoveDue():
            await work.move_due(connection, command)
        case StopCalling():
            await work.stop_calling(connection, command)
        case _:
            # What is not shown to people is in the journal.
            pass
