"""A herd: everybody is due in the same second, and the sender may send so many a second. How long each class waits, and how
long a word of danger that comes in the middle.

python -m bench.herd --prompts 2000 --per-second 50
"""

import argparse
import asyncio
import logging
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

import asyncpg
from temporalio.client import Client

from commandline.running import Stack
from engine.words import Urgency
from tests.support.posting_load import QUEUE, SAFETY, Sending, number_of, posted
from tests.support.sending import prompted, reachable
from tests.support.twilio_stand_in import TwilioStandIn

CLASSES: tuple[Urgency, ...] = ("routine", "visit", "routine", "routine")
"""In turn, so that each class is spread over the whole herd."""


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--prompts", type=int, default=2000)
    asked.add_argument("--per-second", type=float, default=50)
    wanted = asked.parse_args()
    logging.getLogger("asyncpg").setLevel(logging.CRITICAL)
    with tempfile.TemporaryDirectory(prefix="carepath-herd-", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        folder.chmod(0o755)  # root's Postgres runs as another user, who must get in
        asyncio.run(_run(folder, wanted.prompts, wanted.per_second))
    return 0


async def _run(folder: Path, prompts: int, per_second: float) -> None:
    async with TwilioStandIn() as provider:
        began = time.time()  # noqa: TID251  (compared with the provider's own clock)
        danger: list[float] = []

        async def in_the_middle(_: Stack, client: Client, pool: asyncpg.Pool) -> None:
            while len(provider.taken) < prompts / 2:  # noqa: ASYNC110  (a provider rings no bell)
                await asyncio.sleep(0.05)
            patient = f"p{prompts}"
            async with pool.acquire() as connection:
                at: datetime = await connection.fetchval("select clock_timestamp()")
                await reachable(connection, patient, number_of(prompts))
                order = await prompted(connection, SAFETY, patient=patient, urgency="safety", at=at)
            asked = time.monotonic()
            await client.execute_workflow(Sending.run, [order], id="danger", task_queue=QUEUE)
            danger.append(time.monotonic() - asked)

        await posted(
            folder,
            provider,
            prompts,
            kills=0,
            seed=0,
            say=_say,
            per_second=per_second,
            during=in_the_middle,
            urgencies=CLASSES,
        )
        _tell(provider, prompts, danger[0], began)


def _tell(provider: TwilioStandIn, prompts: int, danger: float, began: float) -> None:
    urgency = {number_of(number): CLASSES[number % len(CLASSES)] for number in range(prompts)}
    first = min(one.at for one in provider.taken)
    _say(
        f"{prompts} prompts; the first left {first.timestamp() - began:.0f} s after the servers were started"
    )
    for name in dict.fromkeys(CLASSES):
        moments = sorted(
            (one.at - first).total_seconds() for one in provider.taken if urgency.get(one.to) == name
        )
        _say(
            f"{name}: {len(moments)}, half out after {moments[len(moments) // 2]:.1f} s, all after {moments[-1]:.1f} s"
        )
    _say(f"a word of danger in the middle of them: out after {danger:.2f} s")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
