"""`carepath worklist`: what people have to do now, for whom and until when."""

import asyncio
import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commandline.unusable import Unusable

if TYPE_CHECKING:
    from database.worklist import Work


def worklist(
    role: Annotated[
        list[str] | None,
        typer.Option(help="Only the work of this role, such as coordinator; may be named several times."),
    ] = None,
    late: Annotated[bool, typer.Option("--late", help="Only what is past its deadline.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The same as one JSON object.")] = False,
    folder: Annotated[
        Path | None, typer.Option(help="Where `carepath up` runs; its usual folder unless given.")
    ] = None,
) -> None:
    """
    Lists the open work: what is late comes first, then the most urgent, then by deadline. Times are the clinic's.

    Example:

        carepath worklist
        carepath worklist --role coordinator --late
        carepath worklist --json
    """
    from pathways.clinic import ROLES

    roles = role or []
    if unknown := [name for name in roles if name not in ROLES]:
        raise Unusable(f"no role of this clinic is named {unknown[0]!r}. There are: {', '.join(ROLES)}.")
    work = [one for one in asyncio.run(_read(roles, folder)) if one.late or not late]
    _show_json(work) if as_json else _show(work)


async def _read(roles: list[str], folder: Path | None) -> "tuple[Work, ...]":
    from commandline.servers.reach import database, now, servers
    from database.worklist import worklist as read

    async with database(servers(folder)) as reader:
        return await read(reader, now(), roles)


def _show(work: "list[Work]") -> None:
    from engine.telling import Clock
    from pathways.clinic import CLINIC

    clock = Clock(CLINIC.zone, CLINIC.zone)
    for one in work:
        deadline = f"{'LATE' if one.late else '    '}  {clock.of(one.due_at):16}"
        mine = f"{one.severity or '':10}  {one.role:12}  {one.patient or '(to compare)':18}"
        more = [
            *([" | ".join(one.outcomes)] if one.outcomes else []),
            *(["taken up"] if one.accepted else []),
            *([f"told: {', '.join(one.told)}"] if one.told else []),
        ]
        typer.echo(f"{deadline}  {mine}  {one.kind} {one.step}{''.join(f', {word}' for word in more)}")
        typer.echo(f"{'':24}because {one.reason}")
    by_role = Counter(one.role for one in work)
    of_whom = ": " + ", ".join(f"{name} {count}" for name, count in by_role.most_common()) if work else ""
    typer.echo(f"{len(work)} open, {sum(one.late for one in work)} late{of_whom}")


def _show_json(work: "list[Work]") -> None:
    from dataclasses import asdict

    typer.echo(json.dumps({"work": [asdict(one) for one in work]}, default=str, ensure_ascii=False))
