"""Streams of JSON are cut into their records, wherever those stand and however they are read."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.sources import json_stream
from index.sources.json_start import look
from index.sources.json_stream import CUT_OFF, Layout, records

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def cut(
    text: str | bytes, layout: Layout | None = None, chunk: int = 1 << 20
) -> list[json_stream.Found]:
    """The records of a text that is read by ``chunk`` bytes at a time."""
    data = text.encode() if isinstance(text, str) else text
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_stream, "read_some", lambda stream: stream.read(chunk))
        return list(records(io.BytesIO(data), layout or look(data, whole=True).layout))


@given(st.lists(values), st.sampled_from([None, 1]), st.integers(1, 40))
def test_arrays_are_cut_into_their_elements(
    elements: list[Any], indent: int | None, chunk: int
) -> None:
    text = json.dumps(elements, indent=indent, ensure_ascii=False)
    found = cut(text, Layout(), chunk)
    assert [json.loads(record.data) for record in found] == elements
    lines = text.split("\n")
    for record in found:
        assert isinstance(record.data, bytes)
        assert record.data.decode().split("\n")[0] in lines[record.line - 1]


@given(
    st.one_of(st.binary(), st.text(alphabet='[]{},:"\\ \n1ab').map(str.encode)),
    st.integers(1, 9),
    st.sampled_from(
        [Layout(), Layout(frozenset([(0, "a"), (1, "b")])), Layout(keyed=frozenset([0]))]
    ),
)
def test_arbitrary_bytes_never_raise(data: bytes, chunk: int, layout: Layout) -> None:
    for found in cut(data, layout, chunk):
        assert found.line >= 1
        assert found.data


PAPER = {"id": "2401.00001", "title": "Gardens of Cells", "summary": "They grow."}
OTHER = {"title": "Deep Wells", "abstract": "They are deep.", "data": [{"title": "No Paper"}]}


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize(
    ("value", "keys"),
    [
        ([PAPER, OTHER], [None, None]),
        ({"data": [PAPER, OTHER]}, [None, None]),
        ({"meta": {"title": "A Search", "n": [1]}, "results": [PAPER, OTHER]}, [None, None]),
        ({"results": [PAPER], "next": {"title": "More"}, "papers": [OTHER]}, [None, None]),
        ({"status": "ok", "message": {"facets": {}, "items": [PAPER, OTHER]}}, [None, None]),
        ({"message": PAPER}, [None]),
        (
            {"features": [{"name": "x"}], "rows": [{"row_idx": 0, "row": PAPER, "cells": []}]},
            [None],
        ),
        (
            {"2024-01-02": [PAPER, OTHER], "2024-01-03": [PAPER]},
            ["2024-01-02"] * 2 + ["2024-01-03"],
        ),
        ({"2024-01-02": [PAPER]}, ["2024-01-02"]),
        ({"days": {"2024-01-02": {"papers": [PAPER]}}}, ["2024-01-02"]),
        ({"2401.00001": PAPER, "2401.00002": OTHER}, ["2401.00001", "2401.00002"]),
        ({"10.1000/182": [PAPER], "10.1000/183": [OTHER]}, ["10.1000/182", "10.1000/183"]),
        ({"moss2024": PAPER, "total": 2, "fern2023": OTHER}, ["moss2024", "fern2023"]),
        ({"pageProps": {"lists": {"dailyPapers": [{"paper": PAPER}]}}}, [None]),
        ({"title": "My list", "papers": [PAPER, OTHER]}, [None, None]),
        ({"data": [{"citingPaper": {"paperId": "1", "title": "x"}}]}, [None]),
        ([[PAPER, OTHER], [], [PAPER]], [None] * 3),
        ({"pages": [[PAPER], [OTHER]]}, [None] * 2),
        ({"hits": {"total": 1, "hits": [{"_score": 1, "_source": PAPER}]}}, [None]),
        (PAPER, [None]),
        (OTHER, [None]),
    ],
)
def test_records_are_found_wherever_they_stand(
    value: Any, keys: list[str | None], indent: int | None
) -> None:
    text = json.dumps(value, indent=indent)
    for chunk in (1, 7, 1000):
        found = cut(text, chunk=chunk)
        assert [record.key for record in found] == keys
        titles = [json.loads(record.data) for record in found]
        assert all("title" in record or "paper" in record for record in titles)
        for record in found:
            assert isinstance(record.data, bytes)
            first = record.data.decode().split("\n")[0]
            assert first in text.split("\n")[record.line - 1]


def test_objects_that_follow_one_another_are_records() -> None:
    text = json.dumps(PAPER, indent=1) + "\n" + json.dumps(OTHER, indent=1)
    assert [json.loads(record.data) for record in cut(text, chunk=5)] == [PAPER, OTHER]
    pages = json.dumps({"data": []}) + "\n" + json.dumps({"data": [PAPER, OTHER]})
    assert [json.loads(record.data) for record in cut(pages, chunk=5)] == [PAPER, OTHER]


def test_what_is_cut_off_is_said_at_any_depth() -> None:
    text = json.dumps({"message": {"items": [PAPER, OTHER]}})
    layout = look(text.encode(), whole=True).layout
    for end in range(len(text) - 1, 0, -7):
        found = cut(text[:end], layout)
        assert found[-1].data == CUT_OFF
        assert len(found) <= 3


def test_a_beginning_tells_where_the_records_of_a_large_file_stand() -> None:
    papers = [{**PAPER, "summary": f'They {{grow}}, "{n}" [. '} for n in range(400)]
    text = json.dumps({"meta": {"title": "x"}, "results": papers})
    start = look(text[:9000].encode(), whole=False)
    assert (start.kind, start.has_lines) == ("daily-papers-api", False)
    assert [json.loads(record.data) for record in cut(text, start.layout, 4096)] == papers
    # A record that is longer than the beginning is one all the same, and its line too.
    long = json.dumps({"title": "Gardens", "paperId": "1", "references": papers})
    start = look(long[:9000].encode(), whole=False)
    assert (start.kind, start.has_lines) == ("semantic-scholar", True)
