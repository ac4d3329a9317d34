"""Saved searches are kept, renamed and edited as text, all of them or none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import InputError, QueryError, UsageError
from index.cli import main
from index.library import schema
from index.library.library import Library
from index.library.naming import tidy_name
from index.library.saved_searches import Saved
from index.library.saved_text import searches_in, written
from index.text.cleaning import one_line


@pytest.fixture
def library(tmp_path: Path) -> Library:
    times = iter(range(1_000, 2_000))
    return Library(str(tmp_path / "library.db"), clock=lambda: next(times))


def standing(library: Library) -> dict[str, str]:
    """Queries by name, in the order in which they were made."""
    return {one.name: one.query for one in sorted(library.saved(), key=lambda one: one.made)}


def is_name(text: str) -> bool:
    try:
        tidy_name(text, "a saved search")
    except UsageError:
        return False
    return True


names = st.text(max_size=30).filter(is_name).map(lambda text: tidy_name(text, "")[1])
queries = st.sampled_from(["", "agents", "a: b", "#1", 'author:"Li, Fei"', "-is:read tag:rl", "ü"])


@given(st.dictionaries(names, queries))
def test_what_is_written_as_text_is_read_back(searches: dict[str, str]) -> None:
    distinct = {name.casefold(): (name, query) for name, query in searches.items()}
    saved = [Saved(name, query, 1, 1) for name, query in distinct.values()]
    assert searches_in(written(saved).encode(), "-") == list(distinct.values())


def test_a_person_may_write_names_and_queries_as_they_like() -> None:
    text = (
        "\ufeff# mine\n\n"
        "agents: agents is:unread   \r\n"
        "  to read :  is:starred -is:read\n"
        '"a: b": date:7d\n'
        "cs:ai: cat:cs.AI\n"
        "all:\n"
    )
    assert searches_in(text.encode(), "-") == [
        ("agents", "agents is:unread"),
        ("to read", "is:starred -is:read"),
        ("a: b", "date:7d"),
        ("cs:ai", "cat:cs.AI"),
        ("all", ""),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"fine: x\nagents is:unread\n", "s.txt:2: expected NAME: QUERY, with a space after"),
        (b"\n# x\nnone: x\n", "s.txt:3: none can't name a saved search"),
        (b": x\n", "s.txt:1: a saved search needs a name"),
        (b"one: x\nother: y\nONE: z\n", "s.txt:3: ONE stands at 1 already"),
        (b"days: date:noon\n", "s.txt:1:12: expected a date"),
        (b"a: x\nb: \xff\n", "s.txt:2: this is not in UTF-8"),
        (b'"a": x\n"b: y\n', "s.txt:2: the name of a saved search can't have quotes"),
        (b'[{"name":"a","query":"x"},{"name":"b","query":"date:noon"}]', "s.txt:2:6: expected a"),
        (b'[{"name":"a"}]', "s.txt:1: expected NAME: QUERY"),
    ],
)
def test_a_line_that_is_none_is_told_and_nothing_is_kept(
    text: bytes, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    with pytest.raises(InputError) as raised:
        searches_in(text, "s.txt")
    assert str(raised.value).startswith(told)
    assert str(raised.value).endswith("; nothing was imported")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QUIRE_LIBRARY", str(tmp_path / "library.db"))
    (tmp_path / "good.txt").write_text("good: x\n")
    (tmp_path / "s.txt").write_bytes(text)
    assert main(["saved", "import", "good.txt", "s.txt"]) == 3
    assert told in capsys.readouterr().err
    assert not (tmp_path / "library.db").exists()


def test_an_empty_file_takes_no_saved_search_away(
    library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    library.save("one", "x")
    (tmp_path / "empty.txt").write_text("# nothing\n\n")
    empty = str(tmp_path / "empty.txt")
    assert main(["saved", "import", empty, "--replace", "--library", library.path]) == 2
    assert "none was taken away" in capsys.readouterr().err
    assert [saved.name for saved in library.saved()] == ["one"]


def test_importing_says_what_was_added_changed_and_removed(library: Library) -> None:
    library.save("one", "x")
    library.save("two", "y")
    done = library.searches.keep_all([("three", "z"), ("One", "x"), ("two", "y")])
    assert (done.added, done.changed, done.unchanged) == (("three",), ("One",), ("two",))
    done = library.searches.keep_all([("two", "y"), ("four", "v")], replace=True)
    assert (done.added, done.changed, done.removed) == (("four",), (), ("One", "three"))
    assert standing(library) == {"two": "y", "four": "v"}


def test_json_is_imported_as_it_is_exported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("QUIRE_LIBRARY", str(tmp_path / "one.db"))
    main(["saved", "add", "b", "is:starred"])
    main(["saved", "add", "a", "agents"])
    capsys.readouterr()
    assert main(["saved", "export", "--json"]) == 0
    exported = capsys.readouterr().out
    assert [one["name"] for one in json.loads(exported)] == ["b", "a"]
    (tmp_path / "saved.json").write_text(exported)
    monkeypatch.setenv("QUIRE_LIBRARY", str(tmp_path / "other.db"))
    assert main(["saved", "import", str(tmp_path / "saved.json"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == {"added": ["b", "a"], "changed": [], "unchanged": [], "removed": []}


def test_a_search_that_is_changed_keeps_its_place(library: Library) -> None:
    library.save("b", "x")
    library.save("a", "x")
    library.save("B", "y")
    assert list(standing(library)) == ["B", "a"]
    away = library.searches.remove("b")
    assert away is not None
    assert list(standing(library)) == ["a"]
    library.searches.restore(away)
    assert list(standing(library)) == ["B", "a"]
    library.searches.remove("b")
    library.save("b", "y")
    assert list(standing(library)) == ["a", "b"]
    other = Library(library.path + "2")
    other.merge(library.export())
    assert standing(other) == standing(library)
    assert other.export() == library.export()


def test_those_that_ask_for_a_renamed_search_ask_by_its_new_name(library: Library) -> None:
    library.save("old", "agents")
    library.save("uses", "saved:OLD -(x saved:old)")
    library.save("other", "old saved:older")
    assert library.searches.rename("Old", "to read") == ("uses",)
    assert standing(library) == {
        "to read": "agents",
        "uses": 'saved:"to read" -(x saved:"to read")',
        "other": "old saved:older",
    }
    assert library.searches.rename("to read", "To Read") == ("uses",)
    with pytest.raises(UsageError, match="there is no saved search 'old'"):
        library.searches.rename("old", "new")
    with pytest.raises(UsageError, match="there is a saved search uses already"):
        library.searches.rename("to read", "Uses")
    assert list(standing(library)) == ["To Read", "uses", "other"]


def test_a_search_that_would_ask_for_itself_is_refused(library: Library) -> None:
    library.save("one", "x")
    library.save("two", "saved:one")
    before = standing(library)
    for name, query in {
        "one": "saved:two y",
        "three": "saved:three",
        "Four": "a OR (b -saved:fo*)",
        "two": 'saved:("TWO" OR one)',
    }.items():
        with pytest.raises(UsageError, match=f"the saved search {name} would ask for itself"):
            library.save(name, query)
    with pytest.raises(UsageError):
        library.searches.keep_all([("five", "y"), ("six", "saved:seven"), ("seven", "saved:six")])
    with pytest.raises(QueryError):
        library.searches.keep_all([("five", "y"), ("six", "date:noon")])
    assert standing(library) == before


def test_a_library_of_the_first_version_keeps_its_searches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = str(tmp_path / "library.db")
    with monkeypatch.context() as patched:
        patched.setattr(schema, "MIGRATIONS", schema.MIGRATIONS[:1])
        import sqlite3

        with Library(path) as old:
            old.export()
            connection = sqlite3.connect(path)
            for statement in schema.MIGRATIONS[0].split(";"):
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
            connection.execute("PRAGMA user_version = 1")
            row = "('mine', 'Mine', 'agents', 7, 1, 1)"
            connection.execute(f"INSERT INTO saved VALUES {row}")
            connection.commit()
            connection.close()
    with Library(path) as library:
        assert library.saved() == [Saved("Mine", "agents", 7, 7)]
    assert Path(f"{path}.v1").exists()


def test_lines_that_earlier_versions_exported_are_merged(library: Library) -> None:
    library.merge(b'{"saved":"mine","query":"agents","time":5,"set":true}\n')
    assert library.saved() == [Saved("mine", "agents", 5, 5)]


def test_names_are_kept_on_one_line() -> None:
    assert one_line("a\nb") == "a b"
    assert written([Saved("a", "b c", 1, 1)]).splitlines()[1:] == ["a: b c"]
