"""`carepath answer`: answers that a patient gave by phone, on paper or with a device are entered by staff."""

import asyncio
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commandline.unusable import Unusable

if TYPE_CHECKING:
    from web.patient.taking_down import Taken


class How(StrEnum):
    PHONE = "phone"
    PAPER = "paper"
    DEVICE = "device"


def answer(
    patient: Annotated[str, typer.Argument(metavar="PATIENT", help="The patient's id.")],
    answers: Annotated[
        Path,
        typer.Option("--answers", metavar="FILE", help="A JSON file; `-` reads what is piped in."),
    ],
    step: Annotated[
        str | None, typer.Option(help="The step that asked for it, as `carepath status PATIENT` names it.")
    ] = None,
    diary: Annotated[
        str | None,
        typer.Option(metavar="INSTRUMENT", help="Instead of a step: on the patient's own account."),
    ] = None,
    source: Annotated[
        str | None,
        typer.Option(help="With --diary: by what its source knows this entry. Twice counts once."),
    ] = None,
    how: Annotated[How, typer.Option(help="How the answers came.")] = How.PHONE,
    folder: Annotated[
        Path | None, typer.Option(help="Where `carepath up` runs; its usual folder unless given.")
    ] = None,
) -> None:
    """
    Enters what a patient answered by phone, on paper or with a device: the same record as from their own page.

    The file is one JSON object: each questionnaire's id with an object of its items, `{"peg": {"p": 7, "e": 8}}`; of a
    diary the items alone. What is no answer is named, and then nothing is kept.

    Example:

        carepath answer p-mfrggzdfmztwq2lk --step week_6_packet --answers answers.json --how paper
        carepath answer p-mfrggzdfmztwq2lk --diary diary --source app:2026-11-24 --answers diary.json --how device
    """
    from commandline.reading import json_of

    if (step is None) == (diary is None) or (diary is None) != (source is None):
        raise Unusable("name the step, or --diary and --source")
    given = json_of(answers)
    if not isinstance(given, dict):
        raise Unusable("the answers are one JSON object")
    taken = asyncio.run(_answer(patient, step, diary, source, given, how, folder))
    if not taken.heard:
        typer.echo("Kept. The patient's workflow is away just now, and is told as soon as it is back.")
    elif taken.asked is not None and taken.asked.state != "answered":
        typer.echo("Kept, as a late answer: it was not open any more.")
    else:
        typer.echo("Kept and told.")


async def _answer(
    patient: str,
    step: str | None,
    diary: str | None,
    source: str | None,
    given: "dict[str, object]",
    how: How,
    folder: Path | None,
) -> "Taken":
    from commandline.own_forms import askable
    from commandline.servers.reach import database, now, servers, temporal
    from pathways.clinic import CLINIC, TEXT_FIELDS
    from web.patient.taking_down import NotTaken, take_down, take_own
    from web.patient.world import RealDoors, World

    found = servers(folder)
    async with database(found, "carepath_worker") as pool:
        world = World(
            pool=pool,
            doors=RealDoors(await temporal(found)),
            now=lambda patient: now(),
            askable=askable,
            clinic=TEXT_FIELDS,
            zone=CLINIC.zone,
            secure=False,
        )
        try:
            if step is not None:
                forms = {name: items for name, items in given.items() if isinstance(items, Mapping)}
                return await take_down(world, patient, step, forms, how.value, now())
            return await take_own(world, patient, diary or "", given, f"{diary}:{source}", now())
        except NotTaken as untaken:
            raise Unusable(str(untaken)) from untaken
