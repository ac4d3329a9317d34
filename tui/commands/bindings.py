"""What is made from the registry of commands: bindings, the footer and names of keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from textual.binding import Binding

from tui.commands.command import CONTEXT_NAMES
from tui.commands.key_names import key_label
from tui.commands.keymap import commands_in_force

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tui.commands.command import Command, Context


def in_context(context: Context) -> list[Command]:
    """The commands whose keys work in a context, with the keys that the user gave them."""
    return [command for command in commands_in_force() if command.context == context]


def bindings(context: Context, action: str = "app.command") -> list[Binding]:
    """The key bindings of a context, for the class of its pane or screen.

    Args:
        context: Where the keys work.
        action: Gets the id of the command; by default it is done.
    """
    return [
        Binding(
            ",".join(command.keys),
            f"{action}('{command.id}')",
            command.description,
            show=False,
            priority=context == "everywhere",
            id=command.id,
        )
        for command in in_context(context)
        if command.keys
    ]


def footer_commands(contexts: Iterable[Context], *, printing: bool = False) -> list[Command]:
    """The commands to show in the footer, the most useful first.

    Args:
        contexts: From the focused pane outwards; a key belongs to the innermost one that has it.
        printing: Whether what reads a paper chooses it, to be printed.
    """
    taken: set[str] = set()
    shown: list[tuple[int, int, Command]] = []
    for depth, context in enumerate(contexts):
        commands = in_context(context)
        # What all filters have in common belongs to each of them, as both belong to the screen; and
        # the list is what the screen is for.
        depth += (context == "list") - (context in {"filters", "anywhere"})
        shown.extend(
            (depth, command.footer, command)
            for command in commands
            if command.footer and command.keys and command.keys[0] not in taken
        )
        taken.update(key for command in commands for key in command.keys)
    commands = [command for _, _, command in sorted(shown, key=lambda entry: entry[:2])]
    if printing:
        commands = [
            msgspec.structs.replace(command, label="choose") if command.id == "list.read"
            else command
            for command in commands
        ]  # fmt: skip
    return commands


def label_of(id: str, without: str = "") -> str:
    """The first key of a command as people write it.

    Args:
        id: Of the command.
        without: Stands for it where the user left the command without a key.
    """
    command = next(command for command in commands_in_force() if command.id == id)
    return key_label(command.keys[0]) if command.keys else without


def unbound(key: str) -> str:
    """Why a key does nothing: where it would, and where all keys are listed."""
    label = key_label(key)
    # What works in all panes of the browser works in its list, which is said shortly.
    places = dict.fromkeys(
        CONTEXT_NAMES["list" if command.context == "browse" else command.context]
        for command in commands_in_force()
        if key in command.keys
    )
    elsewhere = f"; it works in: {', '.join(places)}" if places else ""
    helping = label_of("app.help")
    hint = f"; {helping} lists every key." if helping else "."
    return f"{label} does nothing here{elsewhere}{hint}"
