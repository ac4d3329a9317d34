"""What a build makes never shows in the live generation before it is published."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import rebuild, update
from index.storage import publishing, store


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_an_update_changes_no_file_of_the_live_generation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Generations share files by links, so whatever a build rewrites must be a new file."""
    lines = tmp_path / "papers.jsonl"
    lines.write_text('{"title":"One of the first"}\n')
    folder = tmp_path / "papers"
    rebuild([lines], folder)
    live = folder / "generations" / store.live_name(str(folder))
    before = contents(live)
    seen = []

    def killed_before_publishing(index_dir: str, path: str, manifest: store.Manifest) -> None:
        seen.append(contents(live))
        assert contents(Path(path)) != before, "the build has written nothing yet"
        raise KeyboardInterrupt

    monkeypatch.setattr(publishing, "publish", killed_before_publishing)
    lines.write_text('{"title":"One that came later"}\n')
    with pytest.raises(KeyboardInterrupt):
        update([lines], folder)
    assert seen == [before]
    assert contents(live) == before
