"""Every call of our gateway, and every answer of the stand-in, passes the provider's own public description of its API.

Prism stands between the two as a proxy and refuses what the description does not allow. It comes from npm, which takes
a while, so this runs by hand: `.venv/bin/pytest -m long tests/activities/gateways/test_twilio_spec.py`.
"""

import asyncio
import json
import shutil
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from activities.gateways.gateway import Letter, Sent
from activities.gateways.twilio_sms import Account, TwilioSms
from tests.support.twilio_stand_in import TwilioStandIn

SPEC = Path(__file__).parents[4] / "shared" / "cases" / "twilio_api_v2010.json"
NPM = shutil.which("npm")
PATHS = (
    "/2010-04-01/Accounts/{AccountSid}/Messages.json",
    "/2010-04-01/Accounts/{AccountSid}/Messages/{Sid}.json",
)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
LETTER = Letter(ref="abc", number=1, to="+15550100142", words="Northside: hello", at=LONG_AGO)
pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not SPEC.exists(), reason="the provider's description is not on this machine"),
    pytest.mark.skipif(NPM is None, reason="there is no npm here, from which Prism comes"),
]


@dataclass
class Proxy:
    address: str
    log: Path


@pytest.fixture(scope="module")
async def stand_in() -> AsyncIterator[TwilioStandIn]:
    async with TwilioStandIn() as server:
        yield server


@pytest.fixture(scope="module")
async def prism(stand_in: TwilioStandIn, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Proxy]:
    folder = tmp_path_factory.mktemp("prism")
    assert NPM is not None
    install = await asyncio.create_subprocess_exec(
        NPM, "install", "--no-audit", "--no-fund", "--silent", "@stoplight/prism-cli", cwd=folder
    )
    if await install.wait() != 0:
        pytest.skip("npm cannot install Prism here")
    (folder / "spec.json").write_text(json.dumps(_relaxed(json.loads(SPEC.read_text()))))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (folder / "log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            folder / "node_modules/.bin/prism", "proxy", "--errors", "-h", "127.0.0.1", "-p", str(port),
            folder / "spec.json", stand_in.address, stdout=log, stderr=log,
        )  # fmt: skip
    try:
        async with asyncio.timeout(120):
            while b"Prism is listening" not in (folder / "log").read_bytes():  # noqa: ASYNC110  (a file rings no bell)
                await asyncio.sleep(0.1)
        yield Proxy(f"http://127.0.0.1:{port}", folder / "log")
    finally:
        process.terminate()
        await process.wait()


def _relaxed(spec: dict[str, Any]) -> dict[str, Any]:
    """Only what we call, so that it is read in seconds. The page links of the description's own example are no URIs."""

    def without_uris(value: Any) -> Any:
        if isinstance(value, dict):
            return {
                name: without_uris(one)
                for name, one in value.items()
                if not (name == "format" and one == "uri")
            }
        return [without_uris(one) for one in value] if isinstance(value, list) else value

    relaxed: dict[str, Any] = without_uris(spec)
    return {**relaxed, "paths": {path: relaxed["paths"][path] for path in PATHS}}


def _account(stand_in: TwilioStandIn, prism: Proxy) -> Account:
    return Account(
        sid=stand_in.account,
        token=stand_in.token,
        sender="+15550100100",
        callbacks="https://care.example.org",
        address=prism.address,
    )


async def test_every_call_passes_the_providers_own_description(stand_in: TwilioStandIn, prism: Proxy) -> None:
    account = _account(stand_in, prism)
    by_number, by_service = TwilioSms(account), TwilioSms(replace(account, sender="MG" + "0" * 32))

    posted = [await gateway.post(LETTER) for gateway in (by_number, by_service)]
    stand_in.receive("C", sender=LETTER.to, to="+15550100100")
    for _ in range(210):
        stand_in.receive("noise", sender="+15550100100", to=LETTER.to)

    assert posted == [Sent(one.sid) for one in stand_in.taken[:2]]
    assert await by_number.found(LETTER, LONG_AGO) == tuple(one.sid for one in stand_in.taken[:2])
    assert [one.words for one in await by_number.received("+15550100100", LONG_AGO)] == ["C"]
    assert (await by_number.delivery(stand_in.taken[0].sid)).state == "queued"
    for gateway in (by_number, by_service):
        await gateway.close()


async def test_the_description_notices_a_call_that_is_wrong(stand_in: TwilioStandIn, prism: Proxy) -> None:
    taken = len(stand_in.taken)
    gateway = TwilioSms(replace(_account(stand_in, prism), sender="MG-is-no-service"))

    assert not isinstance(await gateway.post(LETTER), Sent)
    assert len(stand_in.taken) == taken
    await gateway.close()
