"""What can be opened, how it is recognised, and the one sentence for what can't."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import zstandard

from index.errors import InputError, UsageError
from index.paper import Paper, Rejected
from index.sources import FORMATS, Input, find_inputs, line_decoder, read_lines
from index.sources.formats import SOURCES_BY_NAME
from index.sources.inputs.lines import LINE_LIMIT
from index.sources.source import Source
from tests.index.sources.examples import EXAMPLES
from tests.index.sources.rendering import read_files
from tests.support.checkout import ROOT
from tests.support.records import papers_and_rejected

PAGE = EXAMPLES["daily-papers-page"]
ARXIV = EXAMPLES["arxiv"]
QUIRE = EXAMPLES["quire"]
API = EXAMPLES["daily-papers-api"]


def compressed(data: bytes, suffix: str) -> bytes:
    if suffix == ".zip":
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("inner.dat", data)
        return buffer.getvalue()
    return {
        "": lambda: data,
        ".gz": lambda: gzip.compress(data),
        ".xz": lambda: lzma.compress(data),
        ".bz2": lambda: bz2.compress(data),
        ".zst": lambda: zstandard.compress(data),
    }[suffix]()


def write(folder: Path, data: bytes, name: str = "input") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def titles(*paths: Path | str) -> list[str]:
    """The titles of all papers, whatever the format; rejections in angle brackets."""
    found: list[Paper | Rejected] = []
    for item in find_inputs(paths):
        if item.is_bulk:
            decode = line_decoder(item)
            found += papers_and_rejected(decode(line, number) for number, line in read_lines(item))
        else:
            found += read_files(Path(item.path or ""))
    return [record.title if isinstance(record, Paper) else f"<{record.reason}>" for record in found]


@pytest.mark.parametrize("suffix", ["", ".gz", ".xz", ".bz2", ".zst", ".zip"])
@pytest.mark.parametrize("name", FORMATS)
def test_formats_are_recognised_by_content_in_any_wrapping(
    tmp_path: Path, name: str, suffix: str
) -> None:
    path = write(tmp_path, compressed(EXAMPLES[name], suffix), "misleading.html")
    (item,) = find_inputs([str(path)])
    assert item.format == name
    assert item.is_bulk == (SOURCES_BY_NAME[name].decoder is not None)
    assert item.name == (f"{path}/inner.dat" if suffix == ".zip" else str(path))
    assert titles(path) == ["Gardens of Cells"]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"[]", "daily-papers-api"),
        (b" [ ] \n", "daily-papers-api"),
        (b'\n{"paper": {"title": "x"}}\n{"paper"', "daily-papers-api"),
        (b'{"status": 1,\n "data": [\n {"paper": {"title": "x"}}]}', "daily-papers-api"),
        (b'{\n "paper": {"title": "x"}\n}\n{\n "paper": {"title": "y"}\n}', "daily-papers-api"),
        (b"[\"{'paper': 1}\"]", "daily-papers-api"),
        (b'{"torn": \n' + ARXIV, "arxiv"),
        (b'{"id": "2401.00001", "title": "x", "categories": "cs.LG cs.AI"}', "arxiv"),
        (b'{"title": "x", "categories": ["cs.LG"]}', "quire"),
        (b'{"id": 704.0001, "title": "x", "doi": NaN, "authors_parsed": []}', "arxiv"),
        (b'{"id": 704.0001, "title": "x", "categories": ["cs.LG"]}', "arxiv"),
        (b'{"id": "2401.00001", "title": "x", "versions": ["v1"]}', "arxiv"),
        (b'{"id": "2401.00001", "title": "x", "published": "2024-01-01"}', "quire"),
        (b'{"title": 7}', "quire"),
        (b"\xef\xbb\xbf" + QUIRE, "quire"),
        (b"\xff\xfe" + QUIRE.decode().encode("utf-16-le"), "quire"),
        (
            b"[Re] Gardens of Cells\n\n" + b"They grow in the dark. They are many of them. " * 12,
            "daily-papers-page",
        ),
        (
            b"Gardens: Of Cells\n\n" + b"They grow in the dark, and are many.\n" * 15,
            "daily-papers-page",
        ),
    ],
)
def test_recognition(tmp_path: Path, data: bytes, name: str) -> None:
    (item,) = find_inputs([write(tmp_path, data)])
    assert item.format == name


HTML = b"<!DOCTYPE html>\n<html><body>Daily Papers</body></html>"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (gzip.compress(b"", mtime=0), "is empty"),
        (HTML, "is an HTML page that carries no papers: "),
        (b"\n\n  <HTML><head>", "is an HTML page that carries no papers: "),
        (b"<!-- saved from url -->\n<html>", "is an HTML page that carries no papers: "),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related", "is an HTML page"),
        (
            b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x" "y">\n<html></html>',
            "is an HTML page",
        ),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "is an SVG picture"),
        (b'<svg:svg xmlns:svg="http://www.w3.org/2000/svg"></svg:svg>', "is an SVG picture"),
        (
            b'<?xml version="1.0"?>\n<!-- made by hand -->\n<urlset><url/></urlset>',
            "is a site's map",
        ),
        (
            b'<rss version="2.0"><channel><link>https://example.org/</link></channel></rss>',
            "is a news feed (RSS), but none of arXiv's",
        ),
        (
            b'<feed xmlns="http://www.w3.org/2005/Atom"><id>https://example.org/</id></feed>',
            "is a news feed (Atom), but none of arXiv's",
        ),
        (b"<graphml><graph/></graphml>", "is a graph (GraphML)"),
        (b"<gardens><garden/></gardens>", "is XML with the root element <gardens>, which Quire"),
        (b"%PDF-1.7\n%\xe2\xe3", "is a PDF: Quire reads lists of papers"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "is a binary file, not text"),
        (bytes(range(256)) * 9, "is a binary file, not text"),
        (b"\x01\x02\x03abc", "is a binary file, not text"),
        (b"a" * 257 + b"ustar\x0000", "is a tar archive: unpack it first"),
        (b'{"name": "x"}', 'none Quire knows: no paper: it has no "title"; its keys are "name"'),
        (b'{"name": \n"x"}', "is JSON, but none Quire knows"),
        (b"{", "is JSON, but none Quire knows"),
        (b"[", "is cut off"),
        (
            b"one,two\n1,2\n3,4\n",
            "is a table (CSV) without a title column: its columns are one, two",
        ),
        (b"# A project\n\nThis text says what it does. It does it well.", "is not recognised"),
        (b"word", "is not recognised"),
        # Ordinary text has headings and paragraphs, but they are not as long as abstracts.
        (b"Reading list\n\n" + b"This is my list for the spring. " * 6, "is not recognised"),
        (
            b"The Garden License\n\n" + (b"Gardens are given as they are. " * 20 + b"\n\n") * 3,
            "is not recognised",
        ),
        (b"Gardens of Cells\n\n" + b"They grow in the dark. " * 300, "is not recognised"),
        (
            b"Garden\n\n" + b"name: moss\nlight: little, since it grows in the dark.\n" * 15,
            "is not recognised",
        ),
    ],
)
def test_one_sentence_for_what_can_not_be_read(tmp_path: Path, data: bytes, sentence: str) -> None:
    path = write(tmp_path, data)
    with pytest.raises(InputError) as caught:
        find_inputs([path])
    assert sentence in str(caught.value)
    assert str(caught.value).startswith(str(path))
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 3


def test_paths_that_can_not_be_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        find_inputs([tmp_path / "missing"])
    with pytest.raises(InputError, match="can't read"):
        find_inputs(["nul\0byte"])
    with pytest.raises(InputError, match="is neither a file nor a folder"):
        find_inputs(["/dev/null"])
    with pytest.raises(InputError, match="holds no files"):
        find_inputs([tmp_path])
    with pytest.raises(UsageError, match=r"the formats are .*daily-papers-page"):
        find_inputs([tmp_path], format="docx")


def test_permission_denied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, PAGE)

    def refuse(*_arguments: object, **_more: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", refuse)
    with pytest.raises(InputError, match=r"can't read .*: permission denied"):
        find_inputs([path])


def test_a_forced_format_is_not_guessed_but_binaries_stay_refused(tmp_path: Path) -> None:
    path = write(tmp_path, b"word")
    (item,) = find_inputs([path], format="daily-papers-page")
    assert item.format == "daily-papers-page"
    assert [
        record.title
        for record in read_files(path, format_name="daily-papers-page")
        if isinstance(record, Paper)
    ] == ["word"]
    for name in FORMATS:
        with pytest.raises(InputError, match="binary"):
            find_inputs([write(tmp_path, b"\0\0")], format=name)


def test_folders_are_walked_in_order_without_what_is_hidden(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / ".git").mkdir()
    write(tmp_path / ".git", PAGE, "page")
    write(tmp_path, PAGE, ".hidden")
    write(tmp_path / "b", QUIRE, "deep.jsonl")
    write(tmp_path, PAGE, "c.txt")
    write(tmp_path, ARXIV, "a.jsonl")
    write(tmp_path, HTML, "d.html")
    write(tmp_path, b"", "e.txt")
    (tmp_path / "b" / "loop").symlink_to(tmp_path)
    (tmp_path / "b" / "nowhere").symlink_to(tmp_path / "missing")
    found = find_inputs([tmp_path])
    assert [Path(item.name).name for item in found if item.problem is None] == [
        "a.jsonl",
        "deep.jsonl",
        "c.txt",
    ]
    problems = {Path(item.name).name: item.problem or "" for item in found if item.problem}
    assert set(problems) == {"d.html", "e.txt", "nowhere"}
    assert problems["d.html"].startswith("it is an HTML page")
    assert problems["e.txt"] == "it is empty"
    rejected = [
        record
        for record in read_files(tmp_path / "c.txt", tmp_path)
        if isinstance(record, Rejected)
    ]
    assert {(Path(record.file).name, record.line) for record in rejected} == {
        ("d.html", 1),
        ("e.txt", 1),
        ("nowhere", 1),
    }


def test_a_folder_with_nothing_readable_says_why(tmp_path: Path) -> None:
    write(tmp_path, HTML, "d.html")
    write(tmp_path, b"", "e.txt")
    with pytest.raises(InputError, match=r"holds nothing that can be read: .*HTML.*1 more"):
        find_inputs([tmp_path])


def test_zip_archives(tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("folder/b.jsonl", QUIRE)
        archive.writestr("folder/a.jsonl.gz", gzip.compress(ARXIV))
        archive.writestr("__MACOSX/x", "junk")
        archive.writestr("folder/.DS_Store", "junk")
        archive.writestr("c.zip", compressed(PAGE, ".zip"))
        archive.writestr("d.html", HTML)
    found = find_inputs([path])
    assert [(item.name, item.format) for item in found if item.problem is None] == [
        (f"{path}/folder/a.jsonl.gz", "arxiv"),
        (f"{path}/folder/b.jsonl", "quire"),
    ]
    problems = {item.name.rpartition("/")[2]: item.problem or "" for item in found if item.problem}
    assert problems["c.zip"] == "it is an archive inside an archive: unpack it first"
    assert problems["d.html"].startswith("it is an HTML page")
    assert len(problems) == 2
    for item in found:
        if item.problem is None:
            assert len(list(read_lines(item))) == 1
            assert len(list(read_lines(item))) == 1
    with zipfile.ZipFile(tmp_path / "none.zip", "w"):
        pass
    with pytest.raises(InputError, match="holds no files"):
        find_inputs([tmp_path / "none.zip"])


@pytest.mark.parametrize("suffix", [".gz", ".xz", ".bz2", ".zst"])
def test_compressed_data_that_are_cut_off_say_where(tmp_path: Path, suffix: str) -> None:
    lines = b"".join(
        b'{"title": "Garden %d of %d"}\n' % (n, n * 7919 % 104729) for n in range(60_000)
    )
    data = compressed(lines, suffix)
    path = write(tmp_path, data[: len(data) * 3 // 4])
    (item,) = find_inputs([path])
    lines_before = read_lines(item)
    assert next(lines_before)[0] == 1
    with pytest.raises(InputError, match=r"is damaged or cut off after [\d,]{6,} bytes") as caught:
        list(lines_before)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize("suffix", [".gz", ".xz", ".bz2", ".zst", ".zip"])
def test_damaged_compressed_data(tmp_path: Path, suffix: str) -> None:
    data = bytearray(compressed(QUIRE * 9, suffix))
    data[len(data) // 3 : len(data) // 3 + 8] = b"\xff" * 8
    path = write(tmp_path, bytes(data[: len(data) - (40 if suffix == ".zip" else 0)]))
    with pytest.raises(InputError, match=r"damaged|cut off|can't read|holds nothing"):
        [list(read_lines(item)) for item in find_inputs([path])]


def test_parts_that_were_appended_are_all_read(tmp_path: Path) -> None:
    for suffix in (".gz", ".xz", ".bz2", ".zst"):
        path = write(tmp_path, compressed(QUIRE, suffix) + compressed(QUIRE, suffix))
        assert len(titles(path)) == 2, suffix


def test_an_endless_line_costs_that_line_only(tmp_path: Path) -> None:
    path = tmp_path / "long.jsonl.gz"
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(QUIRE + b'{"title": "')
        for _ in range(40):
            file.write(b"a" * (1 << 20))
        file.write(b'"}\n' + QUIRE)
    (item,) = find_inputs([path])
    decode = line_decoder(item)
    found = [(number, len(line), decode(line, number)) for number, line in read_lines(item)]
    assert [number for number, _, _ in found] == [1, 2, 3]
    assert found[1][1] <= LINE_LIMIT
    assert isinstance(found[1][2], Rejected)
    assert "longer than 16 MB" in found[1][2].reason
    assert isinstance(found[2][2], Paper)


def test_lines_are_counted_and_blank_ones_passed_over(tmp_path: Path) -> None:
    (item,) = find_inputs([write(tmp_path, b"\n\n" + QUIRE + b" \r\n\r\n" + QUIRE.strip())])
    assert [number for number, _ in read_lines(item)] == [3, 6]
    assert item.bytes_read == item.size


def run(script: str, data: bytes, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        input=data,
        capture_output=True,
        check=False,
        cwd=ROOT,
    )
    assert done.stderr == b""
    return done.stdout.decode().strip()


SHOW = """
import sys
from index.errors import InputError
from index.sources import find_inputs, gather_evidence, line_decoder, read_lines, read_papers
try:
    inputs = find_inputs(sys.argv[1:])
