"""Who works when: the clinicians of a role, their hours as local rules, and those hours as instants of one day."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, TypeAlias

from database.pool import Connection
from engine.clinic import Clinic
from engine.clinic_days import is_clinic_day
from engine.words import Mode
from engine.zones import local

Hours: TypeAlias = tuple[time, time]
Block: TypeAlias = tuple[datetime, datetime]
"""From the first instant on, up to the second, which is free again. UTC."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clinician:
    """`weekly` by weekday, 0 is Monday; `special` replaces it on one day; `leave` names first and last day."""

    id: str
    clinic: str
    modes: tuple[Mode, ...]
    weekly: Mapping[int, tuple[Hours, ...]]
    special: Mapping[date, tuple[Hours, ...]]
    leave: tuple[tuple[date, date], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendars:
    """All that can take a visit of one role. Clinicians are in the order of their ids, and so are the rooms."""

    clinics: Mapping[str, Clinic]
    clinicians: tuple[Clinician, ...]
    rooms: Mapping[str, tuple[str, ...]]


def openings(clinician: Clinician, clinic: Clinic, day: date) -> Iterator[Block]:
    """When the clinician sees patients on that local day; never while the clinic itself is closed."""
    if not is_clinic_day(day, clinic) or any(first <= day <= last for first, last in clinician.leave):
        return
    for opens, closes in clinician.special.get(day, clinician.weekly.get(day.weekday(), ())):
        start = local(day, max(opens, clinic.opens), clinic.zone)
        end = local(day, min(closes, clinic.closes), clinic.zone)
        if start < end:
            yield start, end


async def calendars(connection: Connection, role: str) -> Calendars:
    rows = await connection.fetch(
        'select id, clinic, modes from clinician where $1 = any(roles) order by id collate "C"', role
    )
    ids = [row["id"] for row in rows]
    weekly = await _hours(
        connection, "select clinician, weekday as day, opens, closes from weekly_hours", ids
    )
    special = await _hours(connection, "select clinician, day, opens, closes from special_hours", ids)
    away = await connection.fetch("select * from leave where clinician = any($1) order by first_day", ids)
    rooms = await connection.fetch(
        "select id, clinic from room where roles = '{}' or $1 = any(roles)"
        " order by roles = '{}', id collate \"C\"",
        role,
    )
    clinics = await connection.fetch("select id, rules from clinic")
    return Calendars(
        clinics={row["id"]: Clinic.model_validate_json(row["rules"]) for row in clinics},
        clinicians=tuple(
            Clinician(
                id=row["id"],
                clinic=row["clinic"],
                modes=tuple(row["modes"]),
                weekly=weekly.get(row["id"], {}),
                special=special.get(row["id"], {}),
                leave=tuple((a["first_day"], a["last_day"]) for a in away if a["clinician"] == row["id"]),
            )
            for row in rows
        ),
        rooms={
            row["id"]: tuple(room["id"] for room in rooms if room["clinic"] == row["id"]) for row in clinics
        },
    )


async def _hours(
    connection: Connection, sql: str, ids: list[str]
) -> Mapping[str, Mapping[Any, tuple[Hours, ...]]]:
    """By clinician, and then by what `day` is."""
    found: dict[str, dict[Any, tuple[Hours, ...]]] = {}
    for row in await connection.fetch(f"{sql} where clinician = any($1) order by opens", ids):
        days = found.setdefault(row["clinician"], {})
        days[row["day"]] = (*days.get(row["day"], ()), (row["opens"], row["closes"]))
    return found
