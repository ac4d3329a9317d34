"""What a terminal sends, in pieces of every kind: it always ends, and Ctrl+C is always heard."""

from __future__ import annotations

import math
import random

import pytest
from textual import events
from textual.message import Message

from tui.terminal.capabilities import LONE_ESCAPE, QUICK_ESCAPE
from tui.terminal.keyboard import AFTER_ESCAPE, LONGEST_PASTE, Allowance, Keyboard


class Sender:
    """Sends pieces to a keyboard, some moments apart."""

    def __init__(self, *, adapts: bool = False) -> None:
        self.keyboard = Keyboard(adapts=adapts)
        self.now = 100.0
        self.messages: list[Message] = []

    def send(self, *pieces: str, after: float = 0.01) -> None:
        for piece in pieces:
            self.now += after
            self.messages += self.keyboard.feed(piece, self.now)

    def wait(self, seconds: float) -> None:
        self.now += seconds
        self.messages += self.keyboard.tick(self.now)

    def send_after_ticks(self, piece: str, gap: float) -> None:
        """Send a piece after a gap in which the keyboard is asked as the driver asks it."""
        for _ in range(4):
            self.wait(gap / 5)
        self.send(piece, after=gap / 5)

    @property
    def meaning(self) -> list[str]:
        """Keys and pastes as in ``heard``, everything else by its kind."""
        return [
            message.key
            if isinstance(message, events.Key)
            else f"«{message.text}»"
            if isinstance(message, events.Paste)
            else type(message).__name__
            for message in self.messages
        ]

    @property
    def heard(self) -> list[str]:
        """Keys by name, and pastes in angle quotes."""
        return [
            message.key if isinstance(message, events.Key) else f"«{message.text}»"
            for message in self.messages
            if isinstance(message, events.Key | events.Paste)
        ]


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("ab", ["a", "b"]),
        ("\x1b[A\x1b[Bq", ["up", "down", "q"]),
        ("\x1b[200~two words\x1b[201~c", ["«two words»", "c"]),
        ("\x1b[200~\x1b[201~", ["«»"]),
        ("\x1b[200~\x1b[31mred\x1b]0;t\x07\x1b[201~", ["«\x1b[31mred\x1b]0;t\x07»"]),
        ("a\x1b]11;rgb:0000/0000/0000\x07b", ["a", "b"]),
        ("a\x1b]11;rgb:0000/0000/0000\x1b\\b", ["a", "b"]),
        ("\x1bP>|a terminal 1.2\x1b\\c", ["c"]),
        ("\x1bPhalf of an answer\x1b[Ad", ["up", "d"]),
        ("\x1b]0;half\x03", ["ctrl+c"]),
    ],
)
def test_what_is_sent_means_the_same_in_pieces(text: str, heard: list[str]) -> None:
    whole = Sender()
    whole.send(text)
    assert whole.heard == heard
    for at in range(1, len(text)):
        halves = Sender()
        halves.send(text[:at], text[at:])
        assert halves.heard == heard, (text[:at], text[at:])


TORN = {
    "\x1b[A": ["up"],
    "\x1bOB": ["down"],
    "\x1bOP": ["f1"],
    "\x1b[15~": ["f5"],
    "\x1b[Z": ["shift+tab"],
    "\x1b[1;5C": ["ctrl+right"],
    "\x1b[[A": ["f1"],
    "\x1b[97;1;97u": ["a"],
    "\x1b[27u": ["escape"],
    "\x1b[27;1u": ["escape"],
    "\x1b[200~two\nlines\x1b[201~": ["«two\nlines»"],
    "\x1b[<0;12;5M\x1b[<0;12;5m": ["MouseDown", "MouseUp"],
    "\x1b[<35;12;5M": ["MouseMove"],
    "\x1b[<65;12;5M": ["MouseScrollDown"],
    "\x1b[I\x1b[O": ["AppFocus", "AppBlur"],
    "\x1b[?2026;1$y": ["TerminalSupportsSynchronizedOutput"],
    "\x1b[48;24;80;480;640t": ["Resize"],
    "\x1b[?1;2c\x1b[0n\x1b[>1;4000;0c": [],
    "\x1b[Aé\x1b[B": ["up", "é", "down"],
}
"""What terminals send, and what it means however slowly its bytes come."""


