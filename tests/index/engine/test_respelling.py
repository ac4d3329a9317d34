"""Other spellings of words lead to each other, and find the same papers."""

from __future__ import annotations

import pytest

from index.engine.respelling import regrouped, respellings, respellings_of_name
from index.engine.search import TantivyPapers
from tests.support.reference import open_papers, paper

ALIKE = [
    ("llm", "llms"),
    ("vla", "vlas"),
    ("gpu", "gpus"),
    ("mllm", "mllms"),
    ("cnn", "cnns"),
    ("pde", "pdes"),
    ("optimisation", "optimization"),
    ("behaviour", "behavior"),
    ("neighbourhood", "neighborhood"),
    ("centre", "center"),
    ("fibres", "fibers"),
    ("catalogue", "catalog"),
    ("dialogues", "dialogs"),
    ("catalogued", "cataloged"),
    ("cataloguing", "cataloging"),
    ("labelled", "labeled"),
    ("fuelling", "fueling"),
    ("catalysed", "catalyzed"),
    ("disc", "disk"),
    ("grey", "gray"),
    ("leukaemia", "leukemia"),
    ("sulphur", "sulfur"),
    ("spectrum", "spectra"),
    ("hypothesis", "hypotheses"),
    ("nucleus", "nuclei"),
    ("analysis", "analyses"),
    ("τ", "tau"),
    ("lambda", "λ"),
    ("schrodinger", "schroedinger"),
    ("muller", "mueller"),
    ("ueber", "uber"),
    ("lm", "lms"),
    ("curriculum", "curricula"),
    ("focus", "foci"),
    ("parametrisation", "parameterisation"),
    ("λcdm", "lambdacdm"),
    ("μsr", "musr"),
    ("hα", "halpha"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_spellings_lead_to_each_other(one: str, other: str) -> None:
    assert (other,) in respellings(one)
    assert (one,) in respellings(other)


def test_no_rule_needs_a_regular_expression(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compiling one for each took longer than a whole search."""

    def compile_nothing(pattern: str, *_arguments: object) -> None:
        raise AssertionError(pattern)

    monkeypatch.setattr("re.compile", compile_nothing)
    respellings.cache_clear()
    for word in ("mooring", "behaviour", "optimisation", "schroedinger", "llms", "fuelling"):
        respellings(word)
    assert regrouped(("mooring", "lines")) == []


OTHERS = """
    four hour source gas bus bias css plus size venus poet michael guests queue thesis loss
    filled killing x gp gps mc mcs
"""


@pytest.mark.parametrize("word", ["", "q" * 100, *OTHERS.split()])
def test_other_words_have_one_spelling(word: str) -> None:
    assert respellings(word) == ()


def test_only_umlauts_make_another_name() -> None:
    assert respellings_of_name("mueller") == ("muller",)
    assert "goedel" in respellings_of_name("godel")
    assert respellings_of_name("michael") == ()
    assert respellings_of_name("boehm") == ("bohm",)
    assert respellings_of_name("llms") == ()


PLURALS = [
    ("index", "indices"),
    ("matrix", "matrices"),
    ("vertex", "vertices"),
    ("simplex", "simplices"),
    ("formulas", "formulae"),
    ("thesis", "theses"),
    ("axis", "axes"),
    ("basis", "bases"),
    ("parenthesis", "parentheses"),
]


PAPERS = [
    *(
        paper(f"{one}-{number}", f"Of {word} in harbours", f"More {word} and others")
        for one, other in [*ALIKE, *PLURALS]
        for number, word in enumerate((one, other))
    ),
    paper("mueller", "Untitled", authors=("Ada Müller",)),
    paper("Mueller", "Untitled too", authors=("Bo Mueller",)),
    paper("tau-bench", "On τ-bench", "and tau alone"),
    paper(
        "indicates", "It indicates what is vertical, and simplicity, based on these axed databases"
    ),
    paper("alpha", "An alpha-divergence"),
    *(paper(word, f"{word} images") for word in ("greyscale", "grey-scale")),
    *(paper(word, f"{word} images") for word in ("grayscale", "gray-scale")),
    *(paper(word, f"The {word} scale") for word in ("Λ-QCD", "Lambda-QCD", "ΛQCD")),
    paper("parts", "DiffusionNFT in flight"),
    paper("agent", "LLMs agents"),
    paper("agents", "An LLM agent"),
]


@pytest.fixture(scope="module")
def papers() -> TantivyPapers:
    return open_papers(PAPERS, commits=2)


def found(papers: TantivyPapers, query: str) -> set[str]:
    page = papers.search(query, sort="date", limit=500)
    assert page.total == len(page.hits)
    return {hit.paper.key for hit in page.hits}


@pytest.mark.parametrize(("one", "other"), [*ALIKE, *PLURALS])
@pytest.mark.parametrize(
    "form", ["{}", "title:{}", "abs:{}", "-{}", "{} harbour", '"{} in"', "others OR {}"]
)
def test_all_spellings_find_the_same_papers(
    papers: TantivyPapers, one: str, other: str, form: str
) -> None:
    assert found(papers, form.format(one)) == found(papers, form.format(other))
    assert "indicates" not in found(papers, one)
    if form in ("{}", "title:{}", "{} harbour", '"{} in"'):
        assert {f"{one}-0", f"{one}-1"} <= found(papers, form.format(one))
        for word in (one, other):
            assert papers.highlights(form.format(one), f"Of {word}  in", "title")[:1] == [
                (3, 3 + len(word) + (4 if "in" in form.split() or '"' in form else 0))
            ]


@pytest.mark.parametrize(
    ("one", "other", "keys"),
    [
        ("author:Müller", "author:Mueller", {"mueller", "Mueller"}),
        ('author:"Ada Mueller"', 'author:"Ada Müller"', {"mueller"}),
        ("τ-bench", "tau-bench", {"tau-bench"}),
        ("α-divergence", "alpha-divergence", {"alpha"}),
        ("grey-scale", "gray-scale", {"greyscale", "grey-scale", "grayscale", "gray-scale"}),
        ("greyscale", "grayscale", {"greyscale", "grey-scale", "grayscale", "gray-scale"}),
        ("ΛQCD", "LambdaQCD", {"Λ-QCD", "Lambda-QCD", "ΛQCD"}),
        ("NFT", "NFTs", {"parts"}),
        ("LLM agent", "LLMs agents", {"agent", "agents"}),
        ('"LLM agents"', '"LLMs agent"', {"agent", "agents"}),
    ],
)
def test_names_and_compounds(papers: TantivyPapers, one: str, other: str, keys: set[str]) -> None:
    assert found(papers, one) == found(papers, other) == keys


def test_names_written_out_are_marked(papers: TantivyPapers) -> None:
    for query in ("author:Müller", "author:mueller", "mueller"):
        assert papers.highlights(query, "Ada Müller, Bo Mueller", "authors") == [(4, 10), (15, 22)]


@pytest.mark.parametrize(
    ("words", "others"),
    [
        (("qwen", "2", "5"), [("qwen2", "5")]),
        (("qwen2", "5"), [("qwen", "2", "5")]),
        (("gpt", "4o"), [("gpt4o",)]),
        (("gpt4o",), [("gpt", "4o")]),
        (("2", "5"), []),
        (("x", "1"), []),
        (("plain",), []),
    ],
)
def test_numbers_join_their_names_or_stand_apart(
    words: tuple[str, ...], others: list[tuple[str, ...]]
) -> None:
    assert regrouped(words) == others


@pytest.mark.parametrize(
    "query", ["Qwen 2.5", "Qwen2.5", "Qwen-2.5", '"Qwen 2.5"', "title:Qwen2.5"]
)
def test_a_name_and_its_number_are_found_however_they_are_written(query: str) -> None:
    titles = ["Qwen 2.5 at work", "Qwen2.5 at work", "Qwen-2.5 at work"]
    papers = open_papers(
        [*(paper(title, title) for title in titles), paper("other", "Qwen 3.5 and Llama2.5")]
    )
    assert found(papers, query) == set(titles)
    for title in titles:
        marked = papers.highlights(query, title)
        assert (marked[0][0], marked[-1][1]) == (0, len(title.removesuffix(" at work")))
