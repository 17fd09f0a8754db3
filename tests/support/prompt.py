"""Commands typed as a person types them: in this process, which is quick, or in one of their own, which can be killed."""

import asyncio
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from typer.testing import CliRunner

import cli
from commandline.unusable import Unusable

CAREPATH = Path(sys.executable).with_name("carepath")
_NOT_OURS = ("DATABASE_URL", "CAREPATH_SECRET", "CAREPATH_FOLDER", "TEMPORAL_ADDRESS")


@dataclass(frozen=True, slots=True)
class Ran:
    code: int
    out: str
    err: str


async def type_in(*words: str, environment: Mapping[str, str] | None = None) -> Ran:
    """Without the settings of whoever runs the tests; what cannot be used is said as `cli.main` says it."""
    nothing: dict[str, str | None] = dict.fromkeys(_NOT_OURS)
    ran = await asyncio.to_thread(
        CliRunner().invoke, cli.app, words, env={**nothing, "COLUMNS": "200", **(environment or {})}
    )
    if isinstance(ran.exception, Unusable):
        return Ran(2, ran.stdout, f"{ran.stderr}carepath: {ran.exception}\n")
    if ran.exception is not None and not isinstance(ran.exception, SystemExit):
        raise ran.exception
    return Ran(ran.exit_code, ran.stdout, ran.stderr)


async def in_a_process(*words: str, environment: Mapping[str, str] | None = None) -> Ran:
    """Cancelled, it kills the command."""
    process = await asyncio.create_subprocess_exec(
        CAREPATH,
        *words,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={"PATH": os.environ["PATH"], "COLUMNS": "200", **(environment or {})},  # noqa: TID251
    )
    try:
        out, err = await process.communicate()
    except asyncio.CancelledError:
        process.kill()
        await process.wait()
        raise
    return Ran(process.returncode or 0, out.decode(), err.decode())
