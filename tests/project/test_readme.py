"""What the README says is what the program does."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.readme import README, first_commands, shell_blocks, with_sections
from tests.support.checkout import ROOT

TEXT = README.read_text(encoding="utf-8")


def test_the_first_two_commands_open_the_demonstration_and_run_the_tests() -> None:
    commands = first_commands(TEXT)
    assert commands["demo"].startswith("python3 -m venv .venv && .venv/bin/pip install ")
    assert commands["tests"].startswith("python3 -m venv .venv && .venv/bin/pip install ")


def test_the_first_two_commands_must_stand_first() -> None:
    with pytest.raises(ValueError, match="two commands"):
        first_commands("```sh\nls\nls\n```\n```sh\nls\n```\n")
    with pytest.raises(ValueError, match="demonstration"):
        first_commands("```sh\nls\n```\n```sh\nls\n```\n")


@pytest.mark.parametrize("name", ["demo", "tests"])
def test_the_script_that_ci_calls_prints_the_same_command(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-I", ROOT / "tests" / "readme.py", name],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == first_commands(TEXT)[name] + "\n"


def test_ci_has_no_test_command_of_its_own() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "tests/readme.py tests" in script
    assert "pytest" not in script


def test_pictures_and_linked_files_exist() -> None:
    targets = re.findall(r"\]\(([^)#]+)\)|<img[^>]* src=\"([^\"]+)\"", TEXT)
    local = [a or b for a, b in targets if not (a or b).startswith("https://")]
    assert [target for target in local if not (ROOT / target).is_file()] == []


def test_every_field_of_a_paper_is_explained() -> None:
    from index.paper import PRINTED

    section = TEXT.partition("## Papers")[2].partition("\n## ")[0]
    missing = [name for name in PRINTED if f"`{name}`" not in section]
    assert missing == []


def test_every_format_that_is_read_is_explained() -> None:
    from index.sources import FORMATS

    table = TEXT[TEXT.index("| format | what it is |") :].split("\n\n")[0]
    assert tuple(re.findall(r"^\| `([a-z-]+)` \|", table, re.MULTILINE)) == FORMATS


def test_every_scripted_command_is_mentioned() -> None:
    from index.cli import COMMANDS

    assert [name for name in COMMANDS if not re.search(rf"\b{name}\b", TEXT)] == []


def test_shell_examples_are_commands_that_exist(demo_index: Path, tmp_path: Path) -> None:
    """Each documented search is run as written, on the demonstration papers."""
    searches = [
        line.partition("#")[0].strip()
        for block in shell_blocks(TEXT)
        for line in block.splitlines()
        if line.startswith("quire search")
    ]
    assert len(searches) >= 3
    for line in searches:
        command = line.replace("quire", f"{sys.executable} -m index", 1)
        done = subprocess.run(
            ["sh", "-c", command],
            capture_output=True,
            text=True,
            check=False,
            cwd=tmp_path,
            env={
                "QUIRE_INDEX": str(demo_index),
                "PATH": "/usr/bin:/bin",
                "PYTHONPATH": str(ROOT),
                "LC_ALL": "C.UTF-8",
            },
        )
        assert done.returncode == 0, f"{line}: {done.stderr}"
        written = [path.read_text(encoding="utf-8") for path in tmp_path.iterdir()]
        assert any(text.strip() for text in [done.stdout, *written]), line


def test_the_python_example_runs(tmp_path: Path) -> None:
    (example,) = re.findall(r"^```python\n(.*?)^```$", TEXT, re.M | re.S)
    page = ROOT / "index" / "demo" / "winter.txt"
    (tmp_path / "saved-page.txt").write_bytes(page.read_bytes())
    done = subprocess.run(
        [sys.executable, "-c", example],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "HOME": str(tmp_path)},
    )
    assert done.returncode == 0, done.stderr
    assert "2026-01-16 Mixture of Quiet Experts" in done.stdout


def test_sections_made_from_the_program_are_up_to_date() -> None:
    """`python -m tests.readme write` brings them up to date."""
    assert with_sections(TEXT) == TEXT


def test_a_readme_without_the_markers_is_refused() -> None:
    with pytest.raises(ValueError, match="keys"):
        with_sections(TEXT.replace("<!-- end of keys -->", ""))


def test_the_settings_that_are_shown_are_right_and_complete() -> None:
    from index.engine.cluster.credentials import CLUSTER_KEYS, cluster_settings
    from index.fetching.feeds import fetch_settings
    from index.fetching.fetch import FETCHERS
    from index.mailing.settings import KEYS, mail_settings
    from index.settings import decode_settings
    from tests.support.settings_text import parse_settings
    from tui.colours import INKS
    from tui.settings import Settings

    feeds, example, mail, cluster = re.findall(r"^```toml\n(.*?)^```$", TEXT, re.M | re.S)
    assert cluster_settings(decode_settings(cluster)).keys() == {"hosts", "user", "password"}
    assert [key for key in CLUSTER_KEYS if f"{key} = " not in cluster] == []
    assert {feed.kind for feed in fetch_settings(decode_settings(feeds)).feeds} == set(FETCHERS)
    assert mail_settings(decode_settings(mail)).password_command
    assert [key for key in KEYS if key not in mail] == []
    settings = parse_settings(example)
    assert settings.keys
    assert settings.colors
    tables = [name for name in Settings.__struct_fields__ if f"{name} =" not in example]
    assert tables == ["keys", "colors"]
    told = next(part for part in TEXT.split("\n\n") if part.startswith("`[colors]` sets"))
    assert re.findall(r"`(\w+)`", told) == list(INKS)


def test_the_map_of_index_is_whole_and_every_path_in_it_exists() -> None:
    folder = ROOT / "index"
    text = (folder / "README.md").read_text(encoding="utf-8")
    named = re.findall(r"`([\w./]+(?:\.py|\.md|\.toml|/))`", text)
    assert len(named) > 40
    assert [
        path for path in named if not ((folder / path).exists() or (ROOT / path).exists())
    ] == []
    rooms = {f"{path.name}/" for path in folder.iterdir() if (path / "__init__.py").is_file()}
    modules = {path.name for path in folder.glob("*.py")} - {"__main__.py", "version.py"}
    assert (rooms | modules) - set(named) == set()


def test_the_guide_to_the_tests_names_every_helper_and_nothing_that_is_not_there() -> None:
    folder = ROOT / "tests"
    guide = (folder / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:support|index|tui)/[\w/]+\.py)`", guide))
    assert [path for path in named if not (folder / path).is_file()] == []
    helpers = {
        f"support/{path.name}"
        for path in (folder / "support").glob("*.py")
        if not path.name.startswith(("__", "test_"))
    }
    assert helpers <= named
