"""How a command reaches the clinic: where its servers are, and what is said when one of them does not answer."""

import json
import os
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
from temporalio.client import Client

from commandline.unusable import Unusable
from database.pool import Role, connect
from settings import Unfit, data_folder, read, surroundings
from workflows.connection import connect as connect_temporal

RUNNING, SECRET = "running.json", "secret"
_NOT_SET_UP = (
    asyncpg.UndefinedTableError,
    asyncpg.UndefinedColumnError,
    asyncpg.UndefinedObjectError,
    asyncpg.InvalidParameterValueError,  # what Postgres says of a role that it does not know
)
_AWAY = (
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.InvalidCatalogNameError,
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.TooManyConnectionsError,
    ConnectionError,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """What `carepath up` writes down for the other commands. `temporal` is None where TEMPORAL_* says where it is."""

    pid: int
    database_url: str
    temporal: str | None
    temporal_pages: str | None
    phones: str | None
    console: str | None = None
    patients_pages: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Servers:
    """`secrets`: the one that is written with first. `temporal` is None where Temporal's own settings say it."""

    database_url: str
    secrets: tuple[bytes, ...]
    temporal: str | None


def now() -> datetime:
    """A command acts when somebody types it."""
    return datetime.now(UTC)  # noqa: TID251  a person at a prompt means now


def folder_of(given: Path | None) -> Path:
    return (given or data_folder(surroundings())).expanduser().absolute()


def servers(folder: Path | None = None) -> Servers:
    """By DATABASE_URL and its like; else those that `carepath up` runs. A folder that was named comes before both."""
    environment = surroundings()
    if folder is None and "DATABASE_URL" in environment:
        return configured(environment)
    here = running_in(folder_of(folder))
    secret = (folder_of(folder) / SECRET).read_text(encoding="ascii")
    own: Mapping[str, str] = {"DATABASE_URL": here.database_url, "CAREPATH_SECRET": secret}
    return Servers(
        database_url=here.database_url, secrets=read({**environment, **own}).secrets, temporal=here.temporal
    )


def configured(environment: Mapping[str, str]) -> Servers:
    try:
        settings = read(environment)
    except Unfit as unfit:
        raise Unusable(f"these settings cannot be used:\n{unfit}\nSee docs/running.md.") from unfit
    return Servers(database_url=settings.database_url, secrets=settings.secrets, temporal=None)


def running_in(folder: Path) -> Running:
    try:
        found = Running(**json.loads((folder / RUNNING).read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise Unusable(
            f"no carepath runs in {folder}. Start it with: carepath up. Or name your own servers by"
            " DATABASE_URL, CAREPATH_SECRET and TEMPORAL_ADDRESS (docs/running.md)."
        ) from None
    except (OSError, ValueError, TypeError) as error:
        raise Unusable(f"{folder / RUNNING} cannot be read: {error}. Start carepath up again.") from error
    if not _lives(found.pid):
        raise Unusable(
            f"the carepath that ran in {folder} has ended without a word. Start it with: carepath up"
        )
    return found


def write_running(folder: Path, running: Running) -> None:
    """For the owner's eyes only: it holds the database's password."""
    new = folder / f".{RUNNING}.new"
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(asdict(running), file)
    new.replace(folder / RUNNING)


@asynccontextmanager
async def database(
    servers: Servers, role: Role = "carepath_reader", *, at_most: int = 4
) -> AsyncIterator[asyncpg.Pool]:
    """Raises Unusable, in words that hold no password, if it does not answer now or at any time until the end."""
    with in_words(servers):
        pool = await connected(servers, role, at_most)
        async with pool:
            yield pool


async def connected(servers: Servers, role: Role, at_most: int) -> asyncpg.Pool:
    try:
        return await connect(servers.database_url, role, at_most=at_most)
    except OSError as error:  # a name that is not known, a network that is away
        raise Unusable(_no_answer(servers, error)) from error


@contextmanager
def in_words(servers: Servers) -> Iterator[None]:
    try:
        yield
    except _NOT_SET_UP as error:
        raise Unusable(
            f"the database at {_place(servers)} is not prepared for this carepath. Run: carepath prepare"
        ) from error
    except _AWAY as error:
        raise Unusable(_no_answer(servers, error)) from error


def link_of() -> str | None:
    """Where patients' pages are for people outside, if a setting says so."""
    return surroundings().get("CAREPATH_LINK")


_OF_PROVIDERS = (
    "TWILIO_ACCOUNT_SID",
    "TWILIO_AUTH_TOKEN",
    "CAREPATH_TEXTS_FROM",
    "CAREPATH_CALLBACKS",
    "CAREPATH_TWILIO",
)


def provider_settings() -> Mapping[str, str]:
    """Of the text provider, for the worker: all or none, since TWILIO_* alone may be meant for something else here."""
    given = {name: value for name, value in surroundings().items() if name in _OF_PROVIDERS}
    return given if "CAREPATH_TEXTS_FROM" in given else {}


def care_pages(folder: Path | None) -> str:
    """How texts name the patients' pages. Raises Unusable where nobody said so."""
    if folder is None and has_own_servers():
        link = link_of()
        if link is None:
            raise Unusable(
                "CAREPATH_LINK is not set: it says where patients reach their pages (docs/running.md)."
            )
        return link
    found = running_in(folder_of(folder)).patients_pages
    if found is None:
        raise Unusable("this carepath serves no patients' pages. Start it again with: carepath up")
    return found


def has_own_servers() -> bool:
    return "DATABASE_URL" in surroundings()


async def temporal(servers: Servers) -> Client:
    try:
        return await connect_temporal(servers.secrets, identity="carepath", address=servers.temporal)
    except RuntimeError as error:  # what its library raises when nobody answers
        where = servers.temporal or surroundings().get("TEMPORAL_ADDRESS", "127.0.0.1:7233")
        raise Unusable(
            f"Temporal at {where} does not answer. Is it running, and is TEMPORAL_ADDRESS right?"
        ) from error


def _no_answer(servers: Servers, error: BaseException) -> str:
    return f"the database at {_place(servers)} does not let us in ({_kind(error)}). Is it running, and is DATABASE_URL right?"


def _place(servers: Servers) -> str:
    return servers.database_url.rpartition("@")[2].partition("?")[0]


def _kind(error: BaseException) -> str:
    """Its own text may quote what was typed, a password among it."""
    return "".join(
        f" {letter.lower()}" if letter.isupper() else letter for letter in type(error).__name__
    ).strip()


def _lives(pid: int) -> bool:
    with suppress(ProcessLookupError):
        try:
            os.kill(pid, 0)
        except PermissionError:
            return True
        return True
    return False
