"""What cleaned text may hold, and what it keeps."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text import cleaning
from index.text.cleaning import (
    MARK_LIMIT,
    TEXT_LIMIT,
    TITLE_LIMIT,
    one_line,
    paragraphs,
    web_address,
    without_sequences,
)

# Surrogates and format characters are wanted here, so no category is left out.
anything = st.text(alphabet=st.characters(exclude_categories=()))
nasty = st.text(
    alphabet=st.sampled_from(
        "ab \t\r\n\x00\x07\x1b\x7f\x85\x90\x9b\x9c\x9d\xa0[]\\P_;0!"
        "\xad\u0301\u0344\u0327\u034f\u061c\u0958\u0301\u200b"
        "\u200c\u200d\u200e\u202e\u2028\u2029\u2066\u2069\u3000\u3164\ufe0f\ufeff\ud83d\udc00\ufffe"
        "\U000e0041\U000e0100क\u094dषमی\u1820\u180b\u0e49漢👩é"
    )
)


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("Plain title", "Plain title"),
        ("  Two\n  lines\tand  spaces ", "Two lines and spaces"),
        ("red \x1b[31malert\x1b[0m", "red alert"),
        ("copy \x1b]52;c;QQ==\x07 this", "copy this"),
        ("C1 \x9b2J clear", "C1 clear"),
        ("abc\u202edef\u202c", "abcdef"),
        ("\u2066isolated\u2069 \u200fmark\u061c", "isolated mark"),
        ("zero\u200bwidth \ufeffmark soft\xadhyphen", "zerowidth mark softhyphen"),
        ("tag\U000e0041\U000e007f", "tag"),
        ("lone \ud83d surrogate", "lone surrogate"),
        ("Cafe\u0301", "Café"),
        ("fillers \u3164\u115f\uffa0.", "fillers ."),
        ("heart ❤\ufe0f", "heart ❤"),
        ("family 👩\u200d👩\u200d👧", "family 👩👩👧"),
        ("no\u00a0break\u3000wide\u2028line", "no break wide line"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क\u094d\u200dष", "क\u094d\u200dष"),
        ("latin\u200cjoin", "latinjoin"),
        ("\u200dleading trailing\u200c", "leading trailing"),
        ("\u1820\u180b x\u180b", "\u1820\u180b x"),
        ("\u0600\u200c\u180b", "\u0600"),
        ("noncharacter \ufffe\ufdd0\U0001ffff"[:-1], "noncharacter"),
    ],
)
def test_one_line(dirty: str, clean: str) -> None:
    assert one_line(dirty) == clean


SEQUENCES = (
    "\x1b[2J",
    "\x1b[38;2;1;2;3m",
    "\x1b[?1049h",
    "\x1b[2 q",
    "\x1b[H",
    "\x1b[1;2\x00H",
    "\x1b]0;a title\x07",
    "\x1b]52;c;QUJD\x1b\\",
    "\x1b]8;;https://example.org\x9c",
    "\x1bP1$r0m\x1b\\",
    "\x1b_Gf=100;QUJD\x1b\\",
    "\x1b^private\x1b\\",
    "\x1bXstring\x1b\\",
    "\x1bc",
    "\x1b7",
    "\x1b=",
    "\x1bOP",
    "\x1b(B",
    "\x1b$)C",
    "\x1b#8",
    "\x1b G",
    "\x1b\\",
    "\x9b2J",
    "\x9b31m",
    "\x9b?25l",
    "\x9bH",
    "\x9d0;a title\x9c",
    "\x9d52;c;QUJD\x07",
    "\x901$r0m\x9c",
    "\x9fGf=100;QUJD\x9c",
    "\x9eprivate\x1b\\",
    "\x98string\x9c",
)
words = st.text(alphabet="Gardens of [light]; {2J} (1) \\x é漢", min_size=1, max_size=30)


@given(words, st.lists(st.sampled_from(SEQUENCES), min_size=1, max_size=3), words)
def test_sequences_go_whole_and_what_is_around_them_stays(
    before: str, sequences: list[str], after: str
) -> None:
    dirty = f"{before} {''.join(sequences)} {after}"
    assert one_line(dirty) == one_line(f"{before} {after}")
    assert paragraphs(f"x\n\n{dirty}") == paragraphs(f"x\n\n{before} {after}")


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        # Cut off, or without an end: no more than a word of what follows goes.
        ("garden \x1b[", "garden"),
        ("garden \x1b[31", "garden"),
        ("garden \x1b]0;pwned of light", "garden of light"),
        ("garden \x1b]52;c;QUJD", "garden"),
        ("garden \x9d0;pwned of light", "garden of light"),
        ("garden \x1bPq#0 of light", "garden of light"),
        ("garden\x1b", "garden"),
        ("\x1bgardens", "gardens"),
        # In one another.
        ("garden \x1b\x1b[2J.", "garden ."),
        ("garden \x1b]0;a\x1b]0;b\x07 of light", "garden of light"),
        ("garden \x1b[3\x1b[2J1m", "garden 1m"),
        # Marks of text without the control before them are text.
        ("[2J and ]52;c;QQ== stay", "[2J and ]52;c;QQ== stay"),
        # UTF-8 that was read as Latin-1 holds no sequences.
        ("Stra\xc3\x9fe und \xc3\x9cbung", "Stra\xc3e und \xc3bung"),
        ("\xe2\x80\x98a\xe2\x80\x99 \xe2\x80\x9cb\xe2\x80\x9d", "\xe2a\xe2 \xe2b\xe2"),
    ],
)
def test_parts_of_sequences(dirty: str, clean: str) -> None:
    assert one_line(dirty) == clean


@pytest.mark.parametrize(
    "unit",
    ["\x1b]", "\x1b[", "\x1b[1;", "\x1b[ ", "\x1bP", "\x1b", "\x9d1;", "\x90", "\x9b!", "\x1b\x00"],
)
@pytest.mark.parametrize("rest", ["", "a" * 300_000, "1;" * 300_000])
def test_a_million_beginnings_take_no_quadratic_time(unit: str, rest: str) -> None:
    assert without_sequences(unit * 300_000 + rest).count("\x1b") == 0


def test_towers_of_marks_are_cut_down_and_real_stacks_stay() -> None:
    assert one_line("Z" + "\u0335" * 500 + "algo") == "Z" + "\u0335" * MARK_LIMIT + "algo"
    assert one_line("ที่" + "\u0e49" * 90) == "ที่" + "\u0e49" * (MARK_LIMIT - 2)
    vietnamese = unicodedata.normalize("NFD", "Nguyễn Thị Ngọc")
    assert one_line(vietnamese) == "Nguyễn Thị Ngọc"


def test_a_million_marks_take_no_quadratic_time() -> None:
    tower = "a" + "\u0301\u0327" * 500_000
    assert len(one_line(tower)) <= MARK_LIMIT + 2
    assert len(paragraphs(tower)) <= MARK_LIMIT + 2


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("  One line\nof text\nfolded.\n", "One line of text folded."),
        ("First.\n\nSecond\nhalf.\r\n\r\nThird.", "First.\n\nSecond half.\n\nThird."),
        ("First.\n \t \n\n\nSecond.", "First.\n\nSecond."),
        ("First.\u2029Second.\u2028still second", "First.\n\nSecond. still second"),
        ("bell\x07 and\x1b[2J", "bell and"),
        ("copy \x1b]52;c;QQ\nQQ==\x07 this", "copy this"),
        ("old\rmac\r\rlines", "old mac\n\nlines"),
        ("\n\n \n", ""),
    ],
)
def test_paragraphs(dirty: str, clean: str) -> None:
    assert paragraphs(dirty) == clean


def test_absurd_lengths_are_cut_with_an_ellipsis() -> None:
    assert one_line("x" * 5_000_000) == "x" * (TITLE_LIMIT - 1) + "…"
    assert one_line("é" * 5_000_000) == "é" * (TITLE_LIMIT - 1) + "…"
    assert one_line("word " * 50, limit=7) == "word w…"
    assert len(paragraphs("word\n\n" * 50_000)) <= TEXT_LIMIT
    assert one_line("x" * TITLE_LIMIT) == "x" * TITLE_LIMIT


@pytest.mark.parametrize(
    ("address", "clean"),
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        (" HTTP://Example.org ", "http://Example.org"),
        ("https://example.org/ünïcode", "https://example.org/ünïcode"),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("ftp://example.org", None),
        ("https://", None),
        ("https:///path", None),
        ("https://bank.example@evil.example/", None),
        ("https://example.org/\x1b]8;;", None),
        ("https://example.org/\u202egpj", None),
        ("https://example.org/a b", None),
        ("https://example.org/\ud800", None),
        ("https://example.org/" + "a" * 3000, None),
        ("", None),
        (None, None),
    ],
)
def test_web_address(address: str | None, clean: str | None) -> None:
    assert web_address(address) == clean


def is_unsafe(character: str) -> bool:
    category = unicodedata.category(character)
    if (
        character
        in "\u200c\u200d\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2"
    ):
        return False
    if category == "Cf":
        # Egyptian and Kaithi signs arrange visible glyphs, the rest is invisible.
        return not 0x11000 <= ord(character) <= 0x13FFF
    return category in ("Cc", "Cs", "Zl", "Zp")


@given(st.one_of(anything, nasty))
def test_whatever_comes_in_one_line_is_safe_folded_and_stable(text: str) -> None:
    clean = one_line(text)
    assert not any(is_unsafe(character) for character in clean)
    assert clean == " ".join(clean.split())
    assert unicodedata.is_normalized("NFC", clean)
    assert one_line(clean) == clean
    assert clean.encode().decode() == clean


@given(st.one_of(anything, nasty))
def test_whatever_comes_in_paragraphs_are_safe_and_stable(text: str) -> None:
    clean = paragraphs(text)
    assert paragraphs(clean) == clean
    for paragraph in clean.split("\n\n") if clean else []:
        assert paragraph
        assert paragraph == one_line(paragraph, limit=TEXT_LIMIT)


@given(st.one_of(anything, nasty))
def test_addresses_are_none_or_stable(text: str) -> None:
    for candidate in (text, "https://" + text, "http://example.org/" + text):
        clean = web_address(candidate)
        assert clean is None or (web_address(clean) == clean and clean.startswith("http"))


def test_what_needs_no_closer_look_holds_nothing_that_does() -> None:
    """Usual characters are told first, by a pattern that is sooner ready."""
    usual = [one for one in map(chr, range(0x110000)) if cleaning._PATTERNS.usual.fullmatch(one)]
    assert len(usual) > 1000
    assert [one for one in usual if cleaning._PATTERNS.watched.search(one)] == []
