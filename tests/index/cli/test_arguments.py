"""Options and words of a command stand in any order, and words may look like options."""

from __future__ import annotations

import pytest

from index import UsageError
from index.cli import COMMANDS, parser_of

WORDS = {
    name: dest
    for name in COMMANDS
    for action in parser_of(name)._actions
    if action.nargs in ("*", "+") and (dest := action.dest)
}
"""The commands that take several words, and what these are called."""

FIRST = {"library": ["import"], "saved": ["add"], "push": ["https://example.org/papers"]}
"""Words that have to come first."""


@pytest.mark.parametrize("name", WORDS)
def test_options_stand_before_between_and_behind_words(name: str) -> None:
    first = FIRST.get(name, [])
    parsers = iter(lambda: parser_of(name), None)
    found = [
        vars(next(parsers).parse([*arguments]))
        for arguments in (
            [*first, "one", "two", "--index", "folder", "--json"],
            ["--json", *first, "--index", "folder", "one", "two"],
            [*first, "one", "--index", "folder", "two", "--json"],
            [*first, "--index=folder", "one", "--json", "--", "two"],
        )
    ]
    assert found[0][WORDS[name]] == ("one two" if WORDS[name] == "query" else ["one", "two"])
    assert (found[0]["index"], found[0]["json"]) == ("folder", True)
    assert found == [found[0]] * len(found)


def test_numbers_between_words_are_those_of_their_options() -> None:
    options = parser_of("search").parse(["a", "--limit", "3", "b"])
    assert (options.query, options.limit) == ("a b", 3)
    options = parser_of("trends").parse(["a", "--top", "0", "b"])
    assert (options.queries, options.top) == (["a", "b"], 0)


@pytest.mark.parametrize("name", ["search", "facets"])
def test_a_part_of_a_query_may_begin_with_a_hyphen(name: str) -> None:
    assert parser_of(name).parse(["a", "-survey", "--json", "-b"]).query == "a -survey -b"
    assert parser_of(name).parse(["--json", "--", "-b", "--json", "--"]).query == "-b --json --"


def test_a_saved_search_may_exclude_words() -> None:
    assert parser_of("saved").parse(["add", "mine", "--json", "-survey"]).words == [
        "mine",
        "-survey",
    ]


@pytest.mark.parametrize("name", ["show", "star", "rebuild"])
def test_what_follows_two_hyphens_is_no_option(name: str) -> None:
    options = parser_of(name).parse(["--json", "--", "--strange"])
    assert "--strange" in (vars(options).get("key"), *vars(options).get("keys", [])) or (
        options.paths == ["--strange"]
    )


@pytest.mark.parametrize("arguments", [["a", "--limit"], ["--limit", "x", "a"], ["a", "--no", "b"]])
def test_what_is_wrong_between_words_is_told(arguments: list[str]) -> None:
    with pytest.raises(UsageError, match=r"--(limit|no)"):
        parser_of("search").parse(arguments)
