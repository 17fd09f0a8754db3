"""`carepath release`: a new build of the engine carries the patients from now on, or the one before does again."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commandline.progress import bar
from commandline.unusable import Unusable

if TYPE_CHECKING:
    from temporalio.client import Client

LOOK_EVERY, SEEN_WITHIN = 0.5, 10.0


def release(
    build: Annotated[
        str | None,
        typer.Argument(
            metavar="BUILD", help="As its workers name it; the build of the code here if left out."
        ),
    ] = None,
    back: Annotated[bool, typer.Option("--back", help="Back to the build that was current before.")] = False,
    without_old_workers: Annotated[
        bool,
        typer.Option(
            "--without-old-workers",
            help="The other builds have no workers any more: take their patients over as they are.",
        ),
    ] = False,
    patience: Annotated[float, typer.Option(min=1, help="Seconds to wait for everybody to move.")] = 120,
    folder: Annotated[
        Path | None, typer.Option(help="Where `carepath up` runs; its usual folder unless given.")
    ] = None,
) -> None:
    """
    Makes a build current, wakes every patient who is on another one, and waits until they have moved.

    Start workers of the new build first, and leave those of the old build running until this has ended: each patient
    moves at a quiet point. Whoever is on the way keeps the version of the pathway that they began with. Exit code 1:
    somebody has not moved yet; give the command again.

    Example:

        carepath release
        carepath release --back
        carepath release 2026-11-24 --patience 600
    """
    if back and build is not None:
        raise Unusable("name a build, or say --back, not both.")
    target, left = asyncio.run(_release(build, back, without_old_workers, patience, folder))
    if left:
        typer.echo(
            f"Build {target} is current. {left} patients are still on another build: give the command again."
        )
        raise typer.Exit(1)
    typer.echo(f"Build {target} is current, and carries every patient.")


async def _release(
    build: str | None, back: bool, without_old_workers: bool, patience: float, folder: Path | None
) -> tuple[str, int]:
    from commandline.servers.reach import servers, temporal
    from workflows.releases import build_before, build_id, current

    client = await temporal(servers(folder))
    if await current(client) is None:
        raise Unusable("no worker was ever seen here, so there is nothing to release. Start one first.")
    target = build or (await build_before(client) if back else build_id())
    if target is None:
        raise Unusable("there was no other build before this one.")
    await _seen(client, target)
    return target, await moved(client, target, without_old_workers, patience)


async def _seen(client: "Client", build: str) -> None:
    """A worker that has just started asks for its first work a moment later."""
    from workflows.releases import seen_workers

    for _ in range(round(SEEN_WITHIN / LOOK_EVERY)):
        if f"of build {build}" in await seen_workers(client):
            return
        await asyncio.sleep(LOOK_EVERY)
    raise Unusable(f"no worker of build {build} was seen. Start one, then release it.")


async def moved(client: "Client", target: str, without_old_workers: bool, patience: float) -> int:
    """How many have not moved to this build within so many seconds."""
    from commandline.servers.reach import now
    from workflows.releases import carry_over, left_behind, make_current, nudge

    try:
        await make_current(client, target)
    except TimeoutError:
        raise Unusable(f"no worker of build {target} was seen. Start one, then release it.") from None
    job = f"release-{target}-{now():%Y%m%dT%H%M%S}"
    left = ahead = await left_behind(client, target)
    await (carry_over if without_old_workers else nudge)(client, target, job)
    loop = asyncio.get_running_loop()
    until = loop.time() + patience
    with bar("patients", ahead) as advance:
        while left and loop.time() < until:
            before, left = left, await left_behind(client, target)
            advance(before - left)
            await asyncio.sleep(LOOK_EVERY)
    return left
