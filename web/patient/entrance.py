"""The door of the patients' pages: the link that a text carried, the date of birth, and the session after that."""

import secrets
from collections.abc import Mapping
from datetime import date, datetime

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from database.drafts import open_forms
from database.links import Link, Session, end_session, knock, link_of, owner_of, patient_of, session_of
from web.patient.incoming import one, posted
from web.patient.paper import page
from web.patient.people import tell_of_lock, tell_of_no_birth_date
from web.patient.world import World


class Outside(Exception):
    """Nobody is inside: the date of birth has to be given, by a link."""


def cookie_name(world: World) -> str:
    return "__Host-carepath" if world.secure else "carepath"


async def inside(world: World, request: Request) -> tuple[Session, datetime]:
    """Whose session it is, and what time it is for them. Raises Outside."""
    cookie = request.cookies.get(cookie_name(world), "")
    async with world.pool.acquire() as connection:
        owner = await owner_of(connection, cookie) if cookie else None
        if owner is None:
            raise Outside
        at = world.now(owner)
        found = await session_of(connection, cookie, at)
    if found is None:
        raise Outside
    return found, at


def entrance(world: World) -> APIRouter:
    routes = APIRouter(include_in_schema=False)

    async def look(token: str) -> tuple[Link, datetime]:
        async with world.pool.acquire() as connection:
            at = world.now(await patient_of(connection, token))
            return await link_of(connection, token, at), at

    @routes.get("/f/{token}")
    async def door(token: str) -> Response:
        link, _ = await look(token)
        if link.state != "good":
            return closed(world, link.state, link.language)
        return page(
            "door.html",
            link.language,
            world=world,
            token=token,
            fault=None,
            typed=dict.fromkeys(("month", "day", "year"), ""),
            link=link,
        )

    @routes.post("/f/{token}")
    async def enter(token: str, request: Request) -> Response:
        sent = await posted(request)
        typed = {part: one(sent, part)[:8] for part in ("month", "day", "year")}
        session = secrets.token_urlsafe(24)
        link, at = await look(token)
        async with world.pool.acquire() as connection:
            if link.state != "good":
                return closed(world, link.state, link.language)
            born = _date(typed)
            if born is None:  # mistyped is no try
                return page(
                    "door.html",
                    link.language,
                    422,
                    world=world,
                    token=token,
                    fault="date",
                    typed=typed,
                    link=link,
                )
            entrance = await knock(connection, token, born, session, at)
        match entrance:
            case "open":
                return await _let_in(world, session, link)
            case "wrong":
                return page(
                    "door.html",
                    link.language,
                    403,
                    world=world,
                    token=token,
                    fault="wrong",
                    typed=typed,
                    link=link,
                )
            case "now_locked":
                await tell_of_lock(world, link, at)
                return closed(world, "locked", link.language)
            case "not_known":
                await tell_of_no_birth_date(world, link, at)
                return closed(world, "not_known", link.language)
            case _:
                return closed(world, entrance, link.language)

    @routes.post("/leave")
    async def leave(request: Request) -> Response:
        await posted(request)
        async with world.pool.acquire() as connection:
            await end_session(connection, request.cookies.get(cookie_name(world), ""))
        answer = RedirectResponse("/left", 303)
        answer.delete_cookie(cookie_name(world), secure=world.secure, httponly=True, samesite="strict")
        return answer

    @routes.get("/left")
    async def left() -> Response:
        return closed(world, "left", "en", 200)

    return routes


def closed(world: World, why: str, language: str, status: int = 403) -> Response:
    """What happened, what to do, and whom to call: in both languages where we do not know whose link it is."""
    both = why in ("unknown", "left", "outside", "lost", "away")
    return page("closed.html", language, 404 if why == "unknown" else status, world=world, why=why, both=both)


async def _let_in(world: World, session: str, link: Link) -> Response:
    answer = RedirectResponse(await _first_page(world, link), 303)
    answer.set_cookie(
        cookie_name(world), session, httponly=True, secure=world.secure, samesite="strict", path="/"
    )
    return answer


async def _first_page(world: World, link: Link) -> str:
    """The form that the text was about, if it is still open; else everything."""
    if link.listener != "patient":
        return "/shared"
    async with world.pool.acquire() as connection:
        for asked in await open_forms(connection, link.patient):
            if asked.key.journey == link.journey and asked.key.step in link.steps:
                return f"/forms/{asked.key.journey}/{asked.key.step}/{asked.key.occurrence}"
    return "/care"


def _date(typed: Mapping[str, str]) -> date | None:
    try:
        return date(int(typed["year"]), int(typed["month"]), int(typed["day"]))
    except (ValueError, OverflowError):
        return None
