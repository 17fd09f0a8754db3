"""The demo's patients text through the same door as real ones, the same texts at every run of a seed."""

from datetime import UTC, datetime, timedelta
from random import Random

import aiohttp
import asyncpg
import pytest

from commandline.demo.texting import CALLBACKS, Exchange, Phone, exchange, phones_of
from engine.events import Answered, Event, Reported, TaskDone, VisitConfirmed
from engine.journey import Journey
from pathways.joining import TEXTS
from stack.temporal import Temporal
from tests.support.people import admitted
from web.hooks.texts import PATH
from workflows.connection import connect

AT = datetime(2026, 3, 2, 15, tzinfo=UTC)
ANA, SHARED = "+15550100001", "+15550100002"
AGREED = Journey(id="j", pathway="x", status="active", flags=(TEXTS,))


class Always(Random):
    """Whoever may text does."""

    def random(self) -> float:
        return 0.0


def _phone(made: Exchange, chance: Random) -> Phone:
    return Phone(number=ANA, chance=chance, exchange=made, ahead=[(AT, "STOP")])


async def test_a_text_of_the_demo_is_signed_heard_and_told_once_at_the_patients_own_time(
    pool: asyncpg.Pool, temporal: Temporal
) -> None:
    client = await connect([b"s" * 32], identity="test", address=temporal.address)
    async with pool.acquire() as connection:
        await admitted(connection, "p-1", "Ana", [ANA, SHARED])
        await admitted(connection, "p-2", "Bo", [SHARED])
    async with exchange(pool, client, b"secret") as made:
        phones = await phones_of(pool, made, {"p-1": AT, "p-2": AT}, AT + timedelta(days=365), 1)
        assert {patient: phone.number for patient, phone in phones.items()} == {"p-1": ANA}
        send = phones["p-1"].types("my question", AT)
        await send()
        await send()
        row = await pool.fetchrow("select received_at, patients, heard_at is not null as heard from inbound")

        async with aiohttp.ClientSession() as session:
            answer = await session.post(made.address + PATH, data={"Body": "forged"})
            assert answer.status == 403

    assert row is not None
    assert tuple(row) == (AT, ["p-1"], True)
    assert await pool.fetchval("select count(*) from inbound_task") == 1
    assert CALLBACKS.startswith("https://")


async def test_what_a_patient_texts_is_the_same_at_every_run_of_a_seed(
    pool: asyncpg.Pool, temporal: Temporal
) -> None:
    client = await connect([b"s" * 32], identity="test", address=temporal.address)
    async with pool.acquire() as connection:
        await admitted(connection, "p-1", "Ana", [ANA])
    async with exchange(pool, client, b"secret") as made:
        once, again, other = [
            (await phones_of(pool, made, {"p-1": AT}, AT + timedelta(days=3650), seed))["p-1"].ahead
            for seed in (1, 1, 2)
        ]

    assert once == again != other
    assert once == sorted(once)
    assert len(once) > 5


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (VisitConfirmed(id="e", at=AT, step="visit"), {"C", "c", "Yes", "C thanks", "yes i will be there"}),
        (Answered(id="e", at=AT, answers={"pgic": {"pgic": 3}}), {"3"}),
        (Answered(id="e", at=AT, answers={"peg": {"p": 3, "e": 4}}), {None}),
        (Answered(id="e", at=AT, answers={"pgic": {"pgic": True}}), {None}),
        (TaskDone(id="e", at=AT, task="t"), {None}),
    ],
)
async def test_what_is_said_by_text_is_what_fits_into_one(event: Event, words: set[str | None]) -> None:
    async with aiohttp.ClientSession() as session:
        made = Exchange(session=session, hearing=None, token="")  # type: ignore[arg-type]  # nothing is heard here
        phone = _phone(made, Always(1))

        assert phone.instead_of(event, AGREED) in words
        assert phone.instead_of(Reported(id="e", at=AT, report="flare"), AGREED) is not None
        assert phone.instead_of(event, Journey(id="j", pathway="x", status="active")) is None
        assert phone.takes(AT - timedelta(seconds=1), AGREED) is None
        assert phone.takes(AT, AGREED) == "STOP"
        assert phone.takes(AT, AGREED) is None
