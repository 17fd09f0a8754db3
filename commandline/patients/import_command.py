"""`carepath import`: referrals become patients and journeys, each once, whatever is imported again."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commandline.progress import bar

if TYPE_CHECKING:
    from commandline.patients.importing import Line


def import_referrals(
    path: Annotated[
        Path,
        typer.Argument(
            metavar="FILE|DIR", help="FHIR R4 bundles, plain or packed with gzip; a folder with all in it."
        ),
    ],
    pathway: Annotated[
        str,
        typer.Option(help="Which pathway the journeys begin on: its newest version that this clinic has."),
    ] = "chronic_pain",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would become of each; needs no servers.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The same as one JSON object.")] = False,
    folder: Annotated[
        Path | None, typer.Option(help="Where `carepath up` runs; its usual folder unless given.")
    ] = None,
) -> None:
    """
    Takes in referrals: one patient a person, one journey a pain problem. The same file twice changes nothing.

    Each file is new, changed (a known person with another pain), duplicate, review (a coordinator compares it with a
    patient of the same name), deceased or unusable, with the reason. A file that cannot be used stops no other; the
    exit code is then 1. An import that was cut off is begun again, and nothing is lost or doubled.

    Example:

        carepath import referrals/
        carepath import --dry-run --json referral.json.gz
    """
    from commandline.patients.importing import files_of, show, would_become
    from commandline.servers.reach import now

    files = files_of(path)
    if dry_run:
        lines = tuple(would_become(files, now().date()))
    else:
        lines = asyncio.run(_imported(files, pathway, folder))
    show(lines, as_json=as_json)


async def _imported(files: tuple[Path, ...], pathway: str, folder: Path | None) -> "tuple[Line, ...]":
    from commandline.patients.importing import Clinic, admitted
    from commandline.patients.joining import Joining, pathway_in
    from commandline.servers.reach import database, now, servers, temporal
    from pathways.clinic import CLINIC
    from workflows.codec import derived

    found = servers(folder)
    async with database(found, "carepath_worker") as pool:
        client = await temporal(found)
        joining = Joining(client=client, pool=pool, pathway=await pathway_in(pool, pathway), clinic=CLINIC)
        clinic = Clinic(secret=derived(found.secrets[0], "ids"), rules=CLINIC)
        lines = []
        with bar("referrals", len(files)) as advance:
            async for line in admitted(files, pool, clinic, now(), joining.begin):
                lines.append(line)
                advance(1)
        return tuple(lines)
