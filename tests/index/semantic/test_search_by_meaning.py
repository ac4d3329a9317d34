"""What is searched for in a folder with vectors, as users search."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index import open_index, rebuild, update
from index.errors import VectorsUnfit
from tests.support.builds import write_papers

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def index_dir(tmp_path: Path, model: Path) -> Path:
    """An index of two segments with vectors, in which a paper was replaced."""
    folder = tmp_path / "index"
    rebuild([write_papers(tmp_path / "a.jsonl", 0, 60)], folder, semantic=True, model=model)
    update([write_papers(tmp_path / "b.jsonl", 55, 20)], folder)
    return folder


def test_words_and_meaning_make_one_list(index_dir: Path) -> None:
    with open_index(index_dir) as papers:
        paper = papers.search("", limit=1).hits[0].paper
        query = " ".join(paper.title.split()[:2])
        page = papers.search(query, sort="relevance", limit=papers.count)
        words = papers.search(query, sort="relevance", limit=papers.count, semantic=False)
        assert (page.mixed, words.mixed) == (True, False)
        assert (page.total, page.partial_total) == (words.total, words.partial_total)
        keys = [hit.paper.key for hit in page.hits]
        assert len(set(keys)) == len(keys) == page.listed
        assert [papers.position(query, key) for key in keys] == list(range(len(keys)))


def test_what_is_near_a_paper_is_found_in_every_segment(index_dir: Path) -> None:
    with open_index(index_dir) as papers:
        for hit in papers.search("", limit=papers.count).hits[::15]:
            text = f"{hit.paper.title}. {hit.paper.abstract or ''}".replace('"', " ")
            nearest = papers.search(f'near:"{text}"', limit=1)
            assert nearest.hits[0].score == pytest.approx(1.0, abs=0.02)
            assert nearest.hits[0].paper.title == hit.paper.title
            like = papers.search(f"like:{hit.paper.key}", limit=papers.count)
            assert like.total == papers.count - 1
            assert hit.paper.key not in [one.paper.key for one in like.hits]


def test_near_to_two_papers_goes_by_the_mean_of_both_cosines(index_dir: Path) -> None:
    with open_index(index_dir) as papers:
        one, other = (hit.paper.key for hit in papers.search("", limit=2).hits)
        beside = [
            {hit.paper.key: hit.score or 0.0 for hit in papers.search(f"like:{key}", limit=99).hits}
            for key in (one, other)
        ]
        both = papers.search(f"like:{one} like:{other}", limit=99)
        means = [sum(found[hit.paper.key] for found in beside) / 2 for hit in both.hits]
        assert both.total == papers.count - 2
        assert means == pytest.approx(sorted(means, reverse=True), abs=1e-3)
        turned = papers.search(f"like:{other} like:{one}", limit=99)
        assert [hit.paper.key for hit in turned.hits] == [hit.paper.key for hit in both.hits]


def test_damage_is_a_sentence_and_words_go_on(index_dir: Path) -> None:
    (vectors, *_) = (index_dir / "generations").glob("*/*.vectors")
    content = vectors.read_bytes()
    vectors.unlink()
    vectors.write_bytes(bytes(40) + content[40:])
    with open_index(index_dir) as papers:
        page = papers.search("sample")
        assert page.refusal is not None
        assert "`quire semantic` makes them anew" in page.refusal
        assert page.total == papers.search("sample", semantic=False).total > 0
        with pytest.raises(VectorsUnfit):
            papers.search('near:"sample"')
