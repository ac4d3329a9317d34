"""The registry with the keys that its user wants.

Nothing here loads Textual: keys are known before the panes are made, and what is wrong with them is
one sentence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from tui.commands.command import CONTEXT_NAMES
from tui.commands.key_names import FUNCTION, NAMED, character_of, closest, key_label, parse_key
from tui.commands.table import BY_ID, COMMANDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tui.commands.command import Command, Context

TYPED_INTO: frozenset[Context] = frozenset(
    {"search", "prompt", "export", "welcome", "palette", "typing"}
)
"""Where printable characters are text."""

SAME_PLACE: tuple[frozenset[Context], ...] = (
    frozenset({"browse", "anywhere"}),
    frozenset({"reader", "anywhere"}),
    *(frozenset({context, "typing"}) for context in TYPED_INTO),
)
"""Contexts that belong to one and the same screen, so that a key means one thing in both."""

SHARED: frozenset[Context] = frozenset({"filters", "typing"})
"""What all filters have in common, and all lines that are typed into."""

NEEDED = ("app.leave",)
"""Commands that can't be left without a key: nobody is to be locked in."""


class KeymapError(ValueError):
    """A keymap that can't be used; the message is what was expected, without file and line.

    Attributes:
        command: Id of the command in whose entry it is.
    """

    def __init__(self, command: str, reason: str) -> None:
        super().__init__(reason)
        self.command = command


def remapped(
    keys: Mapping[str, Sequence[str]], commands: Sequence[Command] = COMMANDS
) -> tuple[Command, ...]:
    """The registry with other keys.

    Args:
        keys: Command ids with all the keys that a command is to have; without any, it has none.
        commands: The registry to change.

    Raises:
        KeymapError: A command or a key that does not exist, or a key that would mean two things.
    """
    wanted: dict[str, tuple[str, ...]] = {}
    for name, written in keys.items():
        command = BY_ID.get(name)
        if command is None:
            close = closest(name, BY_ID)
            hint = f"; did you mean {close}?" if close else ""
            raise KeymapError(name, f"there is no command {name}{hint}")
        if not written and name in NEEDED:
            raise KeymapError(name, f"{name} needs a key: there would be no way out")
        wanted[name] = tuple(dict.fromkeys(_checked(command, one) for one in written))
    result = tuple(
        msgspec.structs.replace(command, keys=wanted[command.id])
        if command.id in wanted
        else command
        for command in commands
    )
    for name in wanted:
        _refuse_two_meanings(name, result, wanted)
    return result


def _checked(command: Command, written: str) -> str:
    try:
        key = parse_key(written)
    except ValueError as error:
        raise KeymapError(command.id, str(error)) from None
    character = character_of(key)
    if command.context in TYPED_INTO and (character or key == "space"):
        raise KeymapError(
            command.id,
            f"“{written}” is typed as text there; take a key with ctrl or alt, or a named one",
        )
    if command.context == "everywhere" and (character or key in NAMED - FUNCTION):
        raise KeymapError(
            command.id, f"“{written}” would be taken from every pane; take one with ctrl or alt"
        )
    if character and character.isascii() and character.isdigit() and command.id != "move.count":
        raise KeymapError(command.id, f"“{written}” begins a count, as in 5j")
    return key


def _refuse_two_meanings(
    id: str, commands: Sequence[Command], wanted: Mapping[str, object]
) -> None:
    changed = next(command for command in commands if command.id == id)
    for other in commands:
        if other.id == id or not (shared := set(changed.keys).intersection(other.keys)):
            continue
        contexts = {changed.context, other.context}
        if len(contexts) == 1 or contexts in SAME_PLACE or "everywhere" in contexts:
            key = min(shared)
            advice = "" if other.id in wanted else ", which would need another key in [keys]"
            place = CONTEXT_NAMES[other.context]
            raise KeymapError(id, f"{key_label(key)} means {other.id} already ({place}){advice}")


class _InForce:
    """The registry with the keys that this process uses."""

    commands: tuple[Command, ...] = COMMANDS
    handed_out = False


def commands_in_force() -> tuple[Command, ...]:
    """All commands with the keys they have in this process."""
    _InForce.handed_out = True
    return _InForce.commands


def contexts_within_reach(ids: Iterable[str]) -> list[Context]:
    """The contexts that some commands belong to, in the order of these, the innermost first.

    Args:
        ids: Of commands with a key in the focused pane and around it, the innermost first; other
            names don't count.
    """
    contexts = list(dict.fromkeys(BY_ID[name].context for name in ids if name in BY_ID))
    if contexts[:1] and contexts[0] in SHARED:
        # Textual names what panes of a kind have in common before what is one's own.
        contexts[:2] = reversed(contexts[:2])
    return contexts


def use(commands: tuple[Command, ...]) -> None:
    """Give the whole process these keys; before any pane is loaded, as panes keep their keys.

    Raises:
        RuntimeError: Panes have their keys already.
    """
    if _InForce.handed_out and commands != _InForce.commands:
        raise RuntimeError("keys can only be changed before the panes are loaded")
    _InForce.commands = commands
