"""Which method does a command: the one that is marked with the command's id.

``@does("list.down")`` stands above the method, on a pane, a screen, a controller of a screen or the
application, and ``@does_each`` above one that does several. The method is looked for from the
focused pane outwards, on a screen also among its controllers, so one id may have a method in
several places.
"""

from __future__ import annotations

from functools import wraps
from types import FunctionType, MethodType
from typing import TYPE_CHECKING, Any, TypeVar

from tui.commands.table import BY_ID

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

Method = TypeVar("Method", bound="Callable[..., None]")

NamedMethod = TypeVar("NamedMethod", bound="Callable[[Any, str], None]")

_COMMANDS_OF: dict[object, Mapping[str, str | None]] = {}
"""The commands that a method does by their ids, each with the name that the method takes."""

_METHODS_OF: dict[type, Mapping[str, Callable[..., None]]] = {}


def does(*ids: str) -> Callable[[Method], Method]:
    """Mark the method that does a command, or several alike; where counted, it takes ``count``.

    Args:
        ids: Of the commands.

    Raises:
        KeyError: There is no such command.
    """
    commands = [BY_ID[name] for name in ids]

    def mark(method: Method) -> Method:
        _COMMANDS_OF[method] = {command.id: None for command in commands}
        return method

    return mark


def does_each(prefix: str, names: Iterable[str]) -> Callable[[NamedMethod], NamedMethod]:
    """Mark the method that does several commands: it takes the name of the one that is meant.

    Args:
        prefix: How their ids begin.
        names: What follows it in each.

    Raises:
        KeyError: There is no such command.
    """
    commands = {name: BY_ID[prefix + name] for name in names}

    def mark(method: NamedMethod) -> NamedMethod:
        _COMMANDS_OF[method] = {command.id: name for name, command in commands.items()}
        return method

    return mark


def methods_of(place: type) -> Mapping[str, Callable[..., None]]:
    """The methods of a class that do commands, by the ids of these."""
    methods = _METHODS_OF.get(place)
    if methods is None:
        methods = _METHODS_OF[place] = {
            command: value if name is None else _named(value, name)
            for base in reversed(place.__mro__)
            for value in vars(base).values()
            if isinstance(value, FunctionType)
            for command, name in _COMMANDS_OF.get(value, {}).items()
        }
    return methods


def _named(method: Callable[[Any, str], None], name: str) -> Callable[..., None]:
    """A method that takes a name, as one that takes none."""

    @wraps(method)
    def do(place: object) -> None:
        method(place, name)

    return do


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
