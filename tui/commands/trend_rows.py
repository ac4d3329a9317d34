"""The rows of the registry of commands about queries over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.conditions import no_results
from tui.commands.rows import ALLOWED, VIEW, Row, under

if TYPE_CHECKING:
    from tui.commands.command import Command

TREND_COMMANDS: tuple[Command, ...] = (
    *under(
        VIEW, "anywhere", ALLOWED,
        Row("trends.show", "C", "over time",
            "Chart the query over time, with who and what is most frequent", footer=22,
            refusal=no_results),
    ),
    *under(
        VIEW, "trends", ALLOWED,
        Row("trends.close", "escape q C", "close", "Close the chart", footer=7),
        Row("trends.left", "h left", "earlier", "To the period before", footer=2),
        Row("trends.right", "l right", "later", "To the period after", footer=3),
        Row("trends.first", "g home", "first", "To the first period"),
        Row("trends.last", "G end", "last", "To the last period"),
        Row("trends.narrow", "enter", "narrow",
            "Narrow the list to the period under the cursor, of the query that is looked at",
            footer=1),
        Row("trends.period", "p", "period", "By year, by month or by week", footer=4),
        Row("trends.days", "d", "which days",
            "By the day of publication, on Daily Papers, or when added here"),
        Row("trends.share", "s", "share", "Papers, or their share of all papers", footer=5),
        Row("trends.add", "slash plus", "compare",
            "Type another query to compare; there may be four", footer=6),
        Row("trends.drop", "minus backspace", "drop",
            "Take the query that is looked at out of the chart"),
        Row("trends.next", "tab", "next query", "Look at the next query of the chart"),
        Row("trends.down", "j down ctrl+d pagedown space", "down", "Scroll to the names below"),
        Row("trends.up", "k up ctrl+u pageup b", "up", "Scroll back up"),
    ),
)  # fmt: skip
