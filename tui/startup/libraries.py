"""Loads the libraries that the browser runs on, without those parts that it does without."""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

UNUSED = ("textual.command", "rich.table")
"""Textual's palette, which Quire has one of its own for, with a dozen of widgets; and tables."""


def load_asyncio() -> None:
    """Load asyncio without OpenSSL, as in a Python that was built without it.

    The browser's event loop speaks to its terminal alone. Who does speak TLS, as a cluster's
    engine does, loads ``ssl`` by itself as ever. To be called before other threads are started:
    for a moment none of them could load it.
    """
    if "asyncio" in sys.modules or "ssl" in sys.modules:
        return
    sys.modules["ssl"] = None  # type: ignore[assignment]
    try:
        import asyncio  # noqa: F401
    finally:
        del sys.modules["ssl"]


def load_textual() -> None:
    """Load Textual's application with stand-ins for the modules that are ``UNUSED``.

    Loading these takes a tenth of what all of Textual takes. They are loaded as soon as one of
    their classes is used, and by whoever imports them afterwards.
    """
    if "textual.app" in sys.modules:
        return
    stand_ins = {name: _StandIn(name) for name in UNUSED if name not in sys.modules}
    sys.modules.update(stand_ins)
    try:
        import textual.app  # noqa: F401
    finally:
        for name, stand_in in stand_ins.items():
            if sys.modules.get(name) is stand_in:
                del sys.modules[name]


def load_screens() -> None:
    """Load the browser's screens."""
    load_textual()
    import tui.screens.browse  # noqa: F401


class _StandIn(ModuleType):
    """Has every class that is asked of it, each of which stands for the module's own."""

    def __getattr__(self, name: str) -> object:
        if name.startswith("_"):
            raise AttributeError(name)
        return _StandInClass(name, (), {"__module__": self.__name__})


class _StandInClass(type):
    """A class whose objects and attributes are those of the class that it stands for."""

    def _real(cls) -> Any:
        # The one that is derived from nothing is what was taken from the module.
        if cls.__base__ is not object:
            raise TypeError(f"{cls.__name__} is made of a class that the browser does without.")
        if isinstance(sys.modules.get(cls.__module__), _StandIn):
            del sys.modules[cls.__module__]
        return getattr(import_module(cls.__module__), cls.__name__)

    def __call__(cls, *arguments: object, **named: object) -> object:
        return cls._real()(*arguments, **named)

    def __getattr__(cls, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(cls._real(), name)

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, cls._real())
