"""Transformers that ONNX Runtime runs, such as all-MiniLM-L6-v2."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

import numpy as np

from index.semantic.cores import core_count
from index.semantic.failures import missing_package, unusable
from index.semantic.quantization import unit_rows
from index.semantic.tokenizer import Tokenizer

if TYPE_CHECKING:
    from typing import Any

    from index.semantic.identity import Identity
    from index.semantic.model import Floats

_WORTH_OPTIMIZING: Final = 8
"""Texts after which an optimized model pays: it takes a quarter of the time for a question, and a
sixth of a second to make. The vectors are the same but for rounding."""

_INPUTS: Final = ("input_ids", "attention_mask", "token_type_ids")

_TYPES: Final = {"tensor(int64)": np.int64, "tensor(int32)": np.int32}
"""Integers that models take their inputs as."""


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
        self._onnxruntime: Any = onnxruntime
        self._texts, self._is_optimized = 0, False
        self._session = self._opened(is_optimized=False)
        self._inputs: dict[str, Any] = {}
        for one in self._session.get_inputs():
            if one.name not in _INPUTS or one.type not in _TYPES:
                raise unusable(path, f"it asks for {one.name!r}, which no text gives")
            self._inputs[one.name] = _TYPES[one.type]
        self._output = self._chosen_output()
        self.dimensions = len(self._vector("a"))

    def _opened(self, *, is_optimized: bool) -> Any:
        """The model, loaded; optimizing it takes longer than some texts take without."""
        levels = self._onnxruntime.GraphOptimizationLevel
        options = self._onnxruntime.SessionOptions()
        options.graph_optimization_level = (
            levels.ORT_ENABLE_ALL if is_optimized else levels.ORT_DISABLE_ALL
        )
        options.log_severity_level = 4
        # A text is worked on by one thread, and as many texts at once as there are cores.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        try:
            return self._onnxruntime.InferenceSession(
                self._path, options, providers=["CPUExecutionProvider"]
            )
        # ONNX Runtime has an error of its own for each thing that may be wrong with a file.
        except Exception as error:
            raise unusable(self._path, f"ONNX Runtime can't load it ({error})") from None

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
        """As ``Model.embed``: each text by itself, as many at once as there are cores.

        Measured with all-MiniLM-L6-v2 in int8 on 120 abstracts of arXiv, in milliseconds of a
        processor a text: 46 by itself, 45 to 47 in batches of 2 and 4 that are sorted by length, 51
        and 60 in those of 8 and 16, which fall out of the caches; other levels of optimization, no
        arena and no memory patterns make 43 to 48, which is noise. Three fifths of the time are
        products of 32-bit floats. A model that rounds by what is largest in a batch would also
        give a text other vectors beside other texts.
        """
        self._texts += len(texts)
        if self._texts > _WORTH_OPTIMIZING and not self._is_optimized:
            self._session, self._is_optimized = self._opened(is_optimized=True), True
        rows = np.empty((len(texts), self.dimensions), np.float32)
        workers = min(core_count(), len(texts))
        if workers <= 1:
            for number, text in enumerate(texts):
                rows[number] = self._vector(text)
            return rows
        with ThreadPoolExecutor(workers) as threads:
            for number, row in enumerate(threads.map(self._vector, texts)):
                rows[number] = row
        return rows

    def _vector(self, text: str) -> Floats:
        """The vector of one text."""
        pieces = np.array([self._tokenizer.encode(text, self._limit)], np.int64)
        given = dict(
            zip(_INPUTS, (pieces, np.ones_like(pieces), np.zeros_like(pieces)), strict=True)
        )
        try:
            (output,) = self._session.run(
                [self._output],
                {name: given[name].astype(kind) for name, kind in self._inputs.items()},
            )
        # As when it is loaded.
        except Exception as error:
            raise unusable(self._path, f"ONNX Runtime can't run it ({error})") from None
        if output.ndim == 3:
            output = output[:, 0] if self._takes_first else output.mean(axis=1)
        try:
            vector: Floats = unit_rows(output.astype(np.float32, copy=False))[0]
        except ValueError as error:
            raise unusable(self._path, str(error)) from None
        return vector
