"""A real mail server for tests: it keeps what it was given, and refuses or hangs up where it is told to."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, Literal

from aiosmtpd.smtp import SMTP, Envelope, Session

Fault = Literal["sender", "recipient", "full", "letter", "later", "hangs_up_after_taking"]
_SAYS: dict[Fault, str] = {
    "sender": "550 not a sender of ours",
    "recipient": "550 no such mailbox",
    "full": "452 mailbox full",
    "letter": "554 refused",
    "later": "451 come back later",
}


@dataclass(kw_only=True)
class MailBox:
    fault: Fault | None = None
    letters: list[EmailMessage] = field(default_factory=list)
    port: int = 0

    async def handle_MAIL(  # noqa: N802  (aiosmtpd's names)
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return _SAYS["sender"] if self.fault == "sender" else "250 OK"

    async def handle_RCPT(  # noqa: N802  (aiosmtpd's names)
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.fault in ("recipient", "full"):
            return _SAYS[self.fault]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.fault in ("letter", "later"):
            return _SAYS[self.fault]
        content = envelope.content
        assert isinstance(content, bytes)
        letter = message_from_bytes(content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        if self.fault == "hangs_up_after_taking":
            assert server.transport is not None
            server.transport.close()
        return "250 OK"


@asynccontextmanager
async def mail_server(fault: Fault | None = None) -> AsyncIterator[MailBox]:
    box = MailBox(fault=fault)
    loop = asyncio.get_running_loop()

    def serve() -> Any:
        return SMTP(box, loop=loop, hostname="127.0.0.1")

    server = await loop.create_server(serve, "127.0.0.1", 0)
    box.port = server.sockets[0].getsockname()[1]
    try:
        yield box
    finally:
        server.close()
        await server.wait_closed()
