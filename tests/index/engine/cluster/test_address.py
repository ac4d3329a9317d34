"""Addresses of indexes on clusters, and who asks them."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.engine.cluster.address import parse_address
from index.engine.cluster.credentials import Credentials, credentials_for
from index.errors import UsageError
from index.settings import SettingsError


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://lab.example/papers", "https://lab.example:9200/papers"),
        ("http://a:1,b:2,c/papers/", "http://a:1,b:2,c:9200/papers"),
        ("HTTPS://[::1]/papers", "https://[::1]:9200/papers"),
        ("https://Lab.Example:1/papers", "https://lab.example:1/papers"),
        ("https://[::1]:920/papers-2.x_y", "https://[::1]:920/papers-2.x_y"),
    ],
)
def test_addresses(text: str, shown: str) -> None:
    address = parse_address(text)
    assert str(address) == shown
    assert parse_address(shown) == address


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("https://lab.example", "name a cluster and an index"),
        ("https:///papers", "name a cluster and an index"),
        ("https://lab.example/Papers", "small letters"),
        ("https://lab.example/a/b", "small letters"),
        ("https://lab.example/-papers", "begins with a letter"),
        ("https://lab.example/_all", "begins with a letter"),
        (f"https://lab.example/{'a' * 201}", "no longer than 200"),
        ("https://lab.example/papers?q=1", "has an address like"),
        ("https://lab.example:99999/papers", "is no host"),
        ("https://lab example/papers", "is no host"),
        ("https://lab.example:/papers", "is no host"),
        ("https://lab..example/papers", "is no host"),
        (f"https://{'a' * 64}.example/papers", "is no host"),
        ("https://[::1/papers", "is no host"),
        ("https://::1]/papers", "is no host"),
        ("https://[::zz]/papers", "is no host"),
        ("https://[1.2.3]/papers", "is no host"),
        ("https://l\u2100b/papers", "is no host"),
        ("https://lab.example/papers\n", "small letters"),
        ("ftp://lab.example/papers", "begins with https:// or http://, not with ftp://"),
        ("lab.example:9200/papers", "name a cluster and an index"),
    ],
)
def test_what_is_no_address_is_told(text: str, why: str) -> None:
    with pytest.raises(UsageError, match=why):
        parse_address(text)


@pytest.mark.parametrize("password", ["s3cret", "s3cret/1", "s3cret?", "@s3cret#", "s3cret["])
def test_a_password_in_an_address_is_refused_and_not_repeated(password: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_address(f"https://ada:{password}@lab.example/papers")
    assert "s3cret" not in str(caught.value)
    assert "https://lab.example/papers" in str(caught.value)


def settings(home: Path, text: str) -> None:
    folder = home / "config" / "quire"
    folder.mkdir(parents=True)
    (folder / "settings.toml").write_text(text)


ADDRESS = parse_address("https://lab.example/papers")


@pytest.mark.parametrize(
    ("text", "header"),
    [
        ('user = "ada"\npassword = "pw"', "Basic YWRhOnB3"),
        ('api_key = "abc=="', "ApiKey abc=="),
        ('bearer = "t.t"', "Bearer t.t"),
        ('bearer = "t"\nhosts = ["lab.example:9200"]', "Bearer t"),
        ('bearer = "t"\nhosts = ["Lab.Example"]', "Bearer t"),
        ('bearer = "t"\nhosts = ["other.example:9200"]', ""),
        ("", ""),
    ],
)
def test_the_settings_say_who_asks(text: str, header: str, home: Path) -> None:
    settings(home, f"[cluster]\n{text}\n")
    found = credentials_for(ADDRESS)
    assert found.authorization == header
    assert "Basic" not in repr(found)


def test_the_environment_goes_before_the_settings(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings(home, '[cluster]\nbearer = "old"\nca_file = "/a"\n')
    monkeypatch.setenv("QUIRE_CLUSTER_BEARER", "new")
    assert credentials_for(ADDRESS) == Credentials("Bearer new", "/a")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('usr = "ada"', "line 2: .*did you mean user"),
        ("user = 3", "line 2: user is a text"),
        ('hosts = "lab"', "line 2: hosts is a list"),
        ("hosts = ['lab:9200', 'https://lab:9200']", "line 2: hosts has names like"),
    ],
)
def test_settings_that_are_wrong(text: str, why: str, home: Path) -> None:
    settings(home, f"[cluster]\n{text}\n")
    with pytest.raises(SettingsError, match=why):
        credentials_for(ADDRESS)


def test_one_way_to_prove_who_one_is(home: Path) -> None:
    settings(home, '[cluster]\nuser = "ada"\nbearer = "t"\n')
    with pytest.raises(UsageError, match="one of user and bearer"):
        credentials_for(ADDRESS)


def test_nothing_secret_goes_where_others_can_read_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIRE_CLUSTER_BEARER", "t")
    with pytest.raises(UsageError, match="take an address with https"):
        credentials_for(parse_address("http://lab.example/papers"))
    assert credentials_for(parse_address("http://127.0.0.1:9200/papers")).authorization
