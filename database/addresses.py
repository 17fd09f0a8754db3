"""Where a patient can be written to: their own numbers and e-mail, as the referral and the patient gave them."""

from datetime import datetime
from typing import Literal

from database.pool import Connection

Kind = Literal["phone", "email"]


async def address_of(connection: Connection, patient: str, kind: Kind) -> str | None:
    """A mobile number before any other; None where there is none that works."""
    address: str | None = await connection.fetchval(_ADDRESS, patient, kind)
    return address


async def agreed(connection: Connection, patient: str, channel: Literal["sms", "email"]) -> bool | None:
    """The newest that was said about this channel; None if nobody said anything."""
    granted: bool | None = await connection.fetchval(
        "select granted from consent where patient = $1 and channel = $2 order by recorded_at desc limit 1",
        patient,
        channel,
    )
    return granted


async def cannot_be_written_to(connection: Connection, patient: str, address: str, at: datetime) -> None:
    """Nothing arrives there: no such number, or one without texts. Whoever phones still finds it."""
    await connection.execute(
        "update contact_point set unwritable_since = coalesce(unwritable_since, $3) where patient = $1 and value = $2",
        patient,
        address,
        at,
    )


async def caregiver_of(connection: Connection, patient: str) -> str | None:
    """The number of the caregiver whom the patient let in last, and still lets in."""
    number: str | None = await connection.fetchval(_CAREGIVER, patient)
    return number


_ADDRESS = """
select value from contact_point
where patient = $1 and kind = $2 and dialable and extension is null and unwritable_since is null
order by use is distinct from 'mobile', value limit 1
"""
_CAREGIVER = """
select number from (
  select distinct on (number) number, granted, recorded_at from caregiver
  where patient = $1 order by number, recorded_at desc
) as latest
where granted order by recorded_at desc limit 1
"""
