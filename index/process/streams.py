"""Standard output and standard error of scripted commands.

Output is data: what can't be written is an error. Narration is not: a command that has done its
work has done it, whether or not anybody could be told.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from index.errors import OutputError, UsageError
from index.text.filenames import displayable

if TYPE_CHECKING:
    from typing import BinaryIO, TextIO

LONGEST_LINE: Final = 5_000
"""Characters of one line of narration; the longest path of a Linux system fits."""


def open_missing_streams() -> None:
    """Open ``/dev/null`` for each standard stream that the process was started without.

    Otherwise the next file that is opened takes the number of a missing stream, and whatever
    writes to standard error, such as a library that panics, writes into that file.
    """
    for descriptor, flags in ((0, os.O_RDONLY), (1, os.O_WRONLY), (2, os.O_WRONLY)):
        try:
            os.fstat(descriptor)
        except OSError:
            opened = os.open(os.devnull, flags)
            if opened != descriptor:
                os.dup2(opened, descriptor)
                os.close(opened)


def write_output(data: bytes) -> None:
    """Write all of ``data`` to standard output.

    Raises:
        OutputError: It can't be written, for example to a full disk.
        BrokenPipeError: Nobody reads it any more.
    """
    _put(data, flush=False)


def flush_output() -> None:
    """Hand everything that was written to standard output to the operating system.

    Raises:
        OutputError: As ``write_output``.
        BrokenPipeError: As ``write_output``.
    """
    _put(b"", flush=True)


def print_text(text: str) -> None:
    """Write a text to standard output and flush it. Raises as ``write_output`` does."""
    _put(text.encode("utf-8", "replace"), flush=True)


def print_json(value: object) -> None:
    """Write a value as one line of inert JSON and flush it. Raises as ``write_output`` does."""
    import msgspec

    from index.text.terminal_safe_json import inert_json

    try:
        encoded = msgspec.json.encode(value)
    except UnicodeEncodeError:
        # Names of files may be any bytes; JSON is text.
        encoded = msgspec.json.encode(_displayable(msgspec.to_builtins(value)))
    print_text(inert_json(encoded).decode() + "\n")


def narrate(*lines: str) -> None:
    """Write lines to standard error, each made inert; ignore what can't be written.

    Args:
        lines: Each becomes exactly one line, whatever is in it. Spaces at its beginning stay.
    """
    stream: TextIO | None = sys.stderr
    if stream is None:
        return
    data = "".join(f"{printable(line)}\n" for line in lines).encode("utf-8", "replace")
    try:
        _put_all(stream.buffer, data)
        _flush(stream.buffer)
    except (OSError, ValueError):
        _abandon(stream)


def printable(line: str) -> str:
    """A text as one line that does nothing to a terminal, names as ``displayable`` has them."""
    from index.text.cleaning import one_line

    text = line.lstrip(" ")
    return line[: len(line) - len(text)] + one_line(displayable(text), LONGEST_LINE)


def _displayable(value: object) -> object:
    if isinstance(value, str):
        return displayable(value)
    if isinstance(value, list):
        return list(map(_displayable, value))
    if isinstance(value, dict):
        return {_displayable(key): _displayable(inner) for key, inner in value.items()}
    return value


def require_unicode(what: str, argument: object) -> None:
    """Refuse an argument that came in other bytes than UTF-8.

    Args:
        what: What to call it.
        argument: A string, a list of them, or anything else, which is right.

    Raises:
        UsageError: It holds the lone surrogates that Python keeps such bytes as.
    """
    for text in argument if isinstance(argument, list) else [argument]:
        if isinstance(text, str):
            try:
                text.encode()
            except UnicodeEncodeError:
                raise UsageError(f"{what} is not in UTF-8: {text}") from None


def _put(data: bytes, *, flush: bool) -> None:
    stream: TextIO | None = sys.stdout
    if stream is None:
        raise OutputError("can't write to standard output: it is closed")
    try:
        _put_all(stream.buffer, data)
        if flush:
            _flush(stream.buffer)
    except BrokenPipeError:
        _abandon(stream)
        raise
    except (OSError, ValueError) as error:
        _abandon(stream)
        reason = getattr(error, "strerror", None) or str(error)
        raise OutputError(f"can't write to standard output: {reason.lower()}") from None


def _put_all(stream: BinaryIO, data: bytes) -> None:
    """Write all of it, even where a stream is unbuffered, or does not block, and takes what fits.

    Text that somebody printed and that is buffered still would come later than this.
    """
    rest = memoryview(data)
    while rest:
        try:
            written = stream.write(rest)
        except BlockingIOError as full:
            written = full.characters_written
        if not written:
            _await_room(stream)
        rest = rest[written or 0 :]


def _flush(stream: BinaryIO) -> None:
    while True:
        try:
            stream.flush()
            return
        except BlockingIOError:
            _await_room(stream)


def _await_room(stream: BinaryIO) -> None:
    from select import select

    select([], [stream], [])


def _abandon(stream: TextIO) -> None:
    """Send what is still buffered nowhere, so that it does not raise again at the exit."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
