"""Hands a mail to a server: for all who get it, or for nobody.

https://www.rfc-editor.org/rfc/rfc5321
"""

from __future__ import annotations

import smtplib
import socket
import ssl
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.policy import SMTP
from threading import Timer
from typing import TYPE_CHECKING, Any, Final

from index.errors import MailFailed, UsageError
from index.mailing.passwords import password
from index.text.cleaning import one_line

if TYPE_CHECKING:
    from email.message import EmailMessage

    from index.mailing.settings import MailSettings

PATIENCE: Final = 30.0
"""Seconds to wait for each answer."""

LONGEST: Final = 300.0
"""Seconds that all of it may take: a server that says a byte now and then would hold for ever."""

_ACCEPTED: Final = (250, 251)


class _Connection(smtplib.SMTP):
    """A connection that ends by itself after ``LONGEST``, whatever it waits for."""

    is_late = False
    _timer: Timer | None = None

    def connect(
        self, host: str = "localhost", port: int = 0, source_address: Any = None
    ) -> tuple[int, bytes]:
        """Connect, and end some time after that."""
        self._timer = Timer(LONGEST, self._end)
        self._timer.daemon = True
        self._timer.start()
        return super().connect(host, port, source_address)

    def close(self) -> None:
        """Close the connection."""
        if self._timer is not None:
            self._timer.cancel()
        super().close()

    def _end(self) -> None:
        self.is_late = True
        with suppress(OSError):
            if self.sock is not None:
                self.sock.shutdown(socket.SHUT_RDWR)


class _TlsConnection(_Connection, smtplib.SMTP_SSL):
    """The same with TLS from the first byte on."""


def send_by_smtp(mail: EmailMessage, settings: MailSettings) -> None:
    """Hand a mail to the server that the settings name; when this returns it has accepted it.

    Args:
        mail: What to send.
        settings: Where to, and by whom. What ``require_mail`` asks for is there.

    Raises:
        MailFailed: The server did not accept it.
        UsageError: The password or the certificates can't be read.
    """
    word = password(settings) if settings.user else ""
    context = None if settings.security == "none" else _context(settings)
    with _explained(f"{settings.host}:{settings.port}"):
        connection = _connected(settings, context)
        try:
            _hand_over(connection, mail, settings, context, word)
            # What it has accepted it has, even if it has no manners.
            with suppress(OSError, smtplib.SMTPException):
                connection.quit()
        except smtplib.SMTPServerDisconnected:
            if connection.is_late:
                raise TimeoutError from None
            raise
        finally:
            connection.close()


def _context(settings: MailSettings) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if settings.ca_file:
        try:
            context.load_verify_locations(settings.ca_file)
        except (OSError, ssl.SSLError) as error:
            reason = one_line(error.strerror or str(error)).lower()
            raise UsageError(f"ca_file {settings.ca_file} can't be read ({reason})") from None
    return context


def _connected(settings: MailSettings, context: ssl.SSLContext | None) -> _Connection:
    host, port = settings.host, settings.port
    if settings.security == "tls":
        return _TlsConnection(host, port, timeout=PATIENCE, context=context)
    return _Connection(host, port, timeout=PATIENCE)


def _hand_over(
    connection: smtplib.SMTP,
    mail: EmailMessage,
    settings: MailSettings,
    context: ssl.SSLContext | None,
    word: str,
) -> None:
    if settings.security == "starttls":
        # A server that does not offer it is refused: whoever stands between may have hidden it.
        connection.starttls(context=context)
    if settings.user:
        _sign_in(connection, settings.user, word)
    assert settings.sender is not None
    connection.ehlo_or_helo_if_needed()
    data = mail.as_bytes(policy=SMTP)
    # Reckoned in advance where the server wants to know (RFC 1870).
    options = [f"size={len(data)}"] if connection.has_extn("size") else []
    _require(connection.mail(settings.sender.address, options), "the sender")
    for recipient in settings.recipients:
        _require(connection.rcpt(recipient.address), recipient.address)
    code, reply = connection.data(data)
    _require((code, reply), "the mail")


def _sign_in(connection: smtplib.SMTP, user: str, word: str) -> None:
    if user.isascii() and word.isascii():
        connection.login(user, word)
        return
    # Of the ways to sign in only this one says which encoding it has: https://www.rfc-editor.org/rfc/rfc4616
    connection.ehlo_or_helo_if_needed()
    if "PLAIN" not in connection.esmtp_features.get("auth", "").upper().split():
        raise smtplib.SMTPNotSupportedError("it takes no user or password beyond ASCII")
    code, reply = connection.docmd(
        "AUTH", "PLAIN " + b64encode(f"\0{user}\0{word}".encode()).decode("ascii")
    )
    if code != 235:
        raise smtplib.SMTPAuthenticationError(code, reply)


class _Refused(Exception):
    """The server did not take something.

    Args:
        what: Of the mail.
        answer: What it said.
    """

    def __init__(self, what: str, answer: tuple[int, bytes]) -> None:
        super().__init__(f"{what} ({_answer(*answer)})")


def _require(answer: tuple[int, bytes], what: str) -> None:
    if answer[0] not in _ACCEPTED:
        raise _Refused(what, answer)


def _answer(code: int, reply: bytes | str) -> str:
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return one_line(f"{code} {text}", 200)


@contextmanager
def _explained(server: str) -> Iterator[None]:
    """Tell what went wrong in a sentence.

    Raises:
        MailFailed: With that sentence.
    """
    try:
        yield
    except _Refused as error:
        reason = f"does not take {error}"
    except smtplib.SMTPAuthenticationError as error:
        reply = _answer(error.smtp_code, error.smtp_error)
        reason = f"refuses the user or the password ({reply})"
    except ssl.SSLCertVerificationError as error:
        reason = (
            f"can't prove who it is ({error.verify_message}): ca_file names certificates to trust"
        )
    except smtplib.SMTPResponseException as error:
        reason = f"refuses ({_answer(error.smtp_code, error.smtp_error)})"
    except smtplib.SMTPServerDisconnected as error:
        is_late = isinstance(error.__context__, TimeoutError)
        reason = "does not answer in time" if is_late else "broke off"
    except smtplib.SMTPException as error:
        reason = f"can't do it: {one_line(str(error), 200)}"
    except TimeoutError:
        reason = "does not answer in time"
    except (OSError, ValueError) as error:
        text = one_line(getattr(error, "strerror", None) or str(error), 200)
        reason = f"can't be reached: {text[:1].lower()}{text[1:]}"
    else:
        return
    raise MailFailed(f"the mail was not sent: {server} {reason}") from None
