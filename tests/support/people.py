"""People of a test as an admission leaves them: a patient with a name, phones, a journey, and what was asked of them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from database.pathways import keep_pathway
from database.pool import Connection
from engine.words import Pathway
from workflows.known import learn


async def admitted(
    connection: Connection, patient: str, given: str, numbers: Sequence[str], language: str = "en"
) -> None:
    await connection.execute(
        "insert into patient (id, language) values ($1, $2) on conflict (id) do update set language = $2",
        patient,
        language,
    )
    await connection.execute(
        "insert into person (patient, family, given, born_first, born_last)"
        " values ($1, 'Doe', array[$2], '1970-01-01', '1970-01-01')",
        patient,
        given,
    )
    await connection.executemany(
        "insert into contact_point (patient, kind, value, dialable) values ($1, 'phone', $2, true)",
        [(patient, number) for number in numbers],
    )


async def on_journey(
    connection: Connection, patient: str, journey: str, pathway: Pathway, stage: str, status: str = "active"
) -> None:
    """As a row only: no workflow carries it."""
    fingerprint = learn(pathway).partition("@")[2]
    await keep_pathway(connection, pathway.name, fingerprint, pathway, None)
    await connection.execute(
        "insert into journey (id, patient, pathway, fingerprint, status, stage, state)"
        " values ($1, $2, $3, $4, $5, $6, '')",
        journey,
        patient,
        pathway.name,
        fingerprint,
        status,
        stage,
    )


async def asked_about_a_visit(
    connection: Connection, patient: str, journey: str, at: datetime, listener: str = "patient"
) -> None:
    """Step `first_visit` is booked for three days later, and a reminder of it was sent."""
    await connection.execute(
        "insert into visit_search (journey, key, patient, step, occurrence, attempt, role, minutes, modes, visits,"
        " due_at, reason, wanted_at, state) values ($1, 'v', $2, 'first_visit', 1, 1, 'physician', 60,"
        " array['video'], 1, $3, 'r', $3, 'booked') on conflict do nothing",
        journey,
        patient,
        at,
    )
    await connection.execute(
        "insert into appointment (id, journey, key, number, patient, mode, starts_at, minutes)"
        " values ($1, $1, 'v', 1, $2, 'video', $3, 60) on conflict do nothing",
        journey,
        patient,
        at + timedelta(days=3),
    )
    await connection.execute(
        "insert into prompt (journey, key, patient, listener, at, templates, steps, urgency, other_channel, state)"
        " values ($1, $4, $2, $4, $3, array['visit_reminder'], array['first_visit'], 'visit', false, 'sent')",
        journey,
        patient,
        at,
        listener,
    )


async def asked_for_a_form(
    connection: Connection, patient: str, journey: str, instruments: Sequence[str], at: datetime
) -> None:
    await connection.execute(
        "insert into questionnaire_request"
        " (journey, key, patient, step, occurrence, instruments, asked_of, opened_at, due_at)"
        " values ($1, 'f', $2, 'how_is_it', 1, $3, 'patient', $4, $5)",
        journey,
        patient,
        list(instruments),
        at,
        at + timedelta(days=7),
    )
