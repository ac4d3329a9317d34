"""Painting: once for the first screen, and afterwards only what changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from rich.segment import Segment
from rich.style import Style
from textual._compositor import Compositor
from textual.filter import LineFilter, Monochrome
from textual.geometry import Region
from textual.strip import Strip

from tui.panes.lines import Line

if TYPE_CHECKING:
    from textual.color import Color

    from tui.rendering.themes import Inks


class Counted(Line):
    """A line that says how often it was drawn."""

    drawn = 0

    def draw(self, y: int, width: int, inks: Inks) -> Strip:
        self.drawn += 1
        return Strip([Segment(f"{y}:{self.drawn}", Style(color="red"))])


class Loud(LineFilter):
    """Makes everything bold."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        del background
        return [Segment(text, (style or Style()) + Style(bold=True)) for text, style, _ in segments]


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """How often the compositor lays everything out, and paints everything."""
    counted = dict.fromkeys(("_arrange_root", "render_full_update"), 0)
    for name in counted:
        original = getattr(Compositor, name)

        def counting(*args: Any, _name: str = name, _original: Any = original, **more: Any) -> Any:
            counted[_name] += 1
            return _original(*args, **more)

        monkeypatch.setattr(Compositor, name, counting)
    return counted


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_first_screen_is_painted_once(
    browse: Any, calls: dict[str, int], size: tuple[int, int]
) -> None:
    async with browse(200, size=size) as browser:
        await browser.press("j")
        await browser.until(lambda: browser.screen.results.cursor == 1)
        assert calls["render_full_update"] == 1


async def test_a_move_lays_nothing_out_anew(browse: Any, calls: dict[str, int]) -> None:
    async with browse(200, size=(80, 24)) as browser:
        await browser.press("j")
        calls["_arrange_root"] = 0
        await browser.press("j", "j")
        await browser.until(lambda: browser.screen.results.cursor == 3)
        assert calls["_arrange_root"] == 0


async def test_a_line_is_drawn_again_only_where_it_changes(browse: Any) -> None:
    async with browse(60, size=(80, 24)) as browser:
        line = Counted(id="counted")
        await browser.screen.mount(line)
        crop = Region(0, 0, 80, 1)
        await browser.until(lambda: line.drawn)
        drawn = line.drawn
        shown = line.render_lines(crop)
        assert shown == line.render_lines(crop)
        assert line.drawn == drawn
        assert shown[0].cell_length == 80
        assert [cut.text for cut in line.render_lines(Region(1, 0, 2, 1))] == [f":{drawn}"[:2]]
        line.refresh()
        line.render_lines(crop)
        assert line.drawn == drawn + 1


async def test_lines_pass_the_filters_of_the_moment(browse: Any) -> None:
    async with browse(60, size=(80, 24)) as browser:
        line = Counted(id="counted")
        await browser.screen.mount(line)
        crop = Region(0, 0, 80, 1)
        app = browser.pilot.app

        def style() -> Style:
            return line.render_lines(crop)[0]._segments[0].style or Style()

        assert not style().bold
        app._filters.append(Loud())
        assert style().bold
        app._filters[-1] = Monochrome()
        assert not style().bold
        triplet = style().color.get_truecolor()  # type: ignore[union-attr]
        assert triplet.red == triplet.green == triplet.blue
