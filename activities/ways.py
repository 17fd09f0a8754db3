"""By which ways a prompt may go to this patient at this moment: to which address, in which words; or why by none."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from activities.gateways.gateway import Gateway, Visit
from activities.saying import Saying
from database.addresses import address_of, agreed, caregiver_of
from database.merge_values import visit_ahead
from database.numbers import refuses
from database.pool import Connection
from database.prompts import Wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Gateways:
    """`texts` is a provider or the local mailbox; `mail` is there where a mail server is set up."""

    texts: Gateway
    mail: Gateway | None = None

    async def close(self) -> None:
        await self.texts.close()
        if self.mail is not None:
            await self.mail.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """`words` are what goes out; `behind_the_door` what waits there, where a text must not say it."""

    gateway: Gateway
    address: str
    words: str
    kind: Literal["sms", "secure"] = "sms"
    behind_the_door: str | None = None
    visit: Visit | None = None


@dataclass(frozen=True, slots=True)
class NoWay:
    """`agreed` is False where the patient said no to texts."""

    why: str
    agreed: bool = True


async def ways_of(
    connection: Connection, gateways: Gateways, saying: Saying, found: Wanted
) -> Sequence[Way] | NoWay:
    """The first is tried first: texts, or e-mail where that was agreed to and the text has to go another way."""
    text = await _by_text(connection, gateways.texts, saying, found)
    mail = await _by_mail(connection, gateways.mail, saying, found)
    several = [one for one in (text, mail) if isinstance(one, Way)]
    if not several:
        return text if isinstance(text, NoWay) else NoWay("there is no way to write to the patient")
    return several[::-1] if found.other_channel else several


async def _by_text(connection: Connection, gateway: Gateway, saying: Saying, found: Wanted) -> Way | NoWay:
    number = await _number(connection, found)
    if await _does_not_want(connection, saying, found, number):
        return NoWay("the patient does not want texts", agreed=False)
    if gateway.way != "mailbox" and number is None:
        return NoWay("no number that takes texts is known")
    said = await saying.text(connection, found)
    kind: Literal["sms", "secure"] = "secure" if said.secure else "sms"
    if gateway.way == "mailbox" or number is None:
        return Way(gateway=gateway, address=f"{found.patient}/{found.listener}", words=said.words, kind=kind)
    if said.secure:
        nudge = await saying.nudge(connection, found)
        return Way(gateway=gateway, address=number, words=nudge, kind=kind, behind_the_door=said.words)
    return Way(gateway=gateway, address=number, words=said.words)


async def _number(connection: Connection, found: Wanted) -> str | None:
    if found.listener == "patient":
        return await address_of(connection, found.patient, "phone")
    return await caregiver_of(connection, found.patient)


async def _does_not_want(connection: Connection, saying: Saying, found: Wanted, number: str | None) -> bool:
    """Said since it was decided, of texts as a whole or of this number. What warns of danger nobody can refuse."""
    if found.urgency == "safety":
        return False
    if found.listener == "patient" and await agreed(connection, found.patient, "sms") is False:
        return True
    if number is None:
        return False
    return any([await refuses(connection, found.patient, number, one) for one in saying.purposes(found)])


async def _by_mail(
    connection: Connection, gateway: Gateway | None, saying: Saying, found: Wanted
) -> Way | None:
    """Only where the patient said that they want e-mail, and there are words for it."""
    if gateway is None or found.listener != "patient" or not await agreed(connection, found.patient, "email"):
        return None
    address = await address_of(connection, found.patient, "email")
    words = None if address is None else await saying.mail(connection, found)
    if address is None or words is None:
        return None
    return Way(gateway=gateway, address=address, words=words, visit=await _visit(connection, found))


async def _visit(connection: Connection, found: Wanted) -> Visit | None:
    """The one that it is about, for the patient's calendar."""
    if found.urgency != "visit":
        return None
    ahead = await visit_ahead(
        connection, found.journeys[0], (*found.steps, *filter(None, found.about)), found.at
    )
    if ahead is None:
        return None
    return Visit(id=ahead.ref, starts_at=ahead.starts_at, minutes=ahead.minutes, sequence=ahead.moved)
