"""The user's keymap: keys as people write them, and what is refused with which reason."""

from __future__ import annotations

import pytest

from tui.commands.key_names import character_of, parse_key
from tui.commands.keymap import KeymapError, remapped, use
from tui.commands.table import COMMANDS


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("j", "j"), ("J", "J"), ("/", "slash"), ("?", "question_mark"), ("-", "minus"),
        (":", "colon"), ("+", "plus"), (" ", "space"), ("space", "space"), ("Esc", "escape"),
        ("PgDn", "pagedown"), ("Ctrl+N", "ctrl+n"), ("ctrl+n", "ctrl+n"), ("alt+b", "alt+b"),
        ("alt+B", "alt+shift+b"),
        ("alt++", "alt+plus"), ("shift+tab", "shift+tab"), ("ctrl+left", "ctrl+left"),
        ("F5", "f5"), ("slash", "slash"), ("ä", "ä"),
    ],
)  # fmt: skip
def test_keys_can_be_written_in_many_ways(written: str, key: str) -> None:
    assert parse_key(written) == key


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("ctrl+i", "same for “ctrl+i” as for tab"),
        ("Ctrl+M", "as for enter"),
        ("ctrl+j", "as for enter"),
        ("ctrl+h", "as for backspace"),
        ("ctrl+[", "as for escape"),
        ("ctrl+1", "terminals have no"),
        ("shift+j", "write “J”"),
        ("shift+1", "the character that it types"),
        ("ctrl+shift+j", "can't tell"),
        ("shift+enter", "as for enter"),
        ("ctrl+tab", "as for tab"),
        ("super+j", "not super"),
        ("j down", "several keys are a list"),
        ("pagdown", "did you mean pagedown?"),
        ("ctrl+", "names no key"),
        ("", "can't be empty"),
        ("\x1b", "not a key that can be written"),
    ],
)
def test_keys_that_terminals_cannot_tell_apart_are_refused(written: str, reason: str) -> None:
    with pytest.raises(ValueError, match=r"\w") as caught:
        parse_key(written)
    assert reason in str(caught.value)


def test_every_key_of_the_registry_can_be_written_in_a_keymap() -> None:
    for command in COMMANDS:
        for key in command.keys:
            assert parse_key(key) == key
            assert parse_key(character_of(key) or key) == key


def keys_of(name: str, **keys: list[str]) -> tuple[str, ...]:
    changed = remapped({written.replace("_", "."): value for written, value in keys.items()})
    return next(command.keys for command in changed if command.id == name)


def test_a_command_gets_other_keys_and_all_others_stay() -> None:
    changed = remapped({"list.down": ["e", "ctrl+e", "e"]})
    assert [c.keys for c in changed if c.id == "list.down"] == [("e", "ctrl+e")]
    assert [c for c in changed if c.id != "list.down"] == [
        c for c in COMMANDS if c.id != "list.down"
    ]


def test_keys_can_be_taken_away_and_swapped() -> None:
    assert keys_of("filter.clear", filter_clear=[]) == ()
    assert keys_of("list.up", list_up=["j"], list_down=["k"]) == ("j",)


@pytest.mark.parametrize(
    ("keys", "reason"),
    [
        ({"list.donw": ["e"]}, "there is no command list.donw; did you mean list.down?"),
        ({"frobnicate": ["e"]}, "there is no command frobnicate"),
        ({"list.down": ["k"]}, "k means list.up already (list), which would need another key"),
        ({"list.down": ["e"], "list.up": ["e"]}, "e means list.up already (list)"),
        ({"app.leave": []}, "no way out"),
        ({"sort.menu": ["y"]}, "y means copy.menu already"),
        ({"reader.next": ["y"]}, "y means copy.menu already"),
        ({"export.write": ["w"]}, "typed as text"),
        ({"app.leave": ["ctrl+n"]}, "Ctrl+N means history.newer already"),
        ({"app.leave": ["escape"]}, "taken from every pane"),
        ({"search.leave": ["q"]}, "typed as text"),
        ({"list.down": ["5"]}, "begins a count"),
        ({"list.down": ["ctrl+i"]}, "as for tab"),
    ],
)
def test_what_would_not_work_is_refused(keys: dict[str, list[str]], reason: str) -> None:
    with pytest.raises(KeymapError) as caught:
        remapped(keys)
    assert reason in str(caught.value)
    assert caught.value.command in keys


def test_an_inner_pane_may_have_a_key_of_its_own() -> None:
    assert keys_of("list.read", list_read=["o"]) == ("o",)


def test_keys_are_not_changed_under_panes_that_are_loaded() -> None:
    import tui.screens.browse  # noqa: F401

    with pytest.raises(RuntimeError, match="before the panes"):
        use(remapped({"list.down": ["e"]}))
