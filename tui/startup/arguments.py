"""What is asked for on the command line of the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

if TYPE_CHECKING:
    from collections.abc import Sequence

VALUED: Final = {"--index": "index", "--query": "query", "--config": "config"}
"""Options that take any value, by the name of what they set."""


class Options(msgspec.Struct, kw_only=True):
    """What is asked for; the fields are named as the options are.

    Attributes:
        verb: ``open``, ``demo`` or nothing.
        printing: Whether ``--print`` is given.
        format: Every ``--format``; in the end the one of what is read.
        print_format: The format of what is printed.
    """

    verb: str = ""
    paths: list[str] = []
    index: str | None = None
    kiosk: bool = False
    query: str | None = None
    sort: str | None = None
    config: str | None = None
    no_mouse: bool = False
    ascii: bool = False
    printing: bool = False
    format: Any = None
    print_format: str | None = None
    year: int | None = None


def plain_options(arguments: Sequence[str]) -> Options | None:
    """What the commonest arguments ask for; None where argparse has to look.

    Loading argparse and telling it of every option takes a good part of what else happens until
    the first screen is loaded.
    """
    options = Options()
    for name, value in zip(arguments[::2], arguments[1::2], strict=False):
        if name not in VALUED or value.startswith("-"):
            return None
        setattr(options, VALUED[name], value)
    return None if len(arguments) % 2 else options
