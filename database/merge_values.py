"""What a text may name of one patient and one step: the visit it is about, or the day by which it asks for something."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from database.pool import Connection
from engine.zones import wall

IN_WORDS = {"in_person": "in person", "video": "by video", "phone": "by phone"}


async def values_of(
    connection: Connection, journey: str, step: str, at: datetime, zone: str
) -> Mapping[str, str]:
    """In the patient's own time. What is not known is not there: a text that needs it is then not sent."""
    visit = await connection.fetchrow(_VISIT, journey, step, at)
    if visit is not None:
        return {
            **_moment(visit["starts_at"], zone),
            "minutes": str(visit["minutes"]),
            "mode": IN_WORDS[visit["mode"]],
        }
    due: datetime | None = await connection.fetchval(_DUE, journey, step)
    return {} if due is None else _moment(due, zone)


def _moment(at: datetime, zone: str) -> Mapping[str, str]:
    there = wall(at, zone)
    clock = f"{there:%I:%M %p}".lstrip("0").lower()
    later = f"{there + timedelta(minutes=30):%I:%M %p}".lstrip("0").lower()
    return {
        "date": f"{there:%A, %B} {there.day}",
        "day": f"{there:%A}",
        "time": clock,
        "window": f"{clock} to {later}",
    }


_VISIT = """
select appointment.starts_at, appointment.minutes, appointment.mode
from appointment join visit_search using (journey, key)
where journey = $1 and visit_search.step = $2 and appointment.starts_at >= $3
  and appointment.state in ('booked', 'confirmed')
order by appointment.starts_at limit 1
"""
_DUE = """
select due_at from questionnaire_request where journey = $1 and step = $2 and state = 'open'
order by due_at desc limit 1
"""
