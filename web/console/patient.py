"""One patient: who they are, where they stand, what comes next and why, and everything that was said and done."""

from typing import cast, get_args

from fastapi import Response

from database.audit import noted_of
from database.chart import About, points, staff_notes, texts, timeline, visits
from database.overview import patient_of
from database.person import person
from database.saved_views import coordinators
from database.todo import todo_of
from engine.telling import Clock
from pathways.clinic import CLINIC
from pathways.roles import COORDINATOR, MEDICAL_DIRECTOR
from web.console.asked import Asked
from web.console.drawn import drawn
from web.console.plots import plots
from web.console.rules import CARE, READ, Route
from web.console.today import viewer
from web.console.told import moments, title

LINES, TEXTS, VISITS, NOTES, READERS = 60, 30, 30, 20, 50
TURNS = """
select at, case what when 'Reported' then 'reported ' || replace(body ->> 'report', '_', ' ')
  when 'PutOnHold' then 'put on hold' when 'Resumed' then 'resumed' else 'care plan decided' end as said
from journal where patient = $1 and kind = 'event' and what in ('Reported', 'PutOnHold', 'Resumed', 'ConferenceDecided', 'PlanChanged')
order by number
"""


async def patient(asked: Asked) -> Response:
    return await patient_page(asked)


async def patient_page(asked: Asked, status: int = 200, refused: str = "") -> Response:
    """Also after an act that was refused: with the reason, and with what was typed."""
    pool, id = asked.tools.pool, asked.patient
    who, found = await person(pool, id), await patient_of(pool, id)
    if who is None or found is None:
        return asked.page("nowhere.html", 404)
    about, before = _about(asked), _number(asked.query.get("before"))
    lines = await timeline(pool, id, about, before, LINES)
    sent, heard = await texts(pool, id, TEXTS)
    events = [(row["at"], row["said"]) for row in await pool.fetch(TURNS, id)]
    return asked.page(
        "patient.html",
        status,
        who=who,
        stuck=found.stuck_because,
        journeys=[drawn(journey, pathway) for journey, pathway in found.journeys],
        work=await todo_of(pool, viewer(asked), asked.now, id),
        plots=plots(await points(pool, id), events, CLINIC.zone),
        moments=moments(lines, Clock(who.zone, CLINIC.zone)),
        onward=lines[-1].number if len(lines) == LINES else None,
        about=about,
        abouts=get_args(About),
        sent=sent,
        heard=heard,
        visits=await visits(pool, id, VISITS),
        notes=await staff_notes(pool, id, NOTES),
        readers=await noted_of(pool, id, READERS)
        if {COORDINATOR, MEDICAL_DIRECTOR} & {*asked.staff.roles}
        else (),
        coordinator=await pool.fetchval("select account from patient_coordinator where patient = $1", id),
        coordinators=await coordinators(pool),
        may_act=bool(CARE & {*asked.staff.roles}),
        title=title,
        at=asked.now,
        refused=refused,
        opened=asked.form.get("act", ""),
    )


def _about(asked: Asked) -> About:
    found = asked.query.get("about", "all")
    return cast("About", found) if found in get_args(About) else "all"


def _number(word: str | None) -> int | None:
    return int(word) if word and word.isascii() and word.isdigit() and len(word) < 18 else None


ROUTES = (Route(method="GET", path="/console/patients/{patient}", rule=READ, answer=patient),)
