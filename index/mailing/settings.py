"""What the settings say of mail: ``[mail]``, of which nothing is a password.

Example::

    [mail]
    host = "mail.example.org"
    user = "ada"
    password_command = "pass show mail"
    from = "Ada Lovelace <ada@example.org>"
    to = "ada@example.org"
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from typing import Any, Final, Literal, TypeAlias, get_args

import msgspec

from index.errors import UsageError
from index.settings import SettingsFile, read_settings_file, settings_path, toml_text
from index.text.cleaning import one_line

Security: TypeAlias = Literal["starttls", "tls", "none"]
"""STARTTLS (RFC 3207), TLS from the first byte (RFC 8314), or neither."""

SECURITIES: Final[tuple[Security, ...]] = get_args(Security)

_PORTS: Final[dict[Security, int]] = {"starttls": 587, "tls": 465, "none": 25}

_LOCAL: Final = ("localhost", "127.0.0.1", "::1")

# ASCII alone: others need servers that know RFC 6531.
_ADDRESS: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+(@[A-Za-z0-9](?:[A-Za-z0-9.-]*))?")


# A name is in quotes where it has commas: "Lovelace, Ada" <ada@example.org>.
_MAILBOX: Final = re.compile(
    r"""\s*(?:(?:"(?P<quoted>[^"]*)"|(?P<name>[^"<>,]*?))\s*<\s*(?P<address>[^<>\s]+)\s*>"""
    r"""|(?P<alone>[^\s<>",]+))\s*(?=,|$)"""
)


class Mailbox(msgspec.Struct, frozen=True):
    """Somebody who sends or gets mail: a name, perhaps empty, and an address."""

    name: str
    address: str


class MailSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What the settings say of mail.

    Attributes:
        host: The server that takes mail.
        port: Its port.
        security: How the connection is secured.
        user: Who signs in; "" for nobody.
        sender: Who sends.
        recipients: Who gets it.
        password_command: Prints the password: a line for the shell, or a program and its words.
        password_file: Has the password in its first line.
        ca_file: Certificates to trust beside the system's; "" for none.
    """

    host: str = ""
    port: int = 0
    security: Security = "starttls"
    user: str = ""
    sender: Mailbox | None = None
    recipients: tuple[Mailbox, ...] = ()
    password_command: str | tuple[str, ...] = ""
    password_file: str = ""
    ca_file: str = ""


KEYS: Final = (
    "host", "port", "security", "user", "from", "to",
    "password_command", "password_file", "ca_file",
)  # fmt: skip

MAIL_EXPLANATION: Final = """\
Where `quire digest --mail` sends. Passwords stand elsewhere: in a file of mode 600 that
password_file names, or in what password_command prints. security is "starttls", "tls" or
"none"; the port follows from it."""

MAIL_EXAMPLE: Final = """\
[mail]
host = "mail.example.org"
user = "ada"
password_command = "pass show mail"
from = "ada@example.org"
to = "ada@example.org"
"""


def load_mail_settings(named: str | None = None) -> MailSettings:
    """Read what the settings say of mail.

    Args:
        named: The settings file given on the command line.

    Raises:
        SettingsError: What is wrong with it.
        UsageError: It says nothing of mail.
    """
    path, expected = settings_path(named)
    file = read_settings_file(path, expected=expected)
    if file is None or "mail" not in file.table:
        raise UsageError(
            f"{path} has no [mail] that says where mail goes: `quire settings` shows one"
        )
    return mail_settings(file)


def mail_settings(file: SettingsFile) -> MailSettings:
    """What a settings file says of mail; other settings are passed over.

    Raises:
        SettingsError: What is wrong with it.
    """
    table = file.table.get("mail", {})
    if not isinstance(table, dict):
        raise file.error("mail", 'mail is a table: [mail], then lines like host = "localhost"')
    for key in table:
        if key == "password":
            raise file.error(
                "mail.password",
                "a password has no place here: password_command prints it, or password_file "
                "names a file of mode 600",
            )
        if key not in KEYS:
            close = get_close_matches(key, KEYS, 1)
            hint = f"; did you mean {close[0]}?" if close else f": it takes {', '.join(KEYS)}"
            raise file.error(f"mail.{key}", f"mail has no {key}{hint}")

    def value(key: str, read: Callable[[Any], Any], expected: str, default: Any) -> Any:
        if key not in table:
            return default
        found = read(table[key])
        if found is None:
            reason = f"{key} is {expected}, not {toml_text(table[key])}"
            raise file.error(f"mail.{key}", reason)
        return found

    security: Security = value("security", _security, "starttls, tls or none", "starttls")
    ca_file = file.table.get("ca_file", "")
    settings = MailSettings(
        host=value("host", _host, "the name of a server, without a port", ""),
        port=value("port", _port, "a number from 1 to 65535", _PORTS[security]),
        security=security,
        user=value("user", _line, "a text", ""),
        sender=value("from", _one, "an address such as ada@example.org", None),
        recipients=value("to", _mailboxes, "an address, or a list of some", ()),
        password_command=value(
            "password_command", _command, 'a line such as "pass show mail", or a list of words', ""
        ),
        password_file=value("password_file", _line, "a path", ""),
        ca_file=value("ca_file", _line, "a path", ca_file if isinstance(ca_file, str) else ""),
    )
    if settings.password_command and settings.password_file:
        raise file.error("mail.password_file", "password_command is set, too: take one of them")
    if settings.security == "none" and settings.user and settings.host not in _LOCAL:
        raise file.error(
            "mail.security",
            "without starttls or tls the password of the user would be sent for all to read",
        )
    return settings


def require_mail(settings: MailSettings, *, host: bool) -> None:
    """Require what it takes to send a mail.

    Args:
        settings: What there is.
        host: Whether a server is needed, and who sends.

    Raises:
        UsageError: Something is missing.
    """
    missing = [] if settings.recipients else ["to"]
    if host:
        missing += [] if settings.host else ["host"]
        missing += [] if settings.sender else ["from"]
    if missing:
        raise UsageError(f"[mail] of your settings does not say {' and '.join(sorted(missing))}")
    if host and settings.user and not (settings.password_command or settings.password_file):
        raise UsageError(
            f"[mail] of your settings names the user {settings.user}, but neither "
            "password_command nor password_file"
        )


def _security(value: object) -> Security | None:
    return next((one for one in SECURITIES if one == value), None)


def _host(value: object) -> str | None:
    found = isinstance(value, str) and re.fullmatch(r"[A-Za-z0-9._-]+|[0-9A-Fa-f:.]+", value)
    return found[0] if found else None


def _port(value: object) -> int | None:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return int(value) if is_number and 0 < int(value) < 65_536 else None  # type: ignore[call-overload]


def _line(value: object) -> str | None:
    return value if isinstance(value, str) and value and one_line(value) == value else None


def _command(value: object) -> str | tuple[str, ...] | None:
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, list) and value and all(isinstance(word, str) for word in value):
        return tuple(value) if value[0] else None
    return None


def _one(value: object) -> Mailbox | None:
    found = _mailboxes(value) if isinstance(value, str) else None
    return found[0] if found and len(found) == 1 else None


def _mailboxes(value: object) -> tuple[Mailbox, ...] | None:
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list) or not texts:
        return None
    if not all(isinstance(text, str) and one_line(text) == text for text in texts):
        return None
    found = [mailbox for text in texts for mailbox in _mailboxes_in(text)]
    return None if None in found else tuple(one for one in found if one is not None)


def _mailboxes_in(text: str) -> Iterator[Mailbox | None]:
    """The addresses of a text, parted by commas; None for what is none."""
    position = 0
    while True:
        found = _MAILBOX.match(text, position)
        address = found["address"] or found["alone"] if found else ""
        if found is None or _ADDRESS.fullmatch(address) is None:
            yield None
            return
        yield Mailbox(found["quoted"] or found["name"] or "", address)
        position = found.end()
        if position == len(text):
            return
        position += 1
