"""Calendars to try carepath out with: enough made-up clinicians and rooms for so many patients, always the same."""

from collections.abc import Iterable
from datetime import time

from database.pool import Connection
from engine.clinic import Clinic

_PATIENTS_TO_ONE_CLINICIAN = 25
_PATIENTS_TO_ONE_ROOM = 8
_MORNING, _AFTERNOON = (time(8), time(12)), (time(12, 30), time(17))


async def seed_calendars(
    connection: Connection, roles: Iterable[str], *, patients: int, clinic: Clinic | None = None
) -> None:
    """Clinicians of each role, at work on the clinic's weekdays but for an early lunch. Again: nothing more."""
    rules = clinic or Clinic()
    ids = [
        (f"{role}-{number:02}", role)
        for role in roles
        for number in range(1, 2 + _share(patients, _PATIENTS_TO_ONE_CLINICIAN))
    ]
    rooms = [f"room-{number:02}" for number in range(1, 3 + _share(patients, _PATIENTS_TO_ONE_ROOM))]
    async with connection.transaction():
        await connection.execute(
            "insert into clinic (id, rules) values ('clinic', $1) on conflict do nothing",
            rules.model_dump_json(),
        )
        await connection.executemany(
            "insert into clinician (id, clinic, roles, modes)"
            " values ($1, 'clinic', array[$2], '{in_person,video,phone}') on conflict do nothing",
            ids,
        )
        await connection.executemany(
            "insert into weekly_hours (clinician, weekday, opens, closes) values ($1, $2, $3, $4)"
            " on conflict do nothing",
            [
                (clinician, weekday, opens, closes)
                for clinician, _ in ids
                for weekday in rules.weekdays
                for opens, closes in (_MORNING, _AFTERNOON)
            ],
        )
        await connection.executemany(
            "insert into room (id, clinic) values ($1, 'clinic') on conflict do nothing",
            [(room,) for room in rooms],
        )


def _share(patients: int, to_one: int) -> int:
    """Rounded up."""
    return -(-patients // to_one)
