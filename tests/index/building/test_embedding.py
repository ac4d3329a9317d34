"""What builds do about vectors: they keep them up, drop them when told to, and lose none unsaid."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from index import add_vectors, drop_vectors, rebuild, update
from index.cli import main
from index.engine.schema import FINGERPRINT
from index.errors import IndexMissing, SemanticUnavailable, UsageError
from index.semantic.vectors import open_vectors
from index.storage import store
from tests.support.builds import assert_tidy, write_papers
from tests.support.models import static_model


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return static_model(tmp_path / "small-model")


@pytest.fixture
def index_dir(tmp_path: Path, model: Path) -> Path:
    """An index of forty papers with vectors."""
    folder = tmp_path / "index"
    report = rebuild(
        [write_papers(tmp_path / "a.jsonl", 0, 40)], folder, semantic=True, model=model
    )
    assert report.embedded == 40
    assert_tidy(folder)
    return folder


def vectors_of(index_dir: Path) -> store.VectorFiles | None:
    return store.live_generation(str(index_dir), FINGERPRINT).manifest.vectors


def count(index_dir: Path) -> int:
    vectors = open_vectors(Path(store.live_generation(str(index_dir), FINGERPRINT).path))
    return 0 if vectors is None else vectors.count


def test_an_update_embeds_what_is_new_unasked(index_dir: Path, tmp_path: Path) -> None:
    report = update([write_papers(tmp_path / "b.jsonl", 30, 20)], index_dir)
    assert (report.embedded, count(index_dir)) == (10, 50)
    report = update([write_papers(tmp_path / "b.jsonl", 30, 20)], index_dir)
    assert (report.embedded, report.wrote) == (0, False)
    assert_tidy(index_dir)


def test_what_is_merged_into_larger_segments_is_not_embedded_again(
    index_dir: Path, tmp_path: Path
) -> None:
    segments = set()
    for number in range(12):
        papers = write_papers(tmp_path / f"{number}.jsonl", 40 + 3 * number, 3)
        assert update([papers], index_dir).embedded == 3
        found = vectors_of(index_dir)
        assert found is not None
        segments.add(len(found.files))
    # Sometimes there were fewer than before, so some were merged.
    assert len(segments) < 12
    assert count(index_dir) == 76
    assert_tidy(index_dir)


def test_another_model_embeds_all_anew(index_dir: Path, tmp_path: Path) -> None:
    other = static_model(tmp_path / "other", seed=9, dimensions=40)
    report = update([tmp_path / "a.jsonl"], index_dir, semantic=True, model=other)
    found = vectors_of(index_dir)
    assert found is not None
    assert (report.embedded, found.dimensions, found.model) == (40, 40, str(other))


def test_a_rebuild_embeds_what_the_index_had_not(index_dir: Path, tmp_path: Path) -> None:
    report = rebuild([write_papers(tmp_path / "b.jsonl", 10, 50)], index_dir)
    assert (report.embedded, count(index_dir)) == (20, 50)


def test_a_build_without_vectors_drops_them(index_dir: Path, tmp_path: Path) -> None:
    report = update([tmp_path / "a.jsonl"], index_dir, semantic=False)
    assert report.wrote
    assert vectors_of(index_dir) is None
    assert_tidy(index_dir)
    assert not update([tmp_path / "a.jsonl"], index_dir, semantic=False).wrote


def test_an_update_that_is_asked_for_vectors_makes_them(tmp_path: Path, model: Path) -> None:
    folder, papers = tmp_path / "plain", write_papers(tmp_path / "c.jsonl", 0, 30)
    rebuild([papers], folder)
    assert vectors_of(folder) is None
    report = update([papers], folder, semantic=True, model=model)
    assert (report.wrote, report.embedded, count(folder)) == (True, 30, 30)


def test_without_numpy_an_update_keeps_the_vectors_that_are_there(
    index_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = write_papers(tmp_path / "b.jsonl", 40, 15)
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "numpy", None)
        report = update([more], index_dir)
    assert report.wrote
    (note,) = report.notes
    assert note.startswith("15 papers of the index can't be found by meaning: ")
    assert "numpy is not installed: `pip install 'quire[semantic]'` brings it" in note
    assert count(index_dir) == 40
    report = update([more], index_dir)
    assert (report.embedded, report.wrote, count(index_dir)) == (15, True, 55)


def test_what_is_gone_of_vectors_is_told_where_they_cannot_be_made(
    index_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = store.live_generation(str(index_dir), FINGERPRINT)
    for name in live.manifest.vector_files:
        Path(live.path, name).unlink()
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "numpy", None)
        report = update([write_papers(tmp_path / "b.jsonl", 40, 15)], index_dir)
    assert report.notes[0].startswith("55 papers of the index can't be found by meaning: ")
    assert vectors_of(index_dir) is None


def test_an_update_without_news_opens_no_model(
    index_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "numpy", None)
    report = update([tmp_path / "a.jsonl"], index_dir)
    assert (report.wrote, report.notes) == (False, [])


def test_without_numpy_a_rebuild_loses_no_vectors_unless_it_is_told_to(
    index_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "numpy", None)
    with pytest.raises(SemanticUnavailable, match="with --no-semantic"):
        rebuild([tmp_path / "a.jsonl"], index_dir)
    assert vectors_of(index_dir) is not None
    assert_tidy(index_dir)
    assert rebuild([tmp_path / "a.jsonl"], index_dir, semantic=False).wrote
    assert vectors_of(index_dir) is None


def test_vectors_that_are_asked_for_and_cannot_be_made_end_a_build_at_once(
    index_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "numpy", None)
    for build in (rebuild, update):
        with pytest.raises(SemanticUnavailable, match=r"quire\[semantic\]"):
            build([tmp_path / "a.jsonl"], index_dir, semantic=True)
    with pytest.raises(SemanticUnavailable, match=r"quire\[semantic\]"):
        add_vectors(index_dir)
    assert_tidy(index_dir)


def test_a_model_that_is_gone_is_told_by_an_update(
    index_dir: Path, tmp_path: Path, model: Path
) -> None:
    model.rename(tmp_path / "elsewhere")
    report = update([write_papers(tmp_path / "b.jsonl", 40, 5)], index_dir)
    assert str(model) in report.notes[0]
    assert count(index_dir) == 40
    report_of_all = add_vectors(index_dir, model=tmp_path / "elsewhere")
    assert (report_of_all.embedded, report_of_all.papers) == (5, 45)
    found = vectors_of(index_dir)
    assert found is not None
    assert found.model == str(tmp_path / "elsewhere")


def test_vectors_of_an_index_that_has_them_all_are_not_written_again(
    index_dir: Path, model: Path
) -> None:
    before = store.live_name(str(index_dir))
    report = add_vectors(index_dir)
    assert (report.wrote, report.embedded, report.papers) == (False, 0, 40)
    assert report.generation == before == store.live_name(str(index_dir))
    assert add_vectors(index_dir, model=static_model(model.parent / "other", seed=5)).embedded == 40
    assert_tidy(index_dir)


def test_vectors_are_dropped_and_the_papers_stay(index_dir: Path) -> None:
    build = store.live_generation(str(index_dir), FINGERPRINT).manifest.build
    assert drop_vectors(index_dir).wrote
    manifest = store.live_generation(str(index_dir), FINGERPRINT).manifest
    assert (manifest.papers, manifest.build, manifest.vectors) == (40, build, None)
    assert not drop_vectors(index_dir).wrote
    assert_tidy(index_dir)


def test_an_index_without_papers_has_no_vectors_to_make(tmp_path: Path, model: Path) -> None:
    (tmp_path / "empty.jsonl").write_text("")
    folder = tmp_path / "index"
    rebuild([tmp_path / "empty.jsonl"], folder, allow_empty=True, semantic=True, model=model)
    assert count(folder) == 0
    assert add_vectors(folder).papers == 0
    update([write_papers(tmp_path / "a.jsonl", 0, 3)], folder)
    assert count(folder) == 3


def test_where_no_index_is_none_is_made(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        add_vectors(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()


def test_a_build_tells_how_many_papers_it_embedded(
    index_dir: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    more = write_papers(tmp_path / "b.jsonl", 35, 10)
    assert main(["update", str(more), "--index", str(index_dir)]) == 0
    assert ", 5 unchanged, 5 embedded in " in capfd.readouterr().err


def test_the_command_tells_what_it_did(
    index_dir: Path, model: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    other = static_model(model.parent / "other", seed=5)
    assert main(["semantic", "--index", str(index_dir), "--model", str(other)]) == 0
    output, narration = capfd.readouterr()
    assert output == ""
    assert narration.startswith("40 papers with a vector of other, 40 of them embedded now in ")
    assert main(["semantic", "--index", str(index_dir), "--json"]) == 0
    told = json.loads(capfd.readouterr().out)
    assert (told["papers"], told["embedded"], told["wrote"]) == (40, 0, False)
    assert main(["info", "--index", str(index_dir)]) == 0
    assert (
        f"of it vectors: 40 papers found by meaning, by other ({other})" in capfd.readouterr().out
    )
    assert main(["info", "--index", str(index_dir), "--json"]) == 0
    assert json.loads(capfd.readouterr().out)["vectors"]["papers"] == 40
    assert main(["semantic", "--index", str(index_dir), "--drop"]) == 0
    assert capfd.readouterr().err.startswith("the vectors were removed\n")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["semantic", "--model", "nothing-here"], 3, "no such file or directory"),
        (["semantic", "--model", "."], 3, "it has neither model.onnx nor model.safetensors"),
        (["semantic", "--model", "small-model", "--drop"], 2, "not allowed with"),
        (["update", "a.jsonl", "--model", "small-model"], 2, "give --semantic with it"),
        (["update", "a.jsonl", "--no-semantic", "--model", "small-model"], 2, "give --semantic"),
        (["rebuild", "a.jsonl", "--semantic", "--model", "a.jsonl"], 3, "no model can be used at"),
    ],
)
def test_what_is_wrong_with_arguments_is_told_in_a_sentence(
    index_dir: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    arguments: list[str],
    code: int,
    said: str,
) -> None:
    monkeypatch.chdir(index_dir.parent)
    assert main([*arguments, "--index", str(index_dir)]) == code
    output, narration = capfd.readouterr()
    assert output == ""
    assert said in narration
    assert len(narration.splitlines()) == 1
    assert count(index_dir) == 40


@pytest.mark.parametrize("semantic", [None, False])
def test_a_model_without_vectors_of_it_is_refused(
    index_dir: Path, tmp_path: Path, model: Path, semantic: bool | None
) -> None:
    papers = write_papers(tmp_path / "b.jsonl", 40, 1)
    for build in (rebuild, update):
        with pytest.raises(UsageError, match="give semantic=True with it"):
            build([papers], index_dir, semantic=semantic, model=model)
    assert count(index_dir) == 40
