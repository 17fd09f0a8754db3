"""Events and commands as JSON under the name of their class: a union could come back as another of its members."""

from collections.abc import Mapping
from functools import cache
from typing import Any, cast, get_args

from pydantic import TypeAdapter

from engine.care import Prompt
from engine.commands import Command
from engine.events import Event

_KINDS: Mapping[str, Any] = {kind.__name__: kind for kind in (*get_args(Command), *get_args(Event), Prompt)}


def name_of(one: Event | Command) -> str:
    return type(one).__name__


def written(one: Event | Command | Prompt) -> str:
    """As JSON; it is read back under the name of its class."""
    return _adapter(type(one).__name__).dump_json(one).decode()


def command_from(name: str, text: str | bytes) -> Command:
    return cast(Command, _adapter(name).validate_json(text))


def event_from(name: str, text: str | bytes) -> Event:
    return cast(Event, _adapter(name).validate_json(text))


def prompt_from(text: str | bytes) -> Prompt:
    return cast(Prompt, _adapter(Prompt.__name__).validate_json(text))


@cache
def _adapter(name: str) -> TypeAdapter[Any]:
    return TypeAdapter(_KINDS[name])
