"""Opens tokenizers: ``vocab.txt``, or ``tokenizer.json`` as Hugging Face writes it."""

from __future__ import annotations

from typing import Any, Final, Protocol

import msgspec

from index.semantic.failures import missing_package, unusable
from index.semantic.wordpiece import FIRST, LAST, UNKNOWN, Wordpiece, special_pieces
from index.storage.store import reason_of

TOKENIZER: Final = "tokenizer.json"
VOCABULARY: Final = "vocab.txt"


class Tokenizer(Protocol):
    """Takes texts to pieces."""

    @property
    def unknown(self) -> int | None:
        """The number that stands for what has no pieces; None where everything has some."""
        ...

    def encode(self, text: str, limit: int) -> list[int]:
        """The numbers of a text's pieces as a transformer takes them, at most ``limit``."""
        ...

    def pieces(self, text: str, limit: int) -> list[int]:
        """The numbers of its pieces alone, at most ``limit``."""
        ...


def open_tokenizer(path: str) -> Tokenizer:
    """Open the tokenizer in a file.

    A tokenizer by BERT's rules is read here; any other by the package ``tokenizers``.

    Raises:
        SemanticUnavailable: It can't be read.
    """
    try:
        with open(path, "rb") as file:
            content = file.read()
        if not path.endswith(".json"):
            return _of_vocabulary(content.decode())
        described = msgspec.json.decode(content)
        options = bert_options(described)
        if options is None:
            return OtherTokenizer(path)
        return Wordpiece(**options)
    except KeyError as error:
        raise unusable(path, f"its vocabulary lacks {error.args[0]!r}") from None
    except (OSError, ValueError, TypeError, RecursionError) as error:
        raise unusable(path, reason_of(error)) from None


def _of_vocabulary(content: str) -> Wordpiece:
    """A tokenizer with a vocabulary of a piece a line, their numbers those of the lines.

    It heeds case where the vocabulary does: where pieces that begin words have capital letters.
    """
    pieces = content.split("\n")
    vocabulary = {piece.removesuffix("\r"): number for number, piece in enumerate(pieces) if piece}
    has_capitals = any(
        piece != piece.lower() for piece in vocabulary if not piece.startswith(("[", "##"))
    )
    return Wordpiece(vocabulary, lowercase=not has_capitals)


def bert_options(described: object) -> dict[str, Any] | None:
    """What makes a ``Wordpiece``; None for a tokenizer with other rules.

    Args:
        described: The content of ``tokenizer.json``.

    Raises:
        ValueError: It describes no tokenizer.
    """
    if not isinstance(described, dict) or not isinstance(described.get("model"), dict):
        raise ValueError("it describes no tokenizer")
    model = described["model"]
    normalizer, splitter = (_part(described, name) for name in ("normalizer", "pre_tokenizer"))
    is_bert = (
        model.get("type") == "WordPiece"
        and model.get("continuing_subword_prefix", "##") == "##"
        and model.get("max_input_chars_per_word", 100) == 100
        and normalizer.get("type") == "BertNormalizer"
        and normalizer.get("clean_text", True)
        and normalizer.get("handle_chinese_chars", True)
        and splitter.get("type") == "BertPreTokenizer"
    )
    if not is_bert:
        return None
    vocabulary = msgspec.convert(model.get("vocab"), dict[str, int])
    unknown = model.get("unk_token", UNKNOWN)
    ends = [[piece, vocabulary.get(piece)] for piece in (FIRST, LAST)]
    if _ends(_part(described, "post_processor")) != ends:
        return None
    if _whole(described.get("added_tokens")) != special_pieces(vocabulary, unknown):
        return None
    return {
        "vocabulary": vocabulary,
        "lowercase": bool(normalizer.get("lowercase", True)),
        "strip_accents": normalizer.get("strip_accents"),
        "unknown": unknown,
    }


def _part(described: dict[str, Any], name: str) -> dict[str, Any]:
    part = described.get(name)
    return part if isinstance(part, dict) else {}


def _ends(processor: dict[str, Any]) -> list[list[object]]:
    """The pieces that begin and end every text, with their numbers; none where there are others."""
    if processor.get("type") == "BertProcessing":
        return [processor.get("cls", []), processor.get("sep", [])]
    single = processor.get("single")
    if processor.get("type") != "TemplateProcessing" or not isinstance(single, list):
        return []
    names = [_part(one, "SpecialToken").get("id") for one in single if isinstance(one, dict)]
    if len(names) != 3 or names[1] is not None:
        return []
    specials = _part(processor, "special_tokens")
    return [
        [name, *_part(specials, name).get("ids", [])] for name in names if isinstance(name, str)
    ]


def _whole(added: object) -> set[object]:
    """The texts that are pieces wherever they stand, as they are; "" for one by other rules."""
    tokens = [one for one in added if isinstance(one, dict)] if isinstance(added, list) else []
    return {
        "" if one.get("normalized") or one.get("single_word") else one.get("content")
        for one in tokens
    }


class OtherTokenizer:
    """A tokenizer that the package ``tokenizers`` runs.

    Args:
        path: Of its ``tokenizer.json``.

    Raises:
        SemanticUnavailable: The package is missing, or can't read it.
    """

    def __init__(self, path: str) -> None:
        try:
            import tokenizers
        except ImportError as error:
            raise missing_package("tokenizers", error) from None
        try:
            self._tokenizer = tokenizers.Tokenizer.from_file(path)
        # The package raises nothing more exact.
        except Exception as error:
            raise unusable(path, str(error)) from None
        self._tokenizer.no_padding()
        unknown = getattr(self._tokenizer.model, "unk_token", None)
        self.unknown: int | None = None if unknown is None else self._tokenizer.token_to_id(unknown)

    def encode(self, text: str, limit: int) -> list[int]:
        """As ``Tokenizer.encode``."""
        return self._ids(text, limit, whole=True)

    def pieces(self, text: str, limit: int) -> list[int]:
        """As ``Tokenizer.pieces``."""
        return self._ids(text, limit, whole=False)

    def _ids(self, text: str, limit: int, *, whole: bool) -> list[int]:
        self._tokenizer.enable_truncation(limit)
        ids: list[int] = self._tokenizer.encode(text, add_special_tokens=whole).ids
        return ids
