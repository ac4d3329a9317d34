"""Names of keys: as people write them, as Textual calls them, as they are shown.

Keys that terminals can't tell from others are refused here, with the reason.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FUNCTION = frozenset(f"f{number}" for number in range(1, 13))
MOVING = frozenset({"home", "end", "pageup", "pagedown", "up", "down", "left", "right", "delete"})
"""Keys for which terminals send something of its own with Ctrl, Alt and Shift."""

NAMED = FUNCTION | MOVING | {"escape", "enter", "tab", "space", "backspace", "insert"}
_SHORT = {
    "esc": "escape", "return": "enter", "bs": "backspace", "del": "delete", "ins": "insert",
    "pgup": "pageup", "pgdn": "pagedown", "page_up": "pageup", "page_down": "pagedown",
}  # fmt: skip
_PUNCTUATION = {
    "solidus": "slash", "reverse_solidus": "backslash", "commercial_at": "at",
    "hyphen_minus": "minus", "plus_sign": "plus", "low_line": "underscore",
}  # fmt: skip
_SAME_WITH_CTRL = {
    "i": "tab", "m": "enter", "j": "enter", "h": "backspace", "question_mark": "backspace",
    "left_square_bracket": "escape",
}  # fmt: skip
_KEY_LABELS = {
    "space": "Space", "escape": "Esc", "enter": "Enter", "tab": "Tab", "pagedown": "PgDn",
    "pageup": "PgUp", "home": "Home", "end": "End", "up": "↑", "down": "↓", "left": "←",
    "right": "→", "backspace": "Backspace",
}  # fmt: skip


def closest(written: str, names: Iterable[str]) -> str | None:
    """The name that was meant, where one is near enough."""
    # Loading it takes a while, and most keymaps are right.
    from difflib import get_close_matches

    return next(iter(get_close_matches(written, list(names), 1, 0.5)), None)


def key_label(key: str) -> str:
    """How a key is written for people: ``slash`` is ``/``, ``ctrl+d`` is ``Ctrl+D``."""
    *modifiers, last = key.split("+")
    names = [modifier.capitalize() for modifier in modifiers]
    shown = last.upper() if last in FUNCTION else _KEY_LABELS.get(last, character_of(last) or last)
    return "+".join([*names, shown.upper() if modifiers and len(shown) == 1 else shown])


def key_labels(keys: Sequence[str]) -> list[str]:
    """How several keys are written; digits in a row with dots between the first and the last."""
    labels = [key_label(key) for key in keys]
    if len(labels) > 2 and "".join(labels) in "123456789":
        return [f"{labels[0]}…{labels[-1]}"]
    return labels


def _name_of(character: str) -> str:
    """Textual's name of a printable character: ``/`` is ``slash``, ``j`` is ``j``."""
    if character == " ":
        return "space"
    if character.isalnum():
        return character
    name = unicodedata.name(character, "").lower().replace("-", "_").replace(" ", "_")
    return _PUNCTUATION.get(name, name)


_CHARACTERS = {_name_of(character): character for character in map(chr, range(0x20, 0x7F))}


def character_of(name: str) -> str | None:
    """The printable character that a key types, None for all other keys."""
    return name if len(name) == 1 else _CHARACTERS.get(name)


def parse_key(written: str) -> str:
    """Textual's name of a key that somebody wrote: ``Ctrl+N``, ``/``, ``pgdn``, ``shift+tab``.

    Raises:
        ValueError: There is no such key, or terminals can't tell it from another one.
    """
    text = written.strip() or written
    if not text:
        raise ValueError("a key can't be empty text; [] leaves a command without a key")
    if len(text) == 1:
        if not text.isprintable():
            raise ValueError(f"{text!r} is not a key that can be written")
        return _name_of(text)
    # The last key may be a plus sign itself.
    before, _, last = text[:-1].rpartition("+")
    last = last + text[-1]
    modifiers = [modifier.strip().lower() for modifier in before.split("+") if modifier]
    last = last.strip()
    if modifiers and (unknown := set(modifiers) - {"ctrl", "alt", "shift"}):
        raise ValueError(
            f"“{written}” names no key: ctrl, alt and shift can stand before a +, "
            f"not {sorted(unknown)[0]}"
        )
    name = _SHORT.get(last.lower(), last.lower()) if len(last) > 1 else _name_of(last)
    if len(last) > 1 and name not in NAMED and character_of(name) is None:
        several = " " in last or "," in last
        close = None if several else closest(name, [*NAMED, *_SHORT])
        hint = f"; did you mean {close}?" if close else '; several keys are a list: ["j", "down"]'
        raise ValueError(f"“{written}” names no key{hint}")
    return _with(modifiers, name, written)


def _with(modifiers: Sequence[str], name: str, written: str) -> str:
    """The key with its modifiers, refused where terminals would send something else for it."""
    if not modifiers:
        return name
    kinds = set(modifiers)
    printable = name not in NAMED and character_of(name) is not None
    if printable and kinds == {"ctrl"}:
        if same := _SAME_WITH_CTRL.get(name.lower()):
            raise ValueError(f"terminals send the same for “{written}” as for {same}")
        if len(name) == 1 and name.isascii() and name.isalpha():
            return f"ctrl+{name.lower()}"
        raise ValueError(f"terminals have no “{written}”: ctrl goes with letters and arrows")
    if printable and kinds == {"alt"}:
        upper = len(name) == 1 and name.isupper()
        return f"alt+shift+{name.lower()}" if upper else f"alt+{name}"
    if printable and kinds == {"shift"}:
        shifted = name.upper() if name.isalpha() and len(name) == 1 else ""
        wanted = f"“{shifted}”" if shifted else "the character that it types"
        raise ValueError(f"terminals send a character for “{written}”: write {wanted}")
    if printable:
        raise ValueError(f"terminals can't tell “{written}” from the key with fewer modifiers")
    if kinds == {"shift"} and name in {"tab"} | MOVING:
        return f"shift+{name}"
    if kinds == {"ctrl"} and name in MOVING | FUNCTION:
        return f"ctrl+{name}"
    if kinds == {"alt"} and name in MOVING | {"backspace"}:
        return f"alt+{name}"
    if kinds == {"ctrl", "shift"} and name in MOVING:
        return f"ctrl+shift+{name}"
    raise ValueError(f"terminals send the same for “{written}” as for {name}")
