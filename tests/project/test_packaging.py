"""The wheel and the source archive hold what an installation and a packager need, and no more."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

from index.demo import demo_paths
from index.version import VERSION
from tests.support.checkout import ROOT


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the source archive of this checkout."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-t", "sdist", "-d", folder],
        capture_output=True,
        check=True,
        cwd=ROOT,
    )
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> zipfile.ZipFile:
    (path,) = built.glob("*.whl")
    return zipfile.ZipFile(path)


def source_files(package: str) -> set[str]:
    """Every file of a package in the checkout, as its name in the wheel."""
    return {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_wheel_holds_both_packages_whole_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    names = {name for name in wheel.namelist() if ".dist-info/" not in name}
    sources = source_files("index") | source_files("tui")
    maps = {"index/README.md", "tui/README.md"}
    assert maps <= sources
    assert names == sources - maps | {"tui/styles.tcss"}


def test_the_wheel_holds_the_styles_of_the_checkout(wheel: zipfile.ZipFile) -> None:
    assert wheel.read("tui/styles.tcss") == (ROOT / "styles.tcss").read_bytes()


def test_the_wheel_holds_the_demonstration_papers(wheel: zipfile.ZipFile) -> None:
    for path in demo_paths():
        assert wheel.read(f"index/demo/{path.name}") == path.read_bytes()


def test_the_wheel_says_that_it_is_typed(wheel: zipfile.ZipFile) -> None:
    assert {"index/py.typed", "tui/py.typed"} <= set(wheel.namelist())


def test_the_wheel_brings_the_command_and_its_needs(wheel: zipfile.ZipFile) -> None:
    (info,) = {name.split("/")[0] for name in wheel.namelist() if ".dist-info/" in name}
    entry_points = wheel.read(f"{info}/entry_points.txt").decode()
    assert "quire = tui.__main__:main" in entry_points
    metadata = Parser().parsestr(wheel.read(f"{info}/METADATA").decode())
    assert (metadata["Name"], metadata["Version"]) == ("quire", VERSION)
    assert metadata["Requires-Python"] == ">=3.11"
    needs = metadata.get_all("Requires-Dist", [])
    assert all("<" in need for need in needs if "extra ==" not in need), "an unbounded dependency"
    assert f"{info}/licenses/LICENSE" in wheel.namelist()


def test_the_source_archive_can_be_tested(built: Path) -> None:
    (path,) = built.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    wanted = {"pyproject.toml", "README.md", "LICENSE", "styles.tcss", "tests/conftest.py"}
    assert wanted | source_files("index") | source_files("tui") <= names
