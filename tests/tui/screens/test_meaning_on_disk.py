"""Vectors in a folder that change, are cut or can't be read while a browser is open."""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from index import add_vectors, rebuild, update
from index.engine import meaning
from tests.support.browser_with_library import browser_with_library
from tests.support.builds import write_papers
from tests.support.models import static_model
from tests.tui.conftest import Browser


@pytest.fixture(autouse=True)
def no_shared_models(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test opens its models, as a process does."""
    monkeypatch.setattr(meaning, "_shared", {})


@pytest.fixture
def index_dir(tmp_path: Path) -> Path:
    folder = tmp_path / "index"
    model = static_model(tmp_path / "model")
    papers = write_papers(tmp_path / "papers.jsonl", 0, 40)
    rebuild([papers], folder, semantic=True, model=model)
    return folder


@asynccontextmanager
async def browsing(index_dir: Path) -> AsyncIterator[Browser]:
    library = index_dir.with_name("library.db")
    async with browser_with_library(str(index_dir), library, "sample", (120, 40)) as browser:
        yield browser


def is_joined(browser: Browser) -> bool:
    return browser.screen.search.inquiry.answered.semantic


async def ask(browser: Browser, query: str) -> None:
    """Search for something else, and wait for what words find."""
    await browser.press("slash", "ctrl+u", *query, "enter")
    await browser.until(lambda: browser.screen.search.inquiry.answered.query == query, query)


async def test_vectors_of_another_model_take_the_place_of_those_that_were_asked(
    index_dir: Path, tmp_path: Path
) -> None:
    async with browsing(index_dir) as browser:
        await browser.until(lambda: is_joined(browser), "meaning")
        before = browser.screen.search.papers
        add_vectors(index_dir, model=static_model(tmp_path / "other", seed=2, dimensions=16))
        browser.screen.index_watch.look()
        await browser.until(lambda: browser.screen.search.papers is not before, "its generation")
        await ask(browser, "described sample")
        await browser.until(lambda: is_joined(browser), "meaning by the other model")
        assert browser.total == 40
        assert "By words alone" not in browser.word


async def test_an_update_is_found_by_meaning_too(index_dir: Path, tmp_path: Path) -> None:
    async with browsing(index_dir) as browser:
        await browser.until(lambda: is_joined(browser), "meaning")
        update([write_papers(tmp_path / "more.jsonl", 40, 20)], index_dir)
        browser.screen.index_watch.look()
        await browser.until(lambda: browser.total == 60, "the update")
        await browser.until(lambda: is_joined(browser), "meaning once more")
        assert "By words alone" not in browser.word


async def test_vectors_that_are_cut_are_a_sentence_until_they_are_made_anew(
    index_dir: Path,
) -> None:
    (vectors,) = (index_dir / "generations").glob("*/*.vectors")
    async with browsing(index_dir) as browser:
        await browser.until(lambda: is_joined(browser), "meaning")
        os.truncate(vectors, 64)
        await ask(browser, "described sample")
        # Whoever typed on after a pause has been told already; who switches it on is told again.
        await browser.press("I", "I")
        await browser.until(lambda: "was cut off since it was opened" in browser.word, "why")
        assert browser.word.startswith("By words alone: ")
        assert browser.total == 40
        assert not is_joined(browser)
        assert add_vectors(index_dir).embedded == 40
        browser.screen.index_watch.look()
        await browser.until(lambda: is_joined(browser), "meaning, with vectors made anew")
        assert browser.total == 40


@pytest.mark.parametrize("package", ["numpy", "onnxruntime"])
async def test_an_extra_that_is_gone_is_a_sentence(
    index_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    if package == "onnxruntime":
        onnx = tmp_path / "onnx"
        static_model(onnx)
        (onnx / "model.safetensors").unlink()
        lookup = pytest.importorskip("tests.support.onnx_file").write_lookup
        lookup(onnx / "model.onnx", [[1.0, float(number % 7)] for number in range(400)])
        add_vectors(index_dir, model=onnx)
    monkeypatch.setattr(meaning, "_shared", {})
    monkeypatch.setitem(sys.modules, package, None)
    async with browsing(index_dir) as browser:
        await browser.until(lambda: f"the package {package} is not installed" in browser.word)
        assert "pip install 'quire[semantic]'" in browser.word
        assert browser.total == 40
        await ask(browser, "described sample")
        assert browser.total == 40
        assert not is_joined(browser)


async def test_what_is_near_can_not_be_told_by_vectors_that_are_cut(index_dir: Path) -> None:
    (vectors,) = (index_dir / "generations").glob("*/*.vectors")
    async with browsing(index_dir) as browser:
        await browser.until(lambda: is_joined(browser), "meaning")
        os.truncate(vectors, 64)
        await browser.press("slash", "ctrl+u", *"near:sample", "enter")
        await browser.until(lambda: "was cut off since it was opened" in browser.word, "why")
        assert browser.word.startswith("The vectors of this index do not fit it")
        assert browser.word.endswith(".")
        add_vectors(index_dir)
        browser.screen.index_watch.look()
        await browser.until(
            lambda: browser.screen.search.inquiry.answered.query == "near:sample", "what is near"
        )
        assert browser.total == 40
