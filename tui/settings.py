"""The settings: one TOML file, every value typed, and one sentence where it is wrong.

Nothing here loads Textual, so that settings are known before the panes are made.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Literal, get_args

import msgspec

from index import (
    FETCH_SETTINGS,
    SCRIPT_SETTINGS,
    SettingsFile,
    Sort,
    read_settings_file,
    toml_text,
)
from tui.colours import INKS, colour_names, colour_of
from tui.commands.command import CONTEXT_NAMES
from tui.commands.key_names import character_of, closest
from tui.commands.keymap import KeymapError, remapped
from tui.commands.table import COMMANDS, GROUPS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tui.commands.command import Command

Theme = Literal["dark", "light", "contrast", "terminal"]
ThemeChoice = Literal["auto", Theme]
SortChoice = Literal["auto", Sort]
Layout = Literal["auto", "beside", "below", "list"]
LEAST_SPLIT, MOST_SPLIT = 20, 80
"""Percent of the room that list and abstract share: neither is left without a line."""
Split = Literal["auto"] | Annotated[int, msgspec.Meta(ge=LEAST_SPLIT, le=MOST_SPLIT)]
LinksChoice = Literal["auto", "always", "never"]
SHORTEST_DELAY, LONGEST_DELAY = 10, 5_000
"""Milliseconds; in less not even the bytes of one key come, and more nobody waits for."""


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a user can set.

    Attributes:
        theme: The colours; ``auto`` takes what suits the terminal.
        sort: The order to begin with; ``auto`` is relevance with words and date without.
        mouse: Whether the mouse is used; without it a terminal selects text as it always does.
        layout: Where the abstract stands: beside the list, below it, or nowhere; ``auto`` is where
            the terminal has room for it.
        split: Percent of the room that is the list's; ``auto`` is what its titles need.
        filters: Whether the filters stay beside the list, where there is room.
        preview: Whether the abstract is shown, where there is room.
        ascii: Whether to draw with ASCII only, whatever the locale says.
        restore: Whether the query, the order and the place are there again on the next start.
        semantic: Whether papers are found by meaning too, where the index has vectors.
        links: Whether addresses are links that the terminal opens; ``auto`` where it is known to.
        escape_delay: Milliseconds after which Esc is taken for the key, and not for the beginning
            of another; ``auto`` is what suits the line.
        keys: Other keys for commands, by id; a command has no key but these.
        colors: Colours instead of those of any theme: ``#rrggbb`` by ink.
    """

    theme: ThemeChoice = "auto"
    sort: SortChoice = "auto"
    mouse: bool = True
    layout: Layout = "auto"
    split: Split = "auto"
    filters: bool = False
    preview: bool = True
    ascii: bool = False
    restore: bool = True
    semantic: bool = True
    links: LinksChoice = "auto"
    escape_delay: (
        Literal["auto"] | Annotated[int, msgspec.Meta(ge=SHORTEST_DELAY, le=LONGEST_DELAY)]
    ) = "auto"
    keys: dict[str, str | list[str]] = msgspec.field(default_factory=dict)
    colors: dict[str, str] = msgspec.field(default_factory=dict)

    @property
    def usual_sort(self) -> str | None:
        """The order of a new query; None for the natural one."""
        return None if self.sort == "auto" else self.sort

    @property
    def takes_links(self) -> bool | None:
        """Whether addresses are links; None where the terminal decides."""
        return None if self.links == "auto" else self.links == "always"

    @property
    def escape_milliseconds(self) -> int | None:
        """Milliseconds after which Esc is the key; None where the line decides."""
        return self.escape_delay if isinstance(self.escape_delay, int) else None

    def commands(self) -> tuple[Command, ...]:
        """The registry with these keys.

        Raises:
            KeymapError: A key or a command does not exist, or a key would mean two things.
        """
        return remapped({name: _listed(keys) for name, keys in self.keys.items()})


