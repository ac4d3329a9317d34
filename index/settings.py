"""The settings file as a table: where it is, reading it, and one sentence where it is wrong.

The browser's own settings are the browser's business; what scripted commands take from the same
file is read here, too (``index.fetching.feeds``, ``index.mailing.settings``).
"""

from __future__ import annotations

import os
import re
from typing import Any, Final

import msgspec

from index.errors import UsageError

FILE_NAME: Final = "settings.toml"

FETCH_SETTINGS: Final = ("feeds", "ca_file", "pdf_folder")
"""The settings of fetching."""

SCRIPT_SETTINGS: Final = (*FETCH_SETTINGS, "mail", "cluster")
"""The settings that the browser itself takes nothing from."""


class SettingsError(UsageError):
    """A settings file that can't be used.

    Attributes:
        path: The file.
        line: Where in it, from 1; 0 where it is not about a line.
        reason: What is wrong and what was expected.
    """

    def __init__(self, path: str, line: int, reason: str) -> None:
        self.path = path
        self.line = line
        self.reason = reason
        super().__init__(f"{path}, line {line}: {reason}" if line else f"{path}: {reason}")

    @property
    def short(self) -> str:
        """The sentence with the file's name alone, for one line of a small screen."""
        name = os.path.basename(self.path)
        return f"{name}, line {self.line}: {self.reason}" if self.line else f"{name}: {self.reason}"


class SettingsFile(msgspec.Struct, frozen=True):
    """A settings file that is TOML.

    Attributes:
        path: Where it is, for messages.
        text: What stands in it.
        table: The same, decoded.
    """

    path: str
    text: str
    table: dict[str, Any]

    def error(self, name: str, reason: str) -> SettingsError:
        """The error of a setting, such as ``theme`` or ``keys.list.down``."""
        # Names and values are quoted as they stand in the file, whatever characters they have.
        from index.text.cleaning import one_line

        return SettingsError(self.path, line_of(self.text, name), one_line(reason))


def settings_path(named: str | None = None) -> tuple[str, bool]:
    """Where the settings are, and whether somebody named that file and so expects it.

    Args:
        named: The file given on the command line; else ``QUIRE_CONFIG`` names it, else it is in the
            platform's folder for settings.
    """
    named = named or os.environ.get("QUIRE_CONFIG")
    if named:
        return os.path.expanduser(named), True
    from platformdirs import user_config_dir

    return os.path.join(user_config_dir("quire", appauthor=False), FILE_NAME), False


def read_settings_file(path: str, *, expected: bool = False) -> SettingsFile | None:
    """Read a settings file.

    Args:
        path: The file.
        expected: Whether it is wrong that there is none.

    Returns:
        None where there is none.

    Raises:
        SettingsError: It can't be read, or is no TOML.
    """
    try:
        with open(path, "rb") as file:
            data = file.read()
    except FileNotFoundError:
        if not expected:
            return None
        raise SettingsError(path, 0, "there is no such file") from None
    except OSError as error:
        reason = (error.strerror or "it can't be read").lower()
        raise SettingsError(path, 0, reason) from None
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise SettingsError(path, line, "the file is not UTF-8 text") from None
    return decode_settings(text, path)


def decode_settings(text: str, path: str = FILE_NAME) -> SettingsFile:
    """Decode the text of a settings file.

    Raises:
        SettingsError: It is no TOML.
    """
    # Most have no such file.
    import tomllib

    try:
        return SettingsFile(path, text, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(path, *_torn(text, str(error))) from None


def line_of(text: str, name: str) -> int:
    """The line of a TOML file that sets ``name``, such as ``keys.list.down``; 0 where none does.

    In an array of tables the first of them has the number 0: ``feeds.1.url``.
    """
    tables: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.splitlines(), 1):
        line = line.strip()
        if header := re.match(r"(\[+)([^\[\]]+)\]", line):
            plain = _plain(header[2])
            if plain == name:
                return number
            if header[1] == "[[":
                tables[plain] = tables.get(plain, -1) + 1
                plain = f"{plain}.{tables[plain]}"
                if plain == name:
                    return number
            table = plain + "."
        elif assigned := re.match(r"((?:\"[^\"]*\"|'[^']*'|[^=\"'#])+)=", line):
            here = table + _plain(assigned[1])
            if here == name or here.startswith(name + "."):
                return number
    return 0


def toml_text(value: object) -> str:
    """A short value as TOML writes it, for messages."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return '"' + value[:40].replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, (list, dict)):
        return "a list" if isinstance(value, list) else "a table"
    return str(value)[:40]


def _plain(key: str) -> str:
    """A TOML key without quotes and without blanks around its dots."""
    return re.sub(r"[\"'\s]", "", key)


def _torn(text: str, message: str) -> tuple[int, str]:
    """Line and reason of what is not TOML at all."""
    place = re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)$", message)
    line = int(place[1]) if place and place[1] else max(len(text.splitlines()), 1)
    reason = message[: place.start()] if place else message
    return line, f"this is not TOML: {reason[:1].lower()}{reason[1:]}"
