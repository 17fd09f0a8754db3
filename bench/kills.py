"""Kills worker, Temporal and Postgres in the middle of a demo run, and compares with a quiet run of the same seed.

python -m bench.kills --times 10 --seed 7
python -m bench.kills --real-clock --patients 8 --seconds 150
"""

import argparse
import asyncio
import logging
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.support.outages import Life, differences, kills_of, lived
from tests.support.outages_by_timers import TimedLife, lived_by_timers, timed_differences, timed_kills


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--times", type=int, default=10, help="how many kills")
    asked.add_argument("--seed", type=int, default=7, help="of the patients and of the kills")
    asked.add_argument("--patients", type=int, default=6)
    asked.add_argument("--days", type=int, default=60)
    asked.add_argument("--real-clock", action="store_true", help="by Temporal's own timers, seconds apart")
    asked.add_argument("--seconds", type=int, default=150, help="how long that takes")
    asked.add_argument("--keep", type=Path, help="leave databases and logs in this folder")
    wanted = asked.parse_args()
    logging.getLogger("asyncpg").setLevel(logging.CRITICAL)  # a server that is away is what we are here for
    life = Life(patients=wanted.patients, days=wanted.days, seed=wanted.seed)
    with tempfile.TemporaryDirectory(prefix="carepath-kills-", ignore_cleanup_errors=True) as made:
        folder = wanted.keep or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)  # root's Postgres runs as another user, who must get in
        if wanted.real_clock:
            timed = TimedLife(patients=wanted.patients, seconds=wanted.seconds, seed=wanted.seed)
            return asyncio.run(_compare_by_timers(folder, timed, wanted.times))
        return asyncio.run(_compare(folder, life, wanted.times))


async def _compare(folder: Path, life: Life, times: int) -> int:
    began = time.monotonic()
    quiet = await lived(folder / "quiet", life)
    took = time.monotonic() - began
    kills = kills_of(life.seed, times, len(quiet["journal"]))
    _say(
        f"quiet run: {took:.0f} s, "
        + ", ".join(f"{len(rows)} {table}" for table, rows in quiet.items() if rows)
    )
    for kill in kills:
        _say(f"kill {kill.part} {kill.later:.3f} s after line {kill.lines}")
    began = time.monotonic()
    disturbed = await lived(folder / "disturbed", life, kills)
    found = list(differences(quiet, disturbed))
    _say(f"disturbed run: {time.monotonic() - began:.0f} s, {len(found)} rows differ")
    for table, count in Counter(line.partition(":")[0] for line in found).items():
        _say(f"{count} of {table}")
    for line in found[:40]:
        _say(line[:400])
    return 1 if found else 0


async def _compare_by_timers(folder: Path, life: TimedLife, times: int) -> int:
    kills = timed_kills(life, times)
    for kill in kills:
        _say(f"kill {kill.part} {kill.after:.1f} s after the beginning")
    quiet, disturbed = await asyncio.gather(
        lived_by_timers(folder / "quiet", life), lived_by_timers(folder / "disturbed", life, kills)
    )
    found = list(timed_differences(quiet, disturbed))
    for name, outcome in (("quiet", quiet), ("disturbed", disturbed)):
        _say(
            f"{name} run: {sum(outcome.happened.values())} things,"
            f" the latest moment {outcome.late:.1f} s late, {outcome.early} early"
        )
    _say(f"{len(found)} things happened more or less often")
    for line in found[:40]:
        _say(line)
    return 1 if found or quiet.early or disturbed.early else 0


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
