"""A patient's care in words for them: what is next, what was, why they were written to, and what they want."""

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TypeAlias

from database.links import Session
from database.my_care import MyCare, MyVisit
from engine.journey import Journey, from_json
from templates.asking import Askable
from templates.catalogue import load
from web.patient.paper import day_and_time, gettext
from web.patient.wording import Wording
from web.patient.words import FORM, MODES, STAGES, THERAPIES, THERAPY_STATES, VISIT, VISIT_WITH, WHY
from web.patient.world import World

When: TypeAlias = Callable[[datetime], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """`place` names a visit, `link` a form; a promised call has neither."""

    title: str
    when: str
    at: datetime
    place: str = ""
    link: str = ""
    confirmed: bool = False
    begun: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    name: str | None
    stage: str
    on_hold: str | None
    ended: bool
    ahead: Sequence[Ahead]
    done: Sequence[tuple[str, str]]
    texts: Sequence[tuple[str, str, str]]
    goals: Sequence[tuple[str, int | None]]
    therapies: Sequence[tuple[str, str]]
    call_by: str | None

    @property
    def visits(self) -> Sequence[Ahead]:
        return [one for one in self.ahead if one.place]


def shown(world: World, care: MyCare, session: Session, at: datetime) -> Shown:
    say = gettext(session.language)

    def when(moment: datetime) -> str:
        day, clock = day_and_time(moment, session.zone, session.language)
        return f"{day}, {clock}"

    journey = None if care.state is None else from_json(zlib.decompress(care.state))
    ahead = [*_visits(care.visits, session, when), *_forms(world.askable(), care, session, when)]
    if care.call_by is not None:
        title = say("A person from our team calls you, at the latest by then")
        ahead.append(Ahead(title=title, when=when(care.call_by), at=care.call_by))
    return Shown(
        name=care.first_name,
        stage=_stage(care, session.language),
        on_hold=None if care.hold_until is None else when(care.hold_until),
        ended=care.status == "ended",
        ahead=sorted(ahead, key=lambda one: one.at),
        done=[
            (say(VISIT_WITH.get(one.of, VISIT)) if one.what == "visit" else say(FORM), when(one.at))
            for one in care.done
        ],
        texts=[(one.words, when(one.at), say(WHY[_purpose(one.templates)])) for one in care.texts],
        goals=list(_goals(care)),
        therapies=list(_therapies(journey, session.language)),
        call_by=None if care.call_by is None else when(care.call_by),
    )


def _stage(care: MyCare, language: str) -> str:
    words = STAGES.get(care.stage or "") if care.status == "active" else None
    return "" if words is None else gettext(language)(words)


def _visits(visits: Sequence[MyVisit], session: Session, when: When) -> Iterator[Ahead]:
    say = gettext(session.language)
    for visit in visits:
        yield Ahead(
            title=f"{say(VISIT_WITH.get(visit.role, VISIT))}, {say(MODES[visit.mode])}",
            when=when(visit.starts_at),
            at=visit.starts_at,
            place=f"{visit.journey}/{visit.step}/{visit.occurrence}/{visit.number}",
            confirmed=visit.state == "confirmed",
        )


def _forms(askable: Askable, care: MyCare, session: Session, when: When) -> Iterator[Ahead]:
    say, tell = gettext(session.language), Wording(session.language)
    for form in care.forms:
        known = askable.named(form.instruments[0]) if len(form.instruments) == 1 else None
        title = say("Questions for you") if known is None else tell(known, known.title)
        yield Ahead(
            title=title,
            when=when(form.due_at),
            at=form.due_at,
            link=f"/forms/{form.journey}/{form.step}/{form.occurrence}",
            begun=form.begun,
        )


def _goals(care: MyCare) -> Iterator[tuple[str, int | None]]:
    """In the patient's own words, with how well they could do it when they last said so (0 to 10)."""
    own, rated = care.wrote.get("psfs", {}), care.given.get("psfs", {})
    for name, words in sorted(own.items()):
        rating = rated.get(name.removesuffix("_name"))
        yield words, rating if isinstance(rating, int) else None
    for form, item in (("before_conference", "priorities"), ("history", "matters_most")):
        if said := care.wrote.get(form, {}).get(item):
            yield said, None


def _therapies(journey: Journey | None, language: str) -> Iterator[tuple[str, str]]:
    say = gettext(language)
    for therapy in (journey.plan or ()) if journey is not None else ():
        title = THERAPIES.get(therapy.item.therapy)
        if title is not None and therapy.state in THERAPY_STATES:
            yield say(title), say(THERAPY_STATES[therapy.state])


def _purpose(templates: Sequence[str]) -> str:
    known = _purposes()
    found = [known[name] for name in templates if name in known]
    return next((one for one in ("safety", "visit", "form", "care") if one in found), "texting")


@cache
def _purposes() -> Mapping[str, str]:
    return {name: template.purpose for name, template in load().items()}
