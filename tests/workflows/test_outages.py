"""What is killed at any point and started again changes nothing: no prompt lost, none repeated, no task lost."""

import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.outages import PARTS, Life, differences, kills_of, lived
from tests.support.outages_by_timers import STEPS, TimedLife, lived_by_timers, timed_differences, timed_kills

LIFE = Life(patients=2, days=7, seed=7)
LINES = 120
"""Fewer than this life writes into the journals, so that each kill finds its point."""


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="carepath-test-", ignore_cleanup_errors=True) as made:
        Path(made).chmod(0o755)  # root's Postgres runs as another user, who must get in
        yield Path(made)


async def test_a_life_with_killed_servers_is_the_same_life(folder: Path) -> None:
    """The longer version: `python -m bench.kills --times 10 --seed 7`."""
    kills = kills_of(LIFE.seed, len(PARTS), LINES)

    quiet, disturbed = await asyncio.gather(
        lived(folder / "quiet", LIFE), lived(folder / "disturbed", LIFE, kills)
    )

    assert len(quiet["journal"]) >= LINES
    assert quiet["prompt"]
    assert quiet["task"]
    assert list(differences(quiet, disturbed)) == []


@pytest.mark.long
async def test_moments_seconds_apart_outlive_killed_servers(folder: Path) -> None:
    """By Temporal's own timers. The longer version: `python -m bench.kills --real-clock`."""
    life = TimedLife(patients=4, seconds=40, seed=7)

    quiet, disturbed = await asyncio.gather(
        lived_by_timers(folder / "quiet", life),
        lived_by_timers(folder / "disturbed", life, timed_kills(life, len(PARTS))),
    )

    assert sum(quiet.happened.values()) > life.patients * len(STEPS)
    assert list(timed_differences(quiet, disturbed)) == []
    assert (quiet.early, disturbed.early) == (0, 0)
