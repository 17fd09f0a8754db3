"""A form that the text provider has signed: read only if it was sent to the address that the provider was given.

The signature covers that address. It is the configured one, never what a Host or X-Forwarded header says: a proxy in
front of us changes nothing, and nobody outside can choose it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from fastapi import HTTPException, Request
from twilio.request_validator import RequestValidator

FORM = "application/x-www-form-urlencoded"
SIGNATURE = "x-twilio-signature"
MOST_BYTES, MOST_FIELDS = 16_384, 200


@dataclass(frozen=True, slots=True)
class Signed:
    """`base` is where the provider reaches us, such as https://care.example.org; any of `tokens` may have signed."""

    base: str
    tokens: Sequence[str]

    async def fields(self, request: Request) -> Mapping[str, str]:
        """Raises HTTPException for everything that the provider would not have sent."""
        signature = _signature(request)
        fields = _fields(await _body(request))
        address = self.base.rstrip("/") + _path_and_query(request)
        if not any(_has_signed(token, address, fields, signature) for token in self.tokens if token):
            raise HTTPException(403)
        return fields


def _has_signed(token: str, address: str, fields: Mapping[str, str], signature: str) -> bool:
    validator = RequestValidator(token)  # type: ignore[no-untyped-call]
    return bool(validator.validate(address, fields, signature))  # type: ignore[no-untyped-call]


def _signature(request: Request) -> str:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise HTTPException(415)
    given = request.headers.getlist(SIGNATURE)
    if len(given) != 1 or not given[0] or not given[0].isascii():
        raise HTTPException(403)
    return given[0]


def _path_and_query(request: Request) -> str:
    """As they came, without a letter decoded or encoded anew."""
    path = request.scope["raw_path"].decode("ascii")
    query = request.scope["query_string"].decode("ascii")
    return f"{path}?{query}" if query else path


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            raise HTTPException(413)
    return bytes(body)


def _fields(body: bytes) -> dict[str, str]:
    """The provider names each field once."""
    try:
        pairs = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS
        )
    except ValueError:
        raise HTTPException(400) from None
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise HTTPException(400)
    return fields
