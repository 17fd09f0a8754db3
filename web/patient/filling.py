"""A form as it is filled in: one question at a time or all of it, kept at every step, looked over, and sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from database.drafts import Asked, Draft, FormKey, asked_for, draft_of, own_words
from database.links import Session
from engine.zones import wall
from instruments.instrument import Instrument
from instruments.items import Text
from web.patient.advice import Advice, advice_on
from web.patient.asked import cannot_be_asked, note_obstacle
from web.patient.entrance import inside
from web.patient.incoming import one, posted
from web.patient.paper import day, day_and_time, page
from web.patient.reading import Filled, filled
from web.patient.saving import save, send
from web.patient.screens import Screen, screens_of
from web.patient.wording import Wording
from web.patient.world import World

PROMISED = timedelta(hours=12)
"""A call that was put on a list so long ago belongs to what is being answered now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """A form in the hands of its patient."""

    session: Session
    at: datetime
    asked: Asked
    forms: Mapping[str, Instrument]
    screens: tuple[Screen, ...]
    draft: Draft
    advice: Advice
    own: Mapping[str, str]

    @property
    def base(self) -> str:
        key = self.asked.key
        return f"/forms/{key.journey}/{key.step}/{key.occurrence}"


def filling(world: World) -> APIRouter:
    routes = APIRouter(prefix="/forms/{journey}/{step}/{occurrence}", include_in_schema=False)

    async def opened(request: Request, journey: str, step: str, occurrence: int) -> Open:
        return await open_form(world, request, FormKey(journey=journey, step=step, occurrence=occurrence))

    @routes.get("")
    async def begin(request: Request, journey: str, step: str, occurrence: int) -> Response:
        form = await opened(request, journey, step, occurrence)
        if form.asked.state == "answered":
            return RedirectResponse(f"{form.base}/thanks", 303)
        return _page(world, "begin.html", form, first=_first_open(form))

    @routes.get("/q/{number}")
    async def question(request: Request, journey: str, step: str, occurrence: int, number: int) -> Response:
        form = await opened(request, journey, step, occurrence)
        return _page(world, "question.html", form, screen=_screen(form, number), filled=Filled())

    @routes.post("/q/{number}")
    async def answer(request: Request, journey: str, step: str, occurrence: int, number: int) -> Response:
        sent = await posted(request)
        form = await opened(request, journey, step, occurrence)
        screen = _screen(form, number)
        found, form = await _kept(world, form, (screen,), sent)
        if "x-part" in request.headers:
            return _page(world, "advice_part.html", form)
        if found.faults:
            return _page(world, "question.html", form, 422, screen=screen, filled=found)
        return RedirectResponse(_next(form, number, sent), 303)

    @routes.get("/all")
    async def whole(request: Request, journey: str, step: str, occurrence: int) -> Response:
        form = await opened(request, journey, step, occurrence)
        return _page(world, "whole.html", form, filled=Filled())

    @routes.post("/all")
    async def answer_all(request: Request, journey: str, step: str, occurrence: int) -> Response:
        sent = await posted(request)
        form = await opened(request, journey, step, occurrence)
        if one(sent, "send") and not filled(form.screens, sent).faults:
            return await _sent(world, form, filled(form.screens, sent))
        found, form = await _kept(world, form, form.screens, sent)
        if "x-part" in request.headers:
            return _page(world, "advice_part.html", form)
        if found.faults:
            return _page(world, "whole.html", form, 422, filled=found)
        return RedirectResponse(f"{form.base}/review", 303)

    @routes.get("/review")
    async def review(request: Request, journey: str, step: str, occurrence: int) -> Response:
        return _page(world, "review.html", await opened(request, journey, step, occurrence))

    @routes.post("/send")
    async def hand_in(request: Request, journey: str, step: str, occurrence: int) -> Response:
        await posted(request)
        form = await opened(request, journey, step, occurrence)
        return await _sent(world, form, Filled())

    @routes.get("/thanks")
    async def thanks(request: Request, journey: str, step: str, occurrence: int) -> Response:
        form = await opened(request, journey, step, occurrence)
        if form.draft.sent_at is None and form.asked.state != "answered":
            return RedirectResponse(form.base, 303)
        return _page(world, "thanks.html", form, again="again" in request.query_params)

    return routes


