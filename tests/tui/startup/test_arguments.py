"""What is asked for on the command line."""

from __future__ import annotations

import pytest

from tui.__main__ import _parser
from tui.startup.arguments import Options, plain_options


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--index", "/some/where"],
        ["--query", "two words", "--index", "here"],
        ["--query", "one", "--query", "other"],
        ["--config", "", "--query", ""],
    ],
)
def test_the_commonest_arguments_mean_what_argparse_makes_of_them(arguments: list[str]) -> None:
    assert plain_options(arguments) == _parser("").parse_args(arguments, Options())


@pytest.mark.parametrize(
    "arguments",
    [
        ["--index"],
        ["--index", "-x"],
        ["--index", "--query", "x"],
        ["--query=x"],
        ["--sort", "date"],
        ["--kiosk"],
        ["--index", "here", "--ascii"],
        ["--ind", "here"],
        ["word", "other"],
    ],
)
def test_all_others_are_left_to_argparse(arguments: list[str]) -> None:
    assert plain_options(arguments) is None


def test_options_stand_between_the_files_to_open() -> None:
    from tui.__main__ import _parse

    options = _parse(["open", "a", "--query", "x", "b"])
    assert (options.verb, options.paths, options.query) == ("open", ["a", "b"], "x")
