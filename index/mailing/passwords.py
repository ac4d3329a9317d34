"""Where the password for a mail server is from: a program, or a file that nobody else may read."""

from __future__ import annotations

import os
import stat
import subprocess
from typing import TYPE_CHECKING, Final

from index.errors import UsageError

if TYPE_CHECKING:
    from index.mailing.settings import MailSettings

_PATIENCE: Final = 60.0
"""Seconds that a program may take; it may ask somebody."""

_LONGEST: Final = 10_000


def password(settings: MailSettings) -> str:
    """The password that the settings lead to; it is in none of the messages.

    Raises:
        UsageError: There is none, or others may read its file.
    """
    if settings.password_command:
        found = _printed(settings.password_command)
        where = "password_command"
    else:
        found = _in_file(os.path.expanduser(settings.password_file))
        where = f"password_file {settings.password_file}"
    try:
        line = found.decode().split("\n", 1)[0].rstrip("\r")
    except UnicodeDecodeError:
        raise UsageError(f"{where} has a password that is not in UTF-8") from None
    if not line:
        raise UsageError(f"{where} has no password in its first line")
    return line


def _printed(command: str | tuple[str, ...]) -> bytes:
    words = ["sh", "-c", command] if isinstance(command, str) else list(command)
    try:
        done = subprocess.run(
            words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, timeout=_PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        raise UsageError(f"password_command took longer than {_PATIENCE:.0f} seconds") from None
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise UsageError(f"password_command can't be run ({reason})") from None
    if done.returncode != 0:
        raise UsageError(f"password_command failed with exit code {done.returncode}")
    return done.stdout[:_LONGEST]


def _in_file(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            found = os.fstat(file.fileno())
            if stat.S_ISREG(found.st_mode) and found.st_mode & 0o077:
                raise UsageError(
                    f"password_file {path} has mode {found.st_mode & 0o777:o}, so others may read "
                    f"the password: chmod 600 {path}"
                )
            return file.read(_LONGEST)
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise UsageError(f"password_file {path} can't be read ({reason})") from None
