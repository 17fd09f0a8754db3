"""Work about a text that no journey carries: it is in the list of work like everything else."""

from collections.abc import Sequence
from datetime import datetime

from database.pool import Connection


async def open_inbound_task(
    connection: Connection,
    inbound: str,
    kind: str,
    *,
    role: str,
    patient: str | None,
    at: datetime,
    due_at: datetime,
    reason: str,
    severity: str | None = None,
) -> None:
    """One of a kind for each text and patient, however often the text is heard."""
    await connection.execute(
        "insert into inbound_task (id, inbound, kind, role, patient, opened_at, due_at, severity, reason)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing",
        f"{kind}:{inbound}:{patient or 'nobody'}",
        inbound,
        kind,
        role,
        patient,
        at,
        due_at,
        severity,
        reason,
    )


async def settle_shared(connection: Connection, inbounds: Sequence[str], at: datetime) -> None:
    """The phone's people said themselves who had written."""
    await connection.execute(
        "update inbound_task set state = 'done', outcome = 'said_who_it_is', ended_at = $2"
        " where inbound = any($1) and kind = 'shared_phone' and state in ('open', 'accepted')",
        list(inbounds),
        at,
    )
