"""Reads referrals from files, admits them one by one, and says in a line what became of each."""

import json
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Literal, Protocol

import asyncpg
import typer

from commandline.unusable import Unusable
from database.people import admit, known_patients
from database.referral_tasks import death_to_confirm
from engine import clinic
from referrals.reading import read_bundle
from referrals.referral import Referral, Refused
from referrals.resources import LARGEST

Result = Literal["new", "changed", "duplicate", "review", "deceased", "unusable"]


class Begin(Protocol):
    async def __call__(self, patient: str, episodes: Sequence[str], referral: Referral, at: datetime) -> None:
        """Starts the journeys of these episodes. One that has begun already goes on as it is."""


@dataclass(frozen=True, slots=True)
class Line:
    file: str
    result: Result
    why: str = ""
    patient: str | None = None
    episodes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Clinic:
    """`secret`: what patients' ids are made with."""

    secret: bytes
    rules: clinic.Clinic


def files_of(path: Path) -> tuple[Path, ...]:
    if path.is_file():
        return (path,)
    if not path.exists():
        raise Unusable(f"{path} is not there.")
    found = tuple(
        sorted(file for file in path.rglob("*") if file.is_file() and not file.name.startswith("."))
    )
    if not found:
        raise Unusable(f"{path} holds no file.")
    return found


def would_become(files: Iterable[Path], on: date) -> Iterator[Line]:
    """Without a database: a duplicate is told among these files only."""
    episodes: set[tuple[tuple[str, str], str]] = set()
    people: set[tuple[str, str]] = set()
    for file in files:
        read = _read(file, on)
        if isinstance(read, Line):
            yield read
            continue
        if isinstance(read, Refused):
            yield Line(file.name, read.kind, read.reason)
            continue
        person = read[0].person.identifiers[0]
        wanted = {(person, pain.site) for pain in read[0].pain}
        result: Result = "duplicate" if wanted <= episodes else "changed" if person in people else "new"
        episodes |= wanted
        people.add(person)
        yield Line(file.name, result)


async def admitted(
    files: Iterable[Path], pool: asyncpg.Pool, clinic: Clinic, at: datetime, begin: Begin
) -> AsyncIterator[Line]:
    for file in files:
        yield await admitted_one(file, pool, clinic, at, begin)


async def admitted_one(file: Path, pool: asyncpg.Pool, clinic: Clinic, at: datetime, begin: Begin) -> Line:
    read = _read(file, at.date())
    if isinstance(read, Line):
        return read
    if isinstance(read, Refused):
        return await _refused(file, read, pool, clinic, at)
    referral, digest = read
    async with pool.acquire() as connection:
        admission = await admit(connection, referral, digest, clinic.secret, at, clinic=clinic.rules)
    episodes = (*admission.opened, *admission.open_before)
    if admission.patient is not None:
        # Of a duplicate too: the import before it may have been cut off between admitting and beginning.
        await begin(admission.patient, episodes, referral, at)
    why = "may be a patient under another number: a coordinator compares" if admission.resembles else ""
    return Line(file.name, admission.kind, why, admission.patient, episodes)


async def _refused(file: Path, refused: Refused, pool: asyncpg.Pool, clinic: Clinic, at: datetime) -> Line:
    """A death of somebody we care for names the patient: their journeys have to hear of it from a person."""
    async with pool.acquire() as connection:
        known = await known_patients(connection, refused.known_as)
        for patient in known:
            await death_to_confirm(connection, patient, at, clinic.rules)
    if not known:
        return Line(file.name, refused.kind, refused.reason)
    why = f"{refused.reason}, and this is a patient of ours: confirm it and record the death for {', '.join(known)}"
    return Line(file.name, refused.kind, why, known[0])


def show(lines: Sequence[Line], *, as_json: bool) -> None:
    """Exit code 1: a file cannot be used."""
    counts = Counter(line.result for line in lines)
    if as_json:
        typer.echo(
            json.dumps({"files": [asdict(line) for line in lines], "summary": counts}, ensure_ascii=False)
        )
    else:
        for line in lines:
            typer.echo(f"{line.file}  {line.result}{': ' + line.why if line.why else ''}")
        typer.echo(
            f"{len(lines)} files: "
            + ", ".join(f"{count} {result}" for result, count in sorted(counts.items()))
        )
    if counts["unusable"]:
        raise typer.Exit(1)


def _read(file: Path, on: date) -> tuple[Referral, bytes] | Refused | Line:
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)
    except OSError as error:
        return Line(file.name, "unusable", f"it cannot be read: {error.strerror or error}")
    read = read_bundle(content, on)
    if isinstance(read, Refused):
        return read
    return read, sha256(content).digest()
