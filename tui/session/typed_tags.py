"""Tags as they are typed: several at once, to be given or taken away. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class TypedTags(NamedTuple):
    """What is to be done with tags."""

    add: tuple[str, ...]
    remove: tuple[str, ...]


def read_tags(text: str) -> TypedTags:
    """Read tags: between commas, or between spaces where there is no comma; ``-tag`` takes off."""
    parts = [part.strip() for part in (text.split(",") if "," in text else text.split())]
    add = [part for part in parts if part and not part.startswith("-")]
    remove = [part[1:].strip() for part in parts if part.startswith("-") and part[1:].strip()]
    return TypedTags(tuple(dict.fromkeys(add)), tuple(dict.fromkeys(remove)))


def complete_tag(text: str, tags: Iterable[str]) -> tuple[str, list[str]]:
    """The text with its last tag completed as far as it is clear, and the tags it may become."""
    start = max(text.rfind(","), text.rfind(" ") if "," not in text else -1) + 1
    typed = text[start:].lstrip().removeprefix("-")
    if not typed:
        return text, []
    before = text[: len(text) - len(typed)]
    found = [tag for tag in tags if tag.casefold().startswith(typed.casefold())]
    if not found:
        return text, []
    common = found[0]
    for tag in found[1:]:
        while not tag.casefold().startswith(common.casefold()):
            common = common[:-1]
    return before + (common if len(common) >= len(typed) else typed), found
