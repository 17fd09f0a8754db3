"""`carepath diagram`: a pathway as a drawing that anybody can read, for a wall, a meeting or a review."""

from pathlib import Path
from typing import Annotated

import typer

from commandline.unusable import Unusable


def diagram(
    pathway: Annotated[
        str,
        typer.Argument(
            metavar="PATHWAY",
            help="The name of a draft (`chronic_pain`), a version (`chronic_pain@2`) or a file.",
        ),
    ],
    to: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE.svg", help="Where to draw it; printed if left out."),
    ] = None,
    at_a_glance: Annotated[
        bool,
        typer.Option("--overview", help="One page: each stage with its main steps, and where it may lead."),
    ] = False,
) -> None:
    """
    Draws a pathway: first at a glance, then its stages, steps, therapies and rules.

    The drawing is one SVG file, which any browser shows. Rest the pointer on a step to see its name as it is
    written, and the line where it stands.

    Example:

        carepath diagram chronic_pain -o chronic_pain.svg
        carepath diagram chronic_pain --overview -o poster.svg
        carepath diagram chronic_pain@2 -o as_published.svg
    """
    # Imported here, so that `carepath --help` need not load the engine.
    from commandline.loading import load_pathway
    from web.drawing.page import drawing, poster

    loaded = load_pathway(pathway)
    drawn = poster(loaded) if at_a_glance else drawing(loaded)
    if to is None:
        typer.echo(drawn, nl=False)
        return
    try:
        to.write_text(drawn, encoding="utf-8")
    except OSError as error:
        raise Unusable(f"{to} cannot be written: {error.strerror or error}.") from error
    typer.echo(f"{pathway} is drawn in {to}")
