"""The settings file: typed, explained, and one sentence with file and line where it is wrong."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest

from index import SettingsError, settings_path
from index.fetching.feeds import FetchSettings, fetch_settings
from index.mailing.settings import mail_settings
from index.settings import SCRIPT_SETTINGS, decode_settings, line_of
from tests.support.settings_text import parse_settings
from tui.colours import INKS
from tui.commands.table import COMMANDS
from tui.settings import EXPLANATIONS, Settings, default_file, read_settings

if TYPE_CHECKING:
    from pathlib import Path


def test_everything_can_be_set() -> None:
    settings = parse_settings(
        """
        theme = "light"
        sort = "date"
        mouse = false
        filters = false
        preview = false
        ascii = true
        restore = false
        links = "always"
        escape_delay = 500
        [keys]
        list.down = "e"
        "list.up" = ["ctrl+e", "up"]
        filter.clear = []
        [colors]
        title = "Gold"
        "match" = "#FF00aa"
        """
    )
    assert settings == Settings(
        theme="light",
        sort="date",
        mouse=False,
        filters=False,
        preview=False,
        ascii=True,
        restore=False,
        links="always",
        escape_delay=500,
        keys={"list.down": "e", "list.up": ["ctrl+e", "up"], "filter.clear": []},
        colors={"title": "#ffd700", "match": "#ff00aa"},
    )
    keys = {command.id: command.keys for command in settings.commands()}
    assert keys["list.down"] == ("e",)
    assert keys["list.up"] == ("ctrl+e", "up")
    assert keys["filter.clear"] == ()


def test_keys_can_be_tables_in_any_of_tomls_ways() -> None:
    expected = {"list.down": "e", "list.half-up": ["w"]}
    for text in (
        'keys.list.down = "e"\nkeys.list.half-up = ["w"]',
        '[keys.list]\ndown = "e"\nhalf-up = ["w"]',
        'keys = {"list.down" = "e", "list.half-up" = ["w"]}',
    ):
        assert parse_settings(text).keys == expected


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("theme = dark", 1, "this is not TOML: invalid value"),
        ('mouse = true\ntheme = "dark', 2, "this is not TOML"),
        ("x = [1,\n", 1, "this is not TOML"),
        ("mouse = true\n\nmouse = true", 3, "this is not TOML: cannot overwrite a value"),
        ('# hi\nthmee = "dark"', 2, "there is no setting thmee; did you mean theme?"),
        (
            "escape_delay = 5",
            1,
            "escape_delay is auto or a whole number from 10 to 5000, not 5",
        ),
        (
            'mouse = true\nescape_delay = "soon"',
            2,
            'escape_delay is auto or a whole number from 10 to 5000, not "soon"',
        ),
        ("escape_delay = true", 1, "escape_delay is auto or a whole number"),
        ('links = "on"', 1, 'links is auto, always or never, not "on"'),
        ("frobnicate = 1", 1, "there is no setting frobnicate"),
        (
            'mouse = true\ntheme = "drak"',
            2,
            'theme is auto, dark, light, contrast or terminal, not "drak"; did you mean dark?',
        ),
        ("\ntheme = true", 2, "theme is auto, dark, light, contrast or terminal, not true"),
        ('mouse = "no"', 1, 'mouse is true or false, not "no"'),
        ("preview = 1", 1, "preview is true or false, not 1"),
        ('sort = "newest"', 1, "sort is auto, relevance, date,"),
        ("restore = []", 1, "restore is true or false, not a list"),
        ("keys = 3", 1, "keys is a table"),
        ("[keys]\nlist.down = 3", 2, 'list.down takes a key like "e"'),
        ('[keys]\nlist.up = "e"\nlist.down = ["x", 3]', 3, "list.down takes a key"),
        (
            '[keys]\n"list.donw" = "e"',
            2,
            "there is no command list.donw; did you mean list.down?",
        ),
        ('[keys]\nlist.up = "e"\nlist . down = "ctrl+i"', 3, "“ctrl+i” as for tab"),
        ('[keys.list]\nup = "e"\ndown = "ctrl+m"', 3, "as for enter"),
        ('[keys]\nlist.down = "k"', 2, "k means list.up already"),
        ('[[keys]]\nlist.down = "k"', 1, "keys is a table"),
        ('[colors]\ntilte = "red"', 2, "there is no ink tilte; did you mean title?"),
        ('[colors]\ntitle = "red"\nzzz = "red"', 3, "no ink zzz; there are title, organisation,"),
        ('[colors]\nbackground = "red"', 2, "there is no ink background"),
        ('colors.title.x = "red"', 1, 'title takes the name of a colour or "#rrggbb", not a table'),
        (
            '[colors]\ntitle = "red"\ndate = "glod"',
            3,
            'date takes the name of a colour or "#rrggbb", not "glod"; did you mean gold?',
        ),
        (
            '[colors]\ndate = "#12345"',
            2,
            'date takes the name of a colour or "#rrggbb", not "#12345"',
        ),
        ('[colors]\ndate = "#12345\\n6"', 2, "date takes the name of a colour"),
        ('[colors]\ndate = ""', 2, 'not ""'),
        ("[colors]\ndate = 3", 2, 'date takes the name of a colour or "#rrggbb", not 3'),
        ('mouse = true\ncolors = "red"', 2, "colors is a table: [colors], then lines like"),
        ('[[colors]]\ntitle = "red"', 1, "colors is a table"),
        ('[colours]\ntitle = "red"', 1, "there is no setting colours; did you mean colors?"),
        ('theme = "da\\nrk"', 1, 'terminal, not "da rk"'),
        ("[theme]\nx = 1", 1, "theme is auto, dark, light, contrast or terminal, not a table"),
    ],
)
def test_what_is_wrong_is_one_sentence_with_its_line(text: str, line: int, reason: str) -> None:
    with pytest.raises(SettingsError) as caught:
        parse_settings(text, "/home/ada/settings.toml")
    assert caught.value.line == line
    assert reason in caught.value.reason
    assert str(caught.value).startswith(f"/home/ada/settings.toml, line {line}: ")
    assert caught.value.short.startswith(f"settings.toml, line {line}: ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('"the\\nme" = "dark"', "there is no setting the me; did you mean theme?"),
        ('[keys]\n"list\\ndown" = "e"', "there is no command list down"),
        ('[colors]\n"ti\\ntle\\u001b" = "red"', "there is no ink ti tle"),
    ],
)
def test_odd_characters_in_names_are_no_lines_and_no_sequences(text: str, reason: str) -> None:
    with pytest.raises(SettingsError) as caught:
        parse_settings(text)
    assert reason in str(caught.value)
    assert str(caught.value).isprintable()


def test_without_a_file_everything_is_as_by_default(tmp_path: Path) -> None:
    path = str(tmp_path / "settings.toml")
    assert read_settings(path) == Settings()
    with pytest.raises(SettingsError, match=r"settings\.toml: there is no such file"):
        read_settings(path, expected=True)


def test_a_file_that_cannot_be_read_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="is a directory"):
        read_settings(str(tmp_path))
    path = tmp_path / "settings.toml"
    path.write_bytes(b'theme = "dark"\n# caf\xe9\n')
    with pytest.raises(SettingsError, match="line 2: the file is not UTF-8 text"):
        read_settings(str(path))


def test_the_file_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("QUIRE_CONFIG", raising=False)
    path, expected = settings_path()
    assert path.endswith("settings.toml")
    assert "quire" in path
    assert not expected
    monkeypatch.setenv("QUIRE_CONFIG", str(tmp_path / "mine.toml"))
    assert settings_path() == (str(tmp_path / "mine.toml"), True)
    assert settings_path("other.toml") == ("other.toml", True)


def test_the_default_file_sets_nothing_and_explains_everything() -> None:
    text = default_file()
    assert parse_settings(text) == Settings()
    assert set(EXPLANATIONS) | {"colors", "keys"} == set(Settings.__struct_fields__)
    assert all(f"# {command.id} = " in text for command in COMMANDS)
    assert all(f"\n# {ink}: {drawn}\n" in text for ink, drawn in INKS.items())


def test_the_default_file_says_what_holds_without_it() -> None:
    """With the signs before its settings taken away it sets what is set anyway."""
    lines = [
        line.removeprefix("# ")
        if line.startswith("# ") and (" = " in line or line.startswith(("# [[", "# [cluster]")))
        else line
        for line in default_file().splitlines()
    ]
    text = "\n".join(lines)
    keys = {command.id: list(command.keys) for command in COMMANDS}
    settings = parse_settings(text)
    assert settings.commands() == COMMANDS
    assert len(settings.keys) == len(keys)
    assert fetch_settings(decode_settings(text)) == FetchSettings()
    assert mail_settings(decode_settings(text)).host == "mail.example.org"
    named = {"colors", "keys", *SCRIPT_SETTINGS}
    plain = {name: value for name, value in tomllib.loads(text).items() if name not in named}
    assert plain == {name: getattr(Settings(), name) for name in EXPLANATIONS}


def test_lines_are_found_under_any_spelling_of_a_key() -> None:
    text = '# theme = "x"\n[other]\ntheme = 1\n[ "keys" ]\n"list.up" = 1\nlist.\'down\' = 2'
    assert line_of(text, "other.theme") == 3
    assert line_of(text, "keys") == 4
    assert line_of(text, "keys.list.up") == 5
    assert line_of(text, "keys.list.down") == 6
    assert line_of(text, "theme") == 0


def test_what_the_line_decides_is_left_to_it() -> None:
    settings = Settings()
    assert (settings.takes_links, settings.escape_milliseconds) == (None, None)
    settings = parse_settings('links = "never"\nescape_delay = 80')
    assert (settings.takes_links, settings.escape_milliseconds) == (False, 80)


def test_settings_of_clusters_are_no_concern_of_the_browser_but_have_to_be_right() -> None:
    assert parse_settings('[cluster]\nbearer = "t"\n') == Settings()
    with pytest.raises(SettingsError, match=r"line 2: .*did you mean bearer"):
        parse_settings('[cluster]\nbearr = "t"\n')
