"""Every story, once played by the pure simulator and once lived by the real workflow: the same, to the letter."""

from collections import Counter
from collections.abc import AsyncIterator, Iterable
from datetime import timedelta
from pathlib import Path

import asyncpg
import pytest
from _pytest.mark.structures import ParameterSet

from stack.temporal import Temporal
from tests.support.at_work import AtWork, at_work
from tests.support.living import live, live_by_timers, skipping_server
from tests.support.real_stories import (
    STORIES,
    Line,
    foreseen,
    happenings,
    in_2037,
    through_postgres,
    written,
)
from workflows.connection import connect, register_search_attributes

FILES = sorted(STORIES.rglob("*.txt"))
IN_A_FEW_SECONDS = {"silent", "smooth", "two_failed_quorums", "withdraws", "work_left_undone"}
"""The others take minutes on two cores: .venv/bin/pytest -n 2 -m long tests/workflows"""
BY_TIMERS_IN_A_FEW_SECONDS = {
    *("dies", "late_answers", "moves_time_zone", "ninth_item_on_an_abandoned_form", "no_shows"),
    *("red_flag_at_night", "silent", "smooth", "two_failed_quorums", "wants_no_texts", "withdraws"),
    "work_left_undone",
}
A_RUN_EACH = {"silent", "withdraws", "work_left_undone"}
"""These begin a new run at every quiet point."""
RUN_EACH = 4
"""The first event after the three that every run begins with; with fewer a run would end before it did anything."""


def _files(quick: set[str]) -> list[ParameterSet]:
    return [
        pytest.param(file, id=file.stem, marks=() if file.stem in quick else (pytest.mark.long,))
        for file in FILES
    ]


@pytest.fixture
async def here(temporal: Temporal, pool: asyncpg.Pool) -> AsyncIterator[AtWork]:
    client = await connect([b"s" * 32], identity="test", address=temporal.address)
    await register_search_attributes(client)
    async with at_work(client, pool) as working:
        yield working


@pytest.mark.parametrize("file", _files(IN_A_FEW_SECONDS))
async def test_a_story_is_lived_as_it_is_played(file: Path, here: AtWork) -> None:
    happened = happenings(file.read_text(encoding="utf-8"), file.name)
    await live(here, happened, file.stem, events_per_run=RUN_EACH if file.stem in A_RUN_EACH else 60)

    assert await written(here.pool, f"p-{file.stem}", f"j-{file.stem}") == await through_postgres(
        here.pool, list(foreseen(happened))
    )


@pytest.mark.parametrize("file", _files(BY_TIMERS_IN_A_FEW_SECONDS))
async def test_a_story_is_lived_by_real_timers_as_it_is_played(file: Path, pool: asyncpg.Pool) -> None:
    """On the server that skips time. What people do there takes a moment, so instants are compared by the minute, and
    notes, which name seconds, are left out."""
    happened = happenings(in_2037(file.read_text(encoding="utf-8")), file.name)
    async with (
        skipping_server(b"s" * 32) as skipping,
        at_work(skipping.client, pool) as working,
    ):
        await live_by_timers(skipping, working, happened, file.stem)
    journal = await written(pool, f"p-{file.stem}", f"j-{file.stem}")
    lived = [line for line in journal if line.what != "LanguageChanged"]

    assert _by_the_minute(lived) == _by_the_minute(foreseen(happened))


def _by_the_minute(lines: Iterable[Line]) -> Counter[tuple[object, ...]]:
    half = timedelta(seconds=30)
    return Counter(
        ((line.at + half).replace(second=0, microsecond=0), line.kind, line.what, line.step, line.occurrence)
        for line in lines
        if line.kind != "note"
    )
