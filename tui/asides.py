"""What is said of the browser without opening it: its settings file, completion for shells."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, NoReturn

from index import FIELDS, UsageError
from tui.completions import SHELLS
from tui.settings import SettingsError, default_file, read_settings, settings_path

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.completions import Verb

EXIT_DONE = 0
EXIT_WRONG = 2


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message} (see `{self.prog} --help`)")


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
        print(path)
        return EXIT_DONE
    print(f"# {path}\n{default_file()}", end="", flush=True)
    try:
        read_settings(path, expected=expected)
    except SettingsError as error:
        print(f"quire: {error}", file=sys.stderr)
        return EXIT_WRONG
    return EXIT_DONE


def print_completions(arguments: Sequence[str], verbs: Sequence[Verb]) -> int:
    """Print the script for a shell."""
    options = completions_parser().parse_args(arguments)
    print(SHELLS[options.shell](verbs, FIELDS), end="")
    return EXIT_DONE
