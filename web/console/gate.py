"""Between the browser and each page: who is it, may they, about whom; and the log says so before the answer goes out."""

from collections.abc import Awaitable, Callable
from urllib.parse import quote, urlsplit

from fastapi import Request, Response
from fastapi.responses import PlainTextResponse, RedirectResponse
from temporalio.service import RPCError

from database.access import why_seen
from database.audit import Access, note
from database.sessions import Session, session, was_told
from web.console.asked import Asked, Tools, fields
from web.console.passwords import digest
from web.console.rules import Route, may

LARGEST = 64 * 1024
SIGN_IN, SECOND, PASSWORD = "/console/sign-in", "/console/second", "/console/password"


def cookie(tools: Tools) -> str:
    """Under this prefix a browser takes it from no other machine of the domain, and sends it by https only."""
    return "__Host-carepath" if tools.https else "carepath"


def guarded(tools: Tools, route: Route) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        asked = Asked(tools=tools, request=request, session=await _who(tools, request, route))
        answer = await _answer(asked, route)
        if asked.told:
            await was_told(tools.pool, asked.staff.digest)
        if not route.rule.quiet:
            await note(tools.pool, _access(asked, route, answer))
        return answer

    return endpoint


async def _who(tools: Tools, request: Request, route: Route) -> Session | None:
    word = request.cookies.get(cookie(tools))
    if word is None:
        return None
    return await session(tools.pool, digest(word), stays=route.rule.by_itself or "x-part" in request.headers)


async def _answer(asked: Asked, route: Route) -> Response:
    if route.method == "POST" and not _from_here(asked.request):
        return PlainTextResponse("This was sent by another page, so nothing was done.", 403)
    if route.rule.roles is not None and (back := _to_sign_in(asked, route)) is not None:
        return back
    if route.rule.roles is not None and not may(route.rule, asked.staff.roles):
        return asked.page("refused.html", 403, patient=None)
    if route.rule.about == "patient" and (refused := await _about(asked)) is not None:
        return refused
    if route.method == "POST":
        body = await _body(asked.request)
        if isinstance(body, Response):
            return body
        asked.form, asked.many = fields(body)
    try:
        return await route.answer(asked)
    except RPCError:
        return asked.page("away.html", 503, what="workflows")


def _to_sign_in(asked: Asked, route: Route) -> Response | None:
    """Where somebody is who is not signed in, or not wholly; None: they are."""
    me = asked.session
    if me is None:
        there = asked.request.url.path + (f"?{asked.request.url.query}" if asked.request.url.query else "")
        onward = f"?next={quote(there)}" if route.method == "GET" and asked.part is None else ""
        return RedirectResponse(SIGN_IN + onward, 303)
    if not me.whole:
        return None if route.rule.step == "second" else RedirectResponse(SECOND, 303)
    if me.one_time:
        return None if route.rule.step == "password" else RedirectResponse(PASSWORD, 303)
    return None


async def _about(asked: Asked) -> Response | None:
    """Nobody learns here whether there is such a patient: whoever may not see them reads the same."""
    asked.shows([asked.patient])
    asked.because = await why_seen(asked.tools.pool, asked.staff.account, asked.staff.roles, asked.patient)
    return None if asked.because else asked.page("refused.html", 403, patient=asked.patient)


def _from_here(request: Request) -> bool:
    """A browser says where a form was sent from; one that is too old for that names the page's own address."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


async def _body(request: Request) -> bytes | Response:
    kind = request.headers.get("content-type", "").partition(";")[0]
    if kind != "application/x-www-form-urlencoded":
        return PlainTextResponse("Only our own forms are read here.", 415)
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST:
            return PlainTextResponse("This is more than a form here can hold.", 413)
    return body


def _access(asked: Asked, route: Route, answer: Response) -> Access:
    me = asked.session
    return Access(
        account=None if me is None else me.account,
        roles=() if me is None else me.roles,
        what=f"{route.method} {route.path}",
        acts=route.method == "POST",
        patients=tuple(dict.fromkeys(asked.showed)),
        because=asked.because,
        about=asked.about,
        answer=answer.status_code,
    )
