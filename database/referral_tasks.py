"""Work about a referral before any journey carries it: the same person under two numbers, a weighing, a death."""

from datetime import datetime

from database.pool import Connection
from engine.clinic import Clinic
from engine.moments import shift
from engine.spans import clinic_days, hours
from pathways.roles import COORDINATOR

WITHIN = clinic_days(2)  # clinical reference A2 [P]
DEATH_WITHIN = hours(4)
"""Until somebody has confirmed it, the patient's journeys go on, and whoever has the phone may be written to [P]."""


async def to_compare(
    connection: Connection, digest: bytes, resembles: tuple[str, ...], at: datetime, clinic: Clinic
) -> None:
    await _open(
        connection,
        f"compare:{digest.hex()}",
        "compare",
        at,
        shift(at, WITHIN, clinic.zone, clinic),
        "may be a patient under another number: compare, and link or admit",
        resembles=resembles,
        digest=digest,
    )


async def to_triage(
    connection: Connection, digest: bytes, patient: str, what: tuple[str, ...], at: datetime, clinic: Clinic
) -> None:
    await _open(
        connection,
        f"triage:{digest.hex()}",
        "triage",
        at,
        shift(at, WITHIN, clinic.zone, clinic),
        f"{', '.join(what)} among the conditions: weigh it at triage, before accepting",
        patient=patient,
        digest=digest,
    )


async def death_to_confirm(connection: Connection, patient: str, at: datetime, clinic: Clinic) -> None:
    await _open(
        connection,
        f"death:{patient}",
        "death",
        at,
        shift(at, DEATH_WITHIN, clinic.zone, clinic),
        "a referral says that this patient has died: confirm it, and record the death",
        patient=patient,
        severity="SEV2-STAFF",
    )


async def _open(
    connection: Connection,
    id: str,
    kind: str,
    at: datetime,
    due_at: datetime,
    reason: str,
    *,
    patient: str | None = None,
    resembles: tuple[str, ...] = (),
    digest: bytes | None = None,
    severity: str | None = None,
) -> None:
    await connection.execute(
        "insert into referral_task"
        " (id, kind, role, patient, resembles, digest, opened_at, due_at, severity, reason)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing",
        id,
        kind,
        COORDINATOR,
        patient,
        list(resembles),
        digest,
        at,
        due_at,
        severity,
        reason,
    )
