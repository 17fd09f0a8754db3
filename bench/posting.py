"""Many prompts through a provider that fails, while the worker and Postgres are killed: lost and repeated are counted.

python -m bench.posting --prompts 10000 --kills 30 --seed 7
"""

import argparse
import asyncio
import logging
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from tests.support.posting_load import posted
from tests.support.twilio_stand_in import LOST, TAKEN_ALL_THE_SAME, Fault, TwilioStandIn

BUSY: tuple[Fault, ...] = ("busy", "queue_full")


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--prompts", type=int, default=10_000)
    asked.add_argument(
        "--kills", type=int, default=30, help="two of three of the worker, the rest of Postgres"
    )
    asked.add_argument("--seed", type=int, default=7, help="of the faults and of the kills")
    asked.add_argument(
        "--faulty", type=float, default=0.15, help="so many of the requests fail in one way or another"
    )
    asked.add_argument("--keep", type=Path, help="leave databases and logs in this folder")
    wanted = asked.parse_args()
    logging.getLogger("asyncpg").setLevel(logging.CRITICAL)  # a server that is away is what we are here for
    with tempfile.TemporaryDirectory(prefix="carepath-posting-", ignore_cleanup_errors=True) as made:
        folder = wanted.keep or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)  # root's Postgres runs as another user, who must get in
        return asyncio.run(_run(folder, wanted))


async def _run(folder: Path, wanted: argparse.Namespace) -> int:
    chance = Random(wanted.seed)  # noqa: S311  (faults of a test, not secrets)
    ways = (*TAKEN_ALL_THE_SAME, *LOST, *BUSY)

    def fault() -> Fault:
        return chance.choice(ways) if chance.random() < wanted.faulty else "none"

    began = time.monotonic()
    async with TwilioStandIn(faults=fault, hangs=13) as provider:
        came = await posted(folder, provider, wanted.prompts, kills=wanted.kills, seed=wanted.seed, say=_say)
    repeated = sum(times for copies, times in came.copies.items() if copies > 1)
    _say(f"{wanted.prompts} prompts in {time.monotonic() - began:.0f} s, {len(provider.taken)} texts taken")
    _say(f"sent {came.sent}, by a person {came.by_a_person}, lost {came.lost}, repeated {repeated}")
    _say("requests: " + ", ".join(f"{times} {code}" for code, times in came.faults.most_common()))
    return 1 if came.lost or repeated else 0


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
