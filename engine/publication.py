"""An approved version of a pathway: numbered, frozen, and known by the fingerprint of what it says."""

import json
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Annotated, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from engine.words import Pathway

Json: TypeAlias = str | int | float | bool | list["Json"] | dict[str, "Json"] | None
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class NothingChanged(Exception):
    """The pathway says what its latest version says already; `version` is that one."""

    def __init__(self, version: int) -> None:
        super().__init__(f"nothing has changed since version {version}")
        self.version = version


class Altered(Exception):
    """The content is no longer what was published."""


class Published(BaseModel):
    """One version and who answers for it. Patients stay on the version that they began with."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Name
    version: int = Field(ge=1)
    fingerprint: str
    approved_by: Words
    published_on: date
    note: Words
    pathway: Pathway


def publish(
    pathway: Pathway, latest: Published | None, *, approved_by: str, on: date, note: str
) -> Published:
    """The version after `latest`, or the first one."""
    of_this = fingerprint(pathway)
    # Both are written out anew: a word that the language has gained since then is no change of this pathway.
    if latest is not None and fingerprint(latest.pathway) == of_this:
        raise NothingChanged(latest.version)
    return Published(
        name=pathway.name,
        version=latest.version + 1 if latest else 1,
        fingerprint=of_this,
        approved_by=approved_by,
        published_on=on,
        note=note,
        pathway=pathway,
    )


def fingerprint(pathway: Pathway) -> str:
    return fingerprint_of(pathway.model_dump(mode="json"))


def fingerprint_of(content: Json) -> str:
    """Of the pathway as JSON. Where a line stands in its file is no part of what the pathway says."""
    canonical = json.dumps(_without_lines(content), sort_keys=True, separators=(",", ":"))
    return sha256(canonical.encode()).hexdigest()


def as_text(published: Published) -> str:
    return _text(published.model_dump(mode="json"))


def envelope(published: Published) -> str:
    """What is known of a version, without the pathway itself."""
    return _text(published.model_dump(mode="json", exclude={"pathway"}))


def from_text(text: str) -> Published:
    """Reads a version back, and compares it with its fingerprint as it was written, whatever the language says now."""
    published = Published.model_validate_json(text)
    if fingerprint_of(json.loads(text)["pathway"]) != published.fingerprint:
        raise Altered(f"{published.name} version {published.version} is not what was published")
    return published


def _text(content: Mapping[str, Json]) -> str:
    return json.dumps(content, sort_keys=True, indent=2, ensure_ascii=False) + "\n"


def _without_lines(content: Json) -> Json:
    match content:
        case dict():
            return {key: _without_lines(value) for key, value in content.items() if key != "line"}
        case list():
            return [_without_lines(value) for value in content]
        case _:
            return content
