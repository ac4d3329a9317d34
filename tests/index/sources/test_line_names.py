"""What a line's record names its paper by is told without reading all of it, and told right."""

from __future__ import annotations

import json
import lzma
from itertools import islice
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.paper import OrganisationRecord, Paper
from index.sources import SOURCES, find_inputs
from index.sources.formats import SOURCES_BY_NAME
from index.sources.json_input import found_records
from tests.index.sources.examples import EXAMPLES
from tests.support.corpora import corpus

NAMERS = [source for source in SOURCES if source.namer is not None]
LONG = "It tells of rivers and of all the fields that lie between them, of the birds too."
TITLES = st.sampled_from(
    [
        *(
            "",
            "  ",
            "-",
            "N/A",
            "None",
            "Gardens",
            "On $\\alpha$-Maps",
            "a<b>c</b>",
            "A\n  B",
            "\x07",
        ),
        *("&amp;lt;i&amp;gt;", 'Schr\\"odinger', "[Gardens of Cells]", "\u202eevil", "Größe  2"),
    ]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TITLES | st.text(max_size=8) | st.just(LONG),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["name", "value", "title", "doi", "arxiv"]), inner)
    ),
    max_leaves=4,
)
KEYS = st.sampled_from(
    [
        *("title", "display_name", "abstract", "summary", "authors", "author", "authors_parsed"),
        *("id", "arxiv_id", "doi", "DOI", "externalIds", "ids", "locations", "url", "URL", "orgs"),
        *("content", "versions", "categories", "keywords", "is_paratext", "paperId", "entry_id"),
    ]
)


def assert_told_right(source: Any, line: bytes) -> bool:
    """Whether anything is told; what is told is what the decoder says."""
    told = source.namer("file")(line, 1)
    made = source.decoder("file")(line, 1)
    if told is None:
        return False
    # A record without a title has to be read by all.
    assert not isinstance(made, OrganisationRecord)
    if isinstance(made, Paper):
        assert told == (made.arxiv_id, made.title)
    return True


@pytest.mark.parametrize("source", NAMERS, ids=[source.name for source in NAMERS])
@given(changes=st.dictionaries(KEYS, VALUES, max_size=4), rest=st.none() | st.binary(max_size=4))
def test_what_is_told_is_what_the_decoder_says(
    source: Any, changes: dict[str, Any], rest: bytes | None
) -> None:
    record = json.loads(EXAMPLES[source.name])
    if isinstance(record, list):
        (record,) = record
    line = json.dumps(record | {"abstract": LONG} | changes).encode()
    assert_told_right(source, line + rest if rest else line)


@pytest.mark.parametrize("source", NAMERS, ids=[source.name for source in NAMERS])
def test_most_records_need_not_be_read(source: Any) -> None:
    record = json.loads(EXAMPLES[source.name])
    (record,) = record if isinstance(record, list) else [record]
    assert assert_told_right(source, json.dumps(record | {"abstract": LONG}).encode())


def test_the_formats_that_come_by_the_million_are_among_them() -> None:
    assert {"arxiv", "openalex", "semantic-scholar"} <= {source.name for source in NAMERS}


@pytest.mark.corpora
def test_records_of_the_snapshot() -> None:
    (source,) = (source for source in SOURCES if source.name == "arxiv")
    with lzma.open(corpus("arxiv-snapshot/arxiv-100k.jsonl.xz")) as file:
        lines = list(islice(file, 3_000))
    assert sum(assert_told_right(source, line) for line in lines) > 0.95 * len(lines)


@pytest.mark.corpora
@pytest.mark.parametrize("folder", ["openalex", "semantic-scholar", "csl", "arxiv-variants"])
def test_records_of_other_formats(folder: str) -> None:
    told = []
    for path in sorted(corpus(f"formats/{folder}").rglob("*.json*")):
        for item in find_inputs([path]):
            source = SOURCES_BY_NAME[item.format]
            if source in NAMERS:
                records = (found.data for found in found_records(item))
                lines = (data for data in records if isinstance(data, bytes))
                told += [assert_told_right(source, line) for line in lines]
    # Others are of formats that only the decoder tells.
    assert any(told)
