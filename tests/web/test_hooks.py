"""Texts come in by a signed request only, and each is kept once."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from random import Random
from urllib.parse import urlencode

import asyncpg
import pytest

from tests.support.provider import BASE, OURS, TOKEN, Provider, text_id
from tests.support.sending import prompted, reachable
from web.hooks.door import hooks
from web.serving import served
from web.site import site

AT = datetime(2026, 3, 2, 15, tzinfo=UTC)
FIELDS = {"MessageSid": text_id("one"), "From": "+15550100007", "To": OURS, "Body": "Sí, voy 👍 & ok"}


@pytest.fixture
async def provider(pool: asyncpg.Pool) -> AsyncIterator[Provider]:
    parts = hooks(pool, f"{BASE}/", f"{'older' * 8}, {TOKEN}", lambda: AT)
    async with served(site(parts), 0) as address:
        yield Provider(address)


async def _kept(pool: asyncpg.Pool) -> list[tuple[str, str, str, datetime]]:
    rows = await pool.fetch("select id, sender, words, received_at from inbound order by id")
    return [tuple(row) for row in rows]


async def test_a_text_is_kept_as_it_was_written(provider: Provider, pool: asyncpg.Pool) -> None:
    assert await provider.post("/hooks/twilio/texts", FIELDS) == 200

    assert await _kept(pool) == [(FIELDS["MessageSid"], FIELDS["From"], FIELDS["Body"], AT)]


async def test_a_text_that_is_told_twice_or_late_is_one_text(provider: Provider, pool: asyncpg.Pool) -> None:
    for name in ("b", "a", "b", "a", "b"):
        assert await provider.text("+15550100007", f"text {name}", text_id(name)) == 200

    assert sorted(words for _, _, words, _ in await _kept(pool)) == ["text a", "text b"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "localhost", "X-Forwarded-Host": "care.example.org", "X-Forwarded-Proto": "http"},
        {"Host": "127.0.0.1", "X-Forwarded-Prefix": "/care", "Forwarded": "host=elsewhere.example"},
    ],
)
async def test_no_header_changes_which_address_must_have_been_signed(
    provider: Provider, pool: asyncpg.Pool, headers: dict[str, str]
) -> None:
    provider.headers = headers
    assert await provider.post("/hooks/twilio/texts", FIELDS) == 200

    provider.base = "http://127.0.0.1"
    assert await provider.post("/hooks/twilio/texts", {**FIELDS, "MessageSid": text_id("two")}) == 403
    assert len(await _kept(pool)) == 1


async def test_the_query_is_signed_too(provider: Provider) -> None:
    assert await provider.post("/hooks/twilio/texts?a=%2Fb", FIELDS) == 200

    signature = provider.signature("/hooks/twilio/texts?a=%2Fb", FIELDS)
    headers = {"X-Twilio-Signature": signature}
    assert await provider.send("/hooks/twilio/texts?a=/b", urlencode(FIELDS).encode(), headers) == 403


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"X-Twilio-Signature": ""}, 403),
        ({"X-Twilio-Signature": "AAAA"}, 403),
        ({"X-Twilio-Signature": "\xfc" * 28}, 403),
        ({"Content-Type": "application/json"}, 415),
    ],
)
async def test_what_the_provider_would_not_send_is_refused(
    provider: Provider, pool: asyncpg.Pool, change: dict[str, str], expected: int
) -> None:
    headers = {"X-Twilio-Signature": provider.signature("/hooks/twilio/texts", FIELDS), **change}

    assert await provider.send("/hooks/twilio/texts", urlencode(FIELDS).encode(), headers) == expected
    assert await _kept(pool) == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"From=a&From=b", 400),
        (b"Body=%FF", 400),
        (b"Body=\xff", 400),
        (b"&".join(b"f%d=" % n for n in range(201)), 400),
        (b"Body=" + b"x" * 17_000, 413),
    ],
)
async def test_a_body_out_of_shape_is_refused_before_its_signature_is_looked_at(
    provider: Provider, body: bytes, expected: int
) -> None:
    assert await provider.send("/hooks/twilio/texts", body, {"X-Twilio-Signature": "A" * 28}) == expected


async def test_no_other_way_of_asking_is_answered(provider: Provider) -> None:
    assert await provider.send("/hooks/twilio/texts", b"", {}, "GET") == 405
    assert await provider.send("/hooks/nowhere", b"", {}) == 404


@pytest.mark.parametrize("wrong", [{"MessageSid": "SM1"}, {"MessageSid": ""}, {"From": ""}, {"From": "a b"}])
async def test_a_signed_form_that_is_no_text_is_refused(provider: Provider, wrong: dict[str, str]) -> None:
    assert await provider.post("/hooks/twilio/texts", {**FIELDS, **wrong}) == 400


async def test_a_signed_text_of_any_letters_is_kept(provider: Provider, pool: asyncpg.Pool) -> None:
    chance = Random(7)  # noqa: S311  (letters, not secrets)
    for number in range(60):
        words = "".join(
            chr(chance.choice((chance.randrange(0xD800), chance.randrange(0x110)))) for _ in range(9)
        )
        fields = {**FIELDS, "MessageSid": text_id(str(number)), "Body": words, "NumMedia": chr(number)}
        assert await provider.post("/hooks/twilio/texts", fields) == 200

    assert len(await _kept(pool)) == 60


async def test_nothing_that_was_changed_on_its_way_is_let_in(provider: Provider, pool: asyncpg.Pool) -> None:
    chance = Random(8)  # noqa: S311  (mutations, not secrets)
    signature, body = provider.signature("/hooks/twilio/texts", FIELDS), urlencode(FIELDS).encode()
    for _ in range(150):
        at = chance.randrange(len(body))
        changed = body[:at] + bytes((body[at] ^ (1 << chance.randrange(8)),)) + body[at + 1 :]
        if changed.lower() == body.lower():
            continue  # the two ways of writing one percent sign's letters say the same
        assert await provider.send("/hooks/twilio/texts", changed, {"X-Twilio-Signature": signature}) in (
            400,
            403,
        )

    assert await _kept(pool) == []


async def test_without_a_provider_there_is_no_door(pool: asyncpg.Pool) -> None:
    assert hooks(pool, BASE, "", lambda: AT) == ()


async def test_what_became_of_a_text_is_written_down_in_any_order(
    provider: Provider, pool: asyncpg.Pool
) -> None:
    async with pool.acquire() as connection:
        await reachable(connection)
        order = await prompted(connection, "question_received")
    await pool.execute(
        "insert into posting (ref, journey, key, way, patient, address, words, opened_at)"
        " values ($1, $2, $3, 'sms', 'a', '+15550100142', 'hello', $4)",
        "r/1#2",
        order.journey,
        order.key,
        AT,
    )
    path = "/hooks/twilio/status/r/1%232/1"
    for state, code in (("undelivered", "30003"), ("sent", ""), ("undelivered", "30003"), ("queued", "x")):
        fields = {"MessageSid": text_id("ours"), "MessageStatus": state, "ErrorCode": code}
        assert await provider.post(path, fields) == 204

    row = await pool.fetchrow("select provider_id, delivery, delivery_error, state from posting")
    assert row is not None
    assert tuple(row) == (text_id("ours"), "undelivered", 30003, "sent")


@pytest.mark.parametrize("wrong", [{"MessageSid": "1"}, {"MessageStatus": ""}, {"MessageStatus": "a b"}])
async def test_a_signed_form_that_is_no_state_is_refused(provider: Provider, wrong: dict[str, str]) -> None:
    fields = {"MessageSid": text_id("ours"), "MessageStatus": "sent", **wrong}

    assert await provider.post("/hooks/twilio/status/r/1", fields) == 400
