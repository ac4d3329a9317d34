"""The mail that tells a digest: plain text first, and the same as HTML."""

from __future__ import annotations

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from typing import TYPE_CHECKING

from index.digest.html import html
from index.digest.phrases import subject
from index.digest.text import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.digest.digest import Digest
    from index.mailing.settings import Mailbox


def message(digest: Digest, sender: Mailbox | None, recipients: Sequence[Mailbox]) -> EmailMessage:
    """The mail of a digest: ASCII in lines of 78 characters, whatever papers are called.

    Args:
        digest: What is new.
        sender: Who sends; None leaves it to the program that takes the mail.
        recipients: Who gets it.
    """
    mail = EmailMessage(policy=SMTP.clone(cte_type="7bit"))
    mail["Subject"] = subject(digest)
    if sender is not None:
        mail["From"] = _address(sender)
    mail["To"] = [_address(one) for one in recipients]
    mail["Date"] = format_datetime(digest.time)
    domain = sender.address.partition("@")[2] if sender is not None else ""
    mail["Message-ID"] = make_msgid("quire", domain or "localhost")
    # Nobody's absence is to be told to a program. https://www.rfc-editor.org/rfc/rfc3834
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(text(digest), charset="utf-8", cte="quoted-printable")
    mail.add_alternative(html(digest), subtype="html", charset="utf-8", cte="quoted-printable")
    return mail


def _address(mailbox: Mailbox) -> Address:
    user, _, domain = mailbox.address.partition("@")
    return Address(mailbox.name, user, domain)
