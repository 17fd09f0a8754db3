"""Whose a phone number is, and what it may be texted about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from database.consents import note_consent
from database.pool import Connection

EVERYTHING = "*"
"""Every purpose but safety, which nobody can stop."""
Why = Literal["stop", "start", "plain_words", "wrong_number", "staff", "form", "referral"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Somebody who may answer this number: a patient, or a caregiver whom this patient let in."""

    patient: str
    caregiver: bool
    given: tuple[str, ...]
    language: str
    zone: str


async def holders_of(connection: Connection, number: str) -> Sequence[Holder]:
    """Nobody, one, or all who share it."""
    rows = await connection.fetch(_HOLDERS, number)
    return tuple(Holder(**{**row, "given": tuple(row["given"])}) for row in rows)


async def agree(
    connection: Connection,
    patient: str,
    number: str,
    *,
    granted: bool,
    why: Why,
    evidence: str | None,
    at: datetime,
    purpose: str = EVERYTHING,
) -> None:
    """A yes or a no to texts about this. Told again at the same moment, the first stands."""
    if granted and purpose == EVERYTHING:
        # A referral's or a form's earlier no must not outlive it.
        await note_consent(connection, patient, granted=True, recorded_by=evidence or why, at=at)
    await connection.execute(
        "insert into number_consent (patient, number, purpose, granted, why, evidence, recorded_at)"
        " values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing",
        patient,
        number,
        purpose,
        granted,
        why,
        evidence,
        at,
    )


async def refuses(
    connection: Connection, patient: str, number: str, purpose: str, *, before: datetime | None = None
) -> bool:
    """Whether the newest that we know of this number is a no to texts about this. Safety is never refused."""
    if purpose == "safety":
        return False
    granted = await connection.fetchval(
        "select granted from number_consent where patient = $1 and number = $2 and purpose in ($3, $4)"
        " and ($5::timestamptz is null or recorded_at < $5) order by recorded_at desc, purpose <> $4 desc limit 1",
        patient,
        number,
        purpose,
        EVERYTHING,
        before,
    )
    return granted is False


async def let_in(
    connection: Connection,
    patient: str,
    number: str,
    *,
    granted: bool,
    recorded_by: str,
    at: datetime,
    name: str | None = None,
    language: str | None = None,
) -> None:
    """A caregiver at this number, since the patient agreed; or not any more."""
    await connection.execute(
        "insert into caregiver (patient, number, name, language, granted, recorded_by, recorded_at)"
        " values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing",
        patient,
        number,
        name,
        language,
        granted,
        recorded_by,
        at,
    )


_HOLDERS = """
select patient.id as patient, false as caregiver, person.given, patient.language, patient.zone
from contact_point join person using (patient) join patient on patient.id = contact_point.patient
where contact_point.kind = 'phone' and contact_point.value = $1 and contact_point.extension is null
union all
select patient.id, true, array_remove(array[latest.name], null), coalesce(latest.language, patient.language), patient.zone
from (
  select distinct on (patient) patient, name, language, granted from caregiver
  where number = $1 order by patient, recorded_at desc
) as latest join patient on patient.id = latest.patient
where latest.granted
order by 1, 2
"""