@pytest.mark.parametrize("gap", [0.08, 0.2, 0.3])
@pytest.mark.parametrize(("text", "meaning"), TORN.items())
def test_a_sequence_whose_bytes_come_slowly_is_one(
    text: str, meaning: list[str], gap: float
) -> None:
    places = [[at] for at in range(1, len(text))]
    for cuts in [*places, list(range(1, len(text)))]:
        sender = Sender()
        for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True):
            sender.send_after_ticks(text[start:end], gap)
        assert sender.meaning == meaning, cuts
        assert sender.keyboard.patience(sender.now) == math.inf


def test_escape_is_a_key_when_nothing_follows_it() -> None:
    sender = Sender()
    sender.send("\x1b")
    sender.wait(LONE_ESCAPE - 0.02)
    assert sender.heard == []
    assert 0 < sender.keyboard.patience(sender.now) < 0.05
    sender.wait(0.03)
    assert sender.heard == ["escape"]
    sender.send("x", after=AFTER_ESCAPE)
    assert sender.heard == ["escape", "x"]


@pytest.mark.parametrize("next_key", ["j", "O", "x", "["])
def test_a_key_that_is_typed_after_escape_is_one_of_its_own(next_key: str) -> None:
    name = "left_square_bracket" if next_key == "[" else next_key
    for after in (0.15, 0.25, 0.4):
        sender = Sender()
        sender.send("\x1b")
        sender.send_after_ticks(next_key, after)
        sender.wait(3.0)
        sender.send("k")
        assert sender.heard == ["escape", name, "k"], after


def test_letters_after_escape_and_o_are_no_keypad() -> None:
    sender = Sender()
    sender.send("\x1b")
    sender.send("O", "k", after=0.2)
    assert sender.heard == ["escape", "O", "k"]


@pytest.mark.parametrize(
    ("text", "key"), [("\x1bf", "ctrl+right"), ("\x1bj", "alt+j"), ("\x1bO", "alt+shift+o")]
)
def test_alt_and_a_key_come_together(text: str, key: str) -> None:
    for pieces in ([text], list(text)):
        sender = Sender()
        sender.send(*pieces)
        sender.wait(1.0)
        assert sender.heard == [key]


def test_the_rest_of_a_sequence_is_no_letters_however_late_it_comes() -> None:
    sender = Sender()
    sender.send("\x1b")
    sender.wait(LONE_ESCAPE + 0.01)
    sender.send("[", "B", after=0.3)
    sender.send("q", after=0.3)
    assert sender.heard == ["escape", "down", "q"]


def test_what_is_cut_off_is_no_key() -> None:
    sender = Sender()
    sender.send("\x1b[<0;1")
    sender.wait(5.0)
    sender.send("\x1b[1;\x1b[A")
    sender.send("\x1b[" + "1" * 40_000, "1" * 40, "A", "q")
    assert sender.heard == ["up", "q"]


def test_a_quick_answer_makes_escape_quick() -> None:
    quick, slow, fixed = (Sender(adapts=adapts) for adapts in (True, True, False))
    for sender, after in ((quick, 0.01), (slow, 0.2), (fixed, 0.01)):
        sender.keyboard.ask(sender.now)
        sender.send("\x1b[?2026;2$y", after=after)
        sender.send("\x1b")
        sender.wait(QUICK_ESCAPE + 0.01)
    assert (quick.heard, slow.heard, fixed.heard) == (["escape"], [], [])


def test_escape_is_never_alone_where_it_has_a_sequence() -> None:
    sender = Sender()
    sender.send("\x1b[106;1;106u")
    sender.send("\x1b")
    sender.wait(1.5)
    sender.send("[A")
    assert sender.heard == ["j", "up"]


def test_the_end_of_a_paste_may_be_torn() -> None:
    for cut in range(1, len("\x1b[201~")):
        sender = Sender()
        sender.send("\x1b[200~words" + "\x1b[201~"[:cut])
        sender.send("\x1b[201~"[cut:], after=1.0)
        sender.send("j")
        assert sender.heard == ["«words»", "j"], cut


