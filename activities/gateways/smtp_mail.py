"""E-mail by SMTP: one try each, the same Message-ID at every try, and an invitation where a visit is meant."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from typing import Literal
from urllib.parse import unquote, urlsplit

import aiosmtplib

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
)
from activities.gateways.invitation import invitation

PATIENCE = 20.0
Security = Literal["tls", "starttls", "none"]
_SECURITY: Mapping[str, Security] = {"smtps": "tls", "smtp": "starttls", "smtp+none": "none"}
_PORT: Mapping[Security, int] = {"tls": 465, "starttls": 587, "none": 25}
_NO_SUCH_MAILBOX = frozenset({550, 551, 553})


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """`security`: `tls` from the first byte, `starttls` before anything is said, `none` for a server of this machine."""

    host: str
    port: int
    security: Security
    sender: str
    clinic: str
    user: str | None = None
    password: str | None = field(default=None, repr=False)


def mail_server(address: str, sender: str, clinic: str) -> MailServer:
    """From an address such as smtps://name:password@mail.example.org:465."""
    there = urlsplit(address)
    security: Security = _SECURITY[there.scheme]
    return MailServer(
        host=there.hostname or "localhost",
        port=there.port or _PORT[security],
        security=security,
        sender=sender,
        clinic=clinic,
        user=None if there.username is None else unquote(there.username),
        password=None if there.password is None else unquote(there.password),
    )


class SmtpMail:
    """Mailboxes show one letter of each Message-ID, so the same one twice does less harm than none."""

    way: Literal["email"] = "email"
    repeats_are_one = False
    shows_what_it_took = False

    def __init__(self, server: MailServer, *, patience: float = PATIENCE) -> None:
        self.server, self.patience = server, patience

    async def post(self, letter: Letter) -> Outcome:
        try:
            written = letter_of(letter, self.server)
        except ValueError:
            return NeverThisNumber("unusable_address")
        client = aiosmtplib.SMTP(
            hostname=self.server.host,
            port=self.server.port,
            username=self.server.user,
            password=self.server.password,
            use_tls=self.server.security == "tls",
            start_tls=self.server.security == "starttls",
            timeout=self.patience,
        )
        try:
            await client.connect()
        except aiosmtplib.SMTPAuthenticationError as refused:
            return Misconfigured(str(refused.code))
        except (aiosmtplib.SMTPException, OSError):
            return TryAgain("not_connected")
        try:
            return await self._handed_over(client, written)
        finally:
            client.close()

    async def _handed_over(self, client: aiosmtplib.SMTP, written: EmailMessage) -> Outcome:
        try:
            await client.mail(self.server.sender)
        except aiosmtplib.SMTPResponseException as refused:
            return TryAgain(str(refused.code)) if refused.code < 500 else Misconfigured(str(refused.code))
        except (aiosmtplib.SMTPException, OSError):
            return TryAgain("no_answer")  # nothing of the letter was said yet
        try:
            await client.rcpt(str(written["To"]))
        except aiosmtplib.SMTPResponseException as refused:
            return _refused(refused.code)
        except (aiosmtplib.SMTPException, OSError):
            return TryAgain("no_answer")
        try:
            await client.data(written.as_bytes(policy=SMTP))
        except aiosmtplib.SMTPResponseException as refused:
            return TryAgain(str(refused.code)) if refused.code < 500 else NeverThisMessage(str(refused.code))
        except (aiosmtplib.SMTPException, OSError):
            return Unsure("no_answer")
        return Sent(str(written["Message-ID"]))

    async def found(self, letter: Letter, since: datetime) -> Sequence[str]:
        raise CannotTell("a mail server keeps no list")

    async def close(self) -> None:
        return


def letter_of(letter: Letter, server: MailServer) -> EmailMessage:
    """The subject says nothing of health. Raises ValueError at an address that is none."""
    subject, _, words = letter.words.partition("\n")
    written = EmailMessage(policy=SMTP)
    written["From"] = server.sender
    written["To"] = letter.to
    written["Subject"] = subject
    written["Message-ID"] = f"<{letter.ref}@{server.sender.rpartition('@')[2]}>"
    written["Auto-Submitted"] = "auto-generated"
    if not written["To"].addresses or not written["To"].addresses[0].domain:
        raise ValueError("no address")
    written.set_content(words.strip() + "\n")
    if letter.visit is not None:
        calendar = invitation(letter.visit, letter, server.clinic, server.sender)
        written.add_alternative(calendar, subtype="calendar", params={"method": "REQUEST"})
        written.add_attachment(calendar, subtype="calendar", filename="visit.ics")
    return written


def _refused(code: int) -> Outcome:
    if code < 500:
        return TryAgain(str(code))
    return NeverThisNumber(str(code)) if code in _NO_SUCH_MAILBOX else NeverThisMessage(str(code))
