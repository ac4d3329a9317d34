"""Every row of the table of keys is true: its key does something, or a sentence says why not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

import msgspec
import pytest
from textual.widget import Widget

from tests.support.papers import invented
from tests.support.reference import open_papers
from tui.app import QuireApp
from tui.commands.command import Context
from tui.commands.table import COMMANDS
from tui.panes.filter_lists import ChoiceList
from tui.screens.base import BaseScreen
from tui.screens.browse import BrowseScreen

if TYPE_CHECKING:
    from pathlib import Path

    from tui.commands.command import Command

pytestmark = pytest.mark.usefixtures("quick_keys")

SIZE = (80, 20)
NOT_SEEN_HERE = ("fetch.", "pdf.", "app.repaint")
"""How commands begin that start another process, or draw the same once more."""

WAYS: dict[str, tuple[str, ...]] = {
    "everywhere": (),
    "anywhere": (),
    "browse": (),
    "list": (),
    "search": ("slash", "e", "enter", "slash"),
    "typing": ("i", *"ab cd ef", "ctrl+left"),
    "preview": ("l",),
    "filters": ("o",),
    "organisations": ("o",),
    "names": ("e",),
    "dates": ("d",),
    "authors": ("a",),
    "prompt": ("o", "g", "j", "F"),
    "reader": ("enter",),
    "copy": ("y",),
    "order": ("s",),
    "export": ("w",),
    "help": ("question_mark",),
    "palette": ("colon",),
}
"""The keys that lead to a context from the list."""

ELSEWHERE = {
    *("welcome", "rejected", "fetching"),
    *("follow", "naming", "noting", "saved", "tagging", "trends"),
}
"""Contexts to which no key leads from a list without a library; their own tests press their keys.

Any other context that is new has to have its way in `WAYS`.
"""


def texts(papers: int) -> list[Any]:
    """Papers that are long enough to scroll, at several venues."""
    return [
        msgspec.structs.replace(
            paper,
            abstract=" ".join([paper.abstract or "", "a long abstract"] * 6),
            venue=f"Letters {number % 9}",
            url=f"https://example.org/{number}",
        )
        for number, paper in enumerate(invented(papers))
    ]


class Keyboard:
    """Leads to contexts, and tells whether anything has changed."""

    def __init__(self, browser: Any, noted: list[str]) -> None:
        self.browser = browser
        self.app: QuireApp = browser.pilot.app
        self.noted = noted

    def seen(self) -> tuple[object, ...]:
        """All that a person can notice, and what was handed to the terminal."""
        screen, focused = self.app.screen, self.app.focused
        strips = screen._compositor.render_strips(self.app.size)
        return (
            tuple(type(one).__name__ for one in self.app.screen_stack),
            focused.id if focused else None,
            getattr(focused, "selection", None),
            tuple(tuple(strip) for strip in strips),
            self.app.clipboard,
            tuple(self.noted),
        )

    async def rest(self) -> tuple[object, ...]:
        """Wait until nothing changes by itself any more."""
        before, now = None, self.seen()
        while not (self.app.searcher and self.app.searcher.idle) or before != now:
            await self.browser.pilot.pause(0.002)
            before, now = now, self.seen()
        return now

    async def go(self, context: str) -> tuple[object, ...]:
        """Go to a context from wherever this is, into the middle of what is shown there.

        Returns:
            What is seen there.
        """
        while not isinstance(self.app.screen, BrowseScreen):
            await self.browser.press("escape")
            await self.rest()
        screen: BrowseScreen = self.app.screen
        screen.filtering.hide()
        screen.set_focus(screen.results)
        screen.search.put("")
        await self.rest()
        screen.results.move_to(30)
        await self.browser.press(*WAYS[context])
        await self.rest()
        focused = self.app.focused
        if isinstance(focused, ChoiceList):
            await self.browser.press("g", "j", "j")
        elif isinstance(focused, Widget) and focused is not screen.results:
            focused.scroll_to(y=focused.max_scroll_y // 2, animate=False, force=True)
        elif self.app.focused is None:
            self.app.screen.scroll_to(y=3, animate=False, force=True)
        if isinstance(self.app.screen, BaseScreen):
            self.app.screen.say("")
        return await self.rest()


@pytest.fixture
def noted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """What ends or suspends the browser is noted and not done; files go into an empty folder."""
    monkeypatch.chdir(tmp_path)
    calls: list[str] = []
    for name in ("exit", "action_suspend_process"):
        monkeypatch.setattr(QuireApp, name, lambda *_, name=name, **__: calls.append(name))
    return calls


@pytest.mark.parametrize("context", sorted(set(get_args(Context)) - ELSEWHERE))
async def test_every_key_does_something_or_says_why_not(
    browse: Any, context: str, noted: list[str]
) -> None:
    rows = [
        command
        for command in COMMANDS
        if command.context == context and not command.id.startswith(NOT_SEEN_HERE)
    ]
    assert rows
    dead: list[str] = []
    async with browse(open_papers(texts(90)), size=SIZE) as browser:
        keyboard = Keyboard(browser, noted)
        for command in rows:
            dead += [command.id] * (not await does_something(keyboard, command))
    assert not dead, " ".join(dead)


async def does_something(keyboard: Keyboard, command: Command) -> bool:
    before = await keyboard.go(command.context)
    await keyboard.browser.press(command.keys[0])
    return await keyboard.rest() != before
