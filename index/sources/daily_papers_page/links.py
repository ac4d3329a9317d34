"""Takes away the links of copies that keep them, as Markdown or as addresses, and what they tell.

Programs that copy web pages keep links: as Markdown (``[title](https://huggingface.co/papers/ID)``,
``[title][7]``), or as an address behind a line or on one of its own. Without them such a copy is
the text that browsers copy, and read as that. Of what they lead to is kept: which paper, and an
organisation's slug, which is put in front of its name as browsers copy it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Final

from index.sources.daily_papers_page.targets import Target, slug, target_of

_NOWHERE: Final = "https://huggingface.co/"

_REFERENCES: Final = 100_000
"""Links with numbers of which a file's end tells where they lead."""


_SHORT: Final = 300
"""Characters of a block that is no abstract."""


_LONGEST: Final = 100_000
"""Characters of the longest block that links are looked for in."""


class Line(str):
    """A line of a page: its text, the number it has in the file, and what its links tell.

    Attributes:
        number: From 1.
        paper: The arXiv id of the paper that it leads to.
        is_heading: Whether it is marked as a heading.
    """

    __slots__ = ("is_heading", "number", "paper")
    number: int
    paper: str | None
    is_heading: bool

    def __new__(
        cls, text: str, number: int, paper: str | None = None, *, is_heading: bool = False
    ) -> Line:
        """Make a line; the arguments are its text and its attributes."""
        line = super().__new__(cls, text)
        line.number = number
        line.paper = paper
        line.is_heading = is_heading
        return line


def references_of(lines: Iterable[tuple[int, str]]) -> dict[str, str]:
    """Where links lead that have only a number or a word in the text: ``[7]: https://...``."""
    found: dict[str, str] = {}
    for _, line in lines:
        if "]:" in line and len(found) < _REFERENCES:
            reference = _reference().fullmatch(line.strip())
            if reference is not None:
                name, address = reference[1].casefold(), reference[2]
                # Files that were put together may use a name twice: then it leads nowhere.
                found[name] = address if found.get(name, address) == address else _NOWHERE
    return found


def without_links(lines: list[Line], references: Mapping[str, str]) -> list[list[Line]]:
    """The blocks that the lines of a block are without their links.

    Args:
        lines: Lines that stand together.
        references: From ``references_of``.
    """
    if sum(map(len, lines)) > _LONGEST or not any(map(_sign().search, lines)):
        return [lines]
    linked = _Linked(lines, references)
    return linked.blocks()


def address_of(lines: list[Line]) -> Line | None:
    """The line with what an address tells, if that is all of a block; None for other blocks."""
    if len(lines) != 1:
        return None
    found = _address().fullmatch(lines[0])
    target = target_of(found[1]) if found is not None else None
    if target is None or target == Target():
        return None
    return Line(target.name or "", lines[0].number, target.paper)


