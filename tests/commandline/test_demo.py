"""The demo's patients come by referrals that are imported as any others."""

from pathlib import Path

import asyncpg

from commandline.demo.referring import Referred, made_up, refer
from commandline.loading import load_pathway
from stack.temporal import Temporal
from workflows.connection import connect


async def _referred(folder: Path, pool: asyncpg.Pool, temporal: Temporal, seed: int) -> Referred:
    client = await connect([b"s" * 32], identity="test", address=temporal.address)
    files = made_up(folder, 4, seed)
    pathway = load_pathway("chronic_pain")
    return await refer(client, pool, pool, pathway, files, secret=b"s" * 32, days=100, seed=seed)


async def test_as_many_are_played_as_were_wished_for_and_the_other_files_are_told_apart(
    tmp_path: Path, pool: asyncpg.Pool, temporal: Temporal
) -> None:
    referred = await _referred(tmp_path, pool, temporal, seed=3)

    assert referred.outcomes == {"deceased": 1, "duplicate": 1, "new": 4, "unusable": 1}
    assert len(referred.lanes) == 4
    assert referred.not_played == 0
    assert await pool.fetchval("select count(*) from patient") == 4


async def test_each_arrives_at_its_own_time_and_joins_as_the_referral_says(
    tmp_path: Path, pool: asyncpg.Pool, temporal: Temporal
) -> None:
    referred = await _referred(tmp_path, pool, temporal, seed=4)
    joins = [lane.enrolment.event for lane in referred.lanes]

    assert [event.at for event in joins] == sorted({event.at for event in joins})
    agreed = {row["patient"] for row in await pool.fetch("select patient from consent where granted")}
    assert {lane.door.patient for lane in referred.lanes if lane.enrolment.event.flags} == agreed
    episodes = {row["id"] for row in await pool.fetch("select id from episode")}
    assert {lane.enrolment.journey for lane in referred.lanes} == episodes
