"""The text of elements."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def text_of(element: Element | None) -> str:
    """All text in an element, whatever markup it stands in; "" where there is no element."""
    return "" if element is None else "".join(element.itertext()).strip()


def text_at(element: Element, path: str) -> str:
    """The text of the first element at a path; "" where there is none."""
    return text_of(element.find(path))


def texts_at(element: Element, path: str) -> list[str]:
    """The texts of all elements at a path, without empty ones."""
    return [text for found in element.findall(path) if (text := text_of(found))]
