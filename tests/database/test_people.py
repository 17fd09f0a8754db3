"""Admission: one patient a person, one episode a pain problem, whatever comes twice or at once."""

import asyncio
import json
from copy import deepcopy
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

import asyncpg

from database.people import Admission, admit, opaque_id
from engine.clinic import Clinic
from referrals.reading import read_bundle
from referrals.referral import Referral
from referrals.synthetic import bundles

AT = datetime(2026, 11, 24, 15, tzinfo=UTC)
SECRET = b"a secret of the tests"
Bundle = dict[str, Any]


async def _admit(pool: asyncpg.Pool, bundle: Bundle) -> Admission:
    content = json.dumps(bundle).encode()
    read = read_bundle(content, date(2026, 11, 24))
    assert isinstance(read, Referral)
    async with pool.acquire() as connection:
        return await admit(connection, read, sha256(content).digest(), SECRET, AT, Clinic())


def _good(seed: int = 1) -> Bundle:
    return deepcopy(next(bundles(seed, 1)))


def _pain(words: str) -> Bundle:
    return {"resource": {"resourceType": "Condition", "code": {"text": words}}}


async def test_the_same_file_twice_changes_nothing(pool: asyncpg.Pool) -> None:
    first = await _admit(pool, _good())
    before = await pool.fetchrow("select (select count(*) from referral), (select count(*) from episode)")
    second = await _admit(pool, _good())

    assert (first.kind, second.kind) == ("new", "duplicate")
    assert set(second.open_before) == set(first.opened)
    assert (
        await pool.fetchrow("select (select count(*) from referral), (select count(*) from episode)")
        == before
    )


async def test_one_file_imported_by_many_at_once_is_admitted_once(pool: asyncpg.Pool) -> None:
    kinds = [one.kind for one in await asyncio.gather(*(_admit(pool, _good()) for _ in range(8)))]

    assert sorted(kinds) == ["duplicate"] * 7 + ["new"]
    assert await pool.fetchval("select count(*) from person") == 1


async def test_a_new_pain_problem_of_a_known_person_opens_only_its_own_episode(pool: asyncpg.Pool) -> None:
    first = await _admit(pool, _good())
    more = _good()
    more["entry"].append(_pain("Shoulder pain"))
    second = await _admit(pool, more)

    assert (second.kind, second.patient, len(second.opened)) == ("changed", first.patient, 1)
    assert set(second.open_before) == set(first.opened)


async def test_the_same_name_and_birth_date_under_another_number_is_for_a_person_to_compare(
    pool: asyncpg.Pool,
) -> None:
    first = await _admit(pool, _good())
    other = _good()
    other["entry"][0]["resource"]["identifier"][0]["value"] = "another"
    second = await _admit(pool, other)

    assert second == Admission("review", None, (), (), (str(first.patient),))
    assert await pool.fetchval("select count(*) from person") == 1
    assert await pool.fetchval("select resembles from referral_to_compare") == [first.patient]


async def test_an_ended_episode_of_the_same_problem_may_be_followed_by_another(pool: asyncpg.Pool) -> None:
    first = await _admit(pool, _good())
    await pool.execute("update episode set ended_at = now()")
    again = _good()
    again["identifier"]["value"] = "later"
    second = await _admit(pool, again)

    assert len(second.opened) == len(first.opened)
    assert not set(second.opened) & set(first.opened)


def test_an_id_needs_the_secret() -> None:
    assert opaque_id("p", SECRET, "s", "v") == opaque_id("p", SECRET, "s", "v")
    assert opaque_id("p", SECRET, "s", "v") != opaque_id("p", b"another", "s", "v")
    assert len(opaque_id("p", SECRET, "s", "v")) == len("p-") + 16
