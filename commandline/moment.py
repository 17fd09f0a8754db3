"""`carepath moment`: one case of the wall-clock contract, answered with its instants and the reason."""

from pathlib import Path
from typing import Annotated

import typer

from commandline.reading import json_of
from commandline.unusable import Unusable


def moment(
    case: Annotated[
        Path,
        typer.Option("--case", metavar="FILE", help="The case as a JSON file; `-` reads what is piped in."),
    ],
) -> None:
    """
    Says at which instants something happens, and why.

    A case is one object, `{"rule": ..., "input": {...}}`. The answer is one line of JSON.

    Example:

        carepath moment --case day_three.json
        carepath moment --case - < day_three.json
    """
    # Imported here, so that `carepath --help` need not load the engine.
    from engine.moment_cases import CaseRefused, answer, as_json

    asked = json_of(case)
    if not isinstance(asked, dict):
        raise Unusable('A case is one object: {"rule": ..., "input": {...}}.')
    try:
        answered = answer(asked)
    except CaseRefused as refused:
        raise Unusable(str(refused)) from refused
    typer.echo(as_json(answered))
