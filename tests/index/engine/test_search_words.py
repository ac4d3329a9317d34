"""Words as people type them: accents, hyphens, symbols, endings, ids, misspellings."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import open_index, rebuild, update
from index.engine.search import TantivyPapers
from index.errors import QueryError
from index.paper import Paper
from tests.support.json_lines import json_lines
from tests.support.reference import open_papers, paper

TITLES = {
    "apart": "Efficient pre training of encoders",
    "hyphen": "On pre-training at scale",
    "joined": "Pretraining considered useful",
    "notable": "A notable table of results",
    "means": "Fast $k$-means for large data",
    "kmeans": "A kmeans baseline",
    "gpt": "What GPT-4o sees",
    "gpt-joined": "GPT4o revisited",
    "three": "3D reconstruction from video",
    "llama": "LLaMA-2 in the wild",
    "cpp": "Modern C++ templates for solvers",
    "csharp": "Compiling C# to hardware",
    "c": "The C language at fifty",
    "sorting": "Sorting in O(n log n) comparisons",
    "rsquared": "Interpreting R^2 in regression",
    "cjk": "深層学習による画像認識",
    "mixed": "大規模言語モデルの評価",
    "experts": "Mixture of experts with experience",
    "experiments": "Experiments on happy networks",
    "transformers": "Transformers and their optimization",
    "sota": "A state-of-the-art parser",
    "possessive": "Alzheimer's disease imaging",
    "numbers": "Of mice and the number 42",
}
PAPERS = [
    *(paper(key, title) for key, title in TITLES.items()),
    paper("names", "Support vectors", authors=("Bernhard Schölkopf", "Jürgen Groß")),
    paper("new-id", "New style", arxiv_id="2401.01234", doi="10.1234/ABC.(d)e"),
    paper("old-id", "Old style", arxiv_id="hep-th/9901001"),
    paper("abstract", "Nothing in the title", "Its encoders are pretrained in C++ and 3D."),
]


@pytest.fixture(scope="module")
def papers() -> TantivyPapers:
    return open_papers(PAPERS, commits=2)


def keys(papers: TantivyPapers, query: str, *, prefix: bool = False) -> set[str]:
    page = papers.search(query, limit=100, prefix=prefix)
    assert page.corrected is None
    return {hit.paper.key for hit in page.hits if not hit.partial}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("pretraining", {"apart", "hyphen", "joined", "abstract"}),
        ("pre-training", {"apart", "hyphen", "joined", "abstract"}),
        ("pre training", {"apart", "hyphen", "joined", "abstract"}),
        ("title:pretraining", {"apart", "hyphen", "joined"}),
        ("PRE-TRAINED", {"apart", "hyphen", "joined", "abstract"}),
        ("notable", {"notable"}),
        ("kmeans", {"means", "kmeans"}),
        ("k-means", {"means", "kmeans"}),
        ("$k$-means", {"means", "kmeans"}),
        ("GPT-4o", {"gpt", "gpt-joined"}),
        ("gpt4o", {"gpt", "gpt-joined"}),
        ("3D", {"three", "abstract"}),
        ("LLaMA-2", {"llama"}),
        ("llama2", {"llama"}),
        ("C++", {"cpp", "abstract"}),
        ("c++ templates", {"cpp"}),
        ("C#", {"csharp"}),
        ('"C++ templates"', {"cpp"}),
        ("O(n log n)", {"sorting"}),
        ("O(n", {"sorting"}),
        ("R^2", {"rsquared"}),
        ("state-of-the-art", {"sota"}),
        ('"state of the art"', {"sota"}),
        ("Alzheimer's", {"possessive"}),
        ("alzheimer", {"possessive"}),
        ("画像", {"cjk"}),
        ("深層学習", {"cjk"}),
        ("言語モデル", {"mixed"}),
        ("scholkopf", {"names"}),
        ("Schölkopf", {"names"}),
        ("Scho\u0308lkopf", {"names"}),
        ("author:gross", {"names"}),
        ('author:"Schölkopf, Bernhard"', {"names"}),
        ('author:"Schölkopf Jürgen"', set()),
        ("title:scholkopf", set()),
        ("transformer", {"transformers"}),
        ("transformer*", {"transformers"}),
        ("experimen*", {"experiments", "experts"}),
        ("experiments*", {"experiments", "experts"}),
        ("optimizatio*", {"transformers"}),
        ("happy*", {"experiments"}),
        ("pre-tra*", {"apart", "hyphen", "joined", "abstract"}),
        ("schol*", {"names"}),
        ("mixture of experts", {"experts"}),
        ("of", {"apart", "experts", "numbers", "notable", "sota"}),
        ("the of", {"numbers", "sota"}),
        ('the "support vectors"', {"names"}),
        ("42", {"numbers"}),
        ("optimizaton~", {"transformers"}),
        ("transformrs~", {"transformers"}),
        ("scholkpof~", {"names"}),
        ("mixture -experience", set()),
        ("sorting & comparisons", {"sorting"}),
        ("sorting - ???", {"sorting"}),
        ("???", set()),
    ],
)
def test_words(papers: TantivyPapers, query: str, found: set[str]) -> None:
    page = papers.search(query, limit=100)
    assert {hit.paper.key for hit in page.hits if not hit.partial} == found
    assert page.total == len(found)
    assert page.corrected is None


@pytest.mark.parametrize(
    ("word", "titles"),
    [
        ("O(N)", ["O(N) models", "SO(N) on a lattice", "Based on nothing"]),
        ("formula", ["A formula for all", "We formulate a law", "We formulated another"]),
        ("armour", ["Wearing armour", "The arm. Our results", "Our arm"]),
        ("GANs", ["Nets and GANs", "Bound e.g. an edge", "An end"]),
        ("atypical", ["An atypical case", "A typical case", "Typical cases"]),
    ],
)
def test_a_word_is_not_split_at_a_stop_word(word: str, titles: list[str]) -> None:
    papers = open_papers([paper(title, title) for title in titles])
    assert keys(papers, word) == {titles[0]}


@pytest.mark.parametrize("titles", [("H2 gas", "H_2 gas", "H$_2$ gas"), ("2D sheet", "2-D sheet")])
def test_a_letter_and_its_number_are_joined_or_apart(titles: tuple[str, ...]) -> None:
    papers = open_papers([paper(title, title) for title in (*titles, "2 sheets of D, H or gas")])
    for title in titles:
        assert keys(papers, title.split()[0]) == set(titles)


def test_stop_words_that_are_particles_may_be_part_of_a_word() -> None:
    papers = open_papers([paper(title, title) for title in ("In situ imaging", "Insitu imaging")])
    assert len(keys(papers, "insitu")) == len(keys(papers, "in-situ")) == 2


@pytest.mark.parametrize(
    "query",
    [
        "2401.01234",
        "2401.01234v2",
        "(2401.01234)",
        "arXiv:2401.01234v12",
        "id:2401.01234v3",
        "https://arxiv.org/abs/2401.01234",
        "https://arxiv.org/abs/2401.01234v2",
        "http://www.arxiv.org/pdf/2401.01234v1.pdf",
        "arxiv.org/html/2401.01234v1#S2",
        "https://huggingface.co/papers/2401.01234",
        "https://huggingface.co/papers/2401.01234?utm_source=x#discussion",
        "hf.co/papers/2401.01234",
        "https://ar5iv.labs.arxiv.org/html/2401.01234",
        "https://alphaxiv.org/abs/2401.01234",
        "10.48550/arXiv.2401.01234",
        "https://doi.org/10.48550/arXiv.2401.01234",
        "10.1234/abc.(d)e",
        "doi:10.1234/ABC.(d)E",
        "https://dx.doi.org/10.1234/abc.(d)e",
        "id:https://doi.org/10.1234/abc.(d)e",
        "id:new-id",
    ],
)
def test_an_id_or_address_finds_its_paper(papers: TantivyPapers, query: str) -> None:
    assert keys(papers, query) == {"new-id"}


@pytest.mark.parametrize(
    "query",
    [
        "hep-th/9901001",
        "hep-th/9901001v3",
        "https://arxiv.org/abs/hep-th/9901001v1",
        "https://arxiv.org/pdf/hep-th/9901001",
        "id:hep-th/9901001",
        "10.48550/arXiv.hep-th/9901001",
    ],
)
def test_an_old_id_finds_its_paper(papers: TantivyPapers, query: str) -> None:
    assert keys(papers, query) == {"old-id"}


def test_an_id_joins_with_other_conditions(papers: TantivyPapers) -> None:
    assert keys(papers, "2401.01234 style") == {"new-id"}
    assert keys(papers, "2401.01234 OR hep-th/9901001") == {"new-id", "old-id"}
    assert keys(papers, "style -2401.01234") == {"old-id"}


@pytest.mark.parametrize("name", ["new-id", "2401.01234v9", "https://arxiv.org/abs/2401.01234"])
def test_get(papers: TantivyPapers, name: str) -> None:
    found = papers.get(name)
    assert found is not None
    assert found.key == "new-id"


def test_get_gives_the_whole_paper(papers: TantivyPapers) -> None:
    assert papers.get("names") == next(one for one in PAPERS if one.key == "names")
    assert papers.get("2401.99999") is None
    assert papers.get("") is None


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("transf", {"transformers"}),
        ("experimen", {"experiments", "experts"}),
        ("of experts wi", {"experts"}),
        ("mixture exp", {"experts"}),
        ("title:optim", {"transformers"}),
        ("pre-tr", {"apart", "hyphen", "joined", "abstract"}),
        ("mixture e", {"experts"}),
        ("schö", {"names"}),
        ("C+", {"c", "cpp", "csharp"}),
        ("style -new", {"old-id"}),
    ],
)
def test_the_last_word_is_a_beginning_while_typing(
    papers: TantivyPapers, query: str, found: set[str]
) -> None:
    assert found <= keys(papers, query, prefix=True)
    assert papers.search(query, prefix=True).total < len(PAPERS) / 2


def test_each_beginning_of_a_query_has_an_answer_or_a_sentence(papers: TantivyPapers) -> None:
    query = '"mixture of experts" org:google date:2024.. -survey authors:>3'
    for end in range(len(query) + 1):
        try:
            page = papers.search(query[:end], prefix=True)
        except QueryError as error:
            told = error.reason
        else:
            told = f"{page.total} papers"
        assert told


@pytest.mark.parametrize(
    ("query", "corrected", "found"),
    [
        ("transfomers", "transformers", {"transformers"}),
        ("optimizaton", "optimization", {"transformers"}),
        ("Sholkopf", "scholkopf", {"names"}),
        ("mixtrue of expets", "mixture of experts", {"experts"}),
        ("regresion R^2", "regression R^2", {"rsquared"}),
        ("title:mixture expertz", "title:mixture experts", {"experts"}),
        ("-sorting reconstrction", "-sorting reconstruction", {"three"}),
    ],
)
def test_near_spellings_are_tried_when_nothing_matches(
    papers: TantivyPapers, query: str, corrected: str, found: set[str]
) -> None:
    page = papers.search(query, fuzzy=True)
    assert (page.corrected, page.suggestion) == (corrected, None)
    assert {hit.paper.key for hit in page.hits if not hit.partial} == found
    assert page.total == len(found)
    assert papers.search(query, sort="date", fuzzy=True).corrected == corrected
    assert papers.search(query, limit=0, fuzzy=True).total == len(found)
    facets = papers.facets(query, fuzzy=True)
    assert (facets.total, facets.corrected, facets.suggestion) == (len(found), corrected, None)
    for key in found:
        assert papers.position(query, key, fuzzy=True) is not None


@pytest.mark.parametrize("sort", [None, "date", "relevance"])
def test_a_near_spelling_is_only_suggested_unless_it_is_asked_for(
    papers: TantivyPapers, sort: str | None
) -> None:
    page = papers.search("transfomers", sort=sort)
    assert (page.total, page.hits, page.corrected) == (0, [], None)
    assert page.suggestion == "transformers"
    facets = papers.facets("transfomers")
    assert (facets.total, facets.years, facets.corrected) == (0, [], None)
    assert facets.suggestion == "transformers"
    assert papers.explain("transfomers").total == 0
    assert papers.position("transfomers", "transformers", sort=sort) is None
    assert papers.highlights("transfomers", "Transformers") == []
    # What matches only some of the words does so as they were typed.
    page = papers.search("mixtrue experts", sort=sort)
    assert (page.total, page.corrected, page.suggestion) == (0, None, "mixture experts")


def test_what_has_no_near_spelling_is_not_corrected(papers: TantivyPapers) -> None:
    for fuzzy in (False, True):
        page = papers.search("qqqqqqqq", fuzzy=fuzzy)
        assert (page.total, page.partial_total, page.hits) == (0, 0, [])
        assert (page.corrected, page.suggestion) == (None, None)


def test_partial_matches_follow_full_ones(papers: TantivyPapers) -> None:
    page = papers.search("experiments experts", limit=10)
    assert [(hit.paper.key, hit.partial) for hit in page.hits][:1] == [("experts", False)]
    assert page.total == 1
    assert all(hit.partial for hit in page.hits[1:])
    assert page.partial_total == len(page.hits) - 1


def test_a_title_that_is_quoted_from_memory_comes_first(papers: TantivyPapers) -> None:
    for query in ("state of the art parser", "interpreting regression", "encoders efficient"):
        page = papers.search(query)
        assert page.total >= 1
        assert page.hits[0].paper.title.lower().split()[0] in (
            "a", "interpreting", "efficient",
        )  # fmt: skip


def test_similar_papers() -> None:
    words = "sparse routing of tokens between experts in large language models"
    every: list[Paper] = [
        paper("one", "Sparse routing", words),
        paper("two", "Routing tokens", f"we study {words} again"),
        paper("far", "Cell biology", "mitochondria divide in living cells"),
        paper("near", "Experts", "experts in language models and tokens"),
        paper("distant", "Sparse graphs", "colourings of sparse graphs with few edges"),
        paper("alone", "Untitled"),
    ]
    papers = open_papers(every)
    similar = papers.similar("one")
    # As many as asked for, if they share any word; a condition wants more than one of them.
    assert [hit.paper.key for hit in similar] == ["two", "near", "distant"]
    assert similar[0].score is not None
    assert similar[1].score is not None
    assert similar[0].score > similar[1].score
    assert [hit.paper.key for hit in papers.similar("one", limit=1)] == ["two"]
    assert papers.similar("one", limit=0) == []
    assert papers.similar("alone") == []
    assert papers.similar("unknown") == []
    assert [hit.paper.key for hit in papers.search("like:one").hits] == ["two", "near"]
    assert papers.search("like:one experts -routing").total == 1
    assert papers.search("like:unknown").total == 0


@pytest.mark.parametrize("query", ["ibrahim", "İbrahim", "İBRAHIM", "author:ibrahim", "⑴ ibrahim"])
def test_letters_that_fold_to_more_than_one_are_found_either_way(query: str) -> None:
    papers = open_papers(
        [
            Paper(key="a", title="(1) Notes of İbrahim ⑴", authors=("Ada İbrahim",)),
            Paper(key="b", title="Others"),
        ]
    )
    assert [hit.paper.key for hit in papers.search(query).hits] == ["a"]
    assert papers.highlights(query, "Ada İbrahim", "authors") == [(4, 11)]


@pytest.mark.parametrize("begun", ["happy n", "happy th", "happy the", "happy thei"])
def test_a_word_that_tells_nothing_yet_changes_nothing(papers: TantivyPapers, begun: str) -> None:
    assert keys(papers, begun, prefix=True) == keys(papers, "happy") == {"experiments"}


def test_two_letters_narrow_but_are_not_enough_for_a_partial_match(papers: TantivyPapers) -> None:
    assert keys(papers, "happy ne", prefix=True) == {"experiments"}
    assert keys(papers, "happy vi", prefix=True) == set()
    page = papers.search("happy vi", prefix=True, limit=50)
    assert [hit.paper.key for hit in page.hits if hit.partial] == ["experiments"]


def test_one_letter_alone_picks_out_nothing_of_very_many(
    papers: TantivyPapers, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert papers.search("q", prefix=True).total < len(PAPERS)
    monkeypatch.setattr("index.engine.compilation._MANY", len(PAPERS) - 1)
    assert papers.search("z", prefix=True).total == len(PAPERS)
    assert papers.search("z").total == 0


CORRECTED = [
    paper("lake", "An inaing lake", "It inaes and inaing again"),
    paper("an", "An answer", "An over ever the of with"),
    paper("fire", "Forest fire", "wildfires and fires in forests"),
    *(paper(f"many-{number}", f"Mooring {number}", "a mooring line") for number in range(80)),
    paper("rare", "Moring of one kind", "kind of rare"),
    paper("abstract", "Untitled", "a lonesome quadrangle moorings"),
    paper("name", "Untitled too", authors=("Iva Moorina",)),
]


@pytest.mark.parametrize(
    ("query", "corrected"),
    [
        ("mooding", "mooring"),
        ("quadrangel", "quadrangle"),
        ("lonesme", "lonesome"),
        ("moorinna", "moorina"),
        # TantivyPapers have only the plural, or only the singular.
        ("wildfyre", "wildfires"),
        ("quadrangels", "quadrangle"),
        # Its stem is that of a word, but nobody wrote it so.
        ("pinaed", None),
        ("inaeds", None),
        # Only stop words are near, or words of their stems.
        ("anns", None),
        ("witth", None),
        ("ansd", None),
        # Words that a title or a name has are meant.
        ("moring forest", None),
        ("moorina forest", None),
    ],
)
def test_only_words_that_stand_in_papers_are_near_spellings(
    query: str, corrected: str | None
) -> None:
    papers = open_papers(CORRECTED, commits=2)
    assert papers.search(query).suggestion == corrected
    assert papers.search(query, fuzzy=True).corrected == corrected


SLIPS = [
    *(paper(f"video-{number}", f"Video diffusion {number}", "of moths") for number in range(70)),
    *(paper(f"numerical-{number}", f"Numerical schemes {number}") for number in range(30)),
    *(paper(f"neural-{number}", f"A neural lantern {number}") for number in range(3)),
    paper("numeral", "Counting", "with a numeral on each lantern"),
    paper("first slip", "Untitled", "a vidoe of kites"),
    paper("second slip", "Untitled too", "the difusion of ink"),
]


@pytest.mark.parametrize(
    ("query", "corrected"),
    [
        # One of the two slips stands in a paper, or each in another one.
        ("vidoe diffusoin", "video diffusion"),
        ("diffusoin vidoe", "diffusion video"),
        ("vidoe difusion", "video diffusion"),
        # More papers have the stem of numeral than that of neural, but other words of it.
        ("nueral lantrn", "neural lantern"),
    ],
)
def test_slips_that_papers_have_too_are_corrected(query: str, corrected: str) -> None:
    assert open_papers(SLIPS, commits=2).search(query, fuzzy=True).corrected == corrected


def test_words_that_went_with_an_update_are_no_near_spellings(tmp_path: Path) -> None:
    records, folder = tmp_path / "papers.jsonl", tmp_path / "index"
    others = [{"title": f"Harbour {number}", "abstract": "of pebbles"} for number in range(3)]

    def write(title: str, abstract: str) -> None:
        lake = {"title": title, "abstract": abstract, "arxiv_id": "2401.00001"}
        json_lines(records, [lake, *others])

    write("Quartzite lake", "pebbled shores")
    rebuild([records], folder)
    with open_index(folder) as papers:
        assert papers.search("quartzyte").suggestion == "quartzite"
        assert papers.search("pebblad").suggestion == "pebbled"
    write("A lake whose name is longer", "shores that are longer than they were before")
    assert update([records], folder).refreshed == 1
    with open_index(folder) as papers:
        assert papers.search("quartzyte").suggestion is None
        assert papers.search("pebblad").suggestion is None
        assert papers.search("pebblas").suggestion == "pebbles"


def test_parts_of_names_find_them() -> None:
    titles = ["LookaheadKV: eviction", "A DeepSeek report", "Deepness alone"]
    titles.append("ÜberNet forms")
    papers = open_papers([paper(title, title, "nothing") for title in titles])
    for query, found in (
        ("lookahead", {"LookaheadKV: eviction"}),
        ("lookahead eviction", {"LookaheadKV: eviction"}),
        ("title:lookaheads", {"LookaheadKV: eviction"}),
        ("deep seek", {"A DeepSeek report"}),
        ('"deep seek"', {"A DeepSeek report"}),
        ("DeepSeek", {"A DeepSeek report"}),
        ("uber", {"ÜberNet forms"}),
        ("net", {"ÜberNet forms"}),
        ("abs:lookahead", set()),
        ('"eviction lookahead"', set()),
    ):
        assert {hit.paper.key for hit in papers.search(query).hits if not hit.partial} == found
    assert papers.highlights("lookahead", "On LookaheadKV", "title") == [(3, 12)]
    assert papers.get("LookaheadKV: eviction") == paper(titles[0], titles[0], "nothing")
