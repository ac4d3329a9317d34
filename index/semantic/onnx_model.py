"""Transformers that ONNX Runtime runs, such as all-MiniLM-L6-v2."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from index.semantic.model import missing_package, unusable
from index.semantic.quantization import unit_rows
from index.semantic.tokenizer import Tokenizer

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from index.semantic.identity import Identity
    from index.semantic.model import Floats

_AT_ONCE: Final = 16
"""Texts in a batch: more are no faster on two cores, and take more memory."""

_INPUTS: Final = ("input_ids", "attention_mask", "token_type_ids")


class OnnxModel:
    """A transformer whose output is pooled to one vector a text.

    An output with a vector a text (``sentence_embedding``) is taken as it is. Of one with a vector
    a piece the mean is taken, or the first one, as BERT's sentence encoders are trained for.

    Args:
        identity: What it is.
        path: Of the ONNX file.
        tokenizer: Takes texts to pieces.
        limit: How many pieces of a text it reads.
        takes_first: Whether the first piece's vector is the text's, and not the mean of all.

    Raises:
        SemanticUnavailable: ONNX Runtime is missing, or the file is no such model.
    """

    def __init__(
        self,
        identity: Identity,
        path: str,
        tokenizer: Tokenizer,
        limit: int,
        *,
        takes_first: bool = False,
    ) -> None:
        try:
            import onnxruntime
        except ImportError as error:
            raise missing_package("onnxruntime", error) from None
        self.name, self.place, self.fingerprint = identity
        self._path, self._tokenizer, self._limit = path, tokenizer, limit
        self._takes_first = takes_first
        try:
            options = onnxruntime.SessionOptions()
            options.log_severity_level = 4
            # Threads that spin while they wait keep others from the cores.
            options.add_session_config_entry("session.intra_op.allow_spinning", "0")
            self._session = onnxruntime.InferenceSession(
                path, options, providers=["CPUExecutionProvider"]
            )
        # ONNX Runtime has an error of its own for each thing that may be wrong with a file.
        except Exception as error:
            raise unusable(path, f"ONNX Runtime can't load it ({error})") from None
        self._inputs = [one.name for one in self._session.get_inputs()]
        if strange := [one for one in self._inputs if one not in _INPUTS]:
            raise unusable(path, f"it asks for {strange[0]!r}, which no text gives")
        self._output = self._chosen_output()
        self.dimensions = self.embed(["a"]).shape[1]

    def _chosen_output(self) -> str:
        outputs: dict[str, int] = {one.name: len(one.shape) for one in self._session.get_outputs()}
        for name, rank in outputs.items():
            if rank == 2 and name == "sentence_embedding":
                return name
        for name, rank in outputs.items():
            if rank == 3:
                return name
        raise unusable(self._path, "none of its outputs is a vector a piece, or a text")

    def embed(self, texts: Sequence[str]) -> Floats:
        """As ``Model.embed``. Texts of a length stand in one batch, so that little is padding."""
        encoded = [self._tokenizer.encode(text, self._limit) for text in texts]
        order = sorted(range(len(encoded)), key=lambda number: len(encoded[number]))
        rows = [
            self._run([encoded[number] for number in order[start : start + _AT_ONCE]])
            for start in range(0, len(order), _AT_ONCE)
        ]
        if not rows:
            return np.empty((0, self.dimensions), np.float32)
        embedded = np.concatenate(rows)
        ordered = np.empty_like(embedded)
        ordered[order] = embedded
        return ordered

    def _run(self, batch: Sequence[Sequence[int]]) -> Floats:
        shape = (len(batch), max(map(len, batch)))
        ids, mask = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
        for number, pieces in enumerate(batch):
            ids[number, : len(pieces)] = pieces
            mask[number, : len(pieces)] = 1
        given = dict(zip(_INPUTS, (ids, mask, np.zeros(shape, np.int64)), strict=True))
        try:
            (output,) = self._session.run(
                [self._output], {name: given[name] for name in self._inputs}
            )
        # As when it is loaded.
        except Exception as error:
            raise unusable(self._path, f"ONNX Runtime can't run it ({error})") from None
        return unit_rows(self._pooled(output, mask))

    def _pooled(self, output: Floats, mask: NDArray[np.int64]) -> Floats:
        if output.ndim == 2:
            return output
        if self._takes_first:
            return output[:, 0]
        weights = mask[:, :, None].astype(np.float32)
        pooled: Floats = (output * weights).sum(axis=1) / weights.sum(axis=1)
        return pooled
