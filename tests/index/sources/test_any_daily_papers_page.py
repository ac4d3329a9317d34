"""Any saved Daily Papers page: what is printed is read back, and no bytes end the reading."""

from __future__ import annotations

import string
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import InputError
from index.paper import Paper, Rejected
from index.sources.daily_papers_page.details import Day, Details, count_of, dated_line, find_details
from index.sources.daily_papers_page.records import PageStart, Record
from index.sources.daily_papers_page.titles import title_likeness
from index.text.cleaning import one_line
from tests.index.sources.rendering import PREAMBLE, papers_in, read, read_files, render
from tests.support.thorough import tries

visible = st.characters(exclude_categories=("C", "Z", "M"))
word = st.text(visible, min_size=1, max_size=12)


def is_ordinary(line: str) -> bool:
    """Whether a line can only be text of a paper."""
    return (
        one_line(line) == line != ""
        and dated_line(line) is None
        and count_of(line) is None
        and line.casefold()
        not in {*map(str.casefold, PREAMBLE), "next", "previous", "search", "by"}
        and find_details([line], 1) is None
        and line not in "·•∙⋅|"
        # A heading is a title wherever it stands.
        and not line.startswith("#")
    )


any_line = st.lists(word, min_size=1, max_size=12).map(" ".join).filter(is_ordinary)
title = any_line.filter(lambda line: title_likeness(line) > 1)
sentence = st.lists(
    st.text(string.ascii_lowercase, min_size=3, max_size=9), min_size=4, max_size=12
).map(lambda words: " ".join(words).capitalize() + ".")
paragraph = st.lists(sentence, min_size=4, max_size=9).map(" ".join)
day = st.builds(
    Day,
    month=st.integers(1, 12),
    day=st.integers(1, 28),
    year=st.none() | st.integers(1991, 2090),
)
slug = st.from_regex(r"[a-z][a-z0-9-]{0,20}[a-z0-9]", fullmatch=True)
name = st.lists(st.text(string.ascii_letters, min_size=1), min_size=1, max_size=4).map(" ".join)


@st.composite
def details(draw: st.DrawFn) -> Details:
    has_org = draw(st.booleans())
    comments = draw(st.none() | st.integers(1, 9999))
    return Details(
        line=0,
        author_count=draw(st.integers(1, 5000)) if not has_org or draw(st.booleans()) else None,
        org=draw(slug) if has_org else None,
        org_name=draw(name) if has_org else None,
        day=draw(day),
        comments=comments,
        stars=draw(st.none() | st.integers(0, 99999)) if comments is not None else None,
    )


@st.composite
def records(draw: st.DrawFn, with_details: st.SearchStrategy[bool]) -> Record:
    return Record(
        page=0,
        line=0,
        title=draw(title),
        abstract=tuple(draw(st.lists(paragraph, min_size=1, max_size=3))),
        details=draw(details()) if draw(with_details) else None,
    )


def without_lines(found: list[Record]) -> list[tuple[object, ...]]:
    return [
        (
            record.title,
            record.abstract,
            record.details
            and (
                record.details.author_count,
                record.details.org,
                record.details.org_name,
                record.details.day,
                record.details.comments,
                record.details.stars,
            ),
        )
        for record in found
    ]


@settings(max_examples=tries(30, 400))
@given(
    st.sampled_from([st.just(True), st.just(False), st.booleans()]).flatmap(
        lambda with_details: st.lists(records(with_details), max_size=8)
    ),
    st.sampled_from(["Nov 25", None]),
    st.sampled_from([PREAMBLE, PREAMBLE[3:], ()]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_what_is_printed_is_read_back(
    written: list[Record], day: str | None, preamble: tuple[str, ...], end: str
) -> None:
    text = render(written, day, preamble).replace("\n", end)
    assert without_lines(papers_in(text)) == without_lines(written)


@given(st.lists(st.tuples(any_line, any_line, details()), min_size=1, max_size=6))
def test_where_every_paper_has_details_order_decides_whatever_the_text(
    written: list[tuple[str, str, Details]],
) -> None:
    papers = [
        Record(page=0, line=0, title=title, abstract=(abstract,), details=details)
        for title, abstract, details in written
    ]
    assert without_lines(papers_in(render(papers))) == without_lines(papers)


PARAGRAPH = (
    "Gardens of cells are watered with one gradient a day, and pruned where none falls. " * 3
)
SCRAPS = (
    *PREAMBLE, "Nov 25", "·", "  • 4 authors", "Sep 7, 2024 6", "1.81k", "nvidia NVIDIA", "Feb 30",
    "Gardens", PARAGRAPH, "\n", "\n", "\n\n", "\r", "\x00", "\ufeff", "\ud800", "•", "Jan", "next",
)  # fmt: skip
pieces = st.sampled_from(SCRAPS)


@given(st.lists(st.one_of(pieces, st.text(max_size=30))).map("\n".join))
def test_every_visible_line_is_accounted_for(text: str) -> None:
    found = read(text)
    lines = text.split("\n")
    for thing in found:
        if not isinstance(thing, PageStart):
            assert 1 <= thing.line <= len(lines)
        if isinstance(thing, Record):
            assert thing.title
            assert one_line(thing.title, 10**6) == thing.title


def sentence_about(path: Path, format_name: str | None) -> str:
    """What is said about a file that can't be read; empty where it can be."""
    try:
        found = read_files(path, format_name=format_name)
    except InputError as error:
        return str(error)
    assert all(isinstance(record, Paper | Rejected) for record in found)
    return ""


@given(
    st.one_of(
        st.binary(max_size=400),
        st.lists(pieces).map(lambda lines: "\n".join(lines).encode("utf-8", "surrogatepass")),
    )
)
def test_arbitrary_bytes_give_papers_or_rejections(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.txt"
    path.write_bytes(data)
    for format_name in (None, "daily-papers-page"):
        sentence = sentence_about(path, format_name)
        assert not sentence or str(path) in sentence
        assert "\n" not in sentence