EXPLANATIONS = {
    "theme": "The colours: auto (what suits the terminal), dark, light, contrast, or terminal\n"
    "(the terminal's own 16 colours).",
    "sort": "The order to begin with: auto (relevance with words, date without), relevance,\n"
    "date, comments, upvotes or authors.",
    "mouse": "Whether to use the mouse. Without it a terminal selects text as it always does.",
    "layout": "Where the abstract stands: auto (where there is room for it), beside or below the\n"
    "list, or list (nowhere: Space peeks at it).",
    "split": "Percent of the room that is the list's, from 20 to 80; auto is what its titles need.",
    "filters": "Whether the filters stay beside the list, where there is room.",
    "preview": "Whether to show the abstract, where there is room.",
    "ascii": "Whether to draw with ASCII only, whatever the locale says.",
    "restore": "Whether the query, the order and the place are there again on the next start.",
    "semantic": "Whether to find papers by meaning too, where the index has vectors.",
    "links": "Whether addresses are links that the terminal opens: always, never, or auto (where\n"
    "it is known to take them).",
    "escape_delay": "Milliseconds after which Esc is the key, and not the beginning of another\n"
    "that a bad line has torn: auto (100 over a good line, else 350), or a number from 10 to 5000.",
}
"""What the default file says of each setting; colours and keys are explained below them."""


def read_settings(path: str, *, expected: bool = False) -> Settings:
    """Read a settings file; without one everything is as it is by default.

    Args:
        path: The file.
        expected: Whether it is wrong that there is none.

    Raises:
        SettingsError: What is wrong with it.
    """
    file = read_settings_file(path, expected=expected)
    return Settings() if file is None else settings_of(file)


def settings_of(file: SettingsFile) -> Settings:
    """What a settings file says.

    Raises:
        SettingsError: What is wrong with it.
    """
    if not file.table.keys().isdisjoint(FETCH_SETTINGS):
        # What is for fetching is no concern of the browser's, but has to be right.
        from index import fetch_settings

        fetch_settings(file)
    if "mail" in file.table:
        from index import mail_settings

        mail_settings(file)
    if "cluster" in file.table:
        from index import cluster_settings

        cluster_settings(file)
    table = {name: value for name, value in file.table.items() if name not in SCRIPT_SETTINGS}
    if isinstance(keys := table.get("keys"), dict):
        table["keys"] = dict(_flat(keys))
    if "colors" in table:
        table["colors"] = _colours(file, table["colors"])
    try:
        settings = msgspec.convert(table, Settings)
    except msgspec.ValidationError as error:
        raise file.error(*_explained(table, str(error))) from None
    try:
        settings.commands()
    except KeymapError as error:
        raise file.error(f"keys.{error.command}", str(error)) from None
    return settings


def _listed(keys: str | list[str]) -> list[str]:
    return [keys] if isinstance(keys, str) else keys


def _colours(file: SettingsFile, table: object) -> dict[str, str]:
    """What ``[colors]`` sets: ``#rrggbb`` by ink.

    Raises:
        SettingsError: There is no such ink, or no such colour.
    """
    if not isinstance(table, dict):
        raise file.error("colors", 'colors is a table: [colors], then lines like title = "gold"')
    colours = {}
    for ink, written in table.items():
        if ink not in INKS:
            hint = _meant(ink, INKS) or f"; there are {', '.join(INKS)}"
            raise file.error(f"colors.{ink}", f"there is no ink {ink}{hint}")
        name = written if isinstance(written, str) else ""
        colour = colour_of(name)
        if colour is None:
            hint = "" if name.startswith("#") else _meant(name, colour_names())
            expected = 'the name of a colour or "#rrggbb"'
            reason = f"{ink} takes {expected}, not {toml_text(written)}{hint}"
            raise file.error(f"colors.{ink}", reason)
        colours[ink] = colour
    return colours


def _meant(written: str, names: Iterable[str]) -> str:
    """What to say of the name that is nearest to what was written; nothing where none is near."""
    close = closest(written.lower(), names)
    return f"; did you mean {close}?" if close else ""


