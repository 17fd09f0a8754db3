"""What a process is told by its environment: read once, at the start, and refused whole if anything is wrong."""

import base64
import binascii
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

_SECRET_BYTES = 32


FOLDER = "CAREPATH_FOLDER"
"""Where `carepath up` keeps its databases; unless a person names a folder themselves."""


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
    """Where Temporal is stands in Temporal's own TEMPORAL_* settings."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    database_url: str = Field(
        alias="DATABASE_URL",
        pattern="^postgres(ql)?://",
        examples=["postgresql://carepath:password@127.0.0.1:5432/carepath"],
        description="The database, which may be any Postgres from version 15 on",
    )
    secrets: Annotated[tuple[bytes, ...], BeforeValidator(_secrets)] = Field(
        alias="CAREPATH_SECRET",
        repr=False,
        examples=["made by openssl rand -base64 32"],
        description="Seals what Temporal stores, and names patients; an older one may follow after a comma, so that what"
        " it sealed is still read",
    )
    build: str = Field(
        "",
        alias="CAREPATH_BUILD",
        pattern=r"^[A-Za-z0-9_-]{0,60}$",
        examples=["2026-11-24"],
        description="The name of this build of the engine; made of its code and its time zones unless given",
    )
    link: str = Field(
        "http://127.0.0.1",
        alias="CAREPATH_LINK",
        pattern="^https?://",
        examples=["https://care.example.org"],
        description="Where patients' pages are, as texts name it",
    )
    metrics: str | None = Field(
        None,
        alias="CAREPATH_METRICS",
        pattern=r"^[^:]+:\d+$",
        examples=["127.0.0.1:9464"],
        description="Where the worker shows its figures to Prometheus; nowhere unless given",
    )
    cached_patients: int = Field(
        4000,
        alias="CAREPATH_CACHED_PATIENTS",
        ge=10,
        description="So many patients a worker keeps in memory; one more is read anew",
    )
    warm_seconds: float = Field(
        30.0,
        alias="CAREPATH_WARM_SECONDS",
        ge=5,
        le=300,
        description="So many seconds work waits for the worker that has its patient in memory: long keeps a herd of"
        " prompts cheap, short lets go sooner of what a killed worker held",
    )
    messages_per_second: float = Field(
        50.0,
        alias="CAREPATH_MESSAGES_PER_SECOND",
        gt=0,
        description="So many texts all workers together hand to the provider",
    )
    visits_per_second: float = Field(
        100.0,
        alias="CAREPATH_VISITS_PER_SECOND",
        gt=0,
        description="So many visits all workers together look for",
    )
    twilio_account: str | None = Field(
        None,
        alias="TWILIO_ACCOUNT_SID",
        pattern="^AC[0-9a-fA-F]{32}$",
        examples=["AC and 32 digits, as Twilio shows it"],
        description="Our account at Twilio; texts go to the local mailbox unless given",
    )
    twilio_token: str | None = Field(
        None,
        alias="TWILIO_AUTH_TOKEN",
        repr=False,
        description="Its key; an older one may follow after a comma, so that callbacks which it signed are still believed",
    )
    texts_from: str | None = Field(
        None,
        alias="CAREPATH_TEXTS_FROM",
        pattern=r"^(\+[1-9]\d{7,14}|MG[0-9a-fA-F]{32}|\d{5,6})$",
        examples=["+15550100100"],
        description="The number that texts come from, or the id of a messaging service",
    )
    callbacks: str | None = Field(
        None,
        alias="CAREPATH_CALLBACKS",
        pattern="^https?://",
        examples=["https://care.example.org"],
        description="Where Twilio reaches us: it tells there what became of texts, and what patients answer",
    )
    twilio: str = Field(
        "https://api.twilio.com",
        alias="CAREPATH_TWILIO",
        pattern="^https?://",
        examples=["https://api.twilio.com"],
        description="Where Twilio is; another address only for a stand-in or a proxy",
    )
    smtp: str | None = Field(
        None,
        alias="CAREPATH_SMTP",
        pattern=r"^smtps?(\+none)?://",
        examples=["smtps://name:password@mail.example.org:465"],
        repr=False,
        description="The server that takes our e-mail: smtps is TLS from the first byte, smtp begins with STARTTLS,"
        " smtp+none is for a server on this machine; no e-mail is sent unless given",
    )
    mail_from: str | None = Field(
        None,
        alias="CAREPATH_MAIL_FROM",
        pattern=r"^[^@\s]+@[^@\s]+$",
        examples=["care@clinic.example.org"],
        description="Who our e-mail is from",
    )

    @property
    def twilio_tokens(self) -> tuple[str, ...]:
        """The one that we sign in with first; empty without an account."""
        return tuple((self.twilio_token or "").replace(",", " ").split())

    @model_validator(mode="after")
    def _whole_or_not_at_all(self) -> Self:
        """Half a provider would be noticed at the first text, and then by a patient."""
        faults = (
            *_half_set(
                {
                    "TWILIO_ACCOUNT_SID": self.twilio_account,
                    "TWILIO_AUTH_TOKEN": self.twilio_token,
                    "CAREPATH_TEXTS_FROM": self.texts_from,
                }
            ),
            *_half_set({"CAREPATH_SMTP": self.smtp, "CAREPATH_MAIL_FROM": self.mail_from}),
        )
        if faults:
            raise ValueError("\n".join(faults))
        return self


def _half_set(together: Mapping[str, str | None]) -> tuple[str, ...]:
    given = [name for name, value in together.items() if value]
    missing = [name for name, value in together.items() if not value]
    if not given:
        return ()
    return tuple(f"{name}: is not set, and belongs to {given[0]}" for name in missing)


def surroundings() -> Mapping[str, str]:
    """The environment of this process. What is empty counts as missing."""
    return {name: value for name, value in os.environ.items() if value}  # noqa: TID251  (the one place that reads it)


def data_folder(environment: Mapping[str, str]) -> Path:
    """Root's Postgres runs as another user, who may not enter root's home."""
    if FOLDER in environment:
        return Path(environment[FOLDER])
    if os.geteuid() == 0:
        return Path("/var/lib/carepath")
    return Path(environment.get("XDG_DATA_HOME", Path.home() / ".local/share")) / "carepath"


def read(environment: Mapping[str, str]) -> Settings:
    """Raises Unfit. What is empty counts as missing."""
    try:
        return Settings.model_validate({name: value for name, value in environment.items() if value})
    except ValidationError as error:
        raise Unfit("\n".join(_line(fault) for fault in error.errors())) from None


def _line(fault: Mapping[str, Any]) -> str:
    """What is wrong between several settings says their names itself."""
    return f"{_name(fault['loc'])}: {_said(fault)}" if fault["loc"] else _said(fault)


def _name(place: tuple[int | str, ...]) -> str:
    return str(place[0])


def _said(fault: Mapping[str, Any]) -> str:
    match fault["type"]:
        case "missing":
            return "is not set"
        case "string_pattern_mismatch":
            alias = _name(fault["loc"])
            examples = next(one.examples for one in Settings.model_fields.values() if one.alias == alias)
            return f"is not written as it has to be, such as {(examples or ['?'])[0]}"
        case _:
            return str(fault["msg"]).removeprefix("Value error, ").replace("Input should", "should")
