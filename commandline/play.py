"""`carepath play`: a story, played line by line; what the engine does is compared with what was approved."""

import json
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commandline.reading import text_of
from commandline.unusable import Unusable

if TYPE_CHECKING:
    from engine.performing import Told
    from engine.story import Story


def play(
    stories: Annotated[
        list[Path],
        typer.Argument(metavar="STORY...", help="Story files, or folders of them."),
    ],
    approve: Annotated[
        bool,
        typer.Option(
            "--approve", help="Rewrite what the engine did. Lines written by people stay as they are."
        ),
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Every event and what followed as one line of JSON.")
    ] = False,
) -> None:
    """
    Plays a story and shows what is done for the patient, day by day, and why.

    Exit code 1: what the engine does is not what was approved; the difference is shown.

    Example:

        carepath play tests/stories/chronic_pain/smooth.txt
        carepath play --approve tests/stories
        carepath play --json tests/stories/chronic_pain/dies.txt
    """
    differ = [path for path in _files(stories) if not _play(path, approve=approve, as_json=as_json)]
    if differ:
        raise typer.Exit(1)


def _files(paths: list[Path]) -> list[Path]:
    found = [file for path in paths for file in (sorted(path.rglob("*.txt")) if path.is_dir() else [path])]
    if not found:
        raise Unusable(
            f"There is no story in {', '.join(map(str, paths))}: a story is a file that ends in .txt."
        )
    return found


def _play(path: Path, *, approve: bool, as_json: bool) -> bool:
    """Whether the file says what the engine does; after `approve` it does."""
    text = text_of(path).replace("\r\n", "\n")
    story, told = played(text, str(path))
    if as_json:
        for line in _as_json(told):
            typer.echo(line)
        return True
    from engine.performing import as_text

    now = as_text(story, told)
    if approve:
        if now != text:
            path.write_text(now, encoding="utf-8", newline="\n")
        typer.echo(f"{path}: {'as it was' if now == text else 'approved'}")
        return True
    _show(now, told)
    for line in _difference(text, now, path):
        typer.echo(line, err=True)
    return now == text


def played(text: str, name: str) -> "tuple[Story, list[Told]]":
    """The story and its timeline. What is wrong in it is said with the file and the line."""
    # Imported here, so that `carepath --help` need not load the engine.
    from commandline.forms import KnownForms
    from commandline.loading import load_pathway
    from engine.performing import perform
    from engine.story import StoryFault, read_story
    from pathways.clinic import CLINIC

    try:
        story = read_story(text)
        return story, list(perform(story, load_pathway(story.settings["pathway"]), KnownForms(), CLINIC))
    except StoryFault as fault:
        raise Unusable(f"{name}:{fault.line}: {fault.why}") from fault


def _difference(was: str, now: str, path: Path) -> Iterator[str]:
    if was == now:
        return
    yield ""
    yield f"{path}: the engine does not do what was approved (- approved, + now)."
    yield "If it is right now, read the difference and run `carepath play --approve` on it."
    lines = unified_diff(was.splitlines(), now.splitlines(), "approved", "now", lineterm="", n=2)
    yield from list(lines)[2:]


def _show(text: str, told: "list[Told]") -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    if not console.is_terminal:
        typer.echo(text, nl=False)
        return
    for entry in told:
        for line in (*entry.above, entry.headline):
            console.print(Text(line, style="bold" if entry.happened.by == "author" else "cyan"))
        for line in entry.body:
            console.print(Text(line, style="dim" if line.lstrip().startswith("because") else ""))
        for reason in dict.fromkeys(line for line in _lines(entry)):
            console.print(Text(f"      {reason}", style="dim italic"))
        console.print()


def _lines(entry: "Told") -> Iterator[str]:
    """Where the author wrote what was asked or said."""
    done = entry.happened.attended
    messages = (message for prompt in done.prompts for message in prompt.messages)
    yield from (one.reason.line for one in (*done.commands, *messages) if one.reason.line)


def _as_json(told: "list[Told]") -> Iterator[str]:
    for entry in told:
        happened = entry.happened
        line = {
            "at": happened.at.isoformat().replace("+00:00", "Z"),
            "by": happened.by,
            "event": None if happened.event is None else _named(happened.event),
            "commands": [_named(command) for command in happened.attended.commands],
            "prompts": [_named(prompt) for prompt in happened.attended.prompts],
            "silenced": [_named(silenced) for silenced in happened.attended.silenced],
            "notes": [_named(note) for note in happened.attended.notes],
        }
        yield json.dumps(line, ensure_ascii=False)


def _named(said: object) -> dict[str, object]:
    from pydantic_core import to_jsonable_python

    return {"what": type(said).__name__, **to_jsonable_python(said)}
