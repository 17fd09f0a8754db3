"""What a process is told by its environment: read once, at the start, and refused whole if anything is wrong."""

import base64
import binascii
from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

_SECRET_BYTES = 32


class Unfit(Exception):
    """All that is missing or wrong, a line each, in the words of whoever set it."""


def _secrets(written: object) -> tuple[bytes, ...]:
    """Base64 words, the one that is written with first; older ones may follow, so that what they wrote is still read."""
    words = str(written).replace(",", " ").split()
    try:
        secrets = tuple(base64.b64decode(word, validate=True) for word in words)
    except binascii.Error:
        raise ValueError("is not base64") from None
    if not secrets or any(len(secret) < _SECRET_BYTES for secret in secrets):
        raise ValueError(
            f"needs at least {_SECRET_BYTES} random bytes in base64; make one: openssl rand -base64 32"
        )
    return secrets


class Settings(BaseModel):
    """Where Temporal is stands in Temporal's own TEMPORAL_* settings. `link` is where patients' pages are."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    database_url: Annotated[str, Field(alias="DATABASE_URL", pattern="^postgres(ql)?://")]
    secrets: Annotated[
        tuple[bytes, ...], BeforeValidator(_secrets), Field(alias="CAREPATH_SECRET", repr=False)
    ]
    build: Annotated[str, Field(alias="CAREPATH_BUILD", pattern=r"^[A-Za-z0-9_-]{0,60}$")] = ""
    link: Annotated[str, Field(alias="CAREPATH_LINK", pattern="^https?://")] = "http://127.0.0.1"
    metrics: Annotated[str | None, Field(alias="CAREPATH_METRICS", pattern=r"^[^:]+:\d+$")] = None
    cached_patients: Annotated[int, Field(alias="CAREPATH_CACHED_PATIENTS", ge=10)] = 4000
    messages_per_second: Annotated[float, Field(alias="CAREPATH_MESSAGES_PER_SECOND", gt=0)] = 50.0
    visits_per_second: Annotated[float, Field(alias="CAREPATH_VISITS_PER_SECOND", gt=0)] = 100.0


def read(environment: Mapping[str, str]) -> Settings:
    """Raises Unfit. What is empty counts as missing."""
    given = {name: value for name, value in environment.items() if value}
    try:
        return Settings.model_validate(given)
    except ValidationError as error:
        raise Unfit("\n".join(f"{_name(fault['loc'])}: {_said(fault)}" for fault in error.errors())) from None


def _name(place: tuple[int | str, ...]) -> str:
    return str(place[0])


def _said(fault: Mapping[str, object]) -> str:
    if fault["type"] == "missing":
        return "is not set"
    return str(fault["msg"]).removeprefix("Value error, ")