def test_what_is_no_paste_after_all_is_keys() -> None:
    sender = Sender()
    sender.send("a\x1b[")
    assert sender.heard == ["a"]
    sender.send("A")
    assert sender.heard == ["a", "up"]


@pytest.mark.parametrize("key", ["q", "\x1b[A", "\x1b[99;5u", "\x03"])
def test_a_key_ends_a_paste_that_has_no_end(key: str) -> None:
    sender = Sender()
    sender.send("\x1b[200~some words", " more")
    assert sender.heard == []
    sender.send(key, after=2.0)
    assert sender.heard[0] == "«some words more»"
    assert len(sender.heard) == 2


def test_ctrl_c_in_the_midst_of_a_paste_is_text() -> None:
    # The end of the browser would hand the rest to a shell.
    sender = Sender()
    sender.send("\x1b[200~echo", "\x03", "rm -r\r\x1b[201~")
    assert sender.heard == ["«echo\x03rm -r\r»"]


@pytest.mark.parametrize("key", ["\x03", "\x1b[99;5u"])
@pytest.mark.parametrize("before", ["\x1b", "\x1b[", "\x1b]0;x", "\x1bP"])
def test_ctrl_c_ends_everything_else_at_once(before: str, key: str) -> None:
    sender = Sender()
    sender.send(before, key)
    assert sender.heard[-1] == "ctrl+c"


def test_a_paste_that_comes_slowly_stays_one() -> None:
    sender = Sender()
    sender.send("\x1b[200~", "what stands in a paste", "is never a command\x1b[201~", after=5.0)
    assert sender.heard == ["«what stands in a pasteis never a command»"]


def test_a_paste_is_kept_as_far_as_a_query_may_go() -> None:
    sender = Sender()
    sender.send("\x1b[200~", *["x" * 4_000] * 50, "\x1b[201~y")
    assert sender.heard == [f"«{'x' * LONGEST_PASTE}»", "y"]


def test_an_answer_without_an_end_is_over_when_it_is_silent() -> None:
    sender = Sender()
    sender.send("\x1b]52;c;", *["A" * 4_000] * 25)
    assert sender.heard == []
    sender.send("j", after=2.0)
    assert sender.heard == ["j"]


@pytest.mark.parametrize("seed", range(20))
def test_any_noise_is_taken_and_ctrl_c_is_heard_after_it(seed: int) -> None:
    chance = random.Random(seed)
    pieces = [
        "\x1b",
        "[",
        "]",
        "P",
        "200~",
        "201~",
        "\x1b[200~",
        "48;1;1;1;1t",
        "<0;1;1M",
        ";",
        "9" * 9,
    ]
    pieces += [
        "u",
        "\x07",
        "\x1b\\",
        "\x18",
        "é",
        "\x00",
        "x",
        "\x1b[M   ",
        "?2048;1$y",
        "A" * 40,
        ":",
    ]
    sender = Sender()
    for _ in range(300):
        sender.send("".join(chance.choices(pieces, k=chance.randint(1, 9))))
        if chance.random() < 0.2:
            sender.wait(chance.choice([0.1, 2.0]))
    sender.messages.clear()
    sender.send("\x03", after=2.0)
    assert sender.heard[-1] == "ctrl+c"


@pytest.mark.parametrize(
    "nonsense", ["\x1b[99999999;1u", "\x1b[1;1;99999999u", "\x1b[48;0;0;0;0t\x1b[<0;5;5M"]
)
def test_nonsense_is_no_key_and_no_end(nonsense: str) -> None:
    sender = Sender()
    sender.send(f"a{nonsense}\x1b[A")
    sender.send("\x1b[<0;5;5M", "b")
    assert sender.heard == ["a", "up", "b"]


def test_a_flood_is_not_listened_to_until_it_is_over() -> None:
    allowance = Allowance(most=1_000, rate=100)
    assert allowance.take(900, 0.0)
    assert not allowance.take(200, 0.0)
    assert not allowance.take(1, 60.0), "what goes on is the same flood"
    allowance.rest()
    assert allowance.take(1_000, 120.0)
    assert not allowance.take(1, 120.0)


def test_what_comes_slowly_is_always_listened_to() -> None:
    allowance = Allowance(most=1_000, rate=100)
    assert all(allowance.take(99, float(second)) for second in range(1_000))
