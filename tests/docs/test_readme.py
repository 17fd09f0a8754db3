"""What the documents point at is there: paths, links, commands, and what the commands print."""

import re
from pathlib import Path

import pytest
import typer

import cli
from tests.docs.console import ran_anew

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
MANUAL = ROOT / "docs/writing-a-pathway.md"
DOCUMENTS = [README, *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"!?\[[^\]]*\]\((?P<target>[^)\s]+)\)")
# `engine/decide.py`, `pathways/`: a path has a slash in it, and is written as code.
PATH = re.compile(r"`(?P<path>[\w.-]+/[\w./-]*)`")
COMMAND = re.compile(r"(?m)(?:^\$ |`)carepath (?P<word>[a-z]+)")
COMING = re.compile(r"^(workflows|activities|database|web)/")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_relative_link_leads_somewhere(document: Path) -> None:
    targets = [link["target"] for link in LINK.finditer(_text(document))]

    assert [target for target in targets if not _resolves(document, target)] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_path_that_is_named_exists(document: Path) -> None:
    paths = [found["path"] for found in PATH.finditer(_text(document))]

    assert [path for path in paths if not (ROOT / path).exists() and not COMING.match(path)] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_that_is_shown_exists(document: Path) -> None:
    known = getattr(typer.main.get_command(cli.app), "commands", {})

    assert {found["word"] for found in COMMAND.finditer(_text(document))} - set(known) == set()


@pytest.mark.parametrize("document", [README, MANUAL], ids=lambda path: path.name)
def test_commands_print_what_is_shown(document: Path) -> None:
    """If they print something else on purpose: .venv/bin/python -m tests.docs.manual, and read the diff."""
    assert ran_anew(_text(document)) == _text(document)


def test_the_newcomers_two_commands_are_targets_of_the_makefile() -> None:
    shown = re.findall(r"(?m)^ {4}make (\w+)", _text(README))

    assert shown == ["setup", "test"]
    assert set(shown) <= set(re.findall(r"(?m)^(\w+):", _text(ROOT / "Makefile")))


def test_every_top_folder_is_in_the_table_of_the_readme() -> None:
    folders = {path.parent.name for path in ROOT.glob("*/__init__.py")} | {"docs", "tests"}

    assert folders - set(re.findall(r"(?m)^\| \[`(\w+)/`\]", _text(README))) == set()


def test_the_tour_takes_fifteen_minutes_and_leads_past_files_that_exist() -> None:
    tour = re.findall(r"(?m)^\| (\d+) \| (.+?) \|", _text(README))

    assert sum(int(minutes) for minutes, _ in tour) == 15
    assert [stop for _, stop in tour if "](" not in stop] == ["this page"]


def test_the_project_says_that_it_is_no_medical_advice() -> None:
    assert "not medical advice" in _text(README)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _resolves(document: Path, target: str) -> bool:
    file, _, anchor = target.partition("#")
    if file.startswith(("http://", "https://")):
        return True
    found = document.parent / file if file else document
    return found.exists() and (not anchor or anchor in _anchors(_text(found)))


def _anchors(text: str) -> set[str]:
    """What a headline is called in a link: its words in small letters, joined by hyphens."""
    headlines = re.findall(r"(?m)^#+ (.+)$", text)
    return {re.sub(r"[^\w\- ]", "", headline).strip().lower().replace(" ", "-") for headline in headlines}
