"""Words of every script, of any length, in any of the ways that they are written."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.engine.search import TantivyPapers
from tests.support.reference import open_papers, paper

TITLES = {
    "greek": "ΟΔΟΣ ΑΝΑΠΤΥΞΗΣ",
    "tonos": "Μάθηση μηχανών",
    "russian": "Ёлка и чёрный ящик",
    "short-i": "Мой край",
    "other-i": "Мои дела",
    "arabic": "الذَّكَاء الاصطناعيّ في الإسلام",
    "stretched": "تعلـــم آلي",
    "persian": "شبکه‌های عصبی ۱۲",
    "hebrew": "שָׁלוֹם עולם",
    "hindi": "क़लम और हिन्दी भाषा",
    "korean": "한국어 언어모델과 GPT를 위한 평가",
    "half-width": "ﾆｭｰﾗﾙ ｶﾞｽ",
    "chinese": "基于GPT模型的深度图像识别第3章",
    "thai": "การเรียนรู้ของเครื่องด้วยBERTภาษาไทย",
    "vietnamese": "Xử lý ngôn ngữ tiếng Việt",
    "turkish": "IŞIK ve ışığın İzmir",
    "german": "Die Straße der Größe",
    "ligature": "The ﬁnal ﬂow of Ａｔｔｅｎｔｉｏｎ",
    "georgian": "ხელოვნურიგონე და განსაკუთრებული",
    "long": f"Of {'supercalifragilistic' * 3} and others",
    "mathematical": "On 𝛼 and the µ of things",
}
PAPERS = [
    *(paper(key, title) for key, title in TITLES.items()),
    paper("names", "Untitled", authors=("王小明", "Νίκος Παπαδόπουλος", "Алёна Семёнова")),
    paper("reversed", "Untitled too", authors=("明 李",)),
    paper("in-abstract", "Untitled three", "深度 in an abstract of C++ and 图像 apart"),
]


@pytest.fixture(scope="module")
def papers() -> TantivyPapers:
    return open_papers(PAPERS, commits=2)


CASES = [
    ("οδος", "greek"),
    ("οδός", "greek"),
    ("Οδος", "greek"),
    ("ανάπτυξης", "greek"),
    ("ΜΑΘΗΣΗ", "tonos"),
    ("μαθηση", "tonos"),
    ("елка", "russian"),
    ("ёлка", "russian"),
    ("ЧЕРНЫЙ", "russian"),
    ("мой", "short-i"),
    ("мои\u0306", "short-i"),
    ("мои", "other-i"),
    ("الذكاء", "arabic"),
    ("الاسلام", "arabic"),
    ("الإسلام", "arabic"),
    ("تعلم", "stretched"),
    ("الي", "stretched"),
    ("شبكههاي", "persian"),
    ("12", "persian"),
    ("שלום", "hebrew"),
    ("कलम", "hindi"),
    ("हिन्दी", "hindi"),
    ("언어", "korean"),
    (unicodedata.normalize("NFD", "한국어"), "korean"),
    ("gpt 평가", "korean"),
    ("ニューラル", "half-width"),
    ("ガス", "half-width"),
    ("カ\u3099ス", "half-width"),
    ("模型", "chinese"),
    ("gpt 深度", "chinese"),
    ("GPT模型", "chinese"),
    ("第3章", "chinese"),
    ("深度图像", "chinese"),
    ('"深度图像"', "chinese"),
    ("title:深度", "chinese"),
    ("เรียนรู้", "thai"),
    ("bert", "thai"),
    ("ภาษา", "thai"),
    ("xu ly", "vietnamese"),
    ("Vie\u0302\u0323t", "vietnamese"),
    ("ışık", "turkish"),
    ("isik", "turkish"),
    ("izmir", "turkish"),
    ("İZMİR", "turkish"),
    ("strasse", "german"),
    ("STRASSE", "german"),
    ("final", "ligature"),
    ("flow attention", "ligature"),
    ("ხელოვნურიგონე", "georgian"),
    ("განსაკუთრებული", "georgian"),
    ("განსაკუთრ*", "georgian"),
    ("განსაკუთრებულ*", "georgian"),
    ('"და განსაკუთრებული"', "georgian"),
    ("supercalifragilistic" * 3, "long"),
    ("supercalifragilistic" * 2 + "*", "long"),
    ("supercalifragilistic*", "long"),
    (f'"of {"supercalifragilistic" * 3} and"', "long"),
    ("α", "mathematical"),
    ("μ", "mathematical"),
    ("author:小明", "names"),
    ("author:王小明", "names"),
    ('author:"王小明"', "names"),
    ("小明", "names"),
    ("author:Παπαδοπουλος", "names"),
    ("author:алена", "names"),
    ("author:Семёнова", "names"),
    ("author:李明", "reversed"),
    ("author:明李", "reversed"),
    ('author:"明 李"', "reversed"),
]


@pytest.mark.parametrize(("query", "key"), CASES)
@pytest.mark.parametrize("prefix", [False, True])
def test_words_of_every_script_are_found(
    papers: TantivyPapers, query: str, key: str, prefix: bool
) -> None:
    page = papers.search(query, limit=50, prefix=prefix)
    found = {hit.paper.key for hit in page.hits if not hit.partial}
    assert key in found
    assert prefix or found == {key}
    assert page.corrected is None


@pytest.mark.parametrize(
    "query", ["图像深度", "title:C++", "author:王", "深图", "мой дела", "author:明小", "abs:模型"]
)
def test_what_no_paper_has_so_is_not_found(papers: TantivyPapers, query: str) -> None:
    found = {hit.paper.key for hit in papers.search(query).hits if not hit.partial}
    assert found == ({"names"} if query == "author:王" else set())


@pytest.mark.parametrize(("query", "key"), CASES)
def test_what_was_found_is_marked(papers: TantivyPapers, query: str, key: str) -> None:
    found = papers.get(key)
    assert found is not None
    field, text = "title", found.title
    if key in ("names", "reversed"):
        field, text = "authors", ", ".join(found.authors or ())
    for form in (text, unicodedata.normalize("NFD", text)):
        ranges = papers.highlights(query, form, field)  # type: ignore[arg-type]
        assert ranges or key == "reversed"
        for start, end in ranges:
            # No half of a word, where spaces part words, and no mark without its letter.
            assert form[start].isalnum()
            assert end == len(form) or not unicodedata.combining(form[end])


WORDS = st.sampled_from(
    [word for title in TITLES.values() for word in title.split() if len(word) > 2]
)


@given(word=WORDS, before=WORDS, form=st.sampled_from(["NFC", "NFD"]))
def test_the_marked_range_covers_the_word(
    papers: TantivyPapers, word: str, before: str, form: str
) -> None:
    text = unicodedata.normalize(form, f"({before}) {word}, {before}")  # type: ignore[arg-type]
    wanted = unicodedata.normalize(form, word)  # type: ignore[arg-type]
    start = text.index(wanted, len(unicodedata.normalize(form, before)) + 2)  # type: ignore[arg-type]
    marked: set[int] = set()
    for first, end in papers.highlights(f'"{word}"', text):
        marked.update(range(first, end))
    assert marked.issuperset(range(start, start + len(wanted)))


@pytest.mark.parametrize("letter", ["1", "w", "ж", "ა", "क", "深", "ท", "𐐨"])
@pytest.mark.parametrize("size", [37, 38, 39, 40, 41, 120])
def test_words_of_any_length_are_found_and_marked(letter: str, size: int) -> None:
    word = letter * (size // len(letter.encode()))
    text = f"On {word}, and others"
    papers = open_papers([paper("has", text, authors=(f"Ada {word}",)), paper("not", "On others")])
    for form in ("{}", "{}~", "{}*", "title:{}", "author:{}", '"on {} and"', "on {} others"):
        assert [hit.paper.key for hit in papers.search(form.format(word)).hits][:1] == ["has"], form
        assert papers.search(form.format(word)).total == 1
    assert (3, 3 + len(word)) in papers.highlights(word, text)
    assert papers.search(word + "q").total == papers.search(f"{word[:-1]}q").total == 0
    assert papers.search(f"others {word}{word}").total == 0
