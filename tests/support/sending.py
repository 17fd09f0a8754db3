"""A patient who can be written to, prompts for them, and Temporal's retries played without waiting."""

from dataclasses import replace
from datetime import datetime, timedelta

from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.messages import Messages
from activities.orders import About, Order
from database.pool import Connection
from database.prompts import want_prompt
from engine.care import Prompt
from engine.commands import Key, Reason, SendMessage
from engine.words import Urgency
from tests.support.calendars import NOW, admit

PATIENT, JOURNEY, PHONE, MAIL = "a", "j-a", "+15550100142", "maxi@example.org"


async def reachable(connection: Connection, patient: str = PATIENT, phone: str = PHONE) -> None:
    """In New York, with a number that takes texts."""
    await admit(connection, patient)
    await connection.execute(
        "insert into person (patient, family, given, born_first, born_last)"
        " values ($1, 'Doe', '{Maxi}', '1970-01-01', '1970-01-01')",
        patient,
    )
    await connection.execute(
        "insert into contact_point (patient, kind, value, use, dialable) values ($1, 'phone', $2, 'mobile', true)",
        patient,
        phone,
    )


async def mailed(connection: Connection, patient: str = PATIENT, address: str = MAIL) -> None:
    """Who said that they want e-mail."""
    await connection.execute(
        "insert into contact_point (patient, kind, value, dialable) values ($1, 'email', $2, true)",
        patient,
        address,
    )
    await connection.execute(
        "insert into consent values ($1, 'email', true, 'form', $2)", patient, NOW - timedelta(days=1)
    )


async def prompted(
    connection: Connection,
    template: str,
    *,
    patient: str = PATIENT,
    step: str = "words",
    number: int = 1,
    urgency: Urgency = "reply",
    at: datetime = NOW,
    expires_at: datetime | None = None,
    other_channel: bool = False,
) -> Order:
    message = SendMessage(
        key=Key(f"j-{patient}", step, 1, number),
        reason=Reason("", ""),
        template=template,
        to="patient",
        urgency=urgency,
        expires_at=expires_at,
        other_channel=other_channel,
    )
    await want_prompt(connection, patient, Prompt(at, "patient", (message,)))
    return Order(
        what="send_message",
        patient=patient,
        journey=f"j-{patient}",
        key=str(message.key),
        about=(About(journey=f"j-{patient}", step=step, occurrence=1),),
        at=at,
        urgency=urgency,
    )


async def attempt(messages: Messages, order: Order, after: timedelta = timedelta()) -> timedelta | None:
    """One attempt, so long after the order was given: None when it is done, else when Temporal would try again."""
    environment = ActivityEnvironment()
    info = environment.info
    environment.info = replace(info, started_time=info.scheduled_time + after)
    try:
        await environment.run(messages.send_message, order)
    except ApplicationError as again:
        if again.next_retry_delay is None or again.non_retryable:
            raise
        return again.next_retry_delay
    return None


async def sent(messages: Messages, order: Order, *, at_most: int = 20) -> timedelta:
    """Attempt after attempt as Temporal makes them, and how long that took. Raises what is not tried again."""
    after = timedelta()
    for _ in range(at_most):
        wait = await attempt(messages, order, after)
        if wait is None:
            return after
        after += wait
    raise AssertionError(f"not done after {at_most} attempts")
