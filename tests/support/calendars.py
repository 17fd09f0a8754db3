"""A small clinic in a real database: patients with a journey, clinicians with hours, visits asked for."""

from datetime import UTC, date, datetime, time

from database.pool import Connection
from database.visits import want_visit
from engine.clinic import Clinic
from engine.commands import Key, Reason, ScheduleVisit
from engine.spans import Span
from engine.words import Mode
from engine.zones import local

NEW_YORK = "America/New_York"
MONDAY = date(2026, 6, 1)
NOW = datetime(2026, 5, 29, 14, tzinfo=UTC)
"""The Friday before, ten in the morning in New York."""
DUE = datetime(2026, 6, 12, 21, tzinfo=UTC)


def at(day: date, clock: str, zone: str = NEW_YORK) -> datetime:
    return local(day, time.fromisoformat(clock), zone)


async def open_clinic(
    connection: Connection,
    *,
    clinicians: int = 1,
    rooms: int = 1,
    hours: tuple[str, str] = ("08:00", "17:00"),
    clinic: Clinic | None = None,
    role: str = "pt",
) -> None:
    rules = clinic or Clinic()
    await connection.execute("insert into clinic values ('clinic', $1)", rules.model_dump_json())
    opens, closes = (time.fromisoformat(clock) for clock in hours)
    for number in range(1, clinicians + 1):
        await connection.execute(
            "insert into clinician (id, clinic, roles, modes) values ($1, 'clinic', $2, '{in_person,video,phone}')",
            f"{role}-{number}",
            [role],
        )
        for weekday in rules.weekdays:
            await connection.execute(
                "insert into weekly_hours values ($1, $2, $3, $4)", f"{role}-{number}", weekday, opens, closes
            )
    for number in range(1, rooms + 1):
        await connection.execute("insert into room (id, clinic) values ($1, 'clinic')", f"room-{number}")


async def admit(connection: Connection, patient: str, zone: str = NEW_YORK) -> None:
    """The patient and a journey, which is `j-` and the patient's id."""
    await connection.execute("insert into patient (id, zone) values ($1, $2)", patient, zone)
    await connection.execute(
        "insert into pathway_version (name, fingerprint, body) values ('p', 'f', '{}') on conflict do nothing"
    )
    await connection.execute(
        "insert into journey (id, patient, pathway, fingerprint, status, state)"
        " values ($1, $2, 'p', 'f', 'active', '')",
        f"j-{patient}",
        patient,
    )


def schedule(
    patient: str,
    *,
    step: str = "check",
    attempt: int = 1,
    role: str = "pt",
    minutes: int = 60,
    modes: tuple[Mode, ...] = ("in_person",),
    due_at: datetime = DUE,
    visits: int = 1,
    every: Span | None = None,
) -> ScheduleVisit:
    return ScheduleVisit(
        key=Key(f"j-{patient}", step, 1, attempt),
        reason=Reason("", f"{step} is next"),
        role=role,
        minutes=minutes,
        modes=modes,
        due_at=due_at,
        visits=visits,
        every=every,
    )


async def want(connection: Connection, patient: str, command: ScheduleVisit) -> str:
    """The key under which it is wanted."""
    await want_visit(connection, patient, NOW, command)
    return str(command.key)
