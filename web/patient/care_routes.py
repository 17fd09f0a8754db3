"""My care: the one page where patients find everything about their care, and tell us what they want."""

from datetime import datetime

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from database.links import Session
from database.my_care import agrees_to_texts, my_care, shares_of
from templates.translations import LANGUAGES
from web.patient import acts
from web.patient.advice import Advice
from web.patient.care import shown
from web.patient.entrance import inside
from web.patient.incoming import one, posted
from web.patient.paper import day_and_time, page
from web.patient.people import AWAY, tell
from web.patient.words import PAUSES, REPORTS, TOOLS
from web.patient.world import World


def care(world: World) -> APIRouter:
    routes = APIRouter(include_in_schema=False)

    @routes.get("/care")
    async def everything(request: Request) -> Response:
        session, at = await inside(world, request)
        if session.listener != "patient":
            return RedirectResponse("/shared", 303)
        async with world.pool.acquire() as connection:
            found = await my_care(connection, session.patient, at)
            texts = await agrees_to_texts(connection, session.patient)
        done = next(
            (name for name in ("kept", "confirmed", "asked", "wish") if name in request.query_params), None
        )
        return _page(
            world, "care.html", session, care=shown(world, found, session, at), texts=texts, done=done
        )

    @routes.get("/shared")
    async def shared(request: Request) -> Response:
        session, at = await inside(world, request)
        async with world.pool.acquire() as connection:
            shares = await shares_of(connection, session.patient)
            found = await my_care(connection, session.patient, at)
        return _page(world, "shared.html", session, care=shown(world, found, session, at), shares=shares)

    @routes.get("/care/tell")
    async def ask_what(request: Request) -> Response:
        session, _ = await _patient(world, request)
        return _page(world, "tell.html", session, fault=False)

    @routes.post("/care/tell")
    async def report(request: Request) -> Response:
        sent = await posted(request)
        session, at = await _patient(world, request)
        what, words = one(sent, "what"), one(sent, "words")
        if what not in REPORTS:
            return _page(world, "tell.html", session, 422, fault=True)
        async with world.pool.acquire() as connection, connection.transaction():
            advice = await acts.report(
                connection, session.patient, at, what, words, serious=one(sent, "serious") == "yes"
            )
        await tell(world, session.patient)
        return _page(world, "told.html", session, advice=advice)

    @routes.post("/care/visit")
    async def visit(request: Request) -> Response:
        sent = await posted(request)
        session, at = await _patient(world, request)
        act, done = (acts.confirm, "confirmed") if one(sent, "confirm") else (acts.another_time, "asked")
        async with world.pool.acquire() as connection, connection.transaction():
            known = await act(connection, session.patient, at, one(sent, "visit"))
        await tell(world, session.patient)
        return RedirectResponse(f"/care?{done}=yes" if known else "/care", 303)

    @routes.post("/care/pause")
    async def pause(request: Request) -> Response:
        sent = await posted(request)
        session, at = await _patient(world, request)
        async with world.pool.acquire() as connection, connection.transaction():
            if one(sent, "go_on"):
                await acts.go_on(connection, session.patient, at)
            elif not await acts.pause(connection, session.patient, at, one(sent, "days")):
                raise HTTPException(404)
        await tell(world, session.patient)
        return RedirectResponse("/care?wish=yes", 303)

    @routes.post("/care/texts")
    async def texts(request: Request) -> Response:
        sent = await posted(request)
        session, at = await _patient(world, request)
        async with world.pool.acquire() as connection, connection.transaction():
            await acts.texts(world, connection, session.patient, at, wanted=one(sent, "texts") == "yes")
        await tell(world, session.patient)
        return RedirectResponse("/care?wish=yes", 303)

    @routes.post("/care/language")
    async def language(request: Request) -> Response:
        sent = await posted(request)
        session, _ = await _patient(world, request)
        if one(sent, "language") not in LANGUAGES:
            raise HTTPException(404)
        try:
            await world.doors.change_language(session.patient, one(sent, "language"))
        except AWAY:
            raise HTTPException(503) from None
        return RedirectResponse("/care?wish=yes", 303)

    return routes


async def _patient(world: World, request: Request) -> tuple[Session, datetime]:
    """Only the patient acts here: whoever helps them may look at what is shared."""
    session, at = await inside(world, request)
    if session.listener != "patient":
        raise HTTPException(404)
    return session, at


def _page(world: World, name: str, session: Session, status: int = 200, **values: object) -> Response:
    return page(
        name,
        session.language,
        status,
        **{
            "world": world,
            "advice": Advice(),
            "day": lambda at: ", ".join(day_and_time(at, session.zone, session.language)),
            "reports": REPORTS,
            "pauses": PAUSES,
            "tools": TOOLS,
            **values,
        },
    )
