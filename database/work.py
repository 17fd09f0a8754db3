"""Work for people and questions to patients, as the coordinator's list will show them."""

from datetime import datetime
from decimal import Decimal

from database.pool import Connection
from engine.commands import (
    CloseRequest,
    CloseTask,
    MoveDue,
    OpenTask,
    RequestQuestionnaire,
    StopCalling,
    TellRoles,
)
from engine.events import Answered, StepDeclined, TaskAccepted, TaskDone
from engine.scores import Score


async def open_task(connection: Connection, patient: str, at: datetime, task: OpenTask) -> None:
    await connection.execute(
        """
        insert into task (journey, key, patient, step, role, opened_at, due_at, severity, contact, outcomes, reason)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        """,
        task.key.journey,
        str(task.key),
        patient,
        task.key.step,
        task.role,
        at,
        task.due_at,
        task.severity,
        task.contact,
        list(task.outcomes),
        str(task.reason),
    )


async def close_task(connection: Connection, at: datetime, closing: CloseTask) -> None:
    await connection.execute(
        "update task set state = 'closed', ended_at = $3"
        " where journey = $1 and key = $2 and state in ('open', 'accepted')",
        closing.key.journey,
        closing.task,
        at,
    )


async def tell_roles(connection: Connection, telling: TellRoles) -> None:
    await connection.execute(
        "update task set told = told || $3::text[] where journey = $1 and key = $2",
        telling.key.journey,
        telling.about,
        list(telling.roles),
    )


async def move_due(connection: Connection, moving: MoveDue) -> None:
    """A task is named by its key, an open request by its step and occurrence."""
    await connection.execute(
        "update task set due_at = $3 where journey = $1 and key = $2",
        moving.key.journey,
        moving.what,
        moving.due_at,
    )
    await connection.execute(
        "update questionnaire_request set due_at = $3"
        " where journey = $1 and step || '#' || occurrence = $2 and state = 'open'",
        moving.key.journey,
        moving.what,
        moving.due_at,
    )


async def stop_calling(connection: Connection, stopping: StopCalling) -> None:
    """The patient died: what is left of the call is closed by its owner, who is told so."""
    await connection.execute(
        "update task set contact = false, outcomes = '{}', told = told || $3::text[]"
        " where journey = $1 and key = $2",
        stopping.key.journey,
        stopping.task,
        [stopping.role],
    )


async def accept_task(connection: Connection, journey: str, event: TaskAccepted) -> None:
    await connection.execute(
        "update task set state = 'accepted', accepted_at = $3 where journey = $1 and key = $2 and state = 'open'",
        journey,
        event.task,
        event.at,
    )


async def finish_task(connection: Connection, journey: str, event: TaskDone) -> None:
    await connection.execute(
        "update task set state = 'done', outcome = $3, ended_at = $4"
        " where journey = $1 and key = $2 and state in ('open', 'accepted')",
        journey,
        event.task,
        event.outcome,
        event.at,
    )


async def request_questionnaire(
    connection: Connection, patient: str, at: datetime, asked: RequestQuestionnaire
) -> None:
    await connection.execute(
        """
        insert into questionnaire_request
          (journey, key, patient, step, occurrence, instruments, asked_of, opened_at, due_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """,
        asked.key.journey,
        str(asked.key),
        patient,
        asked.key.step,
        asked.key.occurrence,
        list(asked.instruments),
        asked.by,
        at,
        asked.due_at,
    )


async def close_request(connection: Connection, at: datetime, closing: CloseRequest) -> None:
    await _end_request(
        connection, closing.key.journey, closing.key.step, closing.key.occurrence, "closed", at
    )


async def decline_request(connection: Connection, journey: str, event: StepDeclined) -> None:
    await _end_request(connection, journey, event.step, event.occurrence, "closed", event.at)


async def note_answers(
    connection: Connection, patient: str, number: int, journey: str, event: Answered
) -> None:
    """Scores as they are: where the status allows no value there is none, never a zero."""
    if event.finished and event.step is not None:
        await _end_request(connection, journey, event.step, event.occurrence, "answered", event.at)
    await connection.executemany(
        """
        insert into score (patient, number, instrument, journey, at, status, value, band)
        values ($1, $2, $3, $4, $5, $6, $7, $8)
        """,
        [
            (patient, number, score.instrument, journey, event.at, score.status, _decimal(score), score.band)
            for score in event.scores
        ],
    )


def _decimal(score: Score) -> Decimal | None:
    """As it is shown to people; the exact value stands in the journal."""
    if score.shown is None:
        return None
    return Decimal(score.shown.numerator) / Decimal(score.shown.denominator)


async def _end_request(
    connection: Connection, journey: str, step: str, occurrence: int | None, state: str, at: datetime
) -> None:
    """Without an occurrence the latest is meant; only that one can be open."""
    await connection.execute(
        "update questionnaire_request set state = $4, ended_at = $5"
        " where journey = $1 and step = $2 and ($3::int is null or occurrence = $3) and state = 'open'",
        journey,
        step,
        occurrence,
        state,
        at,
    )
