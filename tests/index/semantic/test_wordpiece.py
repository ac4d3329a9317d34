from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.semantic.wordpiece import Wordpiece
from tests.support.models import VOCABULARY

tokenizers = pytest.importorskip("tokenizers", reason="the extra quire[semantic] is not installed")

PIECES = {
    piece: number
    for number, piece in enumerate(
        (
            *VOCABULARY,
            "##ing",
            "transform",
            "##er",
            "naïve",
            "naive",
            "é",
            "École",
            "学",
            "习",
            "ß",
            "σ",
        )
    )
}


def reference(*, lowercase: bool, limit: int) -> Any:
    """The same by Hugging Face's package."""
    made = tokenizers.Tokenizer(tokenizers.models.WordPiece(PIECES, unk_token="[UNK]"))
    made.normalizer = tokenizers.normalizers.BertNormalizer(lowercase=lowercase)
    made.pre_tokenizer = tokenizers.pre_tokenizers.BertPreTokenizer()
    ends = [("[CLS]", PIECES["[CLS]"]), ("[SEP]", PIECES["[SEP]"])]
    made.post_processor = tokenizers.processors.TemplateProcessing("[CLS] $A [SEP]", None, ends)
    made.add_special_tokens(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"])
    made.enable_truncation(limit)
    return made


def is_old(character: str) -> bool:
    """Whether Unicode has long had a character as it is: younger tables differ by version."""
    old = unicodedata.ucd_3_2_0.category(character)
    return old != "Cn" and old == unicodedata.category(character)


TEXTS = st.lists(
    st.one_of(
        st.sampled_from(VOCABULARY),
        st.text(st.characters(exclude_categories=["Cs"]).filter(is_old), max_size=12),
        st.sampled_from(["transforming", "Naïve", "ÉCOLE", "deep 学习", "ΣΟΦΟΣ", "a" * 101, "İ"]),
        st.sampled_from(
            [" ", "\n", "\t", "\u3000", "\u200b", "\x00", "\x85", "\ufffd", "-", "[MASK]"]
        ),
    )
).map("".join)


@given(TEXTS, st.booleans(), st.integers(2, 40))
@example("an e\u0301tude, [CLS] and [mask]", True, 40)
@example("x" * 100 + " " + "x" * 101, True, 40)
def test_pieces_are_those_of_the_reference(text: str, lowercase: bool, limit: int) -> None:
    ours = Wordpiece(PIECES, lowercase=lowercase).encode(text, limit)
    assert ours == reference(lowercase=lowercase, limit=limit).encode(text).ids


def test_a_vocabulary_without_the_special_pieces_is_refused() -> None:
    with pytest.raises(KeyError):
        Wordpiece({"a": 0, "[UNK]": 1, "[CLS]": 2})
