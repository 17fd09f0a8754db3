"""One patient: who they are, where they stand, what comes next and why."""

from fastapi import Response

from database.overview import patient_of
from database.person import person
from database.todo import todo_of
from engine.ahead import agenda
from engine.index import index_of
from web.console.asked import Asked
from web.console.rules import READ, Route
from web.console.today import viewer
from workflows.picture import journey_picture

MOMENTS = 6


async def patient(asked: Asked) -> Response:
    who = await person(asked.tools.pool, asked.patient)
    found = await patient_of(asked.tools.pool, asked.patient)
    if who is None or found is None:
        return asked.page("nowhere.html", 404)
    journeys = [
        (journey_picture(journey, pathway), pathway, agenda(journey, index_of(pathway))[:MOMENTS])
        for journey, pathway in found.journeys
    ]
    work = await todo_of(asked.tools.pool, viewer(asked), asked.now, asked.patient)
    return asked.page("patient.html", who=who, journeys=journeys, work=work, at=asked.now)


ROUTES = (Route(method="GET", path="/console/patients/{patient}", rule=READ, answer=patient),)
