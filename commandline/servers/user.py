"""`carepath user`: who may sign in to the console, with which roles."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from commandline.unusable import Unusable

if TYPE_CHECKING:
    from database.pool import Connection

app = typer.Typer(help="Says who may sign in to the console, and with which roles.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(metavar="NAME", help="As it is typed to sign in, such as maria.")]
Folder = Annotated[Path | None, typer.Option(help="Where `carepath up` runs; its usual folder unless given.")]
Roles = Annotated[list[str], typer.Option("--role", help="May be given several times.")]
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")
Found = TypeVar("Found")


@app.command("add")
def add(name: Name, role: Roles, folder: Folder = None) -> None:
    """
    Gives somebody an account, and prints a password for the first sign-in: they choose their own then.

    Example:

        carepath user add maria --role coordinator
        carepath user add chen --role physician --role med_director
    """
    from database.accounts import NameTaken, add_account

    roles, password, hashed = _roles(role), *_new_password()
    if not _NAME.fullmatch(name):
        raise Unusable(
            f"{name!r} is no name for an account: small letters, digits, dots and dashes, such as maria."
        )
    try:
        asyncio.run(_in(folder, lambda connection: add_account(connection, name, roles, hashed)))
    except NameTaken:
        raise Unusable(
            f"there is an account {name} already. Change it with: carepath user roles {name}"
        ) from None
    typer.echo(f"{name} may sign in as {', '.join(roles)}. Password for the first time: {password}")


@app.command("reset")
def reset(name: Name, folder: Folder = None) -> None:
    """
    Gives a new password for the next sign-in, ends a lock and the second factor, and signs them out everywhere.

    Example:

        carepath user reset maria
    """
    from database.accounts import reset_password

    password, hashed = _new_password()
    _must(asyncio.run(_in(folder, lambda connection: reset_password(connection, name, hashed))), name)
    typer.echo(f"{name}'s password for the next time: {password}")


@app.command("roles")
def roles(name: Name, role: Roles, folder: Folder = None) -> None:
    """
    Gives somebody these roles instead of those that they had; it counts from their next click.

    Example:

        carepath user roles maria --role coordinator --role ops
    """
    from database.accounts import set_roles

    known = _roles(role)
    _must(asyncio.run(_in(folder, lambda connection: set_roles(connection, name, known))), name)
    typer.echo(f"{name} works as {', '.join(known)} from now on.")


@app.command("disable")
def disable(name: Name, folder: Folder = None) -> None:
    """
    Lets somebody in no more, from this moment on. Their name stays in the log; `carepath user reset` lets them in again.

    Example:

        carepath user disable maria
    """
    from database.accounts import disable as off

    _must(asyncio.run(_in(folder, lambda connection: off(connection, name))), name)
    typer.echo(f"{name} is signed out everywhere and cannot sign in.")


@app.command("list")
def everybody(folder: Folder = None) -> None:
    """
    Lists the accounts: their roles, and what is special about them.

    Example:

        carepath user list
    """
    from database.accounts import accounts

    for one in asyncio.run(_in(folder, accounts)):
        special = {
            "disabled": one.disabled,
            "locked": one.locked,
            "has not signed in yet": one.one_time,
            "with a second factor": one.second is not None,
        }
        said = [what for what, is_so in special.items() if is_so]
        typer.echo(f"{one.name:24}  {', '.join(one.roles)}{''.join(f'; {what}' for what in said)}")


def _roles(given: Sequence[str]) -> list[str]:
    from pathways.clinic import ROLES

    if unknown := [name for name in given if name not in ROLES]:
        raise Unusable(f"no role of this clinic is named {unknown[0]!r}. There are: {', '.join(ROLES)}.")
    return list(dict.fromkeys(given))


def _new_password() -> tuple[str, str]:
    from web.console.passwords import Passwords, one_time_password

    password = one_time_password()
    return password, Passwords().hashed(password)


def _must(done: bool, name: str) -> None:
    if not done:
        raise Unusable(f"there is no account {name}, or it is disabled. See: carepath user list")


async def _in(folder: Path | None, act: "Callable[[Connection], Awaitable[Found]]") -> Found:
    from commandline.servers.reach import database, servers

    async with database(servers(folder), "carepath_console") as pool, pool.acquire() as connection:
        return await act(connection)
