"""`carepath link`: a new link to a patient's own pages, for whoever has lost theirs or locked themselves out."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from commandline.unusable import Unusable


def link(
    patient: Annotated[str, typer.Argument(metavar="PATIENT", help="The patient's id.")],
    revoke: Annotated[
        bool, typer.Option("--revoke", help="Close every link and every open page, and make none.")
    ] = False,
    folder: Annotated[
        Path | None, typer.Option(help="Where `carepath up` runs; its usual folder unless given.")
    ] = None,
) -> None:
    """
    Makes a link that opens one patient's pages for two weeks, with their date of birth, and lifts the lock of wrong dates.

    Give it to the patient alone, once you know that it is they. With --revoke every link of theirs is closed instead.

    Example:

        carepath link p-mfrggzdfmztwq2lk
        carepath link p-mfrggzdfmztwq2lk --revoke
    """
    typer.echo(asyncio.run(_link(patient, revoke, folder)))


async def _link(patient: str, revoke: bool, folder: Path | None) -> str:
    from activities.links import Links
    from commandline.servers.reach import care_pages, database, now, servers
    from database.links import LASTS, make_link, revoke_links, unlock
    from workflows.codec import derived

    found = servers(folder)
    async with database(found, "carepath_worker") as pool, pool.acquire() as connection:
        if not await connection.fetchval("select true from patient where id = $1", patient):
            raise Unusable(f"there is no patient {patient}. See: carepath status")
        async with connection.transaction():
            if revoke:
                closed = await revoke_links(connection, patient, now())
                return f"Closed: {closed} link{'' if closed == 1 else 's'} of {patient}. Nothing that was answered is lost."
            at = now()
            links = Links(base=care_pages(folder), key=derived(found.secrets[0], "links"))
            token = links.token(f"by hand:{patient}", at.isoformat())
            await unlock(connection, patient)
            await make_link(connection, token, patient, at)
    return f"{links.url(token)}\nIt opens with their date of birth, until {at + LASTS:%Y-%m-%d}."