class _Linked:
    """The text of a block with links, which is rewritten without changing its number of lines."""

    def __init__(self, lines: list[Line], references: Mapping[str, str]) -> None:
        self._first = [line.number for line in lines]
        self._references = references
        self._papers: dict[int, str] = {}
        self._headings: set[int] = set()
        self._bare: set[int] = set()
        self._text = "\n".join(lines)

    def blocks(self) -> list[list[Line]]:
        """The lines without their links; those of which nothing is left part nothing."""
        self._text = _image().sub(self._without_image, self._text)
        self._take_headings()
        self._text = _link().sub(self._without_link, self._text)
        blocks: list[list[Line]] = [[]]
        for at, text in enumerate(self._text.split("\n")):
            text = self._without_address(at, text, blocks[-1])
            text = text if text == _BREAK else " ".join(text.replace(_PICTURED, " ").split())
            if at in self._bare and text in ("-", "*", "•", "+"):
                # The mark of a list, before a picture.
                text = ""
            if text == _BREAK:
                blocks.append([])
            elif text:
                line = Line(
                    text,
                    self._first[min(at, len(self._first) - 1)],
                    self._papers.get(at),
                    is_heading=at in self._headings,
                )
                blocks[-1].append(line)
                if line.is_heading:
                    blocks.append([])
        return [block for block in blocks if block]

    def _line_at(self, position: int) -> int:
        return self._text.count("\n", 0, position)

    def _without_image(self, found: re.Match[str]) -> str:
        self._bare.add(self._line_at(found.start()))
        alternative = found[1].strip()
        # That of an organisation's picture is its slug.
        return alternative + _PICTURED if slug().fullmatch(alternative) is not None else ""

    def _take_headings(self) -> None:
        lines = self._text.split("\n")
        for at, line in enumerate(lines):
            found = _heading().match(line)
            if found is not None and (at == 0 or "](" in line or "][" in line):
                self._headings.add(at)
                lines[at] = line[found.end() :].strip().removeprefix("**").removesuffix("**")
        self._text = "\n".join(lines)

    def _without_link(self, found: re.Match[str]) -> str:
        text, address = found[1], found[2]
        if address is None:
            address = self._references.get((found[3] or text).strip().casefold())
            if address is None:
                return found[0]
        target = target_of(address.strip("<>"))
        is_whole = self._is_whole(found)
        text_line = _one_line(text)
        if target is None:
            is_button = is_whole and _button().fullmatch(text_line) is not None
            return text_line + "\n" * found[0].count("\n") if is_button else found[0]
        if not is_whole and target.paper is None and len(found.string) > _SHORT:
            # It is a part of a sentence.
            return found[0]
        at = self._line_at(found.start())
        if target.paper is not None and is_whole | target.is_comments:
            self._papers.setdefault(at, target.paper)
        breaks = found[0].count("\n")
        if target.is_comments:
            # Nothing stands between a date and the number of comments.
            return f" {text_line}" + "\n" * breaks
        if target.name is not None and is_whole and not _is_name_alone(text_line):
            return _with_slug(target.name, text_line) + "\n" * breaks
        paragraphs = _paragraphs(text)
        breaks -= 2 * (len(paragraphs) - 1)
        return f"\n{_BREAK}\n".join(paragraphs) + "\n" * max(breaks, 0)

    def _is_whole(self, found: re.Match[str]) -> bool:
        """Whether nothing else stands on the lines of a link but the mark of a list."""
        text = self._text
        before = text[text.rfind("\n", 0, found.start()) + 1 : found.start()]
        end = text.find("\n", found.end())
        after = text[found.end() : end if end >= 0 else len(text)]
        return before.strip(" -*+•_") == "" and after.strip(" \\*_") == ""

    def _without_address(self, at: int, text: str, before: list[Line]) -> str:
        """A line without an address of Hugging Face that is all or the end of it."""
        found = _address().search(text.rstrip("\\ "))
        if found is None:
            return text
        target = target_of(found[1])
        rest = text[: found.start()].rstrip()
        if target is None or target == Target():
            return text
        if rest and not found[0].endswith((">", ")", "]")) and target.paper is None:
            # It may belong to the sentence.
            return text
        if rest:
            if target.paper is not None:
                self._papers.setdefault(at, target.paper)
            return rest if target.name is None else _with_slug(target.name, rest, is_copied=True)
        if before:
            before[-1] = told(before[-1], Line(target.name or "", 0, target.paper))
        return ""


def told(line: Line, address: Line) -> Line:
    """A line with what the address behind it tells.

    Args:
        line: The line.
        address: The paper that it leads to, and as its text the name.
    """
    is_name = bool(address) and _may_be_name(line)
    text = _with_slug(address, line, is_copied=True) if is_name else str(line)
    return Line(text, line.number, line.paper or address.paper, is_heading=line.is_heading)


_PICTURED: Final = "\x1f"
"""Stands behind the text of a picture; no cleaned text has it."""

_BREAK: Final = "\x1e"
"""Stands for a blank line; no cleaned text has it."""


def _with_slug(slug: str, name: str, *, is_copied: bool = False) -> str:
    """An organisation as browsers copy it: the text of its picture, which is its slug, its name.

    Args:
        slug: Its slug.
        name: Its name, perhaps with the slug in front already.
        is_copied: Whether texts of pictures are in the copy.
    """
    begin, _, rest = name.replace(_PICTURED, " \0").partition(" ")
    if begin != slug:
        return f"{slug} {name}"
    # "Kestrel Robotics" may be all of a name.
    is_slug = (
        is_copied
        or not rest
        or rest.startswith("\0")
        or slug.islower()
        or re.search(r"[-_\d]", slug) is not None
        or rest[:3].casefold() == slug[:3].casefold()
    )
    return name if is_slug else f"{slug} {name}"


