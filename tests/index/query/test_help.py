"""The help of the query language is true: every example finds what it should."""

from __future__ import annotations

import datetime

import pytest

from index import open_library
from index.engine.schema import FIELDS as COLUMNS
from index.engine.search import TantivyPapers
from index.fields import ALIASES, FIELDS, MEANT, ORDER_LABELS, QUANTITIES, SORTING, SORTS
from index.paper import Paper
from index.query import dates
from index.query.help import QUERY_EXAMPLES, help_text
from index.query.parse import parse
from index.query.unparse import to_text
from tests.readme import table_of_queries
from tests.support.reference import open_papers

TODAY = dates.today()
WORDS = (
    "Retrieval by sparse attention, quantized, with a mixture of experts and a tokenizer, in C++ "
    "and O(n log n) steps, after pretraining"
)
FOUND = Paper(
    key="2401.01234",
    title="A survey of speech",
    abstract=WORDS,
    published=datetime.date(2024, 3, 1),
    featured=datetime.date(2024, 3, 4),
    org="kestrel",
    org_name="Kestrel Institute",
    venue="Machine Learning for Rivers",
    added=TODAY,
    author_count=3,
    authors=("Emmy Noether", "Ada Marlow", "Mai Tanaka"),
    comments=3,
    upvotes=20,
    stars=2000,
    arxiv_id="2401.01234",
    categories=("cs.CL",),
    sources=("quire",),
)
OTHERS = [
    Paper(key="audio", title="Audio and speech", abstract=WORDS, published=TODAY),
    Paper(key="early", title="Retrieval", published=datetime.date(2023, 12, 24), org="tidepool"),
    Paper(key="nothing", title="Nothing"),
]


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> TantivyPapers:
    library = open_library(tmp_path_factory.mktemp("library") / "library.db")
    library.star([FOUND])
    library.tag([FOUND], ["rl"])
    library.note([FOUND], "a strong baseline")
    library.save("agents", "speech date:2024")
    return open_papers([FOUND, *OTHERS], overlay=library)


@pytest.mark.parametrize(
    "query",
    # What finds by meaning is tried where there are vectors.
    [one.example for one in QUERY_EXAMPLES if not one.example.startswith("near:")],
)
def test_every_example_finds_some_papers_and_not_all(papers: TantivyPapers, query: str) -> None:
    page = papers.search(query, limit=10)
    assert page.corrected is None
    assert 0 < page.total < 1 + len(OTHERS)
    assert parse(to_text(parse(query))) == parse(query)


def test_every_field_is_explained() -> None:
    from index.fields import FIELDS

    explained = " ".join(example.syntax for example in QUERY_EXAMPLES)
    assert [field for field in FIELDS if f"{field}:" not in explained] == []


def test_the_help_fits_a_terminal_and_shows_every_example() -> None:
    text, markdown = help_text(), table_of_queries()
    assert max(map(len, text.splitlines())) <= 80
    for example in QUERY_EXAMPLES:
        assert example.example in text
        assert f"`{example.example}`" in markdown
    assert all(line.count("|") - line.count("\\|") == 4 for line in markdown.splitlines())


def test_the_orders_are_relevance_and_the_fields_that_have_one() -> None:
    assert set(SORTS) == {"relevance", *(field.name for field in SORTING)}
    assert tuple(ORDER_LABELS) == ("relevance", *(field.name for field in SORTING))
    attributes = Paper.__struct_fields__
    assert [one.name for one in FIELDS.values() if one.attribute not in ("", *attributes)] == []
    assert [one.name for one in FIELDS.values() if one.column not in ("", *COLUMNS)] == []
    # The engine writes columns of those that have an order.
    assert QUANTITIES == SORTING
    names = [*FIELDS, *ALIASES, *MEANT]
    assert len(names) == len(set(names))
