"""Folders as people have them: one odd file costs nothing but itself, and is told of."""

from __future__ import annotations

import gzip
import io
import lzma
import os
import socket
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
import zstandard

from index import InputError, Report, open_index, rebuild, update
from index import sources as index_sources
from index.building.generation_builder import GenerationBuilder
from index.building.report import BuildRefused
from index.check import verify
from index.engines import describe
from index.sources import Input
from index.sources.inputs.find import Survey
from tests.index.building.test_build import PAGE
from tests.support.json_lines import json_lines
from tests.support.papers import numbered


def told(report: Report) -> dict[str, str]:
    """Reasons of what was rejected by the last part of the file's name."""
    return {rejected.file.rpartition("/")[2]: rejected.reason for rejected in report.rejected.first}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with three good papers in it."""
    path = tmp_path / "folder"
    path.mkdir()
    json_lines(path / "good.jsonl", numbered(3))
    return path


def test_links_that_lead_nowhere_or_in_circles_and_what_is_no_file_are_told(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "a").symlink_to("b")
    (folder / "b").symlink_to("a")
    (folder / "gone").symlink_to(tmp_path / "gone")
    (folder / "round").symlink_to(folder)
    os.mkfifo(folder / "pipe")
    with socket.socket(socket.AF_UNIX) as listener:
        # Names of sockets have a small limit.
        monkeypatch.chdir(folder)
        listener.bind("socket")
    report = rebuild([folder], tmp_path / "index")
    assert report.papers == 3
    assert set(told(report)) == {"a", "b", "gone", "pipe", "socket"}
    assert "symbolic links" in told(report)["a"]
    assert "leads nowhere" in told(report)["gone"]
    assert "pipe" in told(report)["pipe"]
    assert report.passed_over == {"link to a folder": 1}
    with pytest.raises(BuildRefused, match="--strict"):
        rebuild([folder], tmp_path / "index", strict=True)


def test_folders_may_lie_deeper_in_one_another_than_calls(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    for _ in range(1_500):
        os.mkdir("d")
        os.chdir("d")
    Path("deep.jsonl").write_text('{"title": "Deep"}\n')
    report = rebuild([folder], tmp_path / "index")
    assert (report.papers, report.rejected.count) == (4, 0)
    # Too deep to be removed by calls that call themselves, as pytest does it.
    subprocess.run(["rm", "-rf", folder], check=True, cwd=tmp_path)


def damaged(suffix: str, at: float) -> bytes:
    """10,000 records, compressed and cut off or bent."""
    lines = jsonl_bytes(10_000)
    if suffix == ".zip":
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
            archive.writestr("inner.jsonl", lines)
        data = bytearray(buffer.getvalue())
        # The checksum is wrong at the end of the member, whatever comes before.
        data[int(len(data) * at * 0.9)] ^= 1
        return bytes(data)
    made = COMPRESSIONS[suffix[1:]](lines)
    return made[: int(len(made) * at)]


def jsonl_bytes(count: int) -> bytes:
    return b"".join(
        b'{"title": "Garden %d of %d"}\n' % (n, n * 7919 % 104_729) for n in range(count)
    )


@pytest.mark.parametrize("at", [0.02, 0.97])
@pytest.mark.parametrize("suffix", [".gz", ".xz", ".zst", ".zip"])
def test_damage_in_a_folder_costs_what_follows_it_wherever_it_is(
    folder: Path, tmp_path: Path, suffix: str, at: float
) -> None:
    (folder / f"torn{suffix}").write_bytes(damaged(suffix, at))
    report = rebuild([folder], tmp_path / "index")
    assert report.papers >= 3
    assert report.records == report.added + report.rejected.count
    reasons = [r.reason for r in report.rejected.first if "torn" in r.file]
    assert sum("damaged or cut off" in reason for reason in reasons) == 1
    if at == 0.97 and suffix != ".xz":
        assert report.papers > 5_000
    again = update([folder], tmp_path / "index")
    assert (again.rejected.count, again.papers) == (report.rejected.count, report.papers)
    with pytest.raises(BuildRefused):
        update([folder], tmp_path / "index", strict=True)
    if suffix != ".zip":
        # What is named itself must be whole, wherever the damage is.
        with pytest.raises(InputError, match="damaged or cut off"):
            rebuild([folder / f"torn{suffix}", folder], tmp_path / "index")


def test_entries_of_one_long_line_are_read_up_to_the_damage(folder: Path, tmp_path: Path) -> None:
    entries = (
        b'{"paper": {"id": "2401.%05d", "title": "Garden %d"}}' % (n, n * 7919 % 104_729)
        for n in range(9_000)
    )
    packed = gzip.compress(b"[" + b",".join(entries) + b"]")
    (folder / "day.json.gz").write_bytes(packed[: len(packed) * 9 // 10])
    report = rebuild([folder], tmp_path / "index")
    assert 7_000 < report.papers < 9_000
    assert "damaged or cut off" in told(report)["day.json.gz"]


def test_what_is_encrypted_is_told_in_words(folder: Path, tmp_path: Path) -> None:
    packed = bytearray(in_zip(LINES))
    for at in (packed.find(b"PK\3\4") + 6, packed.find(b"PK\1\2") + 8):
        packed[at] |= 1
    (folder / "closed.zip").write_bytes(packed)
    report = rebuild([folder], tmp_path / "index")
    assert told(report) == {"inner.jsonl": "it is encrypted: unpack it first"}


def test_a_hole_in_a_file_hides_no_line_after_it(folder: Path, tmp_path: Path) -> None:
    with (folder / "hole.jsonl").open("wb") as file:
        file.write(LINES)
        file.seek(40 << 20)
        file.write(b'{"title": "Three"}\n')
    assert rebuild([folder], tmp_path / "index", strict=True).papers == 6


@pytest.mark.parametrize("name", ["good.jsonl", "page.txt", "day.json"])
def test_a_file_that_vanishes_before_it_is_read_is_told(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (folder / "page.txt").write_text(PAGE)
    (folder / "day.json").write_text('[{"paper": {"id": "2401.01234", "title": "One"}}]')
    json_lines(folder / "more.jsonl", numbered(1))
    original = index_sources.survey

    def survey(*paths: Any, **options: Any) -> Survey:
        found = original(*paths, **options)
        (folder / name).unlink()
        return found

    monkeypatch.setattr(index_sources, "survey", survey)
    report = rebuild([folder], tmp_path / "index")
    assert report.papers > 0
    assert list(told(report)) == [name]
    assert "no such file" in told(report)[name]


@pytest.mark.parametrize("is_named", [True, False])
def test_what_is_added_to_a_file_while_it_is_read_is_read_by_the_next_update(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_named: bool
) -> None:
    path = folder / "good.jsonl"
    inputs = [path if is_named else folder]
    original = GenerationBuilder._note_input

    def account(self: GenerationBuilder, item: Input, records: int, rejected: int) -> None:
        with path.open("a") as file:
            file.write('{"title": "Just written"}\n')
        original(self, item, records, rejected)

    monkeypatch.setattr(GenerationBuilder, "_note_input", account)
    assert rebuild(inputs, tmp_path / "index").papers == 3
    monkeypatch.setattr(GenerationBuilder, "_note_input", original)
    assert update(inputs, tmp_path / "index").papers == 4
    assert describe(tmp_path / "index").inputs[0].records == 4


def test_a_pipe_in_the_place_of_a_file_is_not_waited_for(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "other.jsonl").write_text('{"title": "Other"}\n')
    original = index_sources.survey

    def survey(*paths: Any, **options: Any) -> Survey:
        found = original(*paths, **options)
        (folder / "other.jsonl").unlink()
        os.mkfifo(folder / "other.jsonl")
        return found

    monkeypatch.setattr(index_sources, "survey", survey)
    report = rebuild([folder], tmp_path / "index")
    assert report.papers == 3
    assert told(report)["other.jsonl"].endswith("it is no file any more")


def test_a_file_that_may_not_be_read_is_told(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "closed.jsonl").write_text('{"title": "Closed"}\n')
    opened = open

    def refuse(path: Any, *arguments: Any, **more: Any) -> Any:
        if str(path).endswith("closed.jsonl"):
            raise PermissionError(13, "Permission denied")
        return opened(path, *arguments, **more)

    monkeypatch.setattr("builtins.open", refuse)
    report = rebuild([folder], tmp_path / "index")
    assert (report.papers, told(report)) == (3, {"closed.jsonl": told(report)["closed.jsonl"]})
    assert "permission denied" in told(report)["closed.jsonl"]


def test_names_that_are_not_utf_8(folder: Path, tmp_path: Path) -> None:
    strange = Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.jsonl"))
    strange.write_text('{"title": "Café"}\n{"title": 7}\n')
    (folder / "good.jsonl").rename(os.fsdecode(os.fsencode(folder) + b"/\xe9.jsonl"))
    index_dir = os.fsdecode(os.fsencode(tmp_path) + b"/d\xe9/ix")
    report = rebuild([folder, strange], index_dir)
    assert (report.papers, set(told(report))) == (4, {"caf\\xe9.jsonl"})
    assert report.index.endswith("d\\xe9/ix")
    assert b"caf\\\\xe9" in msgspec.json.encode(report)
    strange.write_text('{"title": "Café"}\n')
    assert update([folder], index_dir).rejected.count == 0
    again = update([folder], index_dir)
    assert (again.unchanged, again.wrote) == (4, False)
    with open_index(index_dir) as papers:
        assert papers.search("café").total == 1
    for told_of in (describe(index_dir), verify(index_dir)):
        assert b"d\\\\xe9/ix" in msgspec.json.encode(told_of)


def test_an_index_in_its_own_input_is_passed_over(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(folder)
    for index_dir in (folder / "index", folder / "deep" / "index", folder):
        for path in (folder, tmp_path / "link"):
            for build_it in (rebuild, rebuild, update):
                report = build_it([path], index_dir)
                assert (report.papers, report.rejected.count) == (3, 0)
    assert report.passed_over == {"Quire index": 3}
    # One whose pointer is lost too, and what a dead build left of one.
    (folder / "index" / "current").unlink()
    assert rebuild([folder], tmp_path / "other").passed_over == {"Quire index": 3}
    for inside in (".", "generations"):
        with pytest.raises(InputError, match=r"is an index of Quire|passed over: 1 Quire index"):
            rebuild([tmp_path / "other" / inside], tmp_path / "index")


PASSED_OVER = {
    ".hidden.jsonl": (b'{"title": "x"}', "hidden"),
    "Thumbs.db": (b"\xd0\xcf\x11\xe0" + b"\0" * 90, "hidden"),
    "a.jsonl.part": (b'{"title": "x', "unfinished download"),
    "Unconfirmed 1.crdownload": (b"{", "unfinished download"),
    "a.jsonl~": (b'{"title": "x"}', "editor backup"),
    "a.jsonl.swp": (b"b0VIM 9.0\0\0", "editor backup"),
    "#a.jsonl#": (b'{"title": "x"}', "editor backup"),
    "a.jsonl.BAK": (b'{"title": "x"}', "editor backup"),
    "a.jsonl.orig": (b'{"title": "x"}', "editor backup"),
    "paper.txt": (b"%PDF-1.7\n", "PDF"),
    "paper.ps": (b"%!PS-Adobe-3.0\n", "PostScript"),
    "figure.jsonl": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "image"),
    "photo": (b"\xff\xd8\xff\xe0\0\x10JFIF", "image"),
    "film": (b"\0\0\0\x20ftypisom\0\0\2\0", "sound or video"),
    "library.db": (b"SQLite format 3\0" + b"\1" * 90, "database"),
    "old.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 90, "office document"),
    "tool": (b"\x7fELF\2\1\1" + b"\0" * 90, "program"),
}


@pytest.mark.parametrize("name", PASSED_OVER)
def test_what_is_no_list_of_papers_is_passed_over_by_kind(
    folder: Path, tmp_path: Path, name: str
) -> None:
    data, kind = PASSED_OVER[name]
    (folder / name).write_bytes(data)
    with zipfile.ZipFile(folder / "archive.zip", "w") as archive:
        archive.writestr(f"deep/{name}", data)
        archive.writestr("./good.jsonl", '{"title": "In the archive"}\n')
    report = rebuild([folder], tmp_path / "index", strict=True)
    assert (report.papers, report.passed_over) == (4, {kind: 2})


def test_office_documents_and_books_are_archives_to_be_passed_over(
    folder: Path, tmp_path: Path
) -> None:
    for name, member in (("a.docx", "[Content_Types].xml"), ("b.epub", "mimetype")):
        with zipfile.ZipFile(folder / name, "w") as archive:
            archive.writestr(member, "application/epub+zip")
    assert rebuild([folder], tmp_path / "index").passed_over == {"office document": 2}
    with pytest.raises(InputError, match="is an office document or a book"):
        rebuild([folder / "a.docx"], tmp_path / "index")


@pytest.mark.parametrize("name", [".hidden", "a.part", "a~", "#a#", "a.bak"])
def test_a_file_that_is_named_is_read_whatever_its_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text('{"title": "Named"}\n')
    assert rebuild([path], tmp_path / "index").papers == 1


def test_a_folder_with_nothing_to_read_is_refused_alone_and_told_beside_others(
    folder: Path, tmp_path: Path
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    rebuild([folder], tmp_path / "index")
    with pytest.raises(InputError, match=r"the folder .*empty holds no files"):
        update([empty], tmp_path / "index")
    (empty / "paper.pdf").write_bytes(b"%PDF-1.7")
    with pytest.raises(InputError, match=r"holds nothing to be read \(passed over: 1 PDF\)"):
        rebuild([empty], tmp_path / "index")
    report = rebuild([empty, folder], tmp_path / "index")
    assert (report.papers, report.passed_over) == (3, {"PDF": 1})
    assert report.notes == [f"the folder {empty} holds nothing to be read (passed over: 1 PDF)"]
    assert rebuild([empty], tmp_path / "index", allow_empty=True).papers == 0
    nothing = tmp_path / "nothing.jsonl"
    nothing.touch()
    with pytest.raises(InputError, match="is empty"):
        rebuild([nothing], tmp_path / "index")
    assert rebuild([nothing], tmp_path / "index", allow_empty=True).papers == 0


MARK = b"\xef\xbb\xbf"
LINES = b'{"title": "One"}\n{"title": "Two"}\n'
LONG = b'{"title": "One", "abstract": "' + b"a" * 300_000 + b'"}\n{"title": "Two"}\n'
API = b'[{"paper": {"id": "2401.00001", "title": "One"}},\n{"paper": {"title": "Two"}}]'


@pytest.mark.parametrize(
    "content",
    [
        "[]",
        '{"data": []}',
        '{"results": [], "meta": {"count": 0}}',
        "title,abstract\n",
        "@comment{nothing}\n",
        '<feed xmlns="http://www.w3.org/2005/Atom"><id>http://arxiv.org/api/x</id></feed>',
        "<dblp></dblp>",
        "<PubmedArticleSet></PubmedArticleSet>",
    ],
)
def test_a_file_that_holds_no_paper_is_accounted_for(
    folder: Path, tmp_path: Path, content: str
) -> None:
    empty = folder / "empty"
    empty.write_text(content)
    report = rebuild([folder], tmp_path / "index")
    assert (report.records, report.papers) == (3, 3)
    assert report.notes == [f"{empty} holds no papers"]


def test_a_mailbox_without_papers_is_accounted_for(folder: Path, tmp_path: Path) -> None:
    letter = (
        "From ada@example.org Mon Jan  1 00:00:00 2024\nFrom: Ada\nSubject: Hello\n\nHello.\n\n"
    )
    box = tmp_path / "box"
    box.write_text(letter * 3)
    with pytest.raises(InputError, match="is a mail, but none of arXiv's mailings"):
        rebuild([folder, box], tmp_path / "index")
    report = rebuild([box], tmp_path / "index", format="arxiv-mail", allow_empty=True)
    assert report.notes == [f"{box} holds no papers"]
    # A mailbox is told by its beginning, so that of a long one may say too little.
    box.write_text(letter * 5_000)
    with pytest.raises(InputError, match="--format arxiv-mail reads all of it"):
        rebuild([folder, box], tmp_path / "index")


@pytest.mark.parametrize("is_named", [True, False])
@pytest.mark.parametrize(
    "data",
    [
        pytest.param(LINES + b"\0" * 9, id="tail"),
        pytest.param(LINES + b"\0" * 5_000, id="long tail"),
        pytest.param(LINES.rstrip() + b"\0\0\0", id="tail in the line"),
        pytest.param(LONG + b"\0", id="tail beyond what is looked at"),
        pytest.param(LINES.replace(b"n", b"\0", 1), id="in a text"),
        pytest.param(LINES.replace(b"\n", b"\n" + b"\0" * 70, 1), id="between"),
        pytest.param(LINES.replace(b"\n", b"\0" * 70, 1), id="in place of a line's end"),
        pytest.param(API + b"\0\0\0", id="array and tail"),
        pytest.param(API.replace(b"\n", b"\0" * 70, 1), id="array with a hole"),
        pytest.param(API.replace(b"\n", b"\0", 1), id="array"),
        pytest.param(PAGE.replace("Rooms", "Roo\0ms", 1).encode(), id="page"),
        pytest.param(PAGE.encode() + b"\0" * 5_000, id="page and tail"),
    ],
)
def test_zero_bytes_are_bad_characters_and_cost_no_record(
    tmp_path: Path, data: bytes, is_named: bool
) -> None:
    (tmp_path / "input").mkdir()
    path = tmp_path / "input" / "file"
    path.write_bytes(data)
    report = rebuild([path if is_named else path.parent], tmp_path / "index", strict=True)
    assert (report.records, report.papers) == (2, 2)


@pytest.mark.parametrize(
    "data",
    [
        b'{"title": "One", "abstract": "Of o%snd."}\n{"title": "Two"}\n' % (b"\0" * 90),
        b'[{"paper": {"title": "One", "summary": "Of o%snd."}}, {"title": "Two"}]' % (b"\0" * 90),
    ],
    ids=["lines", "array"],
)
def test_a_hole_makes_no_paper_of_what_stands_before_and_after_it(
    tmp_path: Path, data: bytes
) -> None:
    (tmp_path / "file").write_bytes(data)
    report = rebuild([tmp_path / "file"], tmp_path / "index")
    assert report.papers == 1
    assert report.rejected.count == report.records - 1
    with open_index(tmp_path / "index") as papers:
        assert papers.search("").hits[0].paper.title == "Two"


def test_a_byte_order_mark_is_no_record_wherever_it_is(tmp_path: Path) -> None:
    path = tmp_path / "file"
    for data in (MARK * 2 + LINES, LINES + MARK, LINES + MARK + b"\n", LINES + MARK * 2 + LINES):
        path.write_bytes(data)
        assert rebuild([path], tmp_path / "index", strict=True).papers == 2


@pytest.mark.parametrize("data", [LINES, API, PAGE.encode()], ids=["lines", "array", "page"])
def test_files_that_were_put_together_with_their_byte_order_marks(
    tmp_path: Path, data: bytes
) -> None:
    other = data.replace(b"One", b"Three").replace(b"Two", b"Four").replace(b"2401", b"2402")
    other = other.replace(b"Loud Rooms", b"Tall Rooms").replace(b"Small Rivers", b"Wide Rivers")
    path = tmp_path / "together"
    for mark in (MARK, b""):
        path.write_bytes(mark + data.rstrip() + b"\n" + MARK + other)
        report = rebuild([path], tmp_path / "index", strict=True)
        assert (report.records, report.papers) == (4, 4)


def in_zip(data: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("inner.jsonl", data)
    return buffer.getvalue()


COMPRESSIONS: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "xz": lzma.compress,
    "zst": zstandard.compress,
    "zip": in_zip,
}


@pytest.mark.parametrize("name", COMPRESSIONS)
@pytest.mark.parametrize("garbage", [b"<html>Not found</html>", b"x", bytes(range(1, 200))])
def test_what_follows_compressed_data_is_noted_and_costs_nothing(
    tmp_path: Path, name: str, garbage: bytes
) -> None:
    (tmp_path / "input").mkdir()
    path = tmp_path / "input" / "file"
    path.write_bytes(COMPRESSIONS[name](LINES) + garbage)
    for paths in ([path], [path.parent]):
        report = rebuild(paths, tmp_path / "index", strict=True)
        assert (report.papers, report.rejected.count) == (2, 0)
        assert report.notes == [f"{path} has more after its compressed data, which is not read"]


@pytest.mark.parametrize("name", ["gz", "xz", "zst"])
@pytest.mark.parametrize("padding", [b"", b"\0" * 512])
def test_members_that_were_appended_are_no_garbage(
    tmp_path: Path, name: str, padding: bytes
) -> None:
    path = tmp_path / "file"
    more = b'{"title": "Three"}\n'
    parts = (COMPRESSIONS[name](LINES), COMPRESSIONS[name](more), COMPRESSIONS[name](b""))
    path.write_bytes(b"".join(part + padding for part in parts))
    report = rebuild([path], tmp_path / "index")
    assert (report.papers, report.notes) == (3, [])
