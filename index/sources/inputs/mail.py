"""Reads the texts of mails: one message (.eml) or many (.mbox), however they are encoded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import takewhile
from typing import TYPE_CHECKING

from index.sources.inputs.lines import LINE_LIMIT
from index.sources.inputs.open import Input, open_input

if TYPE_CHECKING:
    from email.message import Message


@cache
def _header() -> re.Pattern[bytes]:
    """The first line of a message or of a mailbox."""
    return re.compile(
        rb"From \S+[ \t]+(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b"
        rb"|(?i:Return-Path|Received|Delivered-To|From|To|Subject|Date|Message-ID|MIME-Version|"
        rb"X-[\w-]+|DKIM-Signature|ARC-[\w-]+|Reply-To|Sender|Content-Type|List-[\w-]+):"
        rb"[ \t]?[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*[A-Z][\w-]+:[ \t]?"
    )


def looks_like_mail(head: bytes) -> bool:
    """Whether a text begins with the header of a message, or as a mailbox does."""
    return _header().match(head) is not None


def is_web_archive(head: bytes) -> bool:
    """Whether a message is a web page with all that belongs to it (MHTML, RFC 2557)."""
    opening = head[:2000].lower()
    return b"mime-version:" in opening and b"multipart/related" in opening


def is_mail(item: Input) -> bool:
    """Whether an input is a message or a mailbox, and no bare text.

    Raises:
        InputError: The data are damaged at their beginning.
    """
    with open_input(item)[0] as stream:
        return looks_like_mail(stream.read(64 * 1024).lstrip())


def message_texts(item: Input) -> Iterator[Iterator[tuple[int, str]]]:
    """The texts of the messages of an input, one after another: lines, with those of the file.

    In a text that is encoded (base64, quoted-printable) all lines have the number of the message's
    first line. What is longer than any message is cut.

    Raises:
        InputError: The data are damaged; the sentence says where.
    """
    stream, position = open_input(item)
    message: list[bytes] = []
    first = number = length = 0
    is_blank = True
    with stream:
        while line := stream.readline(LINE_LIMIT):
            number += 1
            if is_blank and line.startswith(b"From ") and message:
                yield parts_of_message(b"".join(message), first)
                item.bytes_read = position()
                message, length = [], 0
            is_blank = not line.strip()
            if not message:
                if is_blank:
                    continue
                first = number
            length += len(line)
            if length <= LINE_LIMIT:
                message.append(line)
        item.bytes_read = position()
    if message:
        yield parts_of_message(b"".join(message), first)


def parts_of_message(message: bytes, line: int) -> Iterator[tuple[int, str]]:
    """The lines of a message's text: of its plain part, or of all where it has several.

    Args:
        message: With its header.
        line: The number of its first line.
    """
    from email import message_from_bytes
    from email.errors import MessageError

    if message.startswith(b"From "):
        message = message.partition(b"\n")[2]
        line += 1
    try:
        parsed = message_from_bytes(message)
        parts = [part for part in parsed.walk() if part.get_content_type() == "text/plain"]
    except (MessageError, ValueError, RecursionError):
        return
    for part in parts:
        text = _text(part)
        start = _body_line(message, part, line)
        for offset, written in enumerate(re.split(r"\r\n|\n|\r", text)):
            yield start + offset if start else line, re.sub(r"\A>+(?=From )", "", written)


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    charset = part.get_content_charset() or "utf-8"
    try:
        return data.decode(charset)
    except (LookupError, UnicodeError):
        return data.decode("utf-8") if _is_utf8(data) else data.decode("cp1252", "replace")


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _body_line(message: bytes, part: Message, line: int) -> int:
    """The line of the file that a text begins on; 0 where its lines are not the file's."""
    encoding = str(part.get("Content-Transfer-Encoding", "7bit")).strip().lower()
    payload = part.get_payload()
    if encoding not in ("7bit", "8bit", "binary") or not isinstance(payload, str):
        return 0
    found = re.search(rb"\r?\n\r?\n", message)
    if found is None or part.get_content_maintype() != "text":
        return 0
    # Up to a character that the message may write in several ways.
    opening = "".join(takewhile(str.isascii, payload[:200])).encode()
    start = message.find(opening, found.end()) if opening else found.end()
    return line + message.count(b"\n", 0, start) if start >= 0 else 0
