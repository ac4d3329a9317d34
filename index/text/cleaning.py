"""The only text-cleaning rules: what a paper's text may hold before anything else sees it.

Cleaned text is safe to hand to a terminal and looks like what it is: no controls, no escape
sequences nor what is left of them, no bidirectional overrides or isolates, no invisible or tag
characters, no lone surrogates, no towers of combining marks, NFC.

What scripts need stays: the joiner and the non-joiner between two letters of scripts that shape
by them (Arabic to Myanmar, Khmer, Mongolian and a few more), Mongolian variation selectors after
a Mongolian letter, and the visible Arabic number signs, which Unicode also files under "format".
Emoji joined by ZWJ fall apart into their members, since terminals disagree about their width.

Every function is idempotent: cleaning clean text changes nothing. Text that is clean already, as
nearly all is, is recognised by a few C-speed checks.
"""

from __future__ import annotations

import re
from functools import cached_property

# Longer than anything real (arXiv's longest titles have about 400 characters, its abstracts 6,000)
# and short enough that one absurd record can't slow a screen or bloat an index. What is longer is
# cut and ends in an ellipsis: the paper is still worth finding.
TITLE_LIMIT = 1_000
NAME_LIMIT = 200
TEXT_LIMIT = 20_000
ADDRESS_LIMIT = 2_000

# Vietnamese needs two marks on a letter, Hebrew with all its points and Tibetan stacks up to six.
MARK_LIMIT = 6

_PRINTABLE = bytes(range(0x20, 0x7F))

# Where a joiner does something visible, as ranges of code points.
_JOINING = (
    (0x0600, 0x109F),
    (0x1780, 0x18AF),
    (0x1A20, 0x1AAF),
    (0xA840, 0xA87F),
    (0x10A00, 0x11FFF),
)

# Never kept, whatever stands around it.
_REMOVED = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"  # controls that are no white space
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e"  # soft hyphen, fillers, invisible marks
    "\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"  # zero width, bidirectional, invisible operators
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"  # fillers, variation selectors, byte order mark
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"  # surrogates and noncharacters
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_CONTEXT = "\u180b-\u180d\u180f\u200c\u200d"
# Blocks that hold combining marks: here, and only here, marks have to be counted.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u1cff\u1dc0-\u1dff\u20d0-\u20ff\u2cef-\u2cf1\u2de0-\u2dff"
    "\u302a-\u302f\u3099\u309a\ua66f-\ua6f1\ua800-\uabff\ufb1e\ufe20-\ufe2f\U00010000-\U0001efff"
)


# Escape sequences as ECMA-48 has them. Terminals act on controls inside of one and go on with it;
# those that part words end it here.
_INSIDE = "\x00-\x08\x0e-\x17\x19\x1c-\x1f\x7f"
# What a string may hold, and what it may where its end is missing: no more than one word.
_STRING = "[^\x07\x18\x1a\x1b\x80-\x9f]*+"
_WORD = "[^\\s\x00-\x1f\x7f-\x9f]*+"
_STRING_END = r"(?:\x07|\x1b\\|\x9c)"
# UTF-8 that was read as Latin-1 has characters that are C1 controls after these.
_NOT_MISREAD = "(?<![\x80-\x9a\xc2-\xf4])"
_SEQUENCE = (
    f"\x1b[{_INSIDE}]*+(?:"
    # A control sequence, of which the end may be missing: colours, the cursor, erasing.
    rf"\[[{_INSIDE}0-?]*+(?:[{_INSIDE} -/]*+[@-~])?"
    # A string: titles, the clipboard, links, pictures.
    rf"|[\]PX^_](?:{_STRING}{_STRING_END}|{_WORD})"
    # Character sets and the like, function keys, and sequences of two characters: those in use,
    # and others that begin no word.
    r"|[!-/]++[0-~]| [FGLMN]|O[A-DFHP-S]|[6-9<-?DEHMNOZ\\c|}~]|[0-OQ-WYZ`-~](?![a-z])"
    ")?"
    # The same with introducers of eight bits.
    r"|\x9b[0-?]++(?:[ -/]*+[@-~])?"
    rf"|{_NOT_MISREAD}\x9b(?:[!-/]*+[@-~])?"
    rf"|\x9d\d{{1,4}};(?:{_STRING}{_STRING_END}|{_WORD})"
    rf"|{_NOT_MISREAD}[\x90\x98\x9d-\x9f]{_STRING}{_STRING_END}"
)


