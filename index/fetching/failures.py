"""Failures of requests: what each means, in a sentence, and whether it may pass."""

from __future__ import annotations

import datetime
import os
import re
import ssl

from urllib3 import exceptions as http

from index.errors import FetchFailed


class ServerAsksToWait(FetchFailed):
    """The server asks for a longer wait than a command is kept for.

    Attributes:
        until: The moment from which it may be asked again.
    """

    def __init__(self, sentence: str, until: datetime.datetime) -> None:
        super().__init__(sentence)
        self.until = until


class StatusError(FetchFailed):
    """The server answered with an error.

    Attributes:
        status: Its code.
    """

    def __init__(self, sentence: str, status: int) -> None:
        super().__init__(sentence)
        self.status = status


class TooLarge(FetchFailed):
    """The answer has more bytes than are borne."""


class MayPass(Exception):
    """A failure that may pass.

    Attributes:
        error: What to raise if it does not.
        wait: Seconds that the server asks for; None where it does not.
        reached: Whether a server was reached at all.
    """

    def __init__(
        self, error: FetchFailed, wait: float | None = None, *, reached: bool = True
    ) -> None:
        super().__init__(str(error))
        self.error = error
        self.wait = wait
        self.reached = reached


def failure_of(error: Exception, host: str) -> Exception:
    """What a failure of the network means, in a sentence, and whether it may pass."""
    if isinstance(error, http.ProxyError) and isinstance(error.original_error, Exception):
        return MayPass(
            FetchFailed(
                f"the proxy on the way to {host} fails ({reason_of(error.original_error)})"
            ),
            reached=False,
        )
    if isinstance(error, http.NameResolutionError):
        sentence = f"{host} can't be found: this machine seems to be offline"
        return MayPass(FetchFailed(sentence), reached=False)
    if isinstance(error, http.NewConnectionError):
        return MayPass(FetchFailed(f"{host} can't be reached ({reason_of(error)})"), reached=False)
    if isinstance(error, http.ConnectTimeoutError):
        return MayPass(FetchFailed(f"{host} does not answer"), reached=False)
    if isinstance(error, (http.SSLError, ssl.SSLError)):
        return FetchFailed(
            f"{host} can't prove who it is ({reason_of(error)}): where it is a server of your own, "
            "or behind a proxy of your own, name its certificates with ca_file in the settings"
        )
    if isinstance(error, (http.TimeoutError, TimeoutError)):
        return MayPass(FetchFailed(f"{host} falls silent in the middle of an answer"))
    if isinstance(error, http.DecodeError):
        return MayPass(FetchFailed(f"what {host} sends is damaged: it can't be decompressed"))
    if isinstance(error, (http.ProtocolError, ConnectionError)):
        return MayPass(FetchFailed(f"{host} breaks off in the middle of an answer"))
    if isinstance(error, (http.LocationValueError, http.HTTPError)):
        return FetchFailed(f"{host} can't be asked ({reason_of(error)})")
    return error


def reason_of(error: BaseException) -> str:
    """The cause of an error in a few words."""
    cause = error.__cause__ or error.__context__
    has_number = isinstance(cause, OSError) and not isinstance(cause, ssl.SSLError)
    if has_number and (number := getattr(cause, "errno", 0) or 0) > 0:
        return os.strerror(number).lower()
    text = str(error)
    if found := re.search(r"certificate verify failed: ([^(]+)", text):
        return found[1].strip().lower()
    if found := re.search(r"\[Errno (-?\d+)\] ([^')]+)", text):
        return found[2].strip().lower()
    return re.sub(r"^.*?>: |\s*\(_ssl\.c:\d+\)", "", text)[:200].strip().lower()
