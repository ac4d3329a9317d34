"""Where an index lies."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import UsageError
from index.storage.location import default_index, index_folder, index_scheme


def test_the_default_folder_can_be_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("QUIRE_INDEX", str(tmp_path))
    assert default_index() == str(tmp_path)
    monkeypatch.delenv("QUIRE_INDEX")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert default_index() == str(tmp_path / "quire" / "index")


@pytest.mark.parametrize(
    ("address", "scheme"),
    [
        ("papers", ""),
        ("/srv/papers", ""),
        ("C:papers", ""),
        ("a:/b", ""),
        ("odd name://papers", ""),
        ("./https://papers", ""),
        ("://papers", ""),
        ("https://host:9200/papers", "https"),
        ("HTTPS://host/papers", "https"),
        ("memory:///srv/papers.jsonl", "memory"),
    ],
)
def test_an_address_begins_with_a_scheme_and_all_else_is_a_folder(
    address: str, scheme: str
) -> None:
    assert index_scheme(address) == scheme


def test_what_needs_a_folder_refuses_an_address(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert index_folder(tmp_path) == str(tmp_path)
    monkeypatch.setenv("QUIRE_INDEX", "https://host/papers")
    for address in (None, "https://host/papers"):
        with pytest.raises(UsageError, match="in a folder, and https://host/papers is none"):
            index_folder(address)