class _Patterns:
    """The regular expressions of the slow path, each compiled when the first text needs it."""

    @cached_property
    def ascii_control(self) -> re.Pattern[str]:
        return re.compile("[\x00-\x08\x0e-\x1b\x7f]+")

    @cached_property
    def sequence(self) -> re.Pattern[str]:
        return re.compile(_SEQUENCE)

    @cached_property
    def introducer(self) -> re.Pattern[str]:
        return re.compile("[\x1b\x90\x98\x9b\x9d-\x9f]")

    @cached_property
    def line_break(self) -> re.Pattern[str]:
        return re.compile("[\r\x0b\x0c\x85\u2028]")

    @cached_property
    def usual(self) -> re.Pattern[str]:
        """Texts of European letters and punctuation: nothing in them is watched.

        It is compiled in a tenth of the time that ``watched`` takes.
        """
        letters = "\xa0-\xac\xae-\u02ff\u0370-\u0482"
        return re.compile(f"[\t\n\r -~{letters}\u2010-\u2027\u2030-\u205e]*")

    @cached_property
    def watched(self) -> re.Pattern[str]:
        return re.compile(f"[{_REMOVED}{_CONTEXT}{_MARKS}]")

    @cached_property
    def removed(self) -> re.Pattern[str]:
        return re.compile(f"[{_REMOVED}]+")

    @cached_property
    def context(self) -> re.Pattern[str]:
        return re.compile(f"[{_CONTEXT}]")

    @cached_property
    def tower(self) -> re.Pattern[str]:
        return re.compile(f"[{_MARKS}]{{{MARK_LIMIT + 1}}}")


_PATTERNS = _Patterns()


def is_printable_ascii(text: str) -> bool:
    """Whether all characters are from the space to the tilde.

    Of long texts this finds it out in half the time of ``str.isprintable``.
    """
    return text.isascii() and not text.encode().translate(None, _PRINTABLE)


def one_line(text: str, limit: int = TITLE_LIMIT) -> str:
    """Clean text as one line: every run of white space is one space, none at the ends.

    Args:
        text: Any string, lone surrogates included.
        limit: The most characters to return; what is longer is cut and ends in an ellipsis.

    Returns:
        Clean text, perhaps empty.
    """
    if text.isascii():
        if text.isprintable() and "  " not in text and len(text) <= limit:
            return text.strip(" ")
    elif len(text) > limit * 8:
        text = text[: limit * 8]
    text = " ".join(_safe(text).split())
    return _cut(text, limit)


def is_one_clean_line(text: str) -> bool:
    """Whether ``one_line`` would change nothing about a text but its length.

    False for some rare texts that are clean, and for the empty one.
    """
    if not text.isprintable() or "  " in text or not text or text[0] == " " or text[-1] == " ":
        return False
    if text.isascii():
        return True
    from unicodedata import is_normalized

    return not _is_watched(text) and is_normalized("NFC", text)


def paragraphs(text: str, limit: int = TEXT_LIMIT) -> str:
    """Clean text of several paragraphs: a hard line break is a space, a blank line parts them.

    Args:
        text: Any string, lone surrogates included.
        limit: The most characters to return; what is longer is cut and ends in an ellipsis.

    Returns:
        Paragraphs separated by one empty line each, perhaps empty.
    """
    if len(text) <= limit:
        flat = text.strip().replace("\n", " ")
        if is_printable_ascii(flat) and "  " not in flat:
            return flat
    text = text[: limit * 8].replace("\r\n", "\n").replace("\u2029", "\n\n")
    text = _PATTERNS.line_break.sub("\n", text)
    folded: list[str] = []
    lines: list[str] = []
    for line in [*_safe(text).split("\n"), ""]:
        words = line.split()
        if words:
            lines.extend(words)
        elif lines:
            folded.append(" ".join(lines))
            lines = []
    return _cut("\n\n".join(folded), limit)


