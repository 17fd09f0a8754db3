"""`carepath timeline`: what happened to one patient, what was done, and why."""

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from commandline.unusable import Unusable


def timeline(
    patient: Annotated[str, typer.Argument(metavar="PATIENT", help="An id such as p-….")],
    as_json: Annotated[bool, typer.Option("--json", help="The journal as one JSON object.")] = False,
    folder: Annotated[
        Path | None, typer.Option(help="Where `carepath up` runs; its usual folder unless given.")
    ] = None,
) -> None:
    """
    Tells one patient's journal in words: each moment, what was done because of it, and the reason.

    Times are the patient's own; what staff do is told in the clinic's time where that differs.

    Example:

        carepath timeline p-mfrggzdfmztwq2lk
        carepath timeline p-mfrggzdfmztwq2lk --json
    """
    lines, rows = asyncio.run(_read(patient, folder))
    typer.echo(
        json.dumps({"patient": patient, "journal": rows}, default=str, ensure_ascii=False)
        if as_json
        else "\n".join(lines)
    )


async def _read(patient: str, folder: Path | None) -> tuple[Sequence[str], Sequence[dict[str, Any]]]:
    from commandline.patients.journal import journal_of, told
    from commandline.servers.reach import database, servers
    from pathways.clinic import CLINIC

    async with database(servers(folder)) as reader:
        zone = await reader.fetchval("select zone from patient where id = $1", patient)
        if zone is None:
            raise Unusable(
                f"no patient {patient!r} here. Ids are shown by: carepath status, carepath worklist"
            )
        rows = await journal_of(reader, patient)
        return told(rows, zone, CLINIC.zone), [
            {**row, "body": json.loads(row["body"])} for row in map(dict, rows)
        ]
