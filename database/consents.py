"""What a patient said about texts as a whole: kept as evidence, beside the flag by which their journeys go."""

from datetime import datetime

from database.pool import Connection
from engine.events import Answered


async def note_consent_form(connection: Connection, patient: str, event: Answered) -> None:
    """A yes or a no in the consent form; an answer that is missing says nothing."""
    given = event.answers.get("consent", {}).get("texts")
    if isinstance(given, bool):
        await note_consent(connection, patient, granted=given, recorded_by="consent form", at=event.at)


async def note_consent(
    connection: Connection, patient: str, *, granted: bool, recorded_by: str, at: datetime
) -> None:
    """Nothing is kept of whom no referral has made known by name."""
    await connection.execute(
        "insert into consent (patient, channel, granted, recorded_by, recorded_at)"
        " select patient, 'sms', $2, $3, $4 from person where patient = $1 on conflict do nothing",
        patient,
        granted,
        recorded_by,
        at,
    )
