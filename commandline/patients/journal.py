"""One patient's journal in words: what happened, what was done, and why; each line with its reason."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby

import asyncpg

from commandline.forms import KnownForms
from engine import wire
from engine.commands import Reason
from engine.telling import Clock, command_in_words, event_in_words, prompt_in_words, reason_in_words

_INDENT = "    "


async def journal_of(reader: asyncpg.Pool, patient: str) -> Sequence[asyncpg.Record]:
    return await reader.fetch(_LINES, patient)


def told(journal: Sequence[asyncpg.Record], zone: str, clinic_zone: str) -> Sequence[str]:
    """In the patient's zone; what staff do is told in the clinic's time where that differs."""
    return list(_told(journal, Clock(zone, clinic_zone)))


def _told(rows: Sequence[asyncpg.Record], clock: Clock) -> Iterator[str]:
    def when(row: asyncpg.Record) -> datetime:
        at: datetime = row["at"]
        return at

    for at, moment in groupby(rows, key=when):
        lines = list(moment)
        events = [_event(row, clock) for row in lines if row["kind"] == "event"]
        yield f"{clock.dated(at)}  {'; '.join(events) or '(time)'}"
        for row in lines:
            if row["kind"] != "event":
                yield from _followed(row, clock)
        yield ""


def _event(row: asyncpg.Record, clock: Clock) -> str:
    if row["journey"] is None:
        return str(row["what"])
    said = event_in_words(wire.event_from(row["what"], row["body"]), KnownForms(), clock)
    return said or " ".join(filter(None, (_words(row["what"]), row["step"])))


def _followed(row: asyncpg.Record, clock: Clock) -> Iterator[str]:
    match row["kind"]:
        case "command":
            command = wire.command_from(row["what"], row["body"])
            yield _INDENT + command_in_words(command, None, clock)
            yield f"{_INDENT}  because {reason_in_words(command.reason, clock)}"
        case "prompt":
            prompt = wire.prompt_from(row["body"])
            yield _INDENT + prompt_in_words(prompt)
            for reason in dict.fromkeys(message.reason for message in prompt.messages):
                yield f"{_INDENT}  because {reason_in_words(reason, clock)}"
            if row["unsent"] is not None:
                yield f"{_INDENT}  not sent: {row['unsent']}"
        case "silenced":
            yield f"{_INDENT}not said: {row['what']}"
            yield f"{_INDENT}  because {row['reason']}"
        case _:
            yield f"{_INDENT}{row['step'] or ''}: {reason_in_words(Reason('', row['reason']), clock)}"


def _words(name: str) -> str:
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name).strip()


# What became of a prompt is known only after it was wanted, and stands beside the journal.
_LINES = """
select number, journal.at, journal.journey, kind, what, step, occurrence, body::text as body, reason,
  coalesce(prompt.why, case when posting.settled_at is not null then 'it did not arrive' end) as unsent
from journal
left join prompt on kind = 'prompt' and prompt.journey = journal.journey
  and prompt.key = (body #>> '{messages,0,key,step}') || '#' || (body #>> '{messages,0,key,occurrence}')
    || '.' || (body #>> '{messages,0,key,attempt}')
left join posting on posting.journey = prompt.journey and posting.key = prompt.key and posting.state = 'sent'
where journal.patient = $1 order by number
"""
