"""Someone who has never seen Quire opens the demonstration, finds one paper and reads it.

All from the keyboard, in a real terminal of 80 columns and 24 lines, and the same inside tmux.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index import open_index
from tests.support.terminal import Terminal
from tests.support.tmux import Tmux

pytestmark = pytest.mark.end_to_end

DEMO = [sys.executable, "-m", "tui", "demo"]
COUNT = re.compile(r"^ ([\d,]+) papers? ", re.M)
LAST_WORDS = "papers.example.org/9903.00315"
CHOICE = re.compile(r"│▌[ +-] (.+?) {2,}")


@pytest.fixture(params=[Terminal, Tmux], ids=["terminal", "tmux"])
def screen(request: pytest.FixtureRequest) -> Iterator[Terminal | Tmux]:
    kind: Callable[..., Terminal | Tmux] = request.param
    with kind(DEMO, columns=80, lines=24) as opened:
        yield opened


def test_from_the_first_key_to_the_last(screen: Terminal | Tmux, demo_index: Path) -> None:
    screen.wait_for("Mixture of Quiet Experts")
    screen.wait_for(lambda text: shown_count(text) == 102)
    screen.wait_for("Search titles, abstracts, authors")

    def expect(query: str) -> None:
        """The search box shows the query, and the count is what the index says of it."""
        with open_index(demo_index) as papers:
            count = papers.search(query, limit=0).total
        screen.wait_for(
            lambda text: (shown_query(text), shown_count(text)) == (query, count), timeout=20
        )

    screen.press("/")
    screen.wait_for("Esc to the list")
    screen.type_text("one")
    expect("one")
    screen.press("enter")
    screen.wait_for("/ search")

    screen.press("o")
    screen.wait_for(CHOICE)
    screen.press("F")
    screen.wait_for("Find an organisation")
    screen.type_text("mirr")
    screen.wait_until_gone("Institut Brumaire")
    screen.wait_for(lambda text: chosen(text).startswith("Mirrorlake"))
    screen.press("enter")
    expect("one org:mirrorlake")

    screen.press("d")
    screen.wait_for("l open")
    go_to(screen, "2025")
    screen.press("space")
    expect("one org:mirrorlake date:2025")

    screen.press("a")
    screen.wait_for("n exact range")
    go_to(screen, "3 to 5")
    screen.press("space")
    expect("one org:mirrorlake date:2025 authors:3..5")
    assert "Tactile Diffusion" in screen.text()
    assert shown_count(screen.text()) == 1

    screen.press("escape")
    screen.wait_until_gone("Organisations")
    screen.wait_for(lambda text: "Before a hand closes on an egg" in below_the_list(text))
    # What stands below the abstract has to be scrolled to; the list keeps its cursor.
    assert LAST_WORDS not in below_the_list(screen.text())
    screen.press("space")
    text = screen.wait_for(lambda text: LAST_WORDS in below_the_list(text))
    assert "Paloma Ibarguren" in below_the_list(text)
    assert "▌  Tactile Diffusion" in text

    screen.press("ctrl+q")
    assert screen.wait_for_exit() == 0
    screen.assert_restored()
    assert "Traceback" not in screen.text()


def test_keys_that_come_all_at_once_are_taken_in_order() -> None:
    """A slow line delivers what was typed in bunches."""
    with Terminal(DEMO) as terminal:
        terminal.wait_for(COUNT)
        terminal.write(b"/sparse\roj ")
        terminal.wait_for(lambda text: "+" in text and shown_query(text).startswith("sparse org:"))
        terminal.write(b"\x11")
        assert terminal.wait_for_exit() == 0
        terminal.assert_restored()


def shown_query(text: str) -> str:
    """What the search box in the first line holds."""
    return text.partition("\n")[0].partition("›")[2].strip()


def shown_count(text: str) -> int | None:
    """The number of papers that the status line tells."""
    found = COUNT.search(text)
    return int(found[1].replace(",", "")) if found else None


def below_the_list(text: str) -> str:
    """What stands from the line of facts on, as running text."""
    lines = text.splitlines()
    first = next((n for n, line in enumerate(lines) if " authors · " in line), len(lines))
    return " ".join(" ".join(lines[first:]).split())


def chosen(text: str) -> str:
    """The choice under the cursor of the filters, or nothing."""
    found = CHOICE.search(text)
    return found[1] if found else ""


def go_to(screen: Terminal | Tmux, wanted: str) -> None:
    """Walk down the choices until the cursor is on the wanted one."""
    seen: list[str] = []
    while (here := chosen(screen.text())) != wanted:
        assert here not in seen, f"{wanted!r} is not among the choices {seen}"
        seen.append(here)
        screen.press("down")
        screen.wait_for(lambda text: chosen(text) not in seen)
