"""Hands a mail to a program that speaks as sendmail does."""

from __future__ import annotations

import os
import subprocess
from email.policy import SMTP
from shutil import which
from typing import TYPE_CHECKING, Final

from index.errors import MailFailed
from index.text.cleaning import one_line

if TYPE_CHECKING:
    from email.message import EmailMessage

_USUAL: Final = ("/usr/sbin/sendmail", "/usr/lib/sendmail")

PATIENCE: Final = 120.0
"""Seconds that the program may take."""


def send_by_sendmail(mail: EmailMessage, program: str = "", *, patience: float = PATIENCE) -> None:
    """Pipe a mail to ``sendmail -t -oi``; when this returns it has accepted it.

    Args:
        mail: What to send. It names those who get it.
        program: Its path; "" for the one where it usually is.
        patience: Seconds that it may take.

    Raises:
        MailFailed: It did not accept the mail.
    """
    path = os.path.expanduser(program) or _found()
    # Programs on Unix take lines as all other programs there do.
    data = mail.as_bytes(policy=SMTP.clone(linesep="\n", cte_type="7bit"))
    try:
        done = subprocess.run(
            [path, "-t", "-oi"],
            input=data,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=patience,
            check=False,
        )
    except subprocess.TimeoutExpired:
        reason = f"it took longer than {patience:.0f} seconds"
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
    else:
        if done.returncode == 0:
            return
        said = one_line(done.stderr.decode("utf-8", "replace"), 200)
        reason = f"exit code {done.returncode}" + (f", {said}" if said else "")
    raise MailFailed(f"the mail was not sent: {path} failed ({reason})")


def _found() -> str:
    for path in _USUAL:
        if os.path.exists(path):
            return path
    return which("sendmail") or _USUAL[0]
