"""One idea, one word: the glossary and the public names of the engine say the same."""

import importlib
import inspect
import pkgutil
import re
from pathlib import Path
from typing import get_args

import pytest

import engine
from engine.words import Ending

GLOSSARY = (Path(__file__).parents[2] / "docs/glossary.md").read_text(encoding="utf-8")
WORDS = re.findall(r"\*\*([^*]+)\*\*", GLOSSARY)
NAMED = {word for span in re.findall(r"`([^`]+)`", GLOSSARY) for word in re.findall(r"^[A-Z]\w+$", span)}
# Words that say nothing, or that stand for an idea which has its word already: journey, step.
FORBIDDEN = frozenset(
    {
        "base", "common", "core", "enrolment", "handler", "helper", "impl", "info", "instance", "manager", "node",
        "process", "service", "user", "util",
    }
)  # fmt: skip


@pytest.mark.parametrize("module", ["words", "events", "commands", "journey", "ladders"])
def test_every_public_class_has_its_word(module: str) -> None:
    assert _classes_of(module) - NAMED == set()


def test_every_ending_of_a_step_has_its_word() -> None:
    assert set(get_args(Ending)) - set(WORDS) == set()


def test_every_class_of_the_glossary_exists() -> None:
    assert NAMED - {name for module in _modules() for name in _classes_of(module)} == set()


def test_no_word_is_explained_twice() -> None:
    assert [word for word in set(WORDS) if WORDS.count(word) > 1] == []


def test_no_public_name_of_the_engine_is_an_empty_word() -> None:
    assert [
        (module, name) for module in _modules() for name in _public(module) if _parts(name) & FORBIDDEN
    ] == []


def _modules() -> list[str]:
    return [module.name for module in pkgutil.iter_modules(engine.__path__)]


def _public(module: str) -> dict[str, object]:
    """What the module makes itself, its own name included."""
    made = vars(importlib.import_module(f"engine.{module}"))
    return {module: None} | {
        name: value
        for name, value in made.items()
        if not name.startswith("_") and getattr(value, "__module__", None) == f"engine.{module}"
    }


def _classes_of(module: str) -> set[str]:
    return {name for name, value in _public(module).items() if inspect.isclass(value)}


def _parts(name: str) -> set[str]:
    """`VisitsBooked` and `visits_booked` are made of the same words; an s at the end does not make another."""
    words = re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)
    return {word.lower() for word in words} | {word.lower().removesuffix("s") for word in words}
