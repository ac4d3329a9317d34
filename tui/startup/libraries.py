"""Loads the libraries that the browser runs on, without those parts that it does without."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SELDOM_USED: Mapping[str, tuple[str, ...]] = {
    "ipaddress": (),
    "locale": (),
    "msgspec.inspect": (),
    "tempfile": ("TemporaryFile", "gettempdir"),
    "textwrap": (),
    "tokenize": (),
}
"""What modules of Python, msgspec and platformdirs take for what is seldom done, as to read source
code, to take an address of the internet apart or to describe a type."""

UNUSED_OF_TEXTUAL: Mapping[str, tuple[str, ...]] = {
    "textual.command": (
        "CommandListItem", "CommandPalette", "DiscoveryHit", "Hit", "Hits", "Provider",
        "SimpleProvider",
    ),
    "rich.panel": ("Panel",),
    "rich.table": ("Table",),
    "rich.tree": ("Tree",),
    "textual.canvas": ("Canvas", "Rectangle"),
    "textual.markup": ("parse_style",),
    "textual.suggestions": ("get_suggestion",),
    "textual.widgets._toast": ("ToastRack",),
}  # fmt: skip
"""What Textual takes for its palette and its toasts, which Quire has others for, for what is wrong
with styles, and for tables, trees and frames that it draws nowhere here."""


def load_foundation() -> None:
    """Load what all else stands on: msgspec, platformdirs, and what they take of Python's own."""
    with _put_off(SELDOM_USED):
        import msgspec  # noqa: F401
        import platformdirs  # noqa: F401


def load_asyncio() -> None:
    """Load asyncio without OpenSSL, as in a Python that was built without it.

    The browser's event loop speaks to its terminal alone. Who does speak TLS, as a cluster's
    engine does, loads ``ssl`` by itself as ever. To be called before other threads are started:
    for a moment none of them could load it.
    """
    if "asyncio" in sys.modules or "ssl" in sys.modules:
        return
    with _put_off(SELDOM_USED):
        sys.modules["ssl"] = None  # type: ignore[assignment]
        try:
            import asyncio  # noqa: F401
        finally:
            del sys.modules["ssl"]


def load_textual() -> None:
    """Load Textual's application without what would take a fifth of the time."""
    if "textual.app" in sys.modules:
        return
    with _put_off(UNUSED_OF_TEXTUAL):
        import textual.app  # noqa: F401


def load_screens() -> None:
    """Load the browser's screens."""
    load_textual()
    import tui.screens.browse  # noqa: F401


@contextmanager
def _put_off(modules: Mapping[str, tuple[str, ...]]) -> Iterator[None]:
    """Have these modules loaded as soon as something of them is used, and not before.

    Afterwards whoever imports them gets them as ever.

    Args:
        modules: Their names, and what others keep of each: that is loaded when it is called.
    """
    put_off = [_Later(name, kept) for name, kept in modules.items() if name not in sys.modules]
    for module in put_off:
        sys.modules[module.__name__] = module
    try:
        yield
    finally:
        for module in put_off:
            module.make_way()


class _Later(ModuleType):
    """Stands for a module that is loaded as soon as something of it is used.

    ``importlib.util.LazyLoader`` loads a module at the next ``import`` of it already.
    """

    def __init__(self, name: str, kept: tuple[str, ...]) -> None:
        super().__init__(name)
        self._kept = kept

    def make_way(self) -> None:
        """Have whoever imports the module from now on get it."""
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        if name in self._kept and sys.modules.get(self.__name__) is self:
            return _LaterClass(name, (), {"later": self})
        self.make_way()
        return getattr(import_module(self.__name__), name)


class _LaterClass(type):
    """A class or a function of a module that is loaded as soon as it is called or asked."""

    later: _Later

    def _real(cls) -> Any:
        if "later" not in vars(cls):
            raise TypeError(f"{cls.__name__} is made of a class that the browser does without.")
        cls.later.make_way()
        return getattr(cls.later, cls.__name__)

    def __call__(cls, *arguments: object, **named: object) -> object:
        return cls._real()(*arguments, **named)

    def __getattr__(cls, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(cls._real(), name)

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, cls._real())
