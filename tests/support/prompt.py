"""Commands typed as a person types them, in a process of their own."""

import asyncio
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

CAREPATH = Path(sys.executable).with_name("carepath")


@dataclass(frozen=True, slots=True)
class Ran:
    code: int
    out: str
    err: str


async def type_in(*words: str, environment: Mapping[str, str] | None = None) -> Ran:
    """Without the settings of whoever runs the tests. Cancelled, it kills the command."""
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
