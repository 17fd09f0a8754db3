"""`carepath serve`: the console, for a clinic with servers of its own."""

import asyncio
import signal
from pathlib import Path
from typing import Annotated

import typer

CONSOLE_PORT = 8050


def serve(
    port: Annotated[
        int, typer.Option(min=1, max=65535, help="Where it listens, on this machine only.")
    ] = CONSOLE_PORT,
    host: Annotated[
        list[str] | None,
        typer.Option(
            help="A name by which browsers reach it, such as care.example.org; may be given several times."
        ),
    ] = None,
    folder: Annotated[
        Path | None, typer.Option(help="Where `carepath up` runs; its usual folder unless given.")
    ] = None,
) -> None:
    """
    Serves the console until Ctrl-C, beside servers and workers that run already.

    It listens on this machine only: a proxy in front of it speaks https to the browsers, and names its host here.

    Example:

        carepath serve
        carepath serve --port 8060 --host console.example.org
    """
    asyncio.run(_serve(port, tuple(host or ()), folder))


async def _serve(port: int, hosts: tuple[str, ...], folder: Path | None) -> None:
    from commandline.servers.reach import in_words, now, servers, temporal
    from web.console.served import console_of
    from web.serving import HERE, served

    found = servers(folder)
    stopping = asyncio.Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(one, stopping.set)
    with in_words(found):
        client = await temporal(found)
        async with (
            console_of(found.database_url, client, found.secrets[0], now, https=bool(hosts)) as console,
            served(console, port, (*HERE, *hosts)) as address,
        ):
            typer.echo(f"Console: {address}/console")
            typer.echo("Ctrl-C ends it.")
            await stopping.wait()
