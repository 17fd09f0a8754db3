"""E-mail to a real server: what arrives, what each refusal means, and a visit that a calendar understands."""

from datetime import UTC, datetime, timedelta

import icalendar
import pytest

from activities.gateways.gateway import (
    CannotTell,
    Letter,
    Misconfigured,
    NeverThisMessage,
    NeverThisNumber,
    Outcome,
    Sent,
    TryAgain,
    Unsure,
    Visit,
)
from activities.gateways.smtp_mail import MailServer, SmtpMail
from tests.support.mail_server import Fault, MailBox, mail_server

NOW = datetime(2026, 5, 4, 15, tzinfo=UTC)
START = datetime(2026, 6, 1, 13, tzinfo=UTC)
LETTER = Letter(
    ref="abc",
    number=1,
    to="maxi@example.org",
    words="Your visit\n\nYou have a visit on Monday, June 1 at 8:00 am.",
    at=NOW,
    visit=Visit(id="v-1", starts_at=START, minutes=40, sequence=2),
)


def mail(port: int, *, user: str | None = None) -> SmtpMail:
    return SmtpMail(
        MailServer(
            host="127.0.0.1",
            port=port,
            security="none",
            sender="care@clinic.example.org",
            clinic="Northside",
            user=user,
            password=None if user is None else "wrong",
        ),
        patience=5,
    )


async def _arrived(letter: Letter) -> tuple[Outcome, MailBox]:
    async with mail_server() as box:
        return await mail(box.port).post(letter), box


async def test_a_letter_arrives_with_a_subject_and_its_words() -> None:
    outcome, box = await _arrived(LETTER)

    (letter,) = box.letters
    assert outcome == Sent("<abc@clinic.example.org>")
    assert (letter["Subject"], letter["To"], letter["Message-ID"]) == (
        "Your visit", "maxi@example.org", "<abc@clinic.example.org>",
    )  # fmt: skip
    body = letter.get_body(("plain",))
    assert body is not None
    assert body.get_content().strip() == "You have a visit on Monday, June 1 at 8:00 am."


async def test_a_calendar_reads_the_visit_and_nothing_of_health() -> None:
    _, box = await _arrived(LETTER)

    attached = [part for part in box.letters[0].walk() if part.get_content_type() == "text/calendar"]
    assert {part.get_filename() for part in attached} == {None, "visit.ics"}
    for part in attached:
        calendar = icalendar.Calendar.from_ical(part.get_content())
        (event,) = calendar.walk("VEVENT")
        assert (event.decoded("dtstart"), event.decoded("dtend")) == (START, START + timedelta(minutes=40))
        assert (str(event["uid"]), event["sequence"], str(event["class"])) == (
            "v-1@clinic.example.org", 2, "PRIVATE",
        )  # fmt: skip
        assert (str(event["summary"]), str(calendar["method"])) == ("Appointment", "REQUEST")


@pytest.mark.parametrize(
    ("fault", "means", "arrived"),
    [
        ("sender", Misconfigured("550"), 0),
        ("recipient", NeverThisNumber("550"), 0),
        ("full", TryAgain("452"), 0),
        ("letter", NeverThisMessage("554"), 0),
        ("later", TryAgain("451"), 0),
        ("hangs_up_after_taking", Unsure("no_answer"), 1),
    ],
)
async def test_each_refusal_means_one_thing(fault: Fault, means: Outcome, arrived: int) -> None:
    async with mail_server(fault) as box:
        assert await mail(box.port).post(LETTER) == means
        assert len(box.letters) == arrived


async def test_a_server_that_is_away_was_surely_not_told() -> None:
    assert await mail(1).post(LETTER) == TryAgain("not_connected")


@pytest.mark.parametrize("to", ["nobody", "maxi@example.org\r\nBcc: all@example.org", ""])
async def test_what_is_no_address_is_written_to_by_nobody(to: str) -> None:
    async with mail_server() as box:
        letter = Letter(ref="abc", number=1, to=to, words="Hello\n\nHello", at=NOW)

        assert await mail(box.port).post(letter) == NeverThisNumber("unusable_address")
        assert box.letters == []


async def test_a_mail_server_cannot_be_asked_what_it_took() -> None:
    with pytest.raises(CannotTell):
        await mail(1).found(LETTER, NOW)
