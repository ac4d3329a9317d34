"""``quire --print``: the browser on the terminal, the chosen papers on standard output.

So Quire works in a pipe as a chooser: keys move and mark, Enter chooses and ends.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from index import EXPORTERS

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator, Sequence

    from index import Paper
    from tui.startup.arguments import Options

FORMATS: Final = ("keys", "links", *EXPORTERS)
"""What can be printed of a paper; its key is what the scripted commands take."""

NOTHING_CHOSEN: Final = 1
CLOSED_PIPE: Final = 141
STANDARD_ERROR: Final = 2


def add_arguments(parser: argparse.ArgumentParser, verb: str) -> None:
    """Add ``--print`` and ``--format``, which for ``open`` also names the format of its inputs."""
    parser.add_argument(
        "--print",
        action="store_true",
        dest="printing",
        help="print what is chosen with Enter, and end",
    )
    what = "with --print, what to print: " + ", ".join(FORMATS)
    if verb == "open":
        parser.add_argument(
            "--format", action="append", help=f"read every input as this format; {what}"
        )
    else:
        parser.add_argument("--format", action="append", choices=FORMATS, help=what)


def settle(options: Options) -> None:
    """Tell the format of what is printed from that of what is read.

    Afterwards ``options.format`` is the format of the inputs, and ``options.print_format`` that of
    what is printed; both may be None.

    Raises:
        UsageError: A format is given twice, or for nothing.
    """
    from index import UsageError

    given: list[str] = options.format or []
    printed = [name for name in given if name in FORMATS] if options.printing else []
    read = given[:] if not options.printing else [name for name in given if name not in FORMATS]
    if len(printed) > 1 or len(read) > 1:
        raise UsageError("--format is given twice")
    if read and options.verb != "open":
        raise UsageError("--format says what to print, and goes with --print")
    options.format = read[0] if read else None
    options.print_format = printed[0] if printed else None


def lines_of(papers: Iterable[Paper], format: str | None) -> Iterator[str]:
    """What to print of papers, in pieces that end with a line.

    Args:
        papers: What was chosen.
        format: One of ``FORMATS``, keys by default. A paper without a link is printed as its key.
    """
    if format in {None, "keys"}:
        for paper in papers:
            yield f"{paper.key}\n"
    elif format == "links":
        from index import link

        for paper in papers:
            yield f"{link(paper) or paper.key}\n"
    else:
        from index import export

        yield from export(papers, str(format))


def print_chosen(papers: Sequence[Paper], format: str | None, code: int) -> int:
    """Print what was chosen.

    Args:
        papers: What was chosen.
        format: One of ``FORMATS``.
        code: The exit code of the browser.

    Returns:
        The exit code: 1 where nothing was chosen, 141 where nobody reads what is printed.

    Raises:
        OutputError: It can't be printed, for example to a full disk.
    """
    if not papers:
        return code or NOTHING_CHOSEN
    from index import flush_output, write_output

    try:
        for text in lines_of(papers, format):
            write_output(text.encode("utf-8", "replace"))
        flush_output()
    except BrokenPipeError:
        return CLOSED_PIPE
    return code


@contextmanager
def screen_on(terminal: str) -> Iterator[None]:
    """Draw on the terminal, also where standard error goes elsewhere.

    Textual draws on standard error, which leaves standard output to what is printed.
    """
    if os.isatty(STANDARD_ERROR):
        yield
        return
    elsewhere = os.dup(STANDARD_ERROR)
    opened = os.open(terminal, os.O_RDWR)
    os.dup2(opened, STANDARD_ERROR)
    os.close(opened)
    try:
        yield
    finally:
        os.dup2(elsewhere, STANDARD_ERROR)
        os.close(elsewhere)
