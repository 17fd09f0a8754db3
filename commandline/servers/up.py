"""`carepath up`: Postgres, Temporal and a worker at the real clock, kept running, with data that stay."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commandline.unusable import Unusable

if TYPE_CHECKING:
    from temporalio.client import Client

    from commandline.running import Stack
    from commandline.servers.watching import Part
    from engine.publication import Published
    from engine.words import Pathway
    from stack.processes import Process

TEMPORAL_PORT, PAGES_PORT, PHONES_PORT, CONSOLE_PORT = 7233, 8233, 8025, 8050


def up(
    folder: Annotated[
        Path | None,
        typer.Option(
            help="Where everything is kept; CAREPATH_FOLDER, else ~/.local/share/carepath (root: /var/lib/carepath)."
        ),
    ] = None,
    pathway: Annotated[
        list[str] | None,
        typer.Option(
            help="Which pathways patients may begin on: the newest version of each, or a draft if none."
        ),
    ] = None,
    made_up_calendars: Annotated[
        bool, typer.Option("--made-up-calendars", help="Made-up clinicians and rooms, to try visits out.")
    ] = False,
) -> None:
    """
    Runs carepath on this machine until Ctrl-C, and keeps what it knows in its folder.

    A server that ends by itself is started again. The other commands find this one by the folder. If DATABASE_URL is
    set, the clinic has servers of its own and nothing is started here: see carepath prepare.

    Example:

        carepath up
        carepath up --folder /srv/carepath --pathway chronic_pain
    """
    from commandline.servers.keeping import only_one, secret_of
    from commandline.servers.prepare import newest
    from commandline.servers.reach import folder_of, has_own_servers
    from logs import log_as_json
    from stack.processes import NotStarted

    if has_own_servers():
        raise Unusable(
            "DATABASE_URL is set, so this clinic has servers of its own and none is started here."
            " Prepare them with: carepath prepare. Then run workers with: python -m worker (docs/running.md)."
        )
    here = folder_of(folder)
    found = newest(pathway or ["chronic_pain"])
    with ExitStack() as stack:
        stack.enter_context(only_one(here))
        log_as_json(stack.enter_context((here / "up.log").open("a", encoding="utf-8")))
        try:
            asyncio.run(_run(here, secret_of(here), found, made_up_calendars))
        except NotStarted as failed:
            raise Unusable(str(failed)) from failed
    typer.echo("Stopped. What is written down stays; carepath up goes on from there.")


async def _run(
    folder: Path,
    secret: bytes,
    pathways: "Sequence[tuple[Pathway, Published | None]]",
    made_up_calendars: bool,
) -> None:
    from commandline.running import running
    from commandline.servers.patient_site import PORT, patient_site
    from commandline.servers.prepare import said
    from commandline.servers.reach import link_of, now, provider_settings
    from database.pool import connect
    from stack.processes import free_port
    from web.console.served import console_of
    from web.hooks.door import hooks
    from web.patient.world import RealDoors
    from web.phones.page import pages
    from web.serving import served

    stopping = asyncio.Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(one, stopping.set)
    _say(f"Starting Postgres, Temporal and a worker. Their data and logs are in {folder}")
    (folder / "temporal").mkdir(mode=0o700, exist_ok=True)
    care_port = free_port(PORT)
    link = link_of() or f"http://127.0.0.1:{care_port}"
    provider = provider_settings()
    callbacks = provider.get("CAREPATH_CALLBACKS", link)
    async with (
        running(
            folder,
            secret,
            pathways,
            port=TEMPORAL_PORT,
            ui_port=PAGES_PORT,
            settings={**provider, "CAREPATH_LINK": link},
        ) as stack,
        await connect(stack.database_url, "carepath_reader", at_most=4) as reader,
        await connect(stack.database_url, at_most=4) as pool,
        served(pages(reader), PHONES_PORT) as phones,
        console_of(stack.database_url, await _client(stack, secret), secret, now) as desk,
        served(desk, CONSOLE_PORT) as console,
        patient_site(
            stack.database_url,
            RealDoors(await _client(stack, secret)),
            lambda patient: now(),
            link,
            care_port,
            parts=hooks(pool, callbacks, provider.get("TWILIO_AUTH_TOKEN", ""), now),
            names=(callbacks,),
        ) as care,
    ):
        if made_up_calendars:
            await _seed(stack)
        for pathway, published in pathways:
            _say(f"Patients may begin on {pathway.name}: {said(published)}.")
        _say(f"Temporal's own pages: {stack.temporal.ui}")
        _say(f"Patients' phones:     {phones}")
        _say(f"Patients' own pages:  {care} (texts name them as {link})")
        _say(f"Console:              {console}/console")
        if provider:
            _say(f"Texts come in at:     {callbacks.rstrip('/')}/hooks/twilio/texts")
        if not await _anybody(stack):
            _say(
                "Nobody may sign in there yet. Give somebody an account: carepath user add NAME --role coordinator"
            )
        await _take_over(stack, secret)
        await _keep(folder, stack, Addresses(phones, console, link), stopping)


@dataclass(frozen=True, slots=True)
class Addresses:
    phones: str
    console: str
    patients_pages: str


async def _client(stack: "Stack", secret: bytes) -> "Client":
    from workflows.connection import connect

    return await connect([secret], identity="carepath-console", address=stack.temporal.address)


async def _anybody(stack: "Stack") -> bool:
    """Whether anybody may sign in to the console."""
    from database.accounts import accounts
    from database.pool import connect

    async with await connect(stack.database_url, "carepath_console", at_most=1) as pool:
        return bool(await accounts(pool))


async def _take_over(stack: "Stack", secret: bytes) -> None:
    """After an update of carepath: no worker of the build before runs here, so its patients would wait for ever."""
    from commandline.servers.release import moved
    from workflows.connection import connect
    from workflows.releases import build_id, current

    client = await connect([secret], identity="carepath-up", address=stack.temporal.address)
    ours, before = build_id(stack.build), await current(client)
    if before not in (None, ours):
        _say(f"This is another build of carepath, {ours} after {before}. Its patients are taken over.")
        if left := await moved(client, ours, without_old_workers=True, patience=60):
            _say(
                f"{left} patients are still on another build. Give the command: carepath release --without-old-workers"
            )


async def _keep(folder: Path, stack: "Stack", pages: Addresses, stopping: asyncio.Event) -> None:
    from commandline.servers.reach import RUNNING
    from commandline.servers.watching import watch

    _write(folder, stack, pages)
    _say("Ready. Ctrl-C ends it.")
    watching = asyncio.create_task(watch(_parts(folder, stack, pages), _say))
    asked = asyncio.create_task(stopping.wait())
    try:
        await asyncio.wait((watching, asked), return_when=asyncio.FIRST_COMPLETED)
        if watching.done():
            await watching
        _say("Stopping: what is under way is finished first.")
    finally:
        (folder / RUNNING).unlink(missing_ok=True)
        for task in (watching, asked):
            task.cancel()
        await asyncio.gather(watching, asked, return_exceptions=True)


def _parts(folder: Path, stack: "Stack", pages: Addresses) -> "Sequence[Part]":
    """Where a server comes back on another port, the worker is started anew and the others are told."""
    from commandline.servers.watching import Part

    async def again(restart: "Callable[[], Awaitable[Process]]") -> "Process":
        before = (stack.database_url, stack.temporal.address)
        process = await restart()
        if (stack.database_url, stack.temporal.address) != before:
            _write(folder, stack, pages)
            if stack.worker is not None:
                stack.worker.kill()  # its own watch starts it again, with the new address
        return process

    if stack.worker is None:
        raise AssertionError("it is started with the stack")
    return (
        Part(name="Postgres", process=stack.postgres.process, start=lambda: again(stack.restart_postgres)),
        Part(name="Temporal", process=stack.temporal.process, start=lambda: again(stack.restart_temporal)),
        Part(name="The worker", process=stack.worker, start=stack.start_worker),
    )


def _write(folder: Path, stack: "Stack", pages: Addresses) -> None:
    from commandline.servers.reach import Running, write_running

    write_running(
        folder,
        Running(
            pid=os.getpid(),
            database_url=stack.database_url,
            temporal=stack.temporal.address,
            temporal_pages=stack.temporal.ui,
            phones=pages.phones,
            console=pages.console,
            patients_pages=pages.patients_pages,
        ),
    )


async def _seed(stack: "Stack") -> None:
    from database.demo_calendars import seed_calendars
    from database.pool import connect
    from pathways.clinic import CLINIC, ROLES

    async with await connect(stack.database_url, at_most=1) as pool, pool.acquire() as connection:
        await seed_calendars(connection, sorted(ROLES), patients=100, clinic=CLINIC)


def _say(words: str) -> None:
    typer.echo(words)
