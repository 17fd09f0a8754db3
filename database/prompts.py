"""Prompts to patients and words to the team: written down as wanted before anything is sent."""

from dataclasses import dataclass
from datetime import datetime

from database.pool import Connection
from engine.care import Prompt
from engine.commands import SendMessage
from engine.words import Urgency

BY_URGENCY: tuple[Urgency, ...] = ("safety", "alert", "reply", "visit", "routine")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A prompt that is still to be sent; `journeys` are those of its messages. `over` says why nobody needs it any more; `held` that its journey is on hold
    since it was wanted."""

    journey: str
    key: str
    patient: str
    listener: str
    templates: tuple[str, ...]
    journeys: tuple[str, ...]
    steps: tuple[str, ...]
    about: tuple[str | None, ...]
    at: datetime
    zone: str
    expires_at: datetime | None
    language: str
    urgency: Urgency
    other_channel: bool
    over: str | None
    held: bool


async def want_prompt(connection: Connection, patient: str, prompt: Prompt) -> None:
    expiries = [message.expires_at for message in prompt.messages if message.expires_at is not None]
    urgencies = [message.urgency for message in prompt.messages]
    await connection.execute(
        """
        insert into prompt
          (journey, key, patient, listener, at, templates, steps, about, urgency, other_channel, expires_at,
           journeys, occurrences)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        """,
        prompt.key.journey,
        str(prompt.key),
        patient,
        prompt.to,
        prompt.at,
        [message.template for message in prompt.messages],
        [message.key.step for message in prompt.messages],
        [message.about for message in prompt.messages],
        min(urgencies, key=BY_URGENCY.index),
        any(message.other_channel for message in prompt.messages),
        # Merged words stand as long as the last of them is of use.
        max(expiries) if len(expiries) == len(prompt.messages) else None,
        [message.key.journey for message in prompt.messages],
        [message.key.occurrence for message in prompt.messages],
    )


async def wanted(connection: Connection, journey: str, key: str) -> Wanted | None:
    """None if it was sent already, failed, or is of no use any more. Its row is held until the transaction ends."""
    row = await connection.fetchrow(_WANTED, journey, key)
    if row is None:
        return None
    return Wanted(
        journey=row["journey"],
        key=row["key"],
        patient=row["patient"],
        listener=row["listener"],
        templates=tuple(row["templates"]),
        journeys=tuple(row["journeys"] or [row["journey"]] * len(row["steps"])),
        steps=tuple(row["steps"]),
        about=tuple(row["about"] or [None] * len(row["steps"])),
        at=row["at"],
        zone=row["zone"],
        expires_at=row["expires_at"],
        language=row["language"],
        urgency=row["urgency"],
        other_channel=row["other_channel"],
        over=row["over"],
        held=row["held"],
    )


async def sent(connection: Connection, journey: str, key: str, channel: str, at: datetime) -> None:
    await connection.execute(
        "update prompt set state = 'sent', channel = $3, ended_at = $4"
        " where journey = $1 and key = $2 and state = 'wanted'",
        journey,
        key,
        channel,
        at,
    )


async def message_team(connection: Connection, patient: str, at: datetime, message: SendMessage) -> None:
    await connection.execute(
        """
        insert into team_message (journey, key, patient, role, template, at, urgency)
        values ($1, $2, $3, $4, $5, $6, $7)
        """,
        message.key.journey,
        str(message.key),
        patient,
        message.to,
        message.template,
        at,
        message.urgency,
    )


async def expire(connection: Connection, journey: str, key: str, at: datetime, why: str) -> None:
    """Nobody needs it any more."""
    await connection.execute(
        "update prompt set state = 'expired', ended_at = $3, why = $4 where journey = $1 and key = $2",
        journey,
        key,
        at,
        why,
    )


async def fail(connection: Connection, journey: str, key: str, at: datetime, why: str) -> None:
    """It will never be sent: the journey hears of it, and a person takes over."""
    await connection.execute(
        "update prompt set state = 'failed', ended_at = $3, why = $4"
        " where journey = $1 and key = $2 and state = 'wanted'",
        journey,
        key,
        at,
        why,
    )


# Words about a form or a visit are over with it; safety and replies are said all the same.
_WANTED = """
select prompt.*, patient.language, patient.zone,
  case
    when exists (select from journey other where other.patient = prompt.patient and other.ending = 'died')
      then 'the patient died'
    when journey.ending in ('withdrew', 'transferred') then 'the patient ' || journey.ending
    when prompt.urgency in ('routine', 'visit')
      and not exists (
        select from unnest(coalesce(prompt.journeys, array_fill(prompt.journey, array[cardinality(prompt.steps)])),
          prompt.steps) as one (journey, step)
        where not exists (select from questionnaire_request as form
            where form.journey = one.journey and form.step = one.step and form.asked_of = 'patient')
          or exists (select from questionnaire_request as form
            where form.journey = one.journey and form.step = one.step and form.state = 'open'))
      then 'it is over: ' || array_to_string(prompt.steps, ', ')
  end as over,
  prompt.urgency <> 'safety' and journey.hold_until is not null and exists (
    select from journal where journal.patient = prompt.patient and journal.journey = prompt.journey
      and what = 'PutOnHold' and journal.at > prompt.at
  ) as held
from prompt join patient on patient.id = prompt.patient join journey on journey.id = prompt.journey
where prompt.journey = $1 and prompt.key = $2 and prompt.state = 'wanted'
for update of prompt
"""
