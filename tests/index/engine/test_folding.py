"""One way to write each letter, whatever the script, and where it came from."""

from __future__ import annotations

import unicodedata

import pytest
import tantivy
from hypothesis import given
from hypothesis import strategies as st

from index.engine import schema
from index.engine.folding import fold, fold_with_places
from index.engine.pieces import LONGEST_TERM

SAMPLES = (
    *("οδός ΟΔΟΣ ὁδὸς", "ёлка Ёж мой ѝ", "كِتَابٌ كـتـاب أحمد إلى", "שָׁלוֹם", "क़लम हिन्दी"),
    *("ｶﾞｽ ﾊﾟ", "Ｇｐｔ", "GPT模型と3章のC++", "ภาษาไทยGPT ๒๕๖๓", "Việt Vie\u0323\u0302t"),
    *("İstanbul ışık", "Straße ẞ", "ﬁnite ﬃ", "한국어는GPT를", "می\u200cخواهم", "co\u00adoperate"),
    *(unicodedata.normalize("NFD", "한국어 가각"), "𝛼-decay µ", "⑴ Ⅳ ½ ²", "e\u0301\u0327 \u0301a"),
    *("ǅ ŉ ǰ", "ক্ষ কো", "q" * 39, "é" * 19, "中" * 20, "a\u20dd"),
    *("indices", " Matrices", "ices", "INDÍCES vértices"),
)
TEXTS = st.lists(
    st.text(st.characters(codec="utf-8"), max_size=6) | st.sampled_from(SAMPLES), max_size=6
).map("".join)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Plain ASCII, as it is!", "Plain ASCII, as it is!"),
        ("Über naïve Straße ẞ", "uber naive Strasse ss"),
        ("İstanbul’da ⑴ and ⒛", "istanbul’da 1 and 20"),
        ("ışık", "isik"),
        ("機械 学習", "機械 学習"),
        ("ΟΔΟΣ οδός ὁδὸς", "οδοσ οδοσ οδοσ"),
        ("Ёж ё ѝ, but й and ї", "еж е и, but й and ї"),
        ("إسلام آباد كِتَابٌ كـتـاب على ٣٤", "اسلام اباد كتاب كتاب علي 34"),
        ("שָׁלוֹם", "שלום"),
        ("क़लम हिन्दी ३", "कलम हिनदी 3"),
        ("ﬁnite Ａｔｔ", "finite att"),
        ("ｶﾞｽ", "ガス"),
        ("𝛼 µ ϑ", "α μ θ"),
        ("Việt Łukasz Møller Đặng", "Viet lukasz Moller dang"),
        ("GPT模型と3章", "GPT 模型と 3 章"),
        ("ภาษาGPT", "ภาษา GPT"),
        ("Indices of submatrices, devices", "Index of submatrix, devices"),
        ("vertices, vortices; prices ices", "vertex, vortex; prices ices"),
        ("می\u200cخواهم co\u00adoperate", "ميخواهم cooperate"),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded
    for form in ("NFC", "NFD"):
        assert fold(unicodedata.normalize(form, text)) == folded


def test_marks_of_a_letter_may_come_in_any_order() -> None:
    assert fold("Vie\u0323\u0302t") == fold("Vie\u0302\u0323t") == fold("Việt") == "Viet"


@given(TEXTS)
def test_folding_twice_changes_nothing(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded


@given(TEXTS)
def test_each_folded_character_knows_where_it_comes_from(text: str) -> None:
    folded, places = fold_with_places(text)
    assert folded == fold(text)
    assert len(places) == len(folded)
    before = 0
    for start, end in places:
        assert before <= start <= end <= len(text)
        before = start


@given(TEXTS)
def test_tantivy_has_nothing_left_to_fold(text: str) -> None:
    folded = fold(text)
    unfolded = (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(LONGEST_TERM))
        .filter(tantivy.Filter.lowercase())
        .build()
    )
    assert schema.analyzer("name").analyze(folded) == unfolded.analyze(folded)


def test_no_letter_becomes_two_words() -> None:
    words = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).build().analyze
    for character in map(chr, range(0x80, 0x110000)):
        # Of a million characters four fifths are none yet, or of private use.
        if unicodedata.category(character) not in {"Cn", "Co", "Cs"}:
            folded = fold(character)
            # Cutting a million letters that stay as they are into words would take seconds.
            if folded != character:
                assert len(words(folded)) <= max(1, len(words(character))), hex(ord(character))
