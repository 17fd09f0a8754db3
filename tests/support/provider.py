"""The text provider as our hooks see it: posts forms that it has signed, or that somebody forged."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from http.client import HTTPConnection
from urllib.parse import urlencode

from twilio.request_validator import RequestValidator

TOKEN = "t" * 32
BASE = "https://care.example.org"
OURS = "+15550100142"


def text_id(name: str) -> str:
    return f"SM{sha256(name.encode()).hexdigest()[:32]}"


@dataclass
class Provider:
    """Reaches the site at `address`, whose public name is `base`."""

    address: str
    base: str = BASE
    token: str = TOKEN
    headers: Mapping[str, str] = field(default_factory=dict)

    def signature(self, path: str, fields: Mapping[str, str]) -> str:
        signer = RequestValidator(self.token)  # type: ignore[no-untyped-call]
        return str(signer.compute_signature(self.base + path, dict(fields)))  # type: ignore[no-untyped-call]

    async def text(self, sender: str, words: str, id: str) -> int:
        fields = {"MessageSid": id, "From": sender, "To": OURS, "Body": words, "NumMedia": "0"}
        return await self.post("/hooks/twilio/texts", fields)

    async def post(self, path: str, fields: Mapping[str, str]) -> int:
        signature = self.signature(path, fields)
        return await self.send(path, urlencode(fields).encode(), {"X-Twilio-Signature": signature})

    async def send(self, path: str, body: bytes, headers: Mapping[str, str], method: str = "POST") -> int:
        return await asyncio.to_thread(self._send, path, body, headers, method)

    def _send(self, path: str, body: bytes, headers: Mapping[str, str], method: str) -> int:
        connection = HTTPConnection(self.address.removeprefix("http://"), timeout=30)
        try:
            form = {"Content-Type": "application/x-www-form-urlencoded"}
            connection.request(method, path, body, {**form, **self.headers, **headers})
            return connection.getresponse().status
        finally:
            connection.close()
