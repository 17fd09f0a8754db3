"""Starts a server as a child of this process: it ends with us, however we end, and its words go to a file."""

import asyncio
import ctypes
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

NOBODY = 65534
_DIES_WITH_PARENT = 1  # PR_SET_PDEATHSIG
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


class NotStarted(Exception):
    """A server did not come up; the text names its log."""


@dataclass(frozen=True, slots=True)
class Process:
    """One running server."""

    name: str
    popen: subprocess.Popen[bytes]
    log: Path

    @property
    def pid(self) -> int:
        return self.popen.pid

    def runs(self) -> bool:
        return self.popen.poll() is None

    async def stop(self, with_signal: signal.Signals = signal.SIGTERM, patience: float = 20) -> None:
        """Ask it to end; who does not listen within `patience` seconds is killed."""
        if self.runs():
            self.popen.send_signal(with_signal)
        with suppress(subprocess.TimeoutExpired):
            await asyncio.to_thread(self.popen.wait, patience)
        self.kill()

    def kill(self) -> None:
        if self.runs():
            self.popen.kill()
        self.popen.wait()


def start(
    name: str,
    command: Sequence[str | Path],
    log: Path,
    *,
    environment: Mapping[str, str] | None = None,
    as_nobody: bool = False,
) -> Process:
    """Call it from a thread that lasts, such as the main one: the child ends together with the thread that made it."""
    with log.open("ab") as out:
        popen = subprocess.Popen(  # noqa: S603  (our own command, no shell)
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            env=environment,
            user=NOBODY if as_nobody else None,
            group=NOBODY if as_nobody else None,
            extra_groups=[] if as_nobody else None,
            preexec_fn=_end_with_parent,
            start_new_session=True,  # Ctrl-C reaches us alone, and we end our children in their order
        )
    return Process(name, popen, log)


async def until(ready: Callable[[], Awaitable[bool]], process: Process, patience: float) -> None:
    """Waits until the server says that it is ready. Raises NotStarted if it ended, or after `patience` seconds."""
    try:
        async with asyncio.timeout(patience):
            while not await ready():
                if not process.runs():
                    raise NotStarted(f"{process.name} ended while it started; see {process.log}")
                await asyncio.sleep(0.02)
    except TimeoutError:
        process.kill()
        raise NotStarted(f"{process.name} was not ready after {patience:.0f} s; see {process.log}") from None


def free_port(wanted: int | None = None) -> int:
    """A loopback port that nobody uses: `wanted` if it is free, else any."""
    for port in (wanted, 0):
        with suppress(OSError), socket.socket() as probe:
            if port is not None:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(("127.0.0.1", port))
                found: int = probe.getsockname()[1]
                return found
    raise NotStarted("no free port on this machine")


def is_root() -> bool:
    return os.geteuid() == 0


def _end_with_parent() -> None:
    if _LIBC is not None:
        _LIBC.prctl(_DIES_WITH_PARENT, signal.SIGKILL)
