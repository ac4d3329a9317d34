"""The parser of a scripted command, and the arguments that several commands take."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, NoReturn

from index.errors import UsageError
from index.fields import LIBRARY_FIELDS
from index.process.streams import narrate, print_text, require_unicode

if TYPE_CHECKING:
    from index.library.library import Library
    from index.papers import Papers

PATHS = ("paths", "index", "model", "svg", "library", "file", "to", "output", "sendmail")
"""Arguments that name files, and so may be any bytes."""

_SHIELD = "\0"


class Parser(argparse.ArgumentParser):
    """A parser that reports an error in one sentence which points to the help.

    Args:
        prog: The program's and the command's name.
        description: What the command does.
    """

    def __init__(self, prog: str, description: str) -> None:
        super().__init__(
            prog=prog,
            description=description,
            allow_abbrev=False,
            # With a width of its own argparse need not load what measures terminals.
            formatter_class=lambda prog: argparse.HelpFormatter(prog, width=88),
        )
        self._takes_query = False
        self._writes_with: str | None = None

    def take_query_words(self) -> None:
        """Take arguments such as ``-survey`` as parts of a query."""
        self._takes_query = True

    def clean_up(self, *, after: str = "") -> None:
        """Let an interrupt be raised in the command, which has something to take back then.

        Args:
            after: The option without which the command only reads; by default it always writes.
        """
        self._writes_with = after

    def cleans_up(self, options: argparse.Namespace) -> bool:
        """Whether the command has something to take back when it is interrupted."""
        if not self._writes_with:
            return self._writes_with is not None
        return bool(getattr(options, self._writes_with))

    def add_query(self) -> None:
        """Take a query of any number of words, which ``parse`` joins."""
        self.take_query_words()
        self.add_argument("query", nargs="*", metavar="QUERY", help="see `quire help query`")

    def add_queries(self) -> None:
        """Take any number of queries, each an argument of its own."""
        self.take_query_words()
        self.add_argument(
            "queries", nargs="*", metavar="QUERY", help="each in quotes; see `quire help query`"
        )

    def parse(self, arguments: list[str]) -> argparse.Namespace:
        """The options that some arguments stand for.

        Raises:
            UsageError: The command does not take them, or they are not in UTF-8.
        """
        # Words and options may stand in any order: "a --limit 3 b" has two words.
        options = self.parse_intermixed_args(_shield(arguments, queries=self._takes_query))
        for name, given in vars(options).items():
            value = _unshielded(given)
            setattr(options, name, value)
            if name not in PATHS:
                is_plain = name in ("query", "queries", "key", "keys")
                require_unicode(f"the {name}" if is_plain else f"--{name}", value)
        if "query" in options:
            options.query = " ".join(options.query)
        return options

    def error(self, message: str) -> NoReturn:
        """Raise ``UsageError`` instead of ending the process."""
        raise UsageError(f"{message} (see `{self.prog} --help`)")

    def print_help(self, file: object = None) -> None:
        """Print the help as all other output is printed."""
        del file
        print_text(self.format_help())


def add_common_arguments(parser: Parser) -> None:
    """Add what every command takes."""
    parser.add_argument("--index", metavar="DIR", help="the index folder")
    parser.add_argument("--json", action="store_true", help="print JSON for programs")


def add_fuzzy(parser: Parser) -> None:
    """Add the option to answer for a near spelling."""
    parser.add_argument(
        "--fuzzy", action="store_true", help="where nothing matches, answer for a near spelling"
    )


def add_semantic(parser: Parser) -> None:
    """Add the options to find papers by meaning, or not to."""
    parser.add_argument(
        "--semantic",
        action=argparse.BooleanOptionalAction,
        help="by meaning as well as by words; default: where the index has vectors",
    )


def use_meaning(papers: Papers, options: argparse.Namespace) -> None:
    """Have papers found by meaning or not, as was asked; without vectors that is narrated.

    Why vectors can't be asked is told by the answers that they would have a part in.
    """
    if options.semantic is False:
        papers.meaning.use(False)
    elif (
        options.semantic
        and not papers.meaning.has_vectors
        and (refusal := papers.meaning.refusal()) is not None
    ):
        narrate(f"quire: {refusal}")


def add_key(parser: Parser) -> None:
    """Add the key of one paper."""
    parser.add_argument("key", metavar="KEY", help="a paper's key, arXiv id or address")


def add_keys(parser: Parser, *, nargs: str = "+") -> None:
    """Add the keys of papers, which may also come from standard input."""
    parser.add_argument(
        "keys",
        nargs=nargs,
        metavar="KEY",
        help="a paper's key, arXiv id or address; - reads them from standard input, a line each, "
        "as `quire search` prints them too",
    )


def add_config(parser: Parser) -> None:
    """Add the settings file."""
    parser.add_argument("--config", metavar="FILE", help="a settings file to take instead of yours")


def add_progress(parser: Parser) -> None:
    """Add the option to say how far a long run is."""
    parser.add_argument(
        "--progress", action="store_true", help="say how far it is, also where no terminal is"
    )


def add_library(parser: Parser) -> None:
    """Add the option to choose a library."""
    parser.add_argument(
        "--library", metavar="FILE", help="your library; default: QUIRE_LIBRARY, else library.db"
    )


def add_model(parser: argparse._ActionsContainer) -> None:
    """Add the option to choose a model of vectors."""
    parser.add_argument(
        "--model",
        metavar="DIR",
        help="what makes vectors: a folder with a model, `static`, or `default` for MiniLM; "
        "without it the model that the index has",
    )


def library_for(options: argparse.Namespace, *queries: str) -> Library | None:
    """The library, where one of some queries may ask for something that only it knows."""
    asked = " ".join(queries).casefold()
    if not any(f"{name}:" in asked for name in LIBRARY_FIELDS):
        return None
    from index.library.library import open_library

    return open_library(options.library, index=options.index)


def _shield(arguments: list[str], *, queries: bool) -> list[str]:
    """Keep argparse from taking words for options.

    Args:
        arguments: As they were given. Whatever follows ``--`` is a word.
        queries: Whether words such as ``-survey`` may be parts of a query.
    """
    shielded = []
    rest_is_words = False
    for argument in arguments:
        if argument == "--" and not rest_is_words:
            rest_is_words = True
        elif argument.startswith("-") and (rest_is_words or (queries and _is_word(argument))):
            shielded.append(_SHIELD + argument)
        else:
            shielded.append(argument)
    return shielded


def _is_word(argument: str) -> bool:
    """Whether what begins with a hyphen is a part of a query, and no option or number."""
    return not argument.startswith("--") and argument != "-h" and not argument[1:].isdigit()


def _unshielded(value: object) -> object:
    """What ``_shield`` was given: a text, texts, or what is neither."""
    if isinstance(value, list):
        return list(map(_unshielded, value))
    return value.removeprefix(_SHIELD) if isinstance(value, str) else value


def add_input_arguments(parser: Parser) -> None:
    """Add what says which inputs are read, and how."""
    parser.add_argument(
        "paths",
        nargs="+",
        metavar="PATH",
        help="a file, a folder or - for standard input; plain, .gz, .xz, .zst or .zip",
    )
    parser.add_argument("--format", help="read every input as this format")
    parser.add_argument("--year", type=int, help="year in which the saved pages were saved")
    parser.add_argument(
        "--strict", action="store_true", help="change nothing when a record is rejected"
    )
