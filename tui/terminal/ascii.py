"""Text for terminals that show nothing but ASCII. Pure."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final
from unicodedata import category, normalize

from rich.cells import cell_len

CONTROLS: Final = re.compile(
    r"(\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b\[[0-?]*[ -/]*[@-~]|[\x00-\x1f\x7f-\x9f]+)"
)

LOOKALIKES: Final = str.maketrans(
    {
        # Borders, bars and marks of the browser's own.
        **dict.fromkeys("─━╌╍═╴╶╸╺▁▂▔", "-"),
        **dict.fromkeys("│┃║╎╏▏▕▐", "|"),
        **dict.fromkeys("┌┐└┘├┤┬┴┼╭╮╰╯╔╗╚╝", "+"),
        **dict.fromkeys("█▇▆▅▄▃▉▊▋▍▎▀■", "#"),
        **dict.fromkeys("▌›»▶▸→", ">"),
        **dict.fromkeys("‹«◀◂←", "<"),
        **dict.fromkeys("★●◆∗×⋅", "*"),
        **dict.fromkeys("↑▲△", "^"),
        **dict.fromkeys("↓▼▽", "v"),
        "↕": "|",
        "✓": "x",
        "•": ".",
        "·": "-",
        "…": "~",
        # What papers hold.
        **dict.fromkeys("–—−‐‑‒―", "-"),
        **dict.fromkeys("‘’‚′´", "'"),
        **dict.fromkeys("“”„″", '"'),
        **dict.fromkeys("ıİ", "i"),
        "ß": "s", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D",
        "æ": "e", "Æ": "E", "œ": "e", "Œ": "E", "ð": "d", "þ": "t", "\u00a0": " ",
    }
)  # fmt: skip


def to_ascii(data: str) -> str:
    """Say the same in ASCII, in as many cells: letters lose their accents, others become ``?``.

    Args:
        data: What would be written to a terminal, control sequences included; those stay.
    """
    if data.isascii():
        return data
    parts = CONTROLS.split(data)
    parts[::2] = map(_spelled, parts[::2])
    parts[1::2] = ["".join(map(_letter, part.translate(LOOKALIKES))) for part in parts[1::2]]
    return "".join(parts)


@lru_cache(maxsize=4096)
def _spelled(text: str) -> str:
    plain = "".join(map(_letter, text.translate(LOOKALIKES)))
    # Some letters join into fewer cells than they have alone; nothing may move.
    width = cell_len(text)
    return plain[:width].ljust(width) if len(plain) != width else plain


@lru_cache(maxsize=4096)
def _letter(character: str) -> str:
    if character.isascii():
        return character
    if category(character)[0] in "MC":
        return ""
    width = cell_len(character)
    base = "".join(letter for letter in normalize("NFKD", character) if letter.isascii())
    return base if len(base) == width and base.isprintable() else "?" * width
