"""`carepath prepare`: a database of the clinic's own gets the present schema and the pathways that journeys begin on."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from engine.publication import Published
    from engine.words import Pathway


def prepare(
    pathway: Annotated[
        list[str] | None,
        typer.Option(help="A name, a version such as chronic_pain@2, or a file; may be named several times."),
    ] = None,
    folder: Annotated[
        Path | None, typer.Option(help="Where `carepath up` runs; its usual folder unless given.")
    ] = None,
) -> None:
    """
    Prepares the database of DATABASE_URL: its tables, and the pathways. Again: nothing more. Then start the workers.

    Workers that run already learn a new pathway when they are started again.

    Example:

        carepath prepare --pathway chronic_pain
    """
    found = newest(pathway or ["chronic_pain"])
    asyncio.run(_prepare(found, folder))
    for one, published in found:
        typer.echo(f"{one.name}, {said(published)}, is known to this clinic's database")


def newest(names: Sequence[str]) -> "Sequence[tuple[Pathway, Published | None]]":
    """Each with its version: the highest that is published, and a draft only where none is."""
    from commandline.loading import load_pathway, published_in, published_version, versions

    found: list[tuple[Pathway, Published | None]] = []
    for name in names:
        known = () if "@" in name or name.endswith((".py", ".json")) else versions(name)
        written = f"{name}@{known[-1]}" if known else name
        of, at, version = written.partition("@")
        if name.endswith(".json"):
            published = published_in(Path(name))
        elif at:
            published = published_version(of, version)
        else:
            found.append((load_pathway(written), None))
            continue
        found.append((published.pathway, published))
    return found


def said(published: "Published | None") -> str:
    return "a draft, for trying out only" if published is None else f"version {published.version}"


async def _prepare(pathways: "Sequence[tuple[Pathway, Published | None]]", folder: Path | None) -> None:
    from commandline.running import prepared
    from commandline.servers.reach import in_words, servers

    found = servers(folder)
    with in_words(found):
        await prepared(found.database_url, pathways)
