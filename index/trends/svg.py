"""A picture of queries over time for slides, as inert SVG 1.1 (https://www.w3.org/TR/SVG11/)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from math import floor, log10
from typing import Final

import msgspec

from index.results import Period
from index.text.cleaning import one_line
from index.trends.columns import Column, number_text
from index.trends.periods import label_of

_WIDTH, _HEIGHT = 1280, 720
_LEFT, _RIGHT, _TOP, _BOTTOM = 110, 300, 90, 90
_MOST: Final = _WIDTH - _LEFT - _RIGHT

# Blue, vermilion, green and purple of Okabe and Ito (https://jfly.uni-koeln.de/color/), which
# colour-blind people tell apart; lines differ in their dashes as well.
_COLOURS: Final = ("#0072b2", "#d55e00", "#009e73", "#cc79a7")
_DASHES: Final = ("", "14 6", "4 5", "16 5 4 5")
_INK: Final = "#222222"
_QUIET: Final = "#d0d0d0"

_NO_XML: Final = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no way to write."""

MOST_COLUMNS: Final = 400
"""Columns that can be told apart in the picture."""


class _Scale(msgspec.Struct, frozen=True):
    """Where columns and values lie.

    Attributes:
        step: From one column to the next.
        top: The value at the upper edge.
    """

    step: float
    top: float

    def x(self, at: int) -> float:
        return _LEFT + self.step * (at + 0.5)

    def y(self, value: float) -> float:
        return _HEIGHT - _BOTTOM - (_HEIGHT - _TOP - _BOTTOM) * value / self.top


def svg(
    columns: Sequence[Column], names: Sequence[str], period: Period, title: str, *, share: bool
) -> str:
    """A picture of 1280 to 720, bars for one query and lines for several.

    Nothing in it loads, runs or links to anything, whatever the texts say.

    Args:
        columns: At most ``MOST_COLUMNS``.
        names: What each query is called.
        period: What the columns are counted by.
        title: What stands above.
        share: Whether to draw shares of all papers instead of papers.
    """
    values = [column.values(share=share) for column in columns]
    most = max((max(row) for row in values), default=0) or 1
    tick = _nice(most / 4, whole=not share)
    ticks = [tick * at for at in range(int(-(-most // tick)) + 1)]
    scale = _Scale(_MOST / max(len(columns), 1), ticks[-1])
    size = f'viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}"'
    looks = f'font-family="sans-serif" font-size="22" fill="{_INK}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" {looks}>',
        f"<title>{_text(title)}</title>",
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#ffffff"/>',
        f'<text x="{_LEFT}" y="50" font-size="30">{_text(title, 76)}</text>',
        *(line for value in ticks for line in _gridline(value, scale, share=share)),
        *_dates(columns, period, scale),
    ]
    if len(names) == 1:
        parts += _bars([row[0] for row in values], scale)
    else:
        parts += [
            _line([row[number] for row in values], number, scale) for number in range(len(names))
        ]
    last = values[-1] if values else (0.0,) * len(names)
    parts += _names(names, last, scale)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _nice(least: float, *, whole: bool) -> float:
    """The smallest of 1, 2, 5, 10, 20... (or 0.5, 0.2...) that is not below ``least``."""
    power = 10.0 ** floor(log10(least))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= least * 0.999)
    return max(step, 1) if whole else step


def _text(text: str, most: int = 1_000) -> str:
    return escape(_NO_XML.sub("", one_line(text, most)))


def _gridline(value: float, scale: _Scale, *, share: bool) -> list[str]:
    y = scale.y(value)
    label = number_text(value, share=share)
    return [
        f'<path d="M{_LEFT} {y:.1f}H{_WIDTH - _RIGHT}" stroke="{_QUIET}"/>',
        f'<text x="{_LEFT - 12}" y="{y + 8:.1f}" text-anchor="end">{label}</text>',
    ]


def _dates(columns: Sequence[Column], period: Period, scale: _Scale) -> list[str]:
    """Labels below, as many as have room."""
    every = max(1, -(-len(columns) * 130 // _MOST))
    return [
        f'<text x="{scale.x(at):.1f}" y="{_HEIGHT - _BOTTOM + 36}" text-anchor="middle">'
        f"{label_of(columns[at].first, period)}</text>"
        for at in range(0, len(columns), every)
    ]


def _bars(values: Sequence[float], scale: _Scale) -> list[str]:
    width = scale.step * 0.8
    return [
        f'<rect x="{scale.x(at) - width / 2:.1f}" y="{scale.y(value):.1f}" width="{width:.1f}" '
        f'height="{scale.y(0) - scale.y(value):.1f}" fill="{_COLOURS[0]}"/>'
        for at, value in enumerate(values)
        if value
    ]


def _line(values: Sequence[float], number: int, scale: _Scale) -> str:
    points = " ".join(f"{scale.x(at):.1f},{scale.y(value):.1f}" for at, value in enumerate(values))
    dashes = f' stroke-dasharray="{_DASHES[number]}"' if _DASHES[number] else ""
    return (
        f'<polyline points="{points}" fill="none" stroke="{_COLOURS[number]}" '
        f'stroke-width="4" stroke-linejoin="round"{dashes}/>'
    )


def _names(names: Sequence[str], last: Sequence[float], scale: _Scale) -> list[str]:
    """The queries beside the ends of their lines, none over another."""
    order = sorted(range(len(names)), key=lambda number: scale.y(last[number]))
    places: dict[int, float] = {}
    lowest = _HEIGHT - _BOTTOM
    below = float(_TOP)
    for at, number in enumerate(order):
        room = lowest - 30 * (len(order) - 1 - at)
        places[number] = below = min(max(scale.y(last[number]) + 8, below), room)
        below += 30
    x = _WIDTH - _RIGHT + 16
    return [
        f'<text x="{x}" y="{places[number]:.1f}" fill="{_COLOURS[number]}" font-weight="bold">'
        f"{_text(name or 'all papers', 24)}</text>"
        for number, name in enumerate(names)
    ]
