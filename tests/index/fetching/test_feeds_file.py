"""Feeds that are added to the settings, and what stands there already."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.fetching.arxiv_sets import ARXIV_CATEGORIES, set_of
from index.fetching.feeds import Feed, load_fetch_settings
from index.fetching.feeds_file import add_feed
from index.settings import SettingsError


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("QUIRE_CONFIG", str(tmp_path / "quire" / "settings.toml"))
    return tmp_path / "quire" / "settings.toml"


def test_without_settings_a_file_with_the_feed_is_made(settings: Path) -> None:
    assert add_feed("daily-papers") == "daily-papers"
    assert settings.read_text() == '[[feeds]]\nname = "daily-papers"\nfrom = "daily-papers"\n'
    assert load_fetch_settings().feeds == (Feed(name="daily-papers", kind="daily-papers"),)


def test_what_stands_in_the_file_stays_and_the_feed_comes_after_it(settings: Path) -> None:
    settings.parent.mkdir()
    before = '# mine\ntheme = "light"  # as it is\n\n[keys]\n"list.down" = "e"'
    settings.write_text(before)
    assert add_feed("arxiv", ["cs.LG", "hep-th"]) == "arxiv"
    assert settings.read_text().startswith(before)
    assert load_fetch_settings().feeds == (
        Feed(name="arxiv", kind="arxiv", categories=("cs.LG", "hep-th")),
    )


def test_a_feed_that_brings_the_same_is_taken_as_it_is(settings: Path) -> None:
    settings.parent.mkdir()
    own = '[[feeds]]\nname = "mine"\nfrom = "arxiv"\ncategories = ["cs.LG", "cs.CL"]\n'
    settings.write_text(own)
    assert add_feed("arxiv", ["cs.CL"]) == "mine"
    assert settings.read_text() == own
    assert add_feed("arxiv", ["cs.CV"]) == "arxiv"
    assert add_feed("daily-papers") == "daily-papers"
    assert add_feed("arxiv", ["cs.RO"]) == "arxiv 2"
    assert [feed.name for feed in load_fetch_settings().feeds] == [
        *("mine", "arxiv", "daily-papers", "arxiv 2")
    ]


def test_a_mirror_of_arxiv_is_the_mirror_of_new_feeds_too(settings: Path) -> None:
    settings.parent.mkdir()
    settings.write_text(
        '[[feeds]]\nfrom = "arxiv"\ncategories = ["cs.LG"]\nbase = "http://mirror-of-arxiv.papers.example.org/a/long/path"\n'
        'name = "first"\n'
    )
    add_feed("arxiv", ["cs.CL"])
    assert [feed.base for feed in load_fetch_settings().feeds] == [
        "http://mirror-of-arxiv.papers.example.org/a/long/path"
    ] * 2


@pytest.mark.parametrize(
    "text",
    ["theme =", 'feeds = [{from = "arxiv", name = "a", categories = ["cs.LG"]}]\n', "x = 1\n["],
)
def test_a_file_that_nothing_can_be_added_to_is_left_alone(settings: Path, text: str) -> None:
    settings.parent.mkdir()
    settings.write_text(text)
    with pytest.raises(SettingsError, match=r"settings\.toml"):
        add_feed("daily-papers")
    assert settings.read_text() == text


def test_a_link_to_the_settings_stays_a_link(settings: Path, tmp_path: Path) -> None:
    settings.parent.mkdir()
    (tmp_path / "dotfiles.toml").write_text('theme = "dark"\n')
    (tmp_path / "dotfiles.toml").chmod(0o600)
    settings.symlink_to(tmp_path / "dotfiles.toml")
    add_feed("daily-papers")
    assert settings.is_symlink()
    assert (tmp_path / "dotfiles.toml").stat().st_mode & 0o777 == 0o600
    assert "[[feeds]]" in (tmp_path / "dotfiles.toml").read_text()


def test_each_category_that_is_offered_can_be_harvested() -> None:
    assert {"cs.LG", "hep-th", "physics.optics", "q-bio.NC", "stat"} <= set(ARXIV_CATEGORIES)
    assert len(ARXIV_CATEGORIES) == len(set(ARXIV_CATEGORIES)) > 150
    assert None not in map(set_of, ARXIV_CATEGORIES)


@pytest.mark.parametrize(
    "url", ["https://[x/y", "https://lab.example:99999/y", "https://lab.example:0/", "ftp://x/y"]
)
def test_a_feed_whose_address_is_none_is_refused_where_it_stands(settings: Path, url: str) -> None:
    settings.parent.mkdir()
    settings.write_text(f'[[feeds]]\nname = "x"\nfrom = "url"\nurl = "{url}"\n')
    with pytest.raises(SettingsError, match=r"line 4: url is .* begins with http"):
        load_fetch_settings()
