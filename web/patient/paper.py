"""How a page is written: in the patient's language, with the clinic's name and numbers on it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from engine.scores import Value
from engine.zones import wall
from instruments.items import Item, Text
from templates.dates import TONGUES, clock
from templates.translations import LANGUAGES, WRITTEN_IN, translations
from web.patient.screens import BODY, Screen

PAGES = Path(__file__).parent / "pages"
NAMES = {"en": "English", "es": "Español"}
PLACES = {
    "head": "Head or face",
    "neck": "Neck",
    "arm": "Shoulder, arm or hand",
    "chest": "Upper back or chest",
    "back": "Low back",
    "belly": "Belly, or between the hips",
    "leg": "Hip, leg or foot",
    "all": "All over",
}


def spoken(language: str) -> str:
    """Ours, if we write it. Forms are never asked in another language than the patient's; about a closed link one
    is told in English, and by the number to call."""
    return language if language in LANGUAGES else WRITTEN_IN


@cache
def paper(language: str) -> Environment:
    written = Environment(
        loader=FileSystemLoader(PAGES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    written.install_gettext_translations(  # type: ignore[attr-defined]  # added by the extension
        translations("pages", language), newstyle=True
    )
    written.globals |= {"language": language, "languages": NAMES, "regions": BODY}
    written.filters |= {
        "digits": _digits,
        "minutes": _minutes,
        "place": PLACES.__getitem__,
        "any_marked": _any_marked,
        "clock": _clock,
        "summed": pass_context(_summed),
    }
    return written


def _digits(number: str) -> str:
    """As a phone dials it."""
    plain = "".join(sign for sign in number if sign.isdigit())
    return f"+1{plain}" if len(plain) == 10 else plain


def _minutes(screens: Sequence[Screen]) -> int:
    """At a quarter of a minute a question."""
    return max(1, round(sum(len(screen.items) for screen in screens) / 4))


def _any_marked(given: Mapping[str, Value], items: Sequence[Item]) -> bool:
    return any(given.get(item.id) is True for item in items)


def _clock(minutes: Value) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}" if isinstance(minutes, int) else ""


def _summed(context: Context, screen: Screen, form: Any, say: Any, regions: Mapping[str, str]) -> str:
    """What was answered on one screen, in a few words."""
    given = form.draft.answers.get(screen.instrument.id, {})
    words = form.draft.words.get(screen.instrument.id, {})
    tell = translations("pages", context["language"]).gettext
    said = []
    for item in screen.items:
        value = words.get(item.id) if isinstance(item.response, Text) else given.get(item.id)
        if value is None or value == "" or (screen.kind == "body_map" and value is not True):
            continue
        if screen.kind == "body_map":
            said.append(tell(PLACES[regions[item.id]]))
        elif screen.kind == "tick_list":
            said.extend([] if item.id == "submitted" else [say(screen.instrument, item.wording)])
        else:
            said.append(say.answer(screen.instrument, item, value))
    if not said and given.get(screen.items[0].id) is False and screen.kind == "body_map":
        return tell("None of these places")
    if not said and given.get("submitted") is True and screen.kind == "tick_list":
        return tell("None of them")
    return (" · " if screen.kind == "tick_list" else ", ").join(said) or tell("Not answered")


def page(name: str, language: str, status: int = 200, **values: Any) -> HTMLResponse:
    tongue = spoken(language)
    return HTMLResponse(paper(tongue).get_template(name).render(**values), status)


def gettext(language: str) -> Callable[[str], str]:
    return translations("pages", spoken(language)).gettext


def day(at: datetime, zone: str, language: str) -> str:
    """`Monday, March 2`: a day near enough to need no year."""
    there, tongue = wall(at, zone), TONGUES[spoken(language)]
    return tongue.date.format(
        weekday=tongue.weekdays[there.weekday()], month=tongue.months[there.month - 1], day=there.day
    )


def day_and_time(at: datetime, zone: str, language: str) -> tuple[str, str]:
    return day(at, zone, language), clock(wall(at, zone))
