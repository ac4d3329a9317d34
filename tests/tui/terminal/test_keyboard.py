"""What a terminal sends, in pieces of every kind: it always ends, and Ctrl+C is always heard."""

from __future__ import annotations

import random

import pytest
from textual import events
from textual.message import Message

from tui.terminal.keyboard import LONGEST_PASTE, Allowance, Keyboard


class Sender:
    """Sends pieces to a keyboard, some moments apart."""

    def __init__(self) -> None:
        self.keyboard = Keyboard()
        self.now = 100.0
        self.messages: list[Message] = []

    def send(self, *pieces: str, after: float = 0.01) -> None:
        for piece in pieces:
            self.now += after
            self.messages += self.keyboard.feed(piece, self.now)

    def wait(self, seconds: float) -> None:
        self.now += seconds
        self.messages += self.keyboard.tick(self.now)

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
    # A control string's two first characters that come apart are a key of their own.
    for at in range(1, len(text)):
        if text[at - 1] == "\x1b" or (text[at - 2 : at - 1] == "\x1b" and text[at - 1] in "]P"):
            continue
        halves = Sender()
        halves.send(text[:at], text[at:])
        assert halves.heard == heard, (text[:at], text[at:])


def test_escape_is_a_key_when_nothing_follows_it(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr("textual._parser.get_time", lambda: clock[0])
    sender = Sender()
    sender.send("\x1b")
    clock[0] += 1
    sender.wait(0.1)
    sender.send("[200~")
    assert sender.heard == ["escape", "left_square_bracket", "2", "0", "0", "tilde"]


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
