"""`carepath up`: it keeps what it knows, starts again what dies, and tells the other commands where it is."""

import asyncio
import json
import os
import signal
import stat
import tempfile
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from commandline.servers.reach import Running, running_in
from tests.support.prompt import CAREPATH, type_in


class Up:
    """One `carepath up`, and what it says."""

    def __init__(self, process: Process) -> None:
        self.process, self.said = process, ""

    async def until(self, words: str) -> None:
        assert self.process.stdout is not None
        while words not in self.said:
            line = await self.process.stdout.readline()
            assert line, f"it ended before it said {words!r}: {self.said}"
            self.said += line.decode()

    async def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        await self.until("Stopped.")
        return await self.process.wait()


async def up(folder: Path) -> Up:
    process = await asyncio.create_subprocess_exec(
        CAREPATH,
        "up",
        "--folder",
        folder,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env={"PATH": os.environ["PATH"]},  # noqa: TID251
    )
    return Up(process)


@pytest.fixture
async def folder() -> AsyncIterator[Path]:
    with tempfile.TemporaryDirectory(prefix="carepath-test-", ignore_cleanup_errors=True) as made:
        Path(made).chmod(0o755)  # root's Postgres runs as another user, who must get in
        yield Path(made) / "clinic"


def _worker_of(running: Running) -> int:
    children = Path(f"/proc/{running.pid}/task/{running.pid}/children").read_text().split()
    (worker,) = [child for child in children if b"\0worker\0" in Path(f"/proc/{child}/cmdline").read_bytes()]
    return int(worker)


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="children are found by Linux' own list of them")
async def test_it_starts_again_what_dies_and_goes_on_with_what_it_knew(folder: Path) -> None:
    first = await up(folder)
    await first.until("Ready.")
    here = ["--folder", str(folder)]
    enrolled = await type_in("enrol", "p-1", *here)
    second_up = await type_in("up", *here)
    os.kill(_worker_of(running_in(folder)), signal.SIGKILL)
    await first.until("The worker runs again.")
    and_another = await type_in("enrol", "p-2", *here)
    before = json.loads((await type_in("status", "p-1", "--json", *here)).out)
    modes = {name: stat.S_IMODE((folder / name).stat().st_mode) for name in ("secret", "running.json")}
    secret = (folder / "secret").read_text().strip()
    code = await first.stop()
    stopped = await type_in("status", *here)
    again = await up(folder)
    await again.until("Ready.")
    after = json.loads((await type_in("status", "p-1", "--json", *here)).out)
    whole = json.loads((await type_in("status", "--json", *here)).out)
    await again.stop()

    assert (enrolled.code, and_another.code, code) == (0, 0, 0)
    assert (second_up.code, "runs in" in second_up.err) == (2, True)
    assert modes == {"secret": 0o600, "running.json": 0o600}
    assert secret not in first.said + (folder / "worker.log").read_text() + (folder / "up.log").read_text()
    assert "Start it with: carepath up" in stopped.err
    assert after == before
    assert whole["patients"] == {"active": 2}


async def test_where_the_clinic_has_its_own_servers_none_is_started(folder: Path) -> None:
    refused = await type_in(
        "up", "--folder", str(folder), environment={"DATABASE_URL": "postgresql://x@127.0.0.1:1/x"}
    )

    assert refused.code == 2
    assert "carepath prepare" in refused.err
    assert not folder.exists()


async def test_data_without_their_secret_are_not_begun_upon(folder: Path) -> None:
    (folder / "temporal").mkdir(parents=True)
    (folder / "temporal" / "temporal.sqlite").touch()

    refused = await type_in("up", "--folder", str(folder))

    assert refused.code == 2
    assert "Put it back from a backup" in refused.err
    assert not (folder / "secret").exists()


async def test_one_that_ended_without_a_word_is_not_taken_for_running(folder: Path) -> None:
    folder.mkdir()
    gone = await asyncio.create_subprocess_exec("true")
    await gone.wait()
    (folder / "running.json").write_text(
        json.dumps(
            {"pid": gone.pid, "database_url": "", "temporal": None, "temporal_pages": None, "phones": None}
        )
    )

    refused = await type_in("status", "--folder", str(folder))

    assert refused.code == 2
    assert "has ended without a word" in refused.err
