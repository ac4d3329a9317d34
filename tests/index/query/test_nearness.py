"""Where a query may ask for what is near a text, and where nothing can be."""

from __future__ import annotations

import pytest

from index.errors import QueryError
from index.query.nearness import near_text
from index.query.parse import parse
from index.query.tree import conjuncts
from tests.support.papers import numbered
from tests.support.reference import open_papers


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('near:"how robots learn"', "how robots learn"),
        ("near:robots", "robots"),
        ("near:robots*", "robots"),
        ("near:robots~", "robots"),
        ("like:robots", None),
        ("robots~", None),
        ('near:"how robots learn" tides', None),
    ],
)
def test_the_text_is_what_stands_after_the_field(text: str, wanted: str | None) -> None:
    assert near_text(parse(text)) == wanted


def test_several_texts_may_be_asked_for() -> None:
    tree = parse('near:robots (tides near:"how they learn")')
    assert [near_text(node) for node in conjuncts(tree)] == ["robots", None, "how they learn"]


@pytest.mark.parametrize("prefix", [False, True])
def test_without_vectors_a_sentence_says_so_and_where(prefix: bool) -> None:
    papers = open_papers(numbered(3))
    query = 'tides (near:"how robots learn") date:2024'
    for ask in (papers.search, papers.facets):
        with pytest.raises(QueryError, match="this index has no vectors") as caught:
            ask(query, prefix=prefix)
        assert caught.value.position == query.index("(near")
    with pytest.raises(QueryError, match="this index has no vectors"):
        papers.explain(query)
