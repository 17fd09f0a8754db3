"""A story as the simulator plays it, told to a patient's real workflow, and what each of them wrote down."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import asyncpg

from commandline.play import played
from engine.events import Enrolled, Event
from engine.journal import Entry, entries_of
from engine.simulate import Happened

STORIES = Path(__file__).parents[1] / "stories"
JOURNEY = "story"
"""The id under which the simulator plays."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a journal, as far as the engine decides it."""

    at: datetime
    kind: str
    what: str
    step: str | None
    occurrence: int | None
    body: str
    reason: str | None


def in_2037(story: str) -> str:
    """The same story in the next year whose days fall on the same weekdays and holidays: no clock runs backwards."""
    return story.replace("2026-", "2037-")


def happenings(story: str, name: str) -> list[Happened]:
    """All that happens in a story, whoever makes it happen; not the words on how people act from now on."""
    _, told = played(story, name)
    return [entry.happened for entry in told if entry.happened.event is not None]


def enrolment_of(happened: Sequence[Happened]) -> Enrolled:
    (first,) = (one.event for one in happened if isinstance(one.event, Enrolled))
    return first


def told_by_people(one: Happened) -> Event | None:
    """The event, unless time alone brought it."""
    return None if one.by == "time" else one.event


def foreseen(happened: Sequence[Happened]) -> Iterator[Line]:
    """What the simulator decided, as a journal would have it."""
    for one in happened:
        event = told_by_people(one)
        for entry in entries_of(None if event is None else JOURNEY, one.at, event, one.attended, 0):
            yield _line(entry)


async def written(pool: asyncpg.Pool, patient: str, journey: str) -> list[Line]:
    """What the real workflow wrote down, under the simulator's name for the journey."""
    rows = await pool.fetch(_JOURNAL, patient)
    return [
        Line(
            at=row["at"],
            kind=row["kind"],
            what=row["what"],
            step=row["step"],
            occurrence=row["occurrence"],
            body=row["body"].replace(f'"{journey}"', f'"{JOURNEY}"'),
            reason=row["reason"],
        )
        for row in rows
    ]


async def through_postgres(pool: asyncpg.Pool, lines: Sequence[Line]) -> list[Line]:
    """Bodies as jsonb gives them back."""
    said = await pool.fetch(
        "select one::jsonb::text as body from unnest($1::text[]) one", [line.body for line in lines]
    )
    return [replace(line, body=row["body"]) for line, row in zip(lines, said, strict=True)]


def _line(entry: Entry) -> Line:
    return Line(
        at=entry.at,
        kind=entry.kind,
        what=entry.what,
        step=entry.step,
        occurrence=entry.occurrence,
        body=entry.body,
        reason=entry.reason,
    )


_JOURNAL = """
select at, kind, what, step, occurrence, body::text as body, reason from journal where patient = $1 order by number
"""