except InputError as error:
    print(error)
    sys.exit()
years = gather_evidence(inputs).settle()
for item in inputs:
    if item.is_bulk:
        decode = line_decoder(item)
        found = [decode(line, number) for number, line in read_lines(item)]
    else:
        found = list(read_papers(item, years))
    print(item.name, item.format, *(getattr(record, "title", record) for record in found))
"""


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        (PAGE, "- daily-papers-page Gardens of Cells"),
        (gzip.compress(ARXIV), "- arxiv Gardens of Cells"),
        (compressed(API, ".zip"), "-/inner.dat daily-papers-api Gardens of Cells"),
        (b"", "standard input is empty"),
        (HTML, "standard input is an HTML page"),
    ],
    # Compressed bytes hold the time: as names of tests they would differ between processes.
    ids=["page", "gzip", "zip", "empty", "html"],
)
def test_standard_input_may_be_anything_too(data: bytes, shown: str) -> None:
    assert run(SHOW, data, "-").startswith(shown)


def test_a_named_pipe_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    with subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys; open(sys.argv[1], 'wb').write(sys.stdin.buffer.read())",
            path,
        ],
        stdin=subprocess.PIPE,
    ) as writer:
        assert writer.stdin is not None
        writer.stdin.write(PAGE)
        writer.stdin.close()
        assert [item.format for item in find_inputs([path])] == ["daily-papers-page"]


def test_digests_tell_contents_and_ways_of_reading_apart(tmp_path: Path) -> None:
    first, second = write(tmp_path, PAGE, "a"), write(tmp_path, PAGE, "b")

    def digest(path: Path, years: str = "", name: str | None = None) -> str:
        (item,) = find_inputs([path], format=name)
        return item.digest(years)

    assert digest(first) == digest(second)
    assert digest(first, "2024") != digest(first)
    assert digest(first, name="quire") != digest(first)
    write(tmp_path, PAGE + b"\n", "b")
    assert digest(first) != digest(second)
    with pytest.raises(InputError, match="can't read"):
        Input(name="x", format="quire", path=str(tmp_path / "gone")).digest()


def test_a_format_has_a_reader_or_a_decoder() -> None:
    with pytest.raises(TypeError, match="the format notes needs a reader or a decoder"):
        Source(name="notes", label="notes", recognises=lambda _head: True)


def test_reading_needs_no_decompressor_it_does_not_use() -> None:
    unwanted = ("zstandard", "lzma", "zipfile", "gzip", "bz2", "tempfile")
    script = f"import sys, index.sources; print([n for n in {unwanted} if n in sys.modules])"
    assert run(script, b"") == "[]"
