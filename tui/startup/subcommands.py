"""The subcommands `settings` and `completions`, which open no browser."""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING, NoReturn

from index import (
    FIELDS,
    SettingsError,
    UsageError,
    flush_output,
    narrate,
    one_line,
    print_text,
    settings_path,
    write_output,
)
from tui.settings import default_file, read_settings
from tui.startup.completions import SHELLS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.startup.completions import Verb

EXIT_DONE = 0
EXIT_WRONG = 2


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message} (see `{self.prog} --help`)")

    def print_help(self, file: object = None) -> None:
        del file
        print_text(self.format_help())


def settings_parser() -> argparse.ArgumentParser:
    """The parser of ``quire settings``."""
    parser = _Parser(
        prog="quire settings",
        description="Print a settings file that says everything that can be set, after checking "
        "yours.",
        allow_abbrev=False,
    )
    parser.add_argument("--config", metavar="FILE", help="a settings file to take instead")
    parser.add_argument("--path", action="store_true", help="print only where the file is")
    return parser


def completions_parser() -> argparse.ArgumentParser:
    """The parser of ``quire completions``."""
    parser = _Parser(
        prog="quire completions",
        description="Print a script that lets a shell complete commands, options and queries.",
        allow_abbrev=False,
    )
    parser.add_argument("shell", choices=list(SHELLS), metavar="SHELL", help="bash, zsh or fish")
    return parser


def print_settings(arguments: Sequence[str]) -> int:
    """Say where the settings are, what can be set, and whether those that are there are right."""
    options = settings_parser().parse_args(arguments)
    path, expected = settings_path(options.config)
    if options.path:
        # For a program it is a path, whatever bytes that has; for a terminal it is text.
        name = f"{path}\n" if not os.isatty(1) else f"{one_line(path)}\n"
        write_output(os.fsencode(name))
        flush_output()
        return EXIT_DONE
    print_text(f"# {one_line(path)}\n{default_file()}")
    try:
        read_settings(path, expected=expected)
    except SettingsError as error:
        narrate(f"quire: {error}")
        return EXIT_WRONG
    return EXIT_DONE


def print_completions(arguments: Sequence[str], verbs: Sequence[Verb]) -> int:
    """Print the script for a shell."""
    options = completions_parser().parse_args(arguments)
    # Values that mean the same to everybody.
    fields = {name: field.values for name, field in FIELDS.items()}
    print_text(SHELLS[options.shell](verbs, fields))
    return EXIT_DONE
