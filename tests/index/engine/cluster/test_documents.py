"""Papers as documents: the terms that Tantivy would have, and the paper itself."""

from __future__ import annotations

import datetime

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from index.engine import schema
from index.engine.cluster.documents import document_id, document_of, paper_of, terms_of
from index.engine.cluster.mapping import GAP, index_body
from index.paper import Paper
from tests.support.records import papers
from tests.support.reference import paper


def test_a_document_has_the_terms_that_are_indexed() -> None:
    one = paper(
        "9901.00001",
        "Pre-training Rivers",
        "Über C++.",
        authors=("Ada Rowe", "Bo Lind"),
        arxiv_id="9901.00001",
        categories=("cs.LG",),
        published=datetime.date(2024, 5, 6),
    )
    document = document_of(one)
    assert document["title"] == "pre train river"
    assert document["title_words"] == "pre training rivers"
    assert document["abstract"] == "uber c"
    assert document["abstract_pieces"].split() == ["c++"]
    assert document["authors"] == f"ada rowe {GAP} bo lind"
    assert (document["cat"], document["id"]) == (["cs.lg"], "9901.00001")
    assert document["published"] == 20240506
    assert "rest" not in document
    assert document["paper"] is one


@given(st.lists(st.sampled_from(["a", "running", "x" * 39, "x" * 40, "é" * 20, "日本", "-"])))
def test_terms_stand_where_tantivy_has_them(words: list[str]) -> None:
    text = " ".join(words)
    tokens = schema.analyzer("en").pre_tokenize(text).tokens
    found = terms_of("title", text).split(" ")
    assert [(one.position, one.text) for one in tokens] == [
        (at, term) for at, term in enumerate(found) if term not in ("", GAP)
    ]


@given(papers())
def test_a_paper_comes_back_as_it_was(one: Paper) -> None:
    sent = msgspec.json.encode(document_of(one)["paper"])
    assert paper_of(msgspec.json.decode(sent)) == one


def test_every_column_is_mapped() -> None:
    columns = index_body(3, 1, build=1, legacy_similarity=False)["mappings"]["properties"]
    assert columns.keys() == (schema.FIELDS.keys() - {"rest"}) | {"paper"}
    assert columns["title_words"]["index_options"] == "freqs"
    assert columns["by_date"] == {"type": "long"}
    assert columns["paper"] == {"type": "object", "enabled": False}


def test_names_of_documents_are_stable_and_never_too_long() -> None:
    assert document_id("9901.00001") == "9901.00001"
    assert len(document_id("é" * 600)) == 64
    assert document_id("é" * 600) != document_id("é" * 601)