def web_address(text: str | None) -> str | None:
    """An http or https address that may be opened and printed, or None.

    Addresses with a user name in front of the host are refused: they serve to look like another
    host. So is anything with white space, controls, quotes or angle brackets in it.
    """
    if not text:
        return None
    text = text.strip()
    scheme, separator, rest = text.partition("://")
    scheme = scheme.lower()
    if not separator or scheme not in ("http", "https") or len(text) > ADDRESS_LIMIT:
        return None
    if not text.isprintable() or any(unwanted in rest for unwanted in " \"'<>\\^`{|}"):
        return None
    if not text.isascii() and _safe(text) != text:
        return None
    end = len(rest)
    for mark in "/?#":
        position = rest.find(mark)
        if position != -1:
            end = min(end, position)
    host = rest[:end]
    if "@" in host or not host.strip(".:[]-"):
        return None
    return f"{scheme}://{rest}"


def without_sequences(text: str) -> str:
    """The text without escape sequences; other controls stay."""
    if _PATTERNS.introducer.search(text) is None:
        return text
    return _PATTERNS.sequence.sub("", text)


def _cut(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    return text[: limit - 1].rstrip(" \n\u200c\u200d") + "…"


def _is_watched(text: str) -> bool:
    """Whether something in a text has to be looked at more closely."""
    if _PATTERNS.usual.fullmatch(text) is not None:
        return False
    return _PATTERNS.watched.search(text) is not None


def _safe(text: str) -> str:
    """The text without anything a terminal or a reader could be fooled by; white space stays."""
    patterns = _PATTERNS
    if text.isascii():
        if "\x1b" in text:
            text = patterns.sequence.sub("", text)
        return patterns.ascii_control.sub("", text)
    from unicodedata import is_normalized, normalize

    if not _is_watched(text):
        return text if is_normalized("NFC", text) else normalize("NFC", text)
    text = without_sequences(text)
    # Normalising sorts the marks of a run, in quadratic time: bound the runs before it.
    text = _with_bounded_marks(patterns.removed.sub("", text), MARK_LIMIT * 2)
    for _ in range(8):
        # Each step may make work for another: marks move, joiners lose their neighbours.
        before = text
        if patterns.context.search(text) is not None:
            text = _without_idle_joiners(text)
        text = _with_bounded_marks(normalize("NFC", text), MARK_LIMIT)
        if text == before:
            break
    return text


def _joins(character: str) -> bool:
    code = ord(character)
    return any(first <= code <= last for first, last in _JOINING)


def _without_idle_joiners(text: str) -> str:
    # Selectors first: what joins has to join what is kept.
    selected: list[str] = []
    for character in text:
        is_selector = character in "\u180b\u180c\u180d\u180f"
        if not is_selector or (selected and "\u1820" <= selected[-1] <= "\u18aa"):
            selected.append(character)
    kept: list[str] = []
    for position, character in enumerate(selected):
        if character in "\u200c\u200d":
            following = selected[position + 1 : position + 2]
            if not (kept and _joins(kept[-1]) and following and _joins(following[0])):
                continue
        kept.append(character)
    return "".join(kept)


def _with_bounded_marks(text: str, limit: int) -> str:
    if _PATTERNS.tower.search(text) is None:
        return text
    from unicodedata import category

    kept: list[str] = []
    run = 0
    for character in text:
        run = run + 1 if category(character) in ("Mn", "Me") else 0
        if run <= limit:
            kept.append(character)
    return "".join(kept)
