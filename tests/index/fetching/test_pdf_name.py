"""What a paper's PDF is called, and where it is."""

from __future__ import annotations

import pytest

from index.fetching.pdf_name import pdf_address, pdf_name
from index.identity import paper_key
from index.paper import Paper


def paper(title: str, arxiv_id: str | None = None, **more: object) -> Paper:
    key = paper_key(arxiv_id, title)
    return Paper(**{"key": key, "title": title, "arxiv_id": arxiv_id, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("title", "authors", "name"),
    [
        ("Soot in Oil", ("Ada Byron", "Emmy Noether"), "2401.01234 Ada Byron - Soot in Oil"),
        ("Soot in Lanterns", None, "2401.01234 Soot in Lanterns"),
        ("Soot/Ash: a \x1b[2J*study*?\n", ("A\u202eB",), "2401.01234 A B - Soot-Ash a [2J study"),
        ("../../etc/passwd", ("..",), "2401.01234 ..-..-etc-passwd"),
        ("Ruß\u2028 und\u00a0\ud800Asche...", ("李 明",), "2401.01234 李 明 - Ruß und Asche"),
    ],
)  # fmt: skip
def test_a_name_is_readable_and_safe(
    title: str, authors: tuple[str, ...] | None, name: str
) -> None:
    assert pdf_name(paper(title, "2401.01234", authors=authors)) == f"{name}.pdf"


def test_an_old_id_parts_no_folders() -> None:
    name = pdf_name(paper("Soot", "hep-th/9901001", authors=("Ada Byron",)))
    assert name == "hep-th-9901001 Ada Byron - Soot.pdf"


@pytest.mark.parametrize("letter", ["a", "ß", "灰", "🪔"])
@pytest.mark.parametrize("arxiv_id", [None, "2401.01234"])
def test_a_name_has_few_bytes_and_whole_characters(letter: str, arxiv_id: str | None) -> None:
    name = pdf_name(paper(letter * 3_000, arxiv_id, authors=(letter * 3_000,)))
    assert 190 < len(name.encode()) <= 200
    assert name.endswith(".pdf")
    assert "\ufffd" not in name


def test_two_papers_of_one_title_and_author_have_two_names() -> None:
    one = paper("Editorial", authors=("Ada Byron",))
    other = Paper(
        key=paper_key(None, "Editorial", apart="10.1/2"), title="Editorial", authors=one.authors
    )
    assert pdf_name(one).startswith("Ada Byron - Editorial (")
    assert pdf_name(one) != pdf_name(other)
    long = [paper("ash " * 100 + end, authors=("Ada Byron",)) for end in ("one", "two")]
    assert len(set(map(pdf_name, long))) == 2


@pytest.mark.parametrize(
    ("found", "address"),
    [
        (paper("Soot", "2401.01234"), "https://arxiv.org/pdf/2401.01234"),
        (paper("Soot", "hep-th/9901001"), "https://arxiv.org/pdf/hep-th/9901001"),
        (paper("Soot", url="https://example.org/a/Soot.PDF?v=2"), "https://example.org/a/Soot.PDF?v=2"),
        (paper("Soot", url="https://example.org/soot"), None),
        (paper("Soot", url="https://example.org/?file=soot.pdf"), None),
        (paper("Soot", url="https://[example/soot.pdf"), None),
        (paper("Soot"), None),
    ],
)  # fmt: skip
def test_where_a_pdf_is(found: Paper, address: str | None) -> None:
    assert pdf_address(found) == address


def test_a_mirror_has_what_arxiv_has_and_nothing_else() -> None:
    mirror = "http://mirror.example.org"
    assert pdf_address(paper("Soot", "2401.01234"), mirror) == f"{mirror}/pdf/2401.01234"
    other = "https://example.org/soot.pdf"
    assert pdf_address(paper("Soot", url=other), mirror) == other
