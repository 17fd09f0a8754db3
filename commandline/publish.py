"""`carepath publish`: freezes an approved pathway as its next version, which is never edited again."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from engine.publication import Published
    from engine.words import Pathway


def publish(
    pathway: Annotated[
        str,
        typer.Argument(
            metavar="PATHWAY",
            help="The name of a draft (`chronic_pain`), an earlier version (`chronic_pain@2`) or a file.",
        ),
    ],
    approved_by: Annotated[str, typer.Option(metavar="WHO", help="Who answers for this version.")],
    note: Annotated[str, typer.Option(metavar="TEXT", help="What is new, in one sentence.")],
    on: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="The day; today if left out."),
    ] = None,
    into: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Where versions are kept; pathways/published if left out."),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="What is known of the version, as JSON, without the pathway.")
    ] = False,
) -> None:
    """
    Freezes a pathway as its next version.

    It is checked first, and refused with all its faults if it has any. Patients stay on the version that they began
    with, so a published file is never edited: a change is a new version.

    Example:

        carepath publish chronic_pain --approved-by "Dr. Lee" --note "first release"
    """
    # Imported here, so that `carepath --help` need not load the engine.
    from commandline.loading import PUBLISHED, load_pathway
    from commandline.publishing import next_version, write
    from commandline.today import today
    from engine.publication import envelope

    draft = load_pathway(pathway)
    _refuse_faults(draft)
    folder = into or PUBLISHED
    published = next_version(
        draft, folder, approved_by=approved_by, on=on.date() if on else today(), note=note
    )
    file = write(published, folder)
    typer.echo(envelope(published) if as_json else _sentence(published, file), nl=not as_json)


def _refuse_faults(pathway: "Pathway") -> None:
    from commandline.catalogue import catalogue
    from engine.check import check

    faults = check(pathway, catalogue())
    if faults:
        typer.echo(f"carepath: {pathway.name} is not published. It has faults:", err=True)
        typer.echo("\n".join(f"  {fault}" for fault in faults), err=True)
        raise typer.Exit(1)


def _sentence(published: "Published", file: Path) -> str:
    return (
        f"{published.name} version {published.version} is published: {file}\n"
        f"  approved by {published.approved_by} on {published.published_on}: {published.note}\n"
        f"  fingerprint {published.fingerprint}"
    )
