"""Reads the elements of an XML document that are records, one at a time, with their lines.

Expat parses, and only the record under way is held, so memory does not grow with the document.
Nothing outside of it is read: a document type is refused where the format has none, and
declarations of entities always are. Documents that were put together are read one after another.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import msgspec

from index.paper import Rejected
from index.sources.clean_record import rejected
from index.sources.inputs.lines import LINE_LIMIT
from index.sources.inputs.open import Input, open_input
from index.sources.xml.characters import characters

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element, TreeBuilder

_DEPTH: Final = 100
"""Elements in one another; records have fewer than ten."""

_BLANK: Final = " \t\r\n\v\f\ufeff"
_LIMIT: Final = f"longer than {LINE_LIMIT // 1024 // 1024} MB, which no record is"


class Opened(msgspec.Struct, frozen=True):
    """An element around a record, by its name and attributes, both without namespaces."""

    name: str
    attributes: dict[str, str]


class Found(msgspec.Struct, frozen=True):
    """An element that was asked for, whole.

    Attributes:
        line: The line it starts on, from 1.
        element: Names of elements and attributes in it are without namespaces.
        around: The elements around it, the outermost first.
    """

    line: int
    element: Element
    around: tuple[Opened, ...]


class _Refused(Exception):
    """What no record has and no format needs; the message is a sentence."""


class _RootEnded(Exception):
    """The document is whole."""


def elements(
    item: Input, names: Collection[str], *, has_doctype: bool = False
) -> Iterator[Found | Rejected]:
    """Read the outermost elements with one of some names, in the order of the document.

    Args:
        item: What to read, in small pieces.
        names: Names of elements, without namespaces.
        has_doctype: Whether the format's documents have a document type, which is not loaded.

    Yields:
        What was found and, where the document is damaged, one ``Rejected`` that says where.

    Raises:
        InputError: The data are damaged below the XML, such as by a bad checksum.
    """
    stream, position = open_input(item)
    with stream:
        document: _Document | None = None
        line = 1
        for text in characters(stream):
            item.bytes_read = position()
            while text:
                if document is None:
                    start = text.lstrip(_BLANK)
                    line += text.count("\n", 0, len(text) - len(start))
                    if not start:
                        break
                    document = _Document(names, line, has_doctype=has_doctype)
                    text = start
                rest = document.feed(text)
                yield from _ready(document, item.name)
                if document.has_failed:
                    return
                if rest is None:
                    break
                line, text, document = document.line, rest, None
        if document is not None:
            document.close()
            yield from _ready(document, item.name)


def _ready(document: _Document, name: str) -> Iterator[Found | Rejected]:
    for found in document.ready:
        if isinstance(found, Found):
            yield found
        else:
            yield rejected(name, *found)
    document.ready = []


class _Document:
    """One document under way.

    Attributes:
        ready: Records, or the lines of what is wrong with a sentence, since it was last emptied.
        line: The line that the document ended on.
        has_failed: Whether nothing more can be read.
    """

    def __init__(self, names: Collection[str], line: int, *, has_doctype: bool) -> None:
        from xml.parsers import expat

        self.ready: list[Found | tuple[int, str]] = []
        self.line = line
        self.has_failed = False
        self._lines_before = line - 1
        self._names = names
        self._has_doctype = has_doctype
        self._open: list[Opened] = []
        self._depth = 0  # elements open in the record under way, itself among them
        self._builder: TreeBuilder | None = None  # None in one that is too long
        self._record_line = 0
        self._record_start = 0
        self._bytes = 0
        self._root_end = 0
        self._parser = parser = expat.ParserCreate("utf-8", "}")
        parser.buffer_text = True
        parser.StartElementHandler = self._started
        parser.EndElementHandler = self._ended
        parser.StartDoctypeDeclHandler = self._doctype_declared
        parser.EntityDeclHandler = self._entity_declared
        if has_doctype:
            parser.SkippedEntityHandler = self._entity_skipped

    def feed(self, text: str) -> str | None:
        """Read on; what follows the document, or None while it goes on."""
        from xml.parsers.expat import ExpatError

        data = text.encode("utf-8", "replace")
        try:
            self._parser.Parse(data, False)
        except _RootEnded:
            end = data.find(b">", max(0, self._root_end - self._bytes)) + 1
            return data[end:].decode()
        except ExpatError as error:
            self._fail(
                f"the XML is damaged here ({str(error).partition(':')[0]}): "
                "what follows is not read",
                error.lineno,
            )
        except _Refused as error:
            self._fail(str(error), self._parser.CurrentLineNumber)
        self._bytes += len(data)
        if self._builder is not None and self._bytes - self._record_start > LINE_LIMIT:
            self._builder = None
            self._parser.CharacterDataHandler = None
        if not self.has_failed and self._bytes - self._parser.CurrentByteIndex > LINE_LIMIT:
            self._fail(_LIMIT, self._parser.CurrentLineNumber)
        return None

    def close(self) -> None:
        """Say what is missing at the end of the input."""
        if self._depth:
            self._fail(
                "the file is cut off here: it ends inside a record",
                self._record_line - self._lines_before,
            )
        elif self._open:
            self._fail(
                f"the file is cut off here: it ends inside <{self._open[-1].name}>",
                self._parser.CurrentLineNumber,
            )
        elif self._lines_before == 0:
            self._fail("there is no element in it", 1)

    def _fail(self, reason: str, line: int) -> None:
        self.has_failed = True
        self.ready.append((self._lines_before + line, reason))

    def _started(self, tag: str, attributes: dict[str, str]) -> None:
        name = _local(tag)
        if attributes:
            attributes = {_local(key): value for key, value in attributes.items()}
        if self._depth == 0:
            if name not in self._names:
                if len(self._open) >= _DEPTH:
                    raise _Refused(f"more than {_DEPTH} elements in one another, as no list has")
                self._open.append(Opened(name, attributes))
                return
            from xml.etree.ElementTree import TreeBuilder

            self._builder = TreeBuilder()
            self._record_line = self._lines_before + self._parser.CurrentLineNumber
            self._record_start = self._parser.CurrentByteIndex
            self._parser.CharacterDataHandler = self._builder.data
        self._depth += 1
        if self._depth > _DEPTH:
            raise _Refused(f"more than {_DEPTH} elements in one another, as no record has")
        if self._builder is not None:
            self._builder.start(name, attributes)

    def _ended(self, tag: str) -> None:
        if self._depth == 0:
            self._open.pop()
            self._end_root()
            return
        if self._builder is not None:
            self._builder.end(_local(tag))
        self._depth -= 1
        if self._depth == 0:
            if self._builder is None:
                self.ready.append((self._record_line, _LIMIT))
            else:
                element = self._builder.close()
                self.ready.append(Found(self._record_line, element, tuple(self._open)))
            self._builder = None
            self._parser.CharacterDataHandler = None
            self._end_root()

    def _end_root(self) -> None:
        """Stop where no element is open: what follows is another document."""
        if not self._open:
            self._root_end = self._parser.CurrentByteIndex
            self.line = self._lines_before + self._parser.CurrentLineNumber
            raise _RootEnded

    def _doctype_declared(self, *_: object) -> None:
        if not self._has_doctype:
            raise _Refused("a document type is declared (DOCTYPE), which this format has not")

    def _entity_declared(self, *_: object) -> None:
        raise _Refused("an entity is declared, which Quire does not take from files")

    def _entity_skipped(self, name: str, is_parameter: bool) -> None:
        from html.entities import html5

        if self._builder is not None and not is_parameter:
            self._builder.data(html5.get(f"{name};", f"&{name};"))


@lru_cache(maxsize=1000)
def _local(name: str) -> str:
    return name.rpartition("}")[2]
