"""Elements are read one at a time, and whatever is wrong with a document is told with its line."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest

from index.paper import Rejected
from index.sources.inputs.lines import LINE_LIMIT
from index.sources.inputs.open import Input
from index.sources.inputs.piped import PipedFile
from index.sources.xml.stream import Found, elements
from index.sources.xml.texts import text_of
from tests.index.sources.reading import streamed


def read(data: bytes, *, has_doctype: bool = False) -> list[str]:
    """Line and text of the elements called e; what is wrong in angle brackets."""
    item = Input(name="x", piped=PipedFile(io.BytesIO(data)))
    return [
        f"{found.line} {text_of(found.element)}"
        if isinstance(found, Found)
        else f"<{found.line}: {found.reason}>"
        for found in elements(item, ["e"], has_doctype=has_doctype)
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"<r>\n<e>x</e>\n <e>y</e></r>",
        b'\n<r xmlns="http://example.org/"><e>x</e>\n<e>y</e></r>'.replace(b"\n<r", b"<r", 1),
        b'<n:r xmlns:n="http://example.org/">\n<n:e>x</n:e>\n<n:e>y</n:e></n:r>\n<!-- end -->\n',
    ],
)
def test_elements_come_in_order_with_their_lines(data: bytes) -> None:
    assert [told.split()[1] for told in read(data)] == ["x", "y"]
    assert int(read(data)[1].split()[0]) == data[: data.index(b"y<")].count(b"\n") + 1


def test_blank_lines_before_the_declaration_cost_nothing_and_are_counted() -> None:
    assert read(b'\n\n<?xml version="1.0"?>\n<r><e>x</e></r>') == ["4 x"]


def test_documents_that_were_put_together_are_read_one_after_another() -> None:
    one = b'<?xml version="1.0"?>\n<r>\n<e>x</e>\n</r>\n'
    assert read(one * 3) == ["3 x", "7 x", "11 x"]


def test_elements_in_one_another_are_one_record() -> None:
    assert read(b"<r><e>x<e>y</e></e><e/></r>") == ["1 xy", "1 "]


@pytest.mark.parametrize(
    ("declared", "encoded"),
    [
        ("ISO-8859-1", "cp1252"),
        ("windows-1252", "cp1252"),
        ("GB2312", "gb2312"),
        ("UTF-8", "utf-8"),
        ("UTF-8", "cp1252"),
        ("no-such-thing", "utf-8"),
    ],
)
def test_the_declared_encoding_is_read_and_a_wrong_one_too(declared: str, encoded: str) -> None:
    text = "中文" if encoded == "gb2312" else "Åse “Müller”"
    document = f'<?xml version="1.0" encoding="{declared}"?><r><e>{text}</e></r>'
    assert read(document.encode(encoded)) == [f"1 {text}"]


def test_utf_16_with_a_mark_is_read_whatever_it_declares() -> None:
    document = '<?xml version="1.0" encoding="UTF-16"?><r><e>é</e></r>'
    assert read(document.encode("utf-16")) == ["1 é"]


def test_characters_that_xml_has_not_are_spaces() -> None:
    assert read(b"<r><e>x\x0cy\x00z</e></r>") == ["1 x y z"]


DAMAGED = "the XML is damaged here (not well-formed (invalid token)): what follows is not read"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"<r>\n<e>x</e>\n<e>y", ["2 x", "<3: the file is cut off here: it ends inside a record>"]),
        (b"<r>\n<e>x</e>\n", ["2 x", "<3: the file is cut off here: it ends inside <r>>"]),
        (
            b"<r>\n<e>x</e>\n<e>A & B</e>\n<e>z</e></r>",
            [
                "2 x",
                f"<3: {DAMAGED}>",
            ],
        ),
        (
            b"<r><e>x</e></r>\nand more",
            [
                "1 x",
                "<2: the XML is damaged here (syntax error): what follows is not read>",
            ],
        ),
    ],
)
def test_damage_is_told_with_its_line_and_costs_nothing_before_it(
    data: bytes, told: list[str]
) -> None:
    assert read(data) == told


BOMB = b'<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>\n<r><e>&b;</e></r>'
OUTSIDE = b'<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>\n<r><e>&a;</e></r>'


@pytest.mark.parametrize("data", [BOMB, OUTSIDE])
def test_no_entity_is_taken_from_a_file(data: bytes) -> None:
    assert read(data) == ["<1: a document type is declared (DOCTYPE), which this format has not>"]
    (told,) = read(data, has_doctype=True)
    assert "an entity is declared" in told


def test_a_document_type_is_not_loaded_but_the_names_of_html_are_known() -> None:
    data = b'<!DOCTYPE r SYSTEM "r.dtd">\n<r><e>M&uuml;ller &nothing; x</e></r>'
    assert read(data, has_doctype=True) == ["2 Müller &nothing; x"]


def test_what_is_nested_without_end_is_refused() -> None:
    (told,) = read(b"<r><e>" + b"<i>" * 5000)
    assert "more than 100 elements in one another" in told
    (told,) = read(b"<r>" * 5000)
    assert "more than 100 elements in one another" in told


def test_no_more_is_read_than_the_next_records_take() -> None:
    def pieces() -> Iterator[bytes]:
        yield b"<r>"
        while True:
            yield b"<e>x</e>\n"

    item, stream = streamed(pieces())
    found = elements(item, ["e"])
    held = 0
    for number in range(1, 50_001):
        record = next(found)
        assert isinstance(record, Found)
        held = max(held, stream.given - number * len(b"<e>x</e>\n"))
    assert held < 2 * 256 * 1024


def test_a_record_without_an_end_is_let_go() -> None:
    def pieces() -> Iterator[bytes]:
        yield b"<r><e>"
        for _ in range(LINE_LIMIT // 1000 + 300):
            yield b"x" * 1000
        yield b"</e>\n<e>y</e></r>"

    found = list(elements(streamed(pieces())[0], ["e"]))
    assert isinstance(found[0], Rejected)
    assert found[0].reason == "longer than 16 MB, which no record is"
    assert isinstance(found[1], Found)
    assert text_of(found[1].element) == "y"


def test_a_tag_without_an_end_is_given_up() -> None:
    def pieces() -> Iterator[bytes]:
        yield b'<r><e a="'
        while True:
            yield b"x" * 1000

    item, stream = streamed(pieces())
    (told,) = elements(item, ["e"])
    assert isinstance(told, Rejected)
    assert stream.given < 2 * LINE_LIMIT
