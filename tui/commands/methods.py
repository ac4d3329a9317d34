"""Which method does a command: the one that is marked with the command's id.

``@does("list.down")`` stands above the method, on a pane, a screen, a controller of a screen or the
application. The method is looked for from the focused pane outwards, on a screen also among its
controllers, so one id may have a method in several places.
"""

from __future__ import annotations

from types import FunctionType, MethodType
from typing import TYPE_CHECKING, TypeVar

from tui.commands.table import BY_ID

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

Method = TypeVar("Method", bound="Callable[..., None]")

_COMMAND_OF: dict[object, str] = {}
_METHODS_OF: dict[type, Mapping[str, Callable[..., None]]] = {}


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


def methods_of(place: type) -> Mapping[str, Callable[..., None]]:
    """The methods of a class that do commands, by the ids of these."""
    methods = _METHODS_OF.get(place)
    if methods is None:
        methods = _METHODS_OF[place] = {
            _COMMAND_OF[value]: value
            for base in reversed(place.__mro__)
            for value in vars(base).values()
            if isinstance(value, FunctionType) and value in _COMMAND_OF
        }
    return methods


def find_method(places: Iterable[object], id: str) -> Callable[..., None] | None:
    """The method that does a command.

    Args:
        places: Panes, screens and controllers, in the order in which they are looked at.
        id: Of the command.

    Returns:
        The method of the first place that has one, None where none has.
    """
    for place in places:
        function = methods_of(type(place)).get(id)
        if function is not None:
            return MethodType(function, place)
    return None
