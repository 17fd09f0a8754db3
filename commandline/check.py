"""`carepath check`: every fault of a pathway at once, before the first patient is enrolled."""

import json
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from commandline.questionnaires import Folder
from commandline.unusable import Unusable

if TYPE_CHECKING:
    from engine.faults import Fault
    from engine.words import Pathway


def check(
    pathways: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATHWAY",
            help="The name of a draft (`chronic_pain`), a version (`chronic_pain@2`) or a file; all drafts if left out.",
            show_default=False,
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The same as one JSON object.")] = False,
    on: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            metavar="YYYY-MM-DD",
            help="The day that licences must hold on; today if left out.",
        ),
    ] = None,
    folder: Folder = None,
) -> None:
    """
    Finds every fault of a pathway before anyone is enrolled.

    Each fault is one sentence: the file and line, the step, what is wrong, and what to write instead. The exit code
    is 1 if there is any, and 2 if a pathway could not be read.

    Example:

        carepath check
        carepath check chronic_pain
        carepath check --json pathways/chronic_pain.py
    """
    # Imported here, so that `carepath --help` need not load the engine.
    from commandline.catalogue import catalogue
    from commandline.loading import draft_names, load_pathway
    from engine import check as checking

    known = catalogue(questionnaires=folder, on=on.date() if on else None)
    found: list[tuple[Pathway, tuple[Fault, ...]]] = []
    unread: list[str] = []
    for name in pathways or draft_names():
        try:
            pathway = load_pathway(name)
        except Unusable as unusable:
            unread.append(str(unusable))
        else:
            found.append((pathway, checking.check(pathway, known)))
    _show_json(found) if as_json else _show(found)
    if unread:
        raise Unusable("\n".join(unread))
    if any(faults for _, faults in found):
        raise typer.Exit(1)


def _show(found: "list[tuple[Pathway, tuple[Fault, ...]]]") -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(soft_wrap=True, highlight=False)
    for pathway, faults in found:
        if not faults:
            steps, therapies, rules = (_so_many(number, of) for of, number in _size(pathway).items())
            console.print(Text(f"{pathway.name}: no faults: {steps}, {therapies}, {rules}"))
            continue
        console.print(Text(f"{pathway.name}: {_so_many(len(faults), 'faults')}", style="bold"))
        for fault in faults:
            console.print(Text.assemble("  ", (fault.place, "bold"), f": {fault.text}"))


def _show_json(found: "list[tuple[Pathway, tuple[Fault, ...]]]") -> None:
    from dataclasses import asdict

    content = [
        {
            "name": pathway.name,
            **_size(pathway),
            "faults": [{**asdict(fault), "sentence": str(fault)} for fault in faults],
        }
        for pathway, faults in found
    ]
    typer.echo(json.dumps({"pathways": content}, indent=2, ensure_ascii=False))


def _size(pathway: "Pathway") -> dict[str, int]:
    from engine.index import index_of

    return {
        "steps": len(index_of(pathway).steps),
        "therapies": len(pathway.therapies),
        "rules": len(pathway.safety) + len(pathway.rules),
    }


def _so_many(number: int, of: str) -> str:
    one = {"therapies": "therapy"}.get(of, of.removesuffix("s"))
    return f"{number} {one if number == 1 else of}"
