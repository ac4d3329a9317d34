"""Texts that try to be more than text, an index full of them, and what has reached a terminal."""

from __future__ import annotations

import random
import re
from pathlib import Path
from unicodedata import category, combining

import msgspec
import pytest

from index import Paper

PAYLOADS = (
    "\x1b]52;c;b3duZWQ=\x07", "\x1b]52;c;b3duZWQ=\x1b\\", "\x1b]0;owned\x07", "\x1b]2;owned\x1b\\",
    "\x1b]8;;https://evil.example/\x1b\\here\x1b]8;;\x1b\\", "\x1b[2J", "\x1b[777;777H",
    "\x1b[?1049l",
    "\x1b[?25h", "\x1b[6n", "\x1bc", "\x1b[31;77m", "\x1bP1$r0m\x1b\\", "\x1b_x\x1b\\",
    "\x9b2J", "\x9d0;owned\x9c", "\x90q\x9c", "\x07", "\x08\x08\x08", "\r", "\n", "\n\n", "\t",
    "\x0b",
    "\x7f", "\x00", "\x0e", "\x85", "\u2028", "\u2029",
    "\u202e", "\u202d", "\u2066", "\u2067", "\u2069", "\u200e", "\u061c",
    "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u180e", "\U000e0041\U000e0042",
    "\u115f", "\u3164", "\ufe0f", "e" + "\u0301" * 60, "Z" + "\u0336\u0489\u0488" * 30,
    "[red]", "[/red]", "[@click=app.quit]q[/]", "[link=https://evil.example]", "[bold", "[[", "]",
    "{red}", "${x}", "\\[", "%s%n", "<b>", "&amp;", "$x^2$", "\\textbf{", "}",
    "W" * 300, "花" * 80, "👩‍🔬🏳️‍🌈", "\U0001f1e9\U0001f1ea", "한글", "ﷺ",
    "\ue000", "\ufff9x\ufffa", "\uffff", "plain words", "routing", " ", "  ",
)  # fmt: skip

ALLOWED_INVISIBLE = "\u200c\u200d"
"""Joiners: sanitizing keeps them where scripts need them."""

SEQUENCE = re.compile(
    r"\x1b\[([<=>?]?)([0-9;:]*)([ -/]*[@-~])"
    r"|\x1b\](\d*);?([^\x07\x1b]*)(?:\x07|\x1b\\)"
    r"|(\x1bP[^\x1b]*(?:\x1b\x1b[^\x1b]*)*\x1b\\)"
    r"|(\x1b.)"
)


def hostile_text(chance: random.Random, parts: int = 5) -> str:
    """Some words with something hostile between them."""
    return "".join(chance.choice(PAYLOADS) for _ in range(chance.randint(1, parts)))


def spoiled(paper: Paper, chance: random.Random) -> Paper:
    """The paper with hostile text in every field that holds text."""
    return msgspec.structs.replace(
        paper,
        title=f"T{hostile_text(chance)}",
        abstract=hostile_text(chance, 40),
        org=f"o{hostile_text(chance, 2)}",
        org_name=f"O{hostile_text(chance, 2)}",
        authors=tuple(hostile_text(chance, 2) for _ in range(chance.randint(1, 5))),
        arxiv_id=f"9901.{hostile_text(chance, 2)}",
        categories=(hostile_text(chance, 2), "cs.LG"),
        doi=f"10.1/{hostile_text(chance, 2)}",
        url=f"https://a.example/{hostile_text(chance, 3)}",
        keywords=(hostile_text(chance, 2),),
    )


def hostile_index(folder: Path, count: int, seed: int = 5) -> Path:
    """An index whose texts were never cleaned, as a defect or a stranger might leave it."""
    from index import rebuild
    from index.engine import schema

    chance = random.Random(seed)
    document_json = schema.document_json
    source = folder / "papers.jsonl"
    source.write_text("".join(f'{{"title": "Paper {n}"}}\n' for n in range(count)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schema, "document_json", lambda paper: document_json(spoiled(paper, chance)))
        rebuild([source], folder / "index")
    return folder / "index"


def shapes(written: str) -> set[str]:
    """The kinds of control sequences in what was written, without their numbers."""
    found = set()
    for marker, numbers, final, command, _, string, other in SEQUENCE.findall(written):
        if final:
            mode = numbers if final in {"h", "l"} else ""
            found.add(f"CSI {marker}{mode}{final}")
        elif string:
            found.add("DCS")
        else:
            found.add(f"OSC {command}" if not other else f"ESC {other[1:]}")
    return found


def trouble_in(text: str, *, lines: bool = False) -> list[str]:
    """What in a text is not just text.

    Args:
        text: What was written, without the control sequences that are allowed.
        lines: Whether ends of lines may be in it.
    """
    found = []
    marks = 0
    for character in text:
        kind = category(character)
        if kind in {"Mn", "Me"} or combining(character):
            marks += 1
            if marks > 6:
                found.append("a tower of marks")
            continue
        marks = 0
        if character in "\r\n" and lines:
            continue
        if kind in {"Cc", "Zl", "Zp", "Cs"}:
            found.append(f"control U+{ord(character):04X}")
        elif kind == "Cf" and character not in ALLOWED_INVISIBLE:
            found.append(f"invisible U+{ord(character):04X}")
    return sorted(set(found))
