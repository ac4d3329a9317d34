"""What is sent to the terminal is short, and leads to the same screen."""

from __future__ import annotations

import re

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.terminal.frame_diff import Repainter

COLUMNS, ROWS, TALL = 24, 5, 8
STYLES = (
    "", "1", "4", "1;4", "2;3", "7", "38;2;1;2;3;48;2;4;5;6", "1;38;2;1;2;3;48;2;4;5;6",
    "38;5;3;48;5;4", "33;44", "97;100", "39;49", "9;31",
)  # fmt: skip
LETTERS = "ab  ·▌é"


class Screen(pyte.Screen):
    """A screen that keeps the cursor at the end of a line, as terminals do without line wrap."""

    def __init__(self, rows: int = ROWS) -> None:
        super().__init__(COLUMNS, rows)
        self.reset_mode(7, private=True)

    def seen(self) -> list[list[tuple[object, ...]]]:
        """All cells, without the colour of the letter where there is none."""
        return [[self._cell(row, column) for column in range(COLUMNS)] for row in range(self.lines)]

    def _cell(self, row: int, column: int) -> tuple[object, ...]:
        cell = self.buffer[row][column]
        lined = (cell.underscore, cell.reverse, cell.strikethrough)
        if cell.data == " " and not any(lined):
            return (" ", cell.bg)
        return tuple(cell)


def piece(text: str, style: str) -> str:
    return f"\x1b[{style}m{text}\x1b[0m" if style else text


@st.composite
def frames(draw: st.DrawFn, letters: str = LETTERS) -> str:
    """What Textual's compositor writes: addressed lines of styled pieces, and a resting place."""
    lines = []
    # From top to bottom, so that no line end scrolls the screen.
    for row in sorted(draw(st.sets(st.integers(1, ROWS)))):
        column = draw(st.integers(1, COLUMNS - 1))
        room = COLUMNS - column + 1
        text = f"\x1b[{row};{column}H"
        for words, style in draw(
            st.lists(st.tuples(st.text(letters, min_size=1), st.sampled_from(STYLES)), max_size=4)
        ):
            width = sum(2 if letter == "字" else 1 for letter in words)
            if width > room:
                break
            room -= width
            text += piece(words, style)
        lines.append(text)
    return "\r\n".join(lines) + f"\x1b[{draw(st.integers(1, ROWS))};1H"


def show(screen: pyte.Screen, data: str) -> None:
    pyte.Stream(screen).feed(data)


@given(st.lists(frames(LETTERS + 15 * " "), max_size=6), st.booleans())
def test_short_frames_lead_to_the_same_screen(sent: list[str], erases: bool) -> None:
    plain, shortened, repainter = Screen(), Screen(), Repainter(erases=erases)
    for frame in sent:
        show(plain, frame)
        show(shortened, repainter.shorten(frame))
        assert shortened.seen() == plain.seen()
        assert (shortened.cursor.y, shortened.cursor.x) == (plain.cursor.y, plain.cursor.x)


@given(st.lists(frames("ab字 " + 15 * " "), max_size=6), st.booleans())
def test_wide_characters_lead_to_the_same_screen(sent: list[str], erases: bool) -> None:
    plain, shortened, repainter = Screen(), Screen(), Repainter(erases=erases)
    for frame in sent:
        show(plain, frame)
        show(shortened, repainter.shorten(frame))
        assert shortened.seen() == plain.seen()


@given(st.lists(frames(), min_size=1, max_size=4), frames())
def test_a_frame_that_is_there_already_needs_nothing(sent: list[str], frame: str) -> None:
    repainter = Repainter()
    for earlier in sent:
        repainter.shorten(earlier)
    repainter.shorten(frame)
    repainter.shorten("\x1b[1;1H")
    assert len(repainter.shorten(frame)) <= len("\x1b[1;1H")


def line(number: int) -> str:
    return "".join(chr(97 + (number * step) % 26) for step in (1, 3, 5, 7, 9, 11, 15, 17))


@st.composite
def listings(draw: st.DrawFn) -> list[str]:
    """Whole screens, one after the other, of a list that is walked through; some lines differ."""
    numbers = draw(st.permutations(range(26)))
    lines = [piece(line(n), draw(st.sampled_from(STYLES))) for n in numbers[: TALL + 4]]
    if draw(st.booleans()):
        lines[draw(st.integers(0, len(lines) - 1))] = piece("字字字字", "1")
    sent = []
    beside = draw(st.sampled_from(["", "", "fixed"]))
    for top in draw(st.lists(st.integers(0, len(lines) - TALL), min_size=2, max_size=5)):
        shown = [lines[top + row] for row in range(TALL)]
        shown[draw(st.integers(0, TALL - 1))] = piece("a cursor", "1;44")
        sent.append(
            "\r\n".join(
                f"\x1b[{row};1H{line}" + (f"\x1b[{row};15H{beside}" if beside else "")
                for row, line in enumerate(shown, 1)
            )
            + "\x1b[1;1H"
        )
    return sent


