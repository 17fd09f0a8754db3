"""Every example of the manual does what the manual says, and no word of the language is missing from it."""

import ast
import inspect
from types import ModuleType

import pytest

from engine import ladders, language, questions, spans
from tests.docs.manual import MANUAL, Chapter, read, rewritten

TEXT = MANUAL.read_text(encoding="utf-8")
IMPORTS, CHAPTERS = read(TEXT)


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.title)
def test_the_examples_of_a_chapter_do_what_is_shown(chapter: Chapter) -> None:
    """If they do something else on purpose: .venv/bin/python -m tests.docs.manual, and read the diff."""
    for example, told in chapter.played(IMPORTS):
        assert told == example.shown, f"{MANUAL.name}:{example.line}"


def test_writing_the_manual_anew_changes_nothing() -> None:
    assert rewritten(TEXT) == TEXT


@pytest.mark.parametrize("module", [language, questions, ladders, spans], ids=lambda module: module.__name__)
def test_every_word_of_the_language_has_an_example(module: ModuleType) -> None:
    assert _words_of(module) - _called_in_examples() == set()


def test_every_example_that_says_something_is_shown_or_used_later() -> None:
    assert [chapter.title for chapter in CHAPTERS if chapter.examples and not _shows(chapter)] == []


def _shows(chapter: Chapter) -> bool:
    return any(example.shown for example in chapter.examples)


def _words_of(module: ModuleType) -> set[str]:
    """The public functions that an author can call."""
    return {
        name
        for name, value in vars(module).items()
        if inspect.isfunction(value) and value.__module__ == module.__name__ and not name.startswith("_")
    }


def _called_in_examples() -> set[str]:
    calls = (
        node
        for chapter in CHAPTERS
        for example in chapter.examples
        for node in ast.walk(ast.parse(example.source))
        if isinstance(node, ast.Call)
    )
    return {call.func.id for call in calls if isinstance(call.func, ast.Name)}
