"""The stream that wakes open pages: it tells whoever may see, says nothing else, and ends with the session."""

import asyncio
from contextlib import closing
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlsplit

from tests.support.browser import Browser
from tests.web.console.conftest import NOW, Desk


async def _next(stream: HTTPResponse, *kinds: str) -> str:
    """The next event of one of these kinds, as it stands on the wire."""

    def read() -> str:
        while True:
            line = stream.readline().decode()
            assert line, "the stream has ended"
            if line.strip() in {f"event: {kind}" for kind in kinds}:
                return line + stream.readline().decode()

    return await asyncio.to_thread(read)


def _open(browser: Browser, connection: HTTPConnection, about: str = "") -> HTTPResponse:
    cookie = "; ".join(f"{name}={word}" for name, word in browser.cookies.items())
    connection.request("GET", f"/console/changes{about}", headers={"cookie": cookie})
    return connection.getresponse()


async def test_a_change_is_told_without_saying_of_whom_and_the_end_of_the_session_too(desk: Desk) -> None:
    await desk.patient("p-1")
    browser = await desk.signed_in("coordinator")
    with closing(HTTPConnection(urlsplit(browser.address).netloc, timeout=20)) as connection:
        stream = await asyncio.to_thread(_open, browser, connection)
        await _next(stream, "open")
        await _changed(desk, "p-1")
        told = await _next(stream, "changed")
        await desk.pool.execute("delete from session")
        await _changed(desk, "p-1")
        ended = await _next(stream, "out", "changed")

    assert told == "event: changed\ndata:\n"
    assert ended.startswith("event: out")


async def test_only_whoever_may_see_a_patient_hears_of_them(desk: Desk) -> None:
    await desk.patient("p-1")
    await desk.patient("p-2")
    browser = await desk.signed_in("psych", name="lena")
    await desk.pool.execute(
        "insert into team_member (account, patient, invited_by) values ('lena', 'p-2', 'lena')"
    )
    with closing(HTTPConnection(urlsplit(browser.address).netloc, timeout=20)) as connection:
        stream = await asyncio.to_thread(_open, browser, connection)
        await _next(stream, "open")
        await _changed(desk, "p-1")
        quiet = await asyncio.to_thread(_line_beginning, stream, ":", "event: changed")
        await _changed(desk, "p-2")
        told = await _next(stream, "changed")

    assert quiet.startswith(":")
    assert told == "event: changed\ndata:\n"


def _line_beginning(stream: HTTPResponse, *starts: str) -> str:
    while not (line := stream.readline().decode()).startswith(starts):
        assert line, "the stream has ended"
    return line


async def _changed(desk: Desk, patient: str) -> None:
    """As whoever records a moment does."""
    await desk.owner.execute(
        "update patient set recorded = recorded + 1, next_at = $2 where id = $1", patient, NOW
    )
