"""The browser opens whatever index an engine has at an address."""

from __future__ import annotations

import sys
from contextlib import closing

import pytest

from tests.support.checkout import ROOT
from tests.support.terminal import Terminal

QUIRE = """
import sys
from msgspec.structs import replace
from index import IndexMissing
from index.engines import ENGINES
from tests.support.fake_papers import FakePapers
from tests.support.papers import numbered
from tui.__main__ import main

class Shelf:
    def open(self, address, overlay):
        if address != "shelf://upper":
            raise IndexMissing(f"nothing stands at {address}")
        return FakePapers([replace(paper, key=paper.arxiv_id) for paper in numbered(30)])

ENGINES["shelf"] = Shelf()
sys.exit(main(sys.argv[1:]))
"""


def start(*arguments: str) -> Terminal:
    return Terminal([sys.executable, "-c", QUIRE, *arguments], directory=ROOT)


@pytest.mark.end_to_end
def test_the_papers_of_an_address_are_listed() -> None:
    with closing(start("--index", "shelf://upper")) as terminal:
        terminal.wait_for("On the Number 3")
        terminal.press("q")
        assert terminal.wait_for_exit() == 0


@pytest.mark.end_to_end
@pytest.mark.parametrize(
    ("arguments", "sentence", "code"),
    [
        (["--index", "shelf://lower"], "nothing stands at shelf://lower", 4),
        (["--index", "drawer://upper"], "no index can be opened at drawer://upper: name", 2),
        (["--kiosk", "--index", "shelf://upper"], "takes an index in a folder, and shelf", 2),
    ],
)
def test_an_address_without_an_index_is_no_first_run(
    arguments: list[str], sentence: str, code: int
) -> None:
    with closing(start(*arguments)) as terminal:
        assert terminal.wait_for_exit() == code
        assert sentence in "\n".join(terminal.lines())
