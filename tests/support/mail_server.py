"""A mail server on loopback that keeps what it is sent, and can be told to misbehave."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any

import msgspec
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "ada", "sésame ouvre-toi"


class Mail(msgspec.Struct, frozen=True):
    """A mail as the server got it.

    Attributes:
        sender: Whom the envelope names.
        recipients: The same.
        data: All of it, with the ends of its lines.
    """

    sender: str
    recipients: tuple[str, ...]
    data: bytes

    @property
    def message(self) -> EmailMessage:
        """What a reader makes of it."""
        return BytesParser(EmailMessage, policy=policy.default).parsebytes(self.data)


class MailServer:
    """What a mail server got, and how it behaves.

    Attributes:
        port: Where it is.
        mails: What it accepted.
        refused: Addresses that it does not take.
        breaks_off: Whether it breaks off once it has all of a mail.
        signed_in: Who signed in, in order.
        under_tls: Whether each mail came encrypted.
    """

    def __init__(self) -> None:
        self.port = 0
        self.mails: list[Mail] = []
        self.refused: set[str] = set()
        self.breaks_off = False
        self.signed_in: list[str] = []
        self.under_tls: list[bool] = []

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        del server, session, options
        if address in self.refused:
            return "550 there is no such\tbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if self.breaks_off:
            assert server.transport is not None
            server.transport.abort()  # type: ignore[attr-defined]
            return "250 OK"
        assert isinstance(envelope.content, bytes)
        self.mails.append(
            Mail(envelope.mail_from or "", tuple(envelope.rcpt_tos), envelope.content)
        )
        over_tls = server.transport is not None and server.transport.get_extra_info("sslcontext")
        self.under_tls.append(bool(over_tls or session.ssl))
        return "250 OK"

    def authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        """Let in who knows the password."""
        del server, session, envelope, mechanism
        assert isinstance(data, LoginPassword)
        is_right = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        if is_right:
            self.signed_in.append(data.login.decode())
        return AuthResult(success=is_right, handled=False)


@contextmanager
def mail_server(
    *,
    starttls: ssl.SSLContext | None = None,
    tls: ssl.SSLContext | None = None,
    sign_in: bool = False,
) -> Iterator[MailServer]:
    """A server that runs on a thread until the end.

    Args:
        starttls: What to offer STARTTLS with; None for none.
        tls: What to speak TLS with from the first byte on.
        sign_in: Whether only those may send who sign in.
    """
    mails = MailServer()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        mails.port = free.getsockname()[1]
    controller = Controller(
        mails,
        hostname="127.0.0.1",
        port=mails.port,
        ssl_context=tls,
        ready_timeout=60,
        server_hostname="localhost",
        tls_context=starttls,
        require_starttls=starttls is not None,
        authenticator=mails.authenticate if sign_in else None,
        auth_required=sign_in,
        auth_require_tls=starttls is not None,
    )
    controller.start()
    try:
        yield mails
    finally:
        controller.stop()
