"""The patients' phones: each text as it arrived, nothing of it taken for markup, and nobody else's page around it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPResponse

import asyncpg
import pytest

from web.phones.page import pages
from web.serving import served

AT = datetime(2026, 3, 2, 15, tzinfo=UTC)


@pytest.fixture
async def address(pool: asyncpg.Pool) -> AsyncIterator[str]:
    await pool.execute("insert into patient (id, zone, language) values ('p-1', 'America/Denver', 'es')")
    await pool.execute("insert into patient (id) values ('p-silent')")
    for number, words in enumerate(("Hello\nthere", "<b>bold</b> & more")):
        await pool.execute(
            "insert into mailbox (journey, key, patient, listener, channel, at, words)"
            " values ('j', $1, 'p-1', 'patient', 'sms', $2, $3)",
            f"k{number}",
            AT,
            words,
        )
    async with served(pages(pool), 0) as found:
        yield found


async def _get(address: str, path: str, host: str = "127.0.0.1") -> tuple[HTTPResponse, str]:
    def get() -> tuple[HTTPResponse, str]:
        with closing(HTTPConnection(address.removeprefix("http://"), timeout=30)) as connection:
            connection.request("GET", path, headers={"Host": host})
            answer = connection.getresponse()
            return answer, answer.read().decode()

    return await asyncio.to_thread(get)


async def test_who_was_written_to_is_in_the_list(address: str) -> None:
    answer, page = await _get(address, "/")

    assert answer.status == 200
    assert 'href="/phones/p-1#latest"' in page
    assert "p-silent" not in page


async def test_a_phone_shows_its_texts_in_the_patients_own_time(address: str) -> None:
    _, page = await _get(address, "/phones/p-1")

    assert "Hello\nthere" in page
    assert "Mon 2 Mar 2026" in page
    assert ">08:00</time> · text message" in page
    assert "Spanish · America/Denver" in page


async def test_what_a_text_says_is_no_markup(address: str) -> None:
    _, page = await _get(address, "/phones/p-1")

    assert "&lt;b&gt;bold&lt;/b&gt; &amp; more" in page


@pytest.mark.parametrize("path", ["/", "/phones/p-1", "/phones/p-silent", "/style.css", "/nowhere"])
async def test_no_page_runs_a_script_loads_from_elsewhere_is_framed_or_stored(
    address: str, path: str
) -> None:
    answer, page = await _get(address, path)

    assert answer.getheader("Content-Security-Policy", "").startswith("default-src 'none'; style-src 'self'")
    assert answer.getheader("Cache-Control") == "no-store"
    assert answer.getheader("X-Frame-Options") == "DENY"
    assert answer.getheader("Server") is None
    assert "<script" not in page


async def test_a_phone_that_nothing_was_sent_to_is_no_page(address: str) -> None:
    answer, _ = await _get(address, "/phones/p-silent")

    assert answer.status == 404


async def test_another_name_for_this_machine_is_not_answered(address: str) -> None:
    """A page on the web could else read these by pointing its own name here."""
    answer, page = await _get(address, "/", host="evil.example")

    assert answer.status == 400
    assert "p-1" not in page