@given(listings())
def test_lines_that_move_lead_to_the_same_screen(sent: list[str]) -> None:
    plain, shortened = Screen(TALL), Screen(TALL)
    repainter = Repainter(moves_lines=True, erases=True)
    for frame in sent:
        show(plain, frame)
        show(shortened, repainter.shorten(frame))
        assert shortened.seen() == plain.seen()
        assert (shortened.cursor.y, shortened.cursor.x) == (plain.cursor.y, plain.cursor.x)


def test_many_blanks_are_erased_in_their_background_where_the_terminal_does_that() -> None:
    frame = "\x1b[1;1H\x1b[44ma" + " " * 13 + "b" + " " * 9 + "\x1b[0m\x1b[1;1H"
    assert Repainter(erases=True).shorten(frame) == (
        "\x1b[1;1H\x1b[44ma\x1b[13X\x1b[13Cb\x1b[9X\x1b[m\x1b[1;1H"
    )
    assert Repainter().shorten(frame) == "\x1b[1;1H\x1b[44ma" + " " * 13 + "b" + " " * 9 + (
        "\x1b[m\x1b[1;1H"
    )


@pytest.mark.parametrize("style", ["4;44", "7;44", "9;44"])
def test_blanks_that_are_seen_are_written(style: str) -> None:
    frame = f"\x1b[1;1H\x1b[{style}ma" + " " * 20 + "\x1b[0m\x1b[1;1H"
    assert " " * 20 in Repainter(erases=True).shorten(frame)


def test_the_next_text_is_the_one_that_is_cheapest_to_come_to() -> None:
    """Two colours on three backgrounds: line by line one of each is changed six and three times."""
    grounds, colours = ("1;1;1", "2;2;2", "3;3;3"), ("10;20;30", "40;50;60")
    styles = [f"38;2;{colour};48;2;{ground}" for ground in grounds for colour in colours]
    lines = [f"\x1b[{row};3H" + piece("ab", style) for row, style in enumerate(styles, 1)]
    frame = "\r\n".join(lines) + "\x1b[1;1H"
    sent = Repainter().shorten(frame)
    plain, shortened = Screen(TALL), Screen(TALL)
    show(plain, frame)
    show(shortened, sent)
    assert shortened.seen() == plain.seen()
    assert sent.count("38;2;") + sent.count("48;2;") == 7


def page(first: int, *, beside: str = "") -> str:
    rows = [f"\x1b[{row};1H{line(first + row)}{beside}" for row in range(1, TALL + 1)]
    return "\r\n".join(rows) + "\x1b[1;1H"


@pytest.mark.parametrize(("lines", "how"), [(2, "2M"), (-3, "3L")])
def test_lines_that_stay_are_moved_and_not_sent_again(lines: int, how: str) -> None:
    repainter = Repainter(moves_lines=True)
    repainter.shorten(page(20))
    sent = repainter.shorten(page(20 + lines))
    assert sent.startswith(f"\x1b[1;{TALL}r\x1b[1;1H\x1b[{how}\x1b[r")
    new = range(29, 31) if lines > 0 else range(18, 21)
    assert all(line(number) in sent for number in new)
    assert len(sent) < 70
    assert repainter.shorten(page(20 + lines)) == ""


def test_lines_are_moved_only_where_that_is_cheaper_and_the_terminal_can() -> None:
    other = Repainter()
    other.shorten(page(20))
    assert "\x1b[r" not in other.shorten(page(22))
    repainter = Repainter(moves_lines=True)
    for first in (20, 22):
        # What stands beside them stays where it is, and nothing of it is known to be the same.
        sent = repainter.shorten(page(first, beside=f" and {first} more of this"))
    assert "\x1b[r" not in sent


COLOURED = "38;2;201;206;214;48;2;21;24;29"
OTHER = "38;2;139;148;161;48;2;21;24;29"


def test_only_what_changes_is_sent() -> None:
    repainter = Repainter()
    repainter.shorten(f"\x1b[2;1H{piece('Graph networks', COLOURED)}\x1b[1;1H")
    assert (
        repainter.shorten(f"\x1b[2;1H{piece('Graph nutworks', COLOURED)}\x1b[1;1H")
        == f"\x1b[2;8H\x1b[{COLOURED}mu\x1b[m\x1b[1;1H"
    )


def test_only_the_colour_that_differs_is_sent() -> None:
    frame = f"\x1b[2;1H{piece('left ', COLOURED)}{piece('right', OTHER)}\x1b[1;1H"
    sent = Repainter().shorten(frame)
    assert sent == f"\x1b[2;1H\x1b[{COLOURED}mleft \x1b[38;2;139;148;161mright\x1b[m\x1b[1;1H"


