"""`carepath score`: one filled-in questionnaire, and what it is worth."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from commandline.questionnaires import Folder
from commandline.reading import text_of
from commandline.unusable import Unusable

if TYPE_CHECKING:
    from engine.scores import Score
    from instruments.instrument import Instrument
    from instruments.substances.mme import OpioidLine

_WORDS = ("drug", "dose", "unit", "route", "times_a_day", "as_needed")


def score(
    instrument: Annotated[
        str, typer.Argument(metavar="ID", help="The questionnaire, as `carepath instruments` lists it.")
    ],
    answers: Annotated[
        Path,
        typer.Option(
            "--answers", metavar="FILE", help="The answers as a JSON file; `-` reads what is piped in."
        ),
    ],
    unfinished: Annotated[
        bool, typer.Option("--unfinished", help="The form is still being filled in: safety only.")
    ] = False,
    folder: Folder = None,
) -> None:
    """
    Scores one filled-in questionnaire.

    The answers are one JSON object, each item's id with its value; null, or left out, is an answer that is missing.
    What comes out is one line of JSON. `{"baseline": {...}, "follow_up": {...}}` with answers at both times gives the
    change and whether it matters. For `mme`, `{"lines": [...]}` takes a list of medicines, each with drug, dose, unit,
    route and times_a_day.

    Example:

        carepath score phq9 --answers answers.json
        echo '{"p": 7, "e": 8, "g": 6}' | carepath score peg --answers -
    """
    # Imported here, so that `carepath --help` need not load the engine.
    from commandline.own_forms import FOLDER, named
    from instruments.telling import told

    known = named(instrument, folder or FOLDER)
    given = _answers_in(answers)
    typer.echo(json.dumps(told(known, _scored(known, given, finished=not unfinished))))


def _scored(known: "Instrument", given: dict[str, Any], *, finished: bool) -> "Score":
    from instruments.function.psfs import PSFS, psfs_change
    from instruments.substances.mme import MME, mme_of

    if known is MME and isinstance(given.get("lines"), list) and len(given) == 1:
        return mme_of(_medicine(number, line) for number, line in enumerate(given["lines"], start=1))
    baseline, follow_up = given.get("baseline"), given.get("follow_up")
    if isinstance(baseline, dict) and isinstance(follow_up, dict) and len(given) == 2:
        if known is PSFS:
            return psfs_change(baseline, follow_up)
        return _changed(known, known.score(baseline), known.score(follow_up))
    return known.score(given, finished=finished)


def _changed(known: "Instrument", before: "Score", after: "Score") -> "Score":
    """Where there is no one number, each part says whether it improved."""
    from dataclasses import replace

    from instruments.change import change_of, changes_of_parts

    parts = changes_of_parts(known, before, after)
    found = change_of(known, before, after)
    if not any(part.status == "complete" for part in parts.values()):
        return found
    whole = all(part.status == "complete" for part in parts.values())
    bands = {name: part.band for name, part in parts.items()}
    return replace(found, status="complete" if whole else "partial", missing=(), subscores=bands)


def _medicine(number: int, line: object) -> "OpioidLine":
    from instruments.substances.mme import OpioidLine

    if not isinstance(line, dict) or not isinstance(line.get("drug"), str):
        raise Unusable(f'Line {number} names no medicine. Write: {{"drug": "oxycodone", "dose": 10, ...}}')
    unknown = [word for word in line if word not in _WORDS]
    if unknown:
        raise Unusable(f"Line {number} has {unknown[0]!r}, which is none of: {', '.join(_WORDS)}.")
    return OpioidLine(**line)


def _answers_in(path: Path) -> dict[str, Any]:
    """One object. A name that stands there twice is refused: nobody can tell which value was meant."""
    try:
        found = json.loads(text_of(path), object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        raise Unusable(
            f"The answers are not JSON: {error.msg} at line {error.lineno}, column {error.colno}."
        ) from error
    except (ValueError, RecursionError) as error:
        raise Unusable(
            "The answers are not JSON that can be read: a number is too long, or too much is nested."
        ) from error
    if not isinstance(found, dict):
        raise Unusable('The answers are one object: {"q1": 2, "q2": null, ...}.')
    return found


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        raise Unusable(f"{next(name for name in names if names.count(name) > 1)!r} is answered twice.")
    return found