def _flat(table: Mapping[str, object], before: str = "") -> Iterator[tuple[str, object]]:
    """``list.down = "e"`` in ``[keys]`` is a table in TOML; here it is the id of a command."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield before + name, value


def _explained(table: Mapping[str, object], message: str) -> tuple[str, str]:
    """Name and reason of a setting that is not what a setting takes."""
    if unknown := re.match(r"(?s)Object contains unknown field `(.*)`", message):
        name = unknown[1]
        hint = _meant(name, (*Settings.__struct_fields__, *SCRIPT_SETTINGS))
        return name, f"there is no setting {name}{hint}"
    path = re.search(r" - at `\$\.(\w+)", message)
    name = path[1] if path else ""
    if name == "keys":
        return _explained_keys(table.get("keys"))
    value = table.get(name)
    expected = _expected(name)
    hint = _meant(value, expected) if isinstance(value, str) else ""
    choices = ", ".join(expected[:-1]) + " or " + expected[-1]
    return name, f"{name} is {choices}, not {toml_text(value)}{hint}"


def _explained_keys(keys: object) -> tuple[str, str]:
    if not isinstance(keys, dict):
        return "keys", 'keys is a table: [keys], then lines like list.down = "e"'
    for name, value in keys.items():
        if isinstance(value, str):
            continue
        if not isinstance(value, list) or not all(isinstance(key, str) for key in value):
            reason = f'{name} takes a key like "e" or a list like ["e", "down"]'
            return f"keys.{name}", f"{reason}, not {toml_text(value)}"
    return "keys", "keys takes names of commands with their keys"


def _expected(name: str) -> tuple[str, ...]:
    """What a setting can be, as it is written in TOML."""
    choices: dict[str, tuple[str, ...]] = {
        "theme": get_args(ThemeChoice),
        "sort": get_args(SortChoice),
        "layout": get_args(Layout),
        "split": ("auto", f"a whole number from {LEAST_SPLIT} to {MOST_SPLIT}"),
        "links": get_args(LinksChoice),
        "escape_delay": ("auto", f"a whole number from {SHORTEST_DELAY} to {LONGEST_DELAY}"),
    }
    return choices.get(name, ("true", "false"))


def default_file() -> str:
    """A settings file that says everything that can be set, and sets nothing."""
    from index import (
        CLUSTER_EXPLANATION,
        FETCH_EXAMPLE,
        FETCH_EXPLANATIONS,
        MAIL_EXAMPLE,
        MAIL_EXPLANATION,
    )

    defaults = Settings()
    lines = ["# The settings of Quire. Lines that begin with # say what holds without them.", ""]
    for name, explanation in EXPLANATIONS.items():
        lines += [f"# {line}" for line in explanation.splitlines()]
        lines += [f"# {name} = {toml_text(getattr(defaults, name))}", ""]
    for name in ("ca_file", "pdf_folder"):
        lines += [f"# {line}" for line in FETCH_EXPLANATIONS[name].splitlines()]
        lines += [f'# {name} = ""', ""]
    lines += [
        "# Colours to take in every theme instead of its own, by what they draw: names of colours",
        '# as CSS has them, or "#rrggbb".',
        *(f"# {ink}: {drawn}" for ink, drawn in INKS.items()),
        "[colors]",
        '# title = "gold"',
        "",
        "# Other keys for commands. A command has the keys that stand here and no others;",
        "# [] leaves it without one.",
        "[keys]",
    ]
    for group in GROUPS:
        lines += ["", f"# {group}"]
        for command in COMMANDS:
            if command.group == group:
                keys = ", ".join(toml_text(_written(key)) for key in command.keys)
                where = f"{command.description} ({CONTEXT_NAMES[command.context]})"
                lines.append(f"# {command.id} = [{keys}]  # {where}")
    lines += ["", *(f"# {line}" for line in MAIL_EXPLANATION.splitlines())]
    header, *settings = MAIL_EXAMPLE.splitlines()
    lines += [header, *(f"# {line}" for line in settings)]
    lines += ["", *(f"# {line}" for line in CLUSTER_EXPLANATION.splitlines())]
    lines += ["", *(f"# {line}" for line in FETCH_EXPLANATIONS["feeds"].splitlines())]
    lines += [f"# {line}" for line in FETCH_EXAMPLE.splitlines()]
    return "\n".join(lines) + "\n"


def _written(key: str) -> str:
    """A key as people write it: ``slash`` is ``/``."""
    character = character_of(key)
    return character if character and character != " " else key
