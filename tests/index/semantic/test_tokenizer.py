"""Tokenizers as files describe them, held against Hugging Face's package."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index.errors import SemanticUnavailable
from index.semantic.tokenizer import open_tokenizer
from tests.support.models import SPECIAL, VOCABULARY

PIECES = {piece: number for number, piece in enumerate(VOCABULARY)}


def described(normalizer: dict[str, object]) -> str:
    return json.dumps(
        {
            "normalizer": {"type": "BertNormalizer", "clean_text": True, **normalizer},
            "pre_tokenizer": {"type": "BertPreTokenizer"},
            "post_processor": {
                "type": "TemplateProcessing",
                "single": [
                    {"SpecialToken": {"id": "[CLS]", "type_id": 0}},
                    {"Sequence": {"id": "A", "type_id": 0}},
                    {"SpecialToken": {"id": "[SEP]", "type_id": 0}},
                ],
                "pair": [
                    {"Sequence": {"id": "A", "type_id": 0}},
                    {"Sequence": {"id": "B", "type_id": 1}},
                ],
                "special_tokens": {
                    piece: {"id": piece, "ids": [PIECES[piece]], "tokens": [piece]}
                    for piece in ("[CLS]", "[SEP]")
                },
            },
            "added_tokens": [added(piece) for piece in SPECIAL],
            "model": {
                "type": "WordPiece",
                "unk_token": "[UNK]",
                "continuing_subword_prefix": "##",
                "max_input_chars_per_word": 100,
                "vocab": PIECES,
            },
        }
    )


def added(piece: str, **rules: bool) -> dict[str, object]:
    rules = dict.fromkeys(("single_word", "lstrip", "rstrip", "normalized"), False) | rules
    number = PIECES.get(piece, len(PIECES))
    return {"id": number, "content": piece, "special": True, **rules}


def test_a_tokenizer_by_the_rules_of_bert_needs_no_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "tokenizers", None)
    (tmp_path / "tokenizer.json").write_text(described({"lowercase": True}))
    tokenizer = open_tokenizer(str(tmp_path / "tokenizer.json"))
    (tmp_path / "vocab.txt").write_text("\r\n".join(VOCABULARY))
    same = open_tokenizer(str(tmp_path / "vocab.txt"))
    assert tokenizer.encode("Sparse!", 10) == same.encode("Sparse!", 10)
    (tmp_path / "tokenizer.json").write_text(described({"lowercase": False}))
    cased = open_tokenizer(str(tmp_path / "tokenizer.json"))
    assert cased.pieces("Sparse", 10) == [PIECES["[UNK]"]]


def without_ends(described: dict[str, Any]) -> None:
    described["post_processor"] = None


def with_other_ends(described: dict[str, Any]) -> None:
    described["post_processor"]["special_tokens"]["[CLS]"]["ids"] = [PIECES["[MASK]"]]


def with_words_added(described: dict[str, Any]) -> None:
    described["added_tokens"].append(added("graphs"))


def with_nothing_added(described: dict[str, Any]) -> None:
    described["added_tokens"] = []


def with_rules_added(described: dict[str, Any]) -> None:
    described["added_tokens"][4] = added("[MASK]", normalized=True)


def without_special_pieces(described: dict[str, Any]) -> None:
    """As model2vec leaves tokenizers, whose models need no ends."""
    vocabulary = described["model"]["vocab"]
    for piece in ("[CLS]", "[SEP]", "[MASK]"):
        del vocabulary[piece]
    described["added_tokens"] = [added(piece) for piece in ("[PAD]", "[UNK]")]
    described["post_processor"] = None


@pytest.mark.parametrize(
    "change",
    [
        lambda _: None,
        without_ends,
        with_other_ends,
        with_words_added,
        with_nothing_added,
        with_rules_added,
        without_special_pieces,
    ],
)
def test_pieces_are_those_of_the_package_whatever_else_a_file_says(
    tmp_path: Path, change: Callable[[dict[str, Any]], None]
) -> None:
    tokenizers = pytest.importorskip("tokenizers", reason="the extra is not installed")
    said = json.loads(described({"lowercase": True, "handle_chinese_chars": True}))
    change(said)
    path = tmp_path / "tokenizer.json"
    path.write_text(json.dumps(said))
    reference = tokenizers.Tokenizer.from_file(str(path))
    tokenizer = open_tokenizer(str(path))
    for text in ("Sparse graphs", "The [CLS] of a [mask] and [MASK]", ""):
        assert tokenizer.encode(text, 30) == reference.encode(text).ids
        assert tokenizer.pieces(text, 30) == reference.encode(text, add_special_tokens=False).ids


def other_tokenizer(path: Path) -> None:
    """Write a tokenizer whose rules are not BERT's: words alone, as they are."""
    tokenizers = pytest.importorskip("tokenizers", reason="the extra is not installed")
    made = tokenizers.Tokenizer(tokenizers.models.WordLevel(PIECES, unk_token="[UNK]"))
    made.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
    made.save(str(path))


def test_any_other_tokenizer_is_read_by_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "tokenizer.json"
    other_tokenizer(path)
    tokenizer = open_tokenizer(str(path))
    assert tokenizer.unknown == PIECES["[UNK]"]
    assert tokenizer.pieces("sparse Sparse graph", 2) == [PIECES["sparse"], PIECES["[UNK]"]]
    assert tokenizer.encode("graph", 5) == [PIECES["graph"]]
    monkeypatch.setitem(sys.modules, "tokenizers", None)
    with pytest.raises(SemanticUnavailable, match="the package tokenizers is not installed"):
        open_tokenizer(str(path))
