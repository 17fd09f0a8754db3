"""Hears what was texted to us, and lets follow what follows from it: at once for safety, and each thing once.

A text is heard once it is written down as heard. Whoever dies in between leaves it to the next: everything that follows
has an id made of the text's own, and is told, written and said once.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

import asyncpg
from temporalio.service import RPCError, RPCStatusCode

from activities.understanding import Part, understood
from database.inbound import Inbound, next_unheard, note_heard, unheard
from database.inbound_tasks import open_inbound_task, settle_shared
from database.number_replies import NumberReply, want_reply
from database.numbers import agree, let_in
from database.pool import Connection
from engine.clinic import Clinic
from engine.events import Event
from engine.moments import shift
from engine.spans import Span, clinic_days, hours, minutes
from engine.words import Pathway
from pathways.roles import COORDINATOR, ONCALL
from replies.following import Consents, Kind, Say, Tell, Work

_log = logging.getLogger("carepath.hearing")
A_PERSON_AFTER = 10
"""Tries: a person reads it then, and it is tried on."""
SAFETY = frozenset(("emergency_now", "help_reply"))


@dataclass(frozen=True, slots=True)
class Due:
    within: Span
    role: str
    severity: str | None
    words: str


DUE: Mapping[Kind, Due] = {
    "urgent": Due(
        minutes(30), ONCALL, "SEV1-STAFF", "a text that may tell of an emergency, and no journey to carry it"
    ),
    "death": Due(
        hours(4),
        COORDINATOR,
        "SEV2-STAFF",
        "a text says that this patient has died: confirm it, and record it",
    ),
    "not_heard": Due(hours(1), COORDINATOR, "SEV2-STAFF", "a text that could not be passed on: read it"),
    "unknown_number": Due(
        clinic_days(1), COORDINATOR, None, "a text from a number that is nobody's: find out whose"
    ),
    "shared_phone": Due(
        clinic_days(1), COORDINATOR, None, "a text from a phone that several share: find out who wrote"
    ),
    "wrong_number": Due(
        clinic_days(1), COORDINATOR, None, "this number is not the patient's: find the right one"
    ),
    "no_journey": Due(
        clinic_days(1), COORDINATOR, None, "a text that no journey of this patient takes: read and answer it"
    ),
    "refused": Due(
        clinic_days(1), COORDINATOR, None, "a text that does not fit what we know: read it and put it right"
    ),
}
"""By when a person has seen to it [P]; a death as in a referral."""


@dataclass(frozen=True, slots=True)
class Hearing:
    """`tell` takes patient, journey and event, and answers with the journey's refusal. `pathways` by reference."""

    pool: asyncpg.Pool
    tell: Callable[[str, str, Event], Awaitable[str | None]]
    pathways: Callable[[], Mapping[str, Pathway]]
    clinic: Clinic

    async def hear_next(self) -> bool:
        """Whether there was a text to hear."""
        async with self.pool.acquire() as connection:
            found = await next_unheard(connection)
        if found is not None:
            await self._hear(found)
        return found is not None

    async def hear(self, id: str) -> None:
        """This one, at once, unless it was heard."""
        async with self.pool.acquire() as connection:
            found = await unheard(connection, id)
        if found is not None:
            await self._hear(found)

    async def _hear(self, text: Inbound) -> None:
        async with self.pool.acquire() as connection:
            if text.tries > A_PERSON_AFTER:
                await self._work(
                    connection, text, Work(kind="not_heard", patient=None, about="not passed on")
                )
            found = await understood(connection, text, self.pathways())
            # Before any journey is told: from now on nothing is sent that was just refused.
            async with connection.transaction():
                for part in found.parts:
                    await self._write(connection, part)
        for part in found.parts:
            await self._tell_all(part)
        async with self.pool.acquire() as connection, connection.transaction():
            await settle_shared(connection, [one.id for one in found.settles], text.at)
            await note_heard(
                connection,
                text.id,
                found.intents,
                sorted({holder.patient for holder in found.holders}),
                by_caregiver=bool(found.holders) and all(holder.caregiver for holder in found.holders),
            )
        _log.info("heard %s: %s", text.id, " ".join(found.intents))

    async def _write(self, connection: Connection, part: Part) -> None:
        for follow in part.follows:
            match follow:
                case Consents():
                    await _consent(connection, part, follow)
                case Work():
                    await self._work(connection, part.text, follow)
                case Say():
                    await _say(connection, part, follow)
                case Tell():
                    pass

    async def _tell_all(self, part: Part) -> None:
        if part.holder is None:
            return
        for follow in part.follows:
            if isinstance(follow, Tell):
                refused = await self._told(part.holder.patient, follow)
                if refused:
                    work = Work(
                        kind="refused", patient=part.holder.patient, about=type(follow.event).__name__
                    )
                    async with self.pool.acquire() as connection:
                        await self._work(connection, part.text, work)

    async def _told(self, patient: str, tell: Tell) -> bool:
        """Whether it was refused; also by a workflow that is no more."""
        try:
            return await self.tell(patient, tell.journey, tell.event) is not None
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise
            return True

    async def _work(self, connection: Connection, text: Inbound, work: Work) -> None:
        due = DUE[work.kind]
        await open_inbound_task(
            connection,
            text.id,
            work.kind,
            role=due.role,
            patient=work.patient,
            at=text.at,
            due_at=shift(text.at, due.within, self.clinic.zone, self.clinic),
            reason=f"{due.words} ({work.about})",
            severity=due.severity,
        )


async def _consent(connection: Connection, part: Part, consents: Consents) -> None:
    if part.holder is None:
        return
    text, number = part.text, _number(part.text)
    if part.holder.caregiver:
        await let_in(
            connection,
            part.holder.patient,
            number,
            granted=consents.granted,
            recorded_by=f"text:{text.id}",
            at=text.at,
        )
        return
    await agree(
        connection,
        part.holder.patient,
        number,
        granted=consents.granted,
        why=consents.why,
        evidence=f"text:{text.id}",
        at=text.at,
    )


async def _say(connection: Connection, part: Part, say: Say) -> None:
    holder = part.holder
    reply = NumberReply(
        id=f"{part.text.id}:{say.template}",
        number=_number(part.text),
        patient=None if holder is None else holder.patient,
        listener="caregiver" if holder is not None and holder.caregiver else "patient",
        template=say.template,
        language="en" if holder is None else holder.language,
        at=part.text.at,
    )
    await want_reply(connection, part.text.id, reply, safety=say.template in SAFETY)


def _number(text: Inbound) -> str:
    """Without the name of the channel that some providers put before it."""
    return text.sender.rpartition(":")[2]
