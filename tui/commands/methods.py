"""Which method does a command: the one that is marked with the command's id.

``@does("list.down")`` stands above the method, on a pane, a screen or the application. The method
is looked for from the focused pane outwards, so one id may have a method in several places.
"""

from __future__ import annotations

from functools import cache
from types import FunctionType
from typing import TYPE_CHECKING, TypeVar

from tui.commands.table import BY_ID

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.dom import DOMNode

Method = TypeVar("Method", bound="Callable[..., None]")

_COMMAND_OF: dict[object, str] = {}


def does(id: str) -> Callable[[Method], Method]:
    """Mark the method that does a command; one whose command is counted takes ``count``.

    Args:
        id: Of the command.

    Raises:
        KeyError: There is no such command.
    """
    command = BY_ID[id]

    def mark(method: Method) -> Method:
        _COMMAND_OF[method] = command.id
        return method

    return mark


@cache
def methods_of(place: type) -> Mapping[str, str]:
    """Names of the methods of a pane's or a screen's class, by the ids of the commands they do."""
    return {
        _COMMAND_OF[value]: name
        for base in reversed(place.__mro__)
        for name, value in vars(base).items()
        if isinstance(value, FunctionType) and value in _COMMAND_OF
    }


def method_for(node: DOMNode, id: str) -> Callable[..., None] | None:
    """The method that does a command on this pane or screen, or None where it has none."""
    name = methods_of(type(node)).get(id)
    method: Callable[..., None] | None = getattr(node, name) if name is not None else None
    return method