def _is_name_alone(text: str) -> bool:
    """Whether the text of a link is no organisation's but a part of what stands around papers."""
    return not text or text.casefold() in ("ak", "log in", "sign up")


def _may_be_name(line: str) -> bool:
    return len(line) <= 120 and not line.endswith("authors") and not line[:1].isdigit()


def _one_line(text: str) -> str:
    return " ".join(part for line in text.split("\n") if (part := _unescaped(line)))


def _unescaped(line: str) -> str:
    """A line in a link without the backslashes of Markdown, those at its end among them."""
    line = line.strip(" ").rstrip("\\").strip(" ")
    if "\\" in line and _unescapable().search(line) is None:
        line = _escape().sub(r"\1", line)
    return " ".join(filter(None, line.split(" ")))


def _paragraphs(text: str) -> list[str]:
    """The text of a link, of which several lines are one, in its paragraphs."""
    paragraphs: list[list[str]] = [[]]
    for line in text.split("\n"):
        plain = _unescaped(line)
        if not plain:
            paragraphs.append([])
        elif plain in ("-", "*", "•"):
            continue
        elif plain.endswith(("authors", "author")) and plain[:1] in "-*•":
            paragraphs = [[plain]]
        else:
            paragraphs[-1].append(plain)
    return [" ".join(lines) for lines in paragraphs if lines] or [text.strip(" \n\\")]


@cache
def _sign() -> re.Pattern[str]:
    """What only lines with links have, or headings."""
    return re.compile(r"\]\(|\]\s?\[|huggingface\.co|hf\.co/|^#{1,6} |^\[[^\]]+\]: ?\S")


@cache
def _heading() -> re.Pattern[str]:
    return re.compile(r"#{1,6}\s+")


@cache
def _image() -> re.Pattern[str]:
    return re.compile(r"!\[([^\[\]]*)\](?:\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)|\[[^\[\]\s]*\])")


@cache
def _link() -> re.Pattern[str]:
    """Markdown's links: text, and an address or a name that stands for one."""
    text = r"(?<!\\)\[((?:[^\[\]\\]|\\.|\[[^\[\]]*\])*+)\]"
    address = r"\((<[^<>\n]*>|[^()\s]*+(?:\([^()\s]*\)[^()\s]*+)*+)(?:\s+\"[^\"]*\"|\s+'[^']*')?\)"
    return re.compile(rf"{text}(?:{address}|[ ]?\[([^\[\]\n]*)\](?!\())", re.DOTALL)


@cache
def _reference() -> re.Pattern[str]:
    return re.compile(r"\[([^\[\]]{1,100})\]:\s{0,9}<?([^\s<>]+)>?(?:\s{1,9}[\"'(][^\"]*[\"')])?")


@cache
def _address() -> re.Pattern[str]:
    """An address of Hugging Face at the end of a line, perhaps in brackets."""
    return re.compile(
        r"[<(\[]?(https?://(?:[\w-]+\.)?(?:huggingface\.co|hf\.co)(?:/[^\s<>()\[\]]*)?)[>)\]]?$"
    )


@cache
def _button() -> re.Pattern[str]:
    """Buttons below a paper that lead elsewhere."""
    return re.compile(
        r"(?:LINK: ?)?(?:GitHub ?[\d.,]*k?|arXiv(?: page)?|Project page)", re.IGNORECASE
    )


@cache
def _escape() -> re.Pattern[str]:
    return re.compile(r"\\([\\`*_{}\[\]()#+.!<>~|-]|\s|$)")


@cache
def _unescapable() -> re.Pattern[str]:
    """What shows that a program puts no backslashes before Markdown's signs: they are TeX's."""
    return re.compile(r"(?<!\\)(?:\\\\)*+(?:[_*]|\\[a-zA-Z])")


def definitions_left_out(lines: list[Line]) -> list[Line]:
    """The lines that do not just say where links lead."""
    return [line for line in lines if line[:1] != "[" or _reference().fullmatch(line) is None]


def joined(blocks: Iterable[list[Line]]) -> Iterator[list[Line]]:
    """Blocks, those that are an address alone told to the block before."""
    waiting: list[Line] | None = None
    for block in blocks:
        address = address_of(block)
        if address is None:
            if waiting is not None:
                yield waiting
            waiting = block
        elif waiting is not None:
            waiting[-1] = told(waiting[-1], address)
    if waiting is not None:
        yield waiting