async def open_form(world: World, request: Request, key: FormKey) -> Open:
    """Raises 404 for a form of somebody else, and CannotBeAsked for one that has no licence or no words here."""
    session, at = await inside(world, request)
    async with world.pool.acquire() as connection:
        asked = await asked_for(connection, key)
        if asked is None or asked.patient != session.patient or session.listener != "patient":
            raise HTTPException(404)
        askable = world.askable()
        obstacles = cannot_be_asked(askable, asked, session.language, wall(at, world.zone).date())
        if obstacles and asked.state == "open":
            await note_obstacle(world, connection, asked, obstacles, session, at)
        forms = {name: form for name in asked.instruments if (form := askable.named(name)) is not None}
        draft = await draft_of(connection, key)
        own: dict[str, str] = {}
        for name, form in forms.items():
            if form.own_item is not None:
                own.update(await own_words(connection, session.patient, name))
        advice = await advice_on(connection, forms, draft.answers, session.patient, at - PROMISED)
    return Open(
        session=session,
        at=at,
        asked=asked,
        forms=forms,
        screens=screens_of(tuple(forms.values())),
        draft=draft,
        advice=advice,
        own=own,
    )


async def _kept(
    world: World, form: Open, screens: Sequence[Screen], sent: Mapping[str, tuple[str, ...]]
) -> tuple[Filled, Open]:
    found = filled(screens, sent)
    draft = form.draft
    if found.answers or found.words:
        draft = await save(world, form.asked, found.answers, found.words, form.at)
    return found, await _now(world, form, draft)


async def _now(world: World, form: Open, draft: Draft) -> Open:
    async with world.pool.acquire() as connection:
        advice = await advice_on(
            connection, form.forms, draft.answers, form.session.patient, form.at - PROMISED
        )
    return Open(
        session=form.session,
        at=form.at,
        asked=form.asked,
        forms=form.forms,
        screens=form.screens,
        draft=draft,
        advice=advice,
        own=form.own,
    )


async def _sent(world: World, form: Open, found: Filled) -> Response:
    if form.draft.sent_at is not None and (found.answers or found.words):
        await save(world, form.asked, found.answers, found.words, form.at)
        return RedirectResponse(f"{form.base}/thanks?again=yes", 303)
    await send(world, form.asked, form.forms, form.at, answers=found.answers, words=found.words)
    return RedirectResponse(f"{form.base}/thanks", 303)


def _screen(form: Open, number: int) -> Screen:
    if not 1 <= number <= len(form.screens):
        raise HTTPException(404)
    return form.screens[number - 1]


def _next(form: Open, number: int, sent: Mapping[str, tuple[str, ...]]) -> str:
    if one(sent, "later"):
        return "/care?kept=yes"
    if one(sent, "back"):
        return f"{form.base}/q/{number - 1}" if number > 1 else form.base
    if one(sent, "to_review") or number == len(form.screens):
        return f"{form.base}/review"
    return f"{form.base}/q/{number + 1}"


def answered(form: Open, screen: Screen) -> bool:
    given = form.draft.answers.get(screen.instrument.id, {})
    words = form.draft.words.get(screen.instrument.id, {})
    return any(
        bool(words.get(item.id)) if isinstance(item.response, Text) else given.get(item.id) is not None
        for item in screen.items
    )


def _first_open(form: Open) -> int:
    """Where to go on: after the last question that has an answer."""
    done = [screen.number for screen in form.screens if answered(form, screen)]
    return min(max(done, default=0) + 1, len(form.screens))


def _page(world: World, name: str, form: Open, status: int = 200, **more: Any) -> Response:
    language = form.session.language
    return page(
        name,
        language,
        status,
        world=world,
        form=form,
        advice=form.advice,
        say=Wording(language),
        answered=lambda screen: answered(form, screen),
        due=day(form.asked.due_at, form.session.zone, language),
        day=lambda at: ", ".join(day_and_time(at, form.session.zone, language)),
        **more,
    )