def test_after_forgetting_everything_is_sent() -> None:
    repainter = Repainter()
    frame = f"\x1b[2;1H{piece('Graph', COLOURED)}\x1b[1;1H"
    first = repainter.shorten(frame)
    assert repainter.shorten(frame) == ""
    repainter.forget()
    assert repainter.shorten(frame) == first


def test_unknown_sequences_go_out_as_they_are_and_the_screen_is_drawn_anew() -> None:
    repainter = Repainter()
    frame = f"\x1b[2;1H{piece('Graph', COLOURED)}\x1b[1;1H"
    first = repainter.shorten(frame)
    for strange in ("\x1b]52;c;YQ==\x07", "\x1b[2J", "text without a place", "\x1b[31mleft on"):
        assert repainter.shorten(strange) == strange
        assert repainter.shorten(frame) == first


def test_what_stands_beside_a_doubtful_width_is_drawn_anew() -> None:
    repainter = Repainter()
    beside = "\x1b[1;9Hbeside\x1b[5;1H"
    repainter.shorten(beside)
    repainter.shorten("\x1b[1;1H👩‍🔬 abc\x1b[5;1H")
    assert "beside" in repainter.shorten(beside)


def link(text: str, address: str, *, id: str = "1", style: str = COLOURED) -> str:
    """A linked piece, as Textual writes it."""
    return f"\x1b]8;id={id};{address}\x1b\\{piece(text, style)}\x1b]8;;\x1b\\"


PAGE = "https://arxiv.org/abs/2511.00001"


def test_a_link_reaches_terminals_that_take_links() -> None:
    frame = f"\x1b[2;1H{link(PAGE, PAGE)} beside\x1b[1;1H"
    sent = Repainter(links=True).shorten(frame)
    opened = f"\x1b]8;id=q;{PAGE}\x1b\\"
    assert sent.count(opened) == 1
    assert sent.index(opened) < sent.index(PAGE, sent.index(opened) + len(opened))
    assert sent.index("\x1b]8;;\x1b\\") < sent.index("beside")
    assert "\x1b]8" not in Repainter().shorten(frame)
    assert PAGE in Repainter().shorten(frame)


def test_a_link_that_is_there_already_is_not_sent_again() -> None:
    repainter = Repainter(links=True)
    # Textual names a link anew whenever it draws it.
    first, again = (f"\x1b[2;1H{link('a paper', PAGE, id=name)}\x1b[1;1H" for name in "12")
    repainter.shorten(first)
    assert repainter.shorten(again) == ""
    sent = repainter.shorten(f"\x1b[2;1H{link('a paper', PAGE + 'v2')}\x1b[1;1H")
    assert f"{PAGE}v2" in sent
    assert "a paper" in sent, "blanks lead where the words do"


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd", "javascript:alert(1)", "http://a b", "https://exämple.org",
        "https://" + "x" * 3000, "",
    ],
)  # fmt: skip
def test_a_link_that_leads_elsewhere_than_the_web_is_text(address: str) -> None:
    sent = Repainter(links=True).shorten(f"\x1b[2;1H{link('text', address)}\x1b[1;1H")
    assert "text" in sent
    assert "\x1b]8" not in sent


def test_a_link_that_is_not_ended_is_not_understood() -> None:
    repainter = Repainter(links=True)
    frame = f"\x1b[2;1H\x1b]8;;{PAGE}\x1b\\text\x1b[1;1H"
    assert repainter.shorten(frame) == frame
    assert repainter.shorten(frame) == frame, "the screen counts as unknown"


@given(st.lists(st.tuples(st.sampled_from(["", PAGE, PAGE + "v2"]), st.text("ab ", min_size=1))))
def test_every_cell_leads_where_it_should(pieces: list[tuple[str, str]]) -> None:
    repainter = Repainter(links=True)
    repainter.shorten(f"\x1b[1;1H{link('aba bab aab', PAGE, style='7')}\x1b[2;1H")
    text = "".join(link(words, to) if to else piece(words, COLOURED) for to, words in pieces)
    sent = repainter.shorten(f"\x1b[1;1H{text}\x1b[2;1H")
    wanted = [to for to, words in pieces for _ in words]
    led = [PAGE] * 11 + [""] * len(wanted)
    at, now = 0, ""
    parts = r"\x1b\[(\d+);(\d+)H|\x1b\[(\d*)C|\x1b\]8;[^;]*;([^\x1b]*)\x1b.|\x1b\[[\d;]*m|(.)"
    for found in re.finditer(parts, sent):
        if found[1]:
            at = int(found[2]) - 1 if found[1] == "1" else at
        elif found[3] is not None:
            at += int(found[3] or 1)
        elif found[4] is not None:
            now = found[4]
        elif found[5]:
            led[at] = now
            at += 1
    assert led[: len(wanted)] == wanted
    assert now == ""
