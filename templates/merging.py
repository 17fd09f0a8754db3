"""Puts the values of one patient and one moment into the words of a message."""

from collections.abc import Mapping

from jinja2 import StrictUndefined, meta
from jinja2.sandbox import ImmutableSandboxedEnvironment

# Not HTML: an apostrophe in a text must arrive as an apostrophe. A value that is missing is an error, never "".
_WORDS = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
_WORDS.globals.clear()


def fields_of(words: str) -> frozenset[str]:
    return frozenset(meta.find_undeclared_variables(_WORDS.parse(words)))


def render(words: str, values: Mapping[str, str]) -> str:
    return _WORDS.from_string(words).render(values)
