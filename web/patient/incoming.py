"""What a browser sends us: a small form, from a page of our own. Anything else is turned away before it is read."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

from fastapi import HTTPException, Request

MOST = 64_000
"""Bytes: the longest form of ours, filled in to the last line, stays below."""
MOST_FIELDS = 600
LONGEST = 4000
"""Characters of one answer in a patient's own words."""


async def posted(request: Request) -> Mapping[str, tuple[str, ...]]:
    """By name. Raises HTTPException: 403 from elsewhere, 413 too long, 415 no form, 400 unreadable."""
    _refuse_strangers(request)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise HTTPException(415)
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MOST:
            raise HTTPException(413)
    try:
        pairs = parse_qsl(
            body.decode("ascii", "replace"),
            keep_blank_values=True,
            max_num_fields=MOST_FIELDS,
            errors="replace",
        )
    except ValueError:
        raise HTTPException(400) from None
    found: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        found[name] = (*found.get(name, ()), clean(value))
    return found


def clean(value: str) -> str:
    """Without what no database keeps, and no longer than anybody writes."""
    return value.replace("\x00", "").encode("utf-8", "replace").decode()[:LONGEST].strip()


def one(sent: Mapping[str, tuple[str, ...]], name: str) -> str:
    """The last value of this name, as a browser would have it; empty if there is none."""
    return sent[name][-1] if name in sent else ""


def _refuse_strangers(request: Request) -> None:
    """A page of somebody else may not act in a patient's name: browsers say where a request comes from."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        if site not in ("same-origin", "none"):
            raise HTTPException(403)
        return
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise HTTPException(403)
