"""The rows of the registry of commands about what is fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.conditions import NO_FETCHING, NO_FILES, cannot_fetch, no_pdf
from tui.commands.rows import FETCH, Row, under

if TYPE_CHECKING:
    from tui.commands.command import Command

FETCH_COMMANDS: tuple[Command, ...] = (
    *under(
        FETCH, "anywhere", NO_FETCHING,
        Row("fetch.sync", "U", "get new papers",
            "Fetch what is new of your feeds while you browse; meanwhile, stop that",
            footer=20, refusal=cannot_fetch),
    ),
    *under(
        FETCH, "anywhere", NO_FILES,
        Row("pdf.download", "P", "PDF",
            "Download the PDF of the paper, or of those marked, to the folder of your settings",
            footer=21, refusal=no_pdf),
    ),
    *under(
        FETCH, "fetching", NO_FETCHING,
        Row("fetch.stop", "s", "stop",
            "Stop fetching; what came is kept, and next time it goes on from there", footer=1),
        Row("fetch.next", "U", "new papers after that",
            "Fetch what is new of your feeds when the rest is done", footer=2,
            refusal=cannot_fetch),
    ),
)  # fmt: skip
