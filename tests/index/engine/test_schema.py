from __future__ import annotations

import datetime

import msgspec
import pytest
import tantivy
from hypothesis import given, settings
from hypothesis import strategies as st

from index.building.merge import join
from index.engine import schema
from index.paper import Paper
from tests.support.records import papers


def written(records: list[Paper]) -> tantivy.Searcher:
    index = tantivy.Index(schema.build_schema())
    schema.register(index)
    writer = index.writer(15_000_000, 1)
    for record in records:
        writer.add_json(schema.document_json(record))
    writer.commit()
    index.reload()
    return index.searcher()


@settings(max_examples=25)
@given(st.lists(papers().map(lambda paper: join([paper])), min_size=1, max_size=4))
def test_what_is_written_comes_back_equal(records: list[Paper]) -> None:
    searcher = written(records)
    hits = searcher.search(tantivy.Query.all_query(), limit=10).hits
    found = [schema.paper_from(searcher.doc(address)) for _, address in hits]
    assert sorted(found, key=repr) == sorted(records, key=repr)


def test_no_phrase_runs_from_one_author_to_the_next() -> None:
    searcher = written([Paper(key="k", title="T", authors=("Ada Rowe", "Bo Lind"))])
    phrase = tantivy.Query.phrase_query(schema.build_schema(), "authors", ["rowe", "bo"])
    assert searcher.search(phrase).hits == []
    phrase = tantivy.Query.phrase_query(schema.build_schema(), "authors", ["ada", "rowe"])
    assert len(searcher.search(phrase).hits) == 1


@pytest.mark.parametrize(
    ("field", "term"),
    [
        ("title", "network"),
        ("title", "uber"),
        ("abstract", "schroding"),
        ("abstract", "q" * 39),
        ("authors", "ibrahim"),
        ("authors", "nunez"),
    ],
)
def test_words_are_found_by_their_folded_stems(field: str, term: str) -> None:
    text = f"Schrödinger’s {'q' * 39} {'r' * 40}"
    paper = Paper(key="k", title="Networks Über", abstract=text, authors=("İbrahim Nuñez",))
    searcher = written([paper])
    assert searcher.doc_freq(field, term) == 1
    assert searcher.doc_freq("abstract", "r" * 40) == 0
    hits = searcher.search(tantivy.Query.all_query()).hits
    assert schema.paper_from(searcher.doc(hits[0][1])) == paper


def test_sort_keys_put_the_newest_first_among_equals_and_have_none_for_unknown() -> None:
    def key(**known: object) -> int | None:
        encoded = schema.document_json(Paper(key="k", title="T", **known))  # type: ignore[arg-type]
        found: dict[str, int] = msgspec.json.decode(encoded)
        return found.get("by_comments")

    old, new = datetime.date(2020, 1, 1), datetime.date(2024, 1, 1)
    assert key(published=old) is None
    keys = [
        key(comments=0),
        key(comments=0, published=new),
        key(comments=7, published=old),
        key(comments=10**9),
    ]
    known = [one for one in keys if one is not None]
    assert known == sorted(known)
    assert len(known) == len(keys)
    assert known[-1] < 2**63
