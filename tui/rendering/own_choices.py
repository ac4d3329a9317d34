"""What the filter by one's own library offers, and what a choice there makes of the query. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index import FIELDS, READING, toggle_excluded, toggle_part, toggle_value
from tui.rendering.filter_choices import Choice
from tui.rendering.filter_strip import OWN_FIELDS, tag_label
from tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from index import Filter, Mine
    from tui.rendering.filter_choices import State


def own_choices(mine: Mine, filters: Mapping[str, Filter]) -> list[Choice]:
    """The states that papers can be in, then tags, the most frequent first.

    Args:
        mine: The counts.
        filters: What the query asks for, by field.
    """
    choices = [
        Choice(
            value=f"is:{state}",
            label=state,
            count=getattr(mine, state),
            state=_state("is", state, filters),
        )
        for state in FIELDS["is"].values
    ]
    listed = {one.name.casefold() for one in mine.tags}
    asked = filters.get("tag")
    lost = [*asked.values, *asked.excluded] if asked is not None else []
    tags = [(name, 0) for name in lost if name.casefold() not in {*listed, "none", "unknown"}] + [
        (one.name, one.count) for one in mine.tags
    ]
    choices += [
        Choice(
            value=f"tag:{name}",
            label=tag_label(name),
            count=count,
            state=_state("tag", name, filters),
        )
        for name, count in tags
    ]
    if tags:
        none = Choice(
            value="tag:none",
            label="without a tag",
            count=mine.untagged,
            state=_state("tag", "none", filters),
            unknown=True,
        )
        choices.append(none)
    return choices


def _state(field: str, value: str, filters: Mapping[str, Filter]) -> State:
    chosen = filters.get(field)
    if chosen is None:
        return ""
    if value.casefold() in {one.casefold() for one in chosen.values}:
        return "in"
    return "out" if value.casefold() in {one.casefold() for one in chosen.excluded} else ""


def own_summary(filters: Mapping[str, Filter]) -> str:
    """What the query asks for, in a few words."""
    said = []
    for field in OWN_FIELDS:
        if (chosen := filters.get(field)) is not None:
            names = tag_label if field == "tag" else clean
            said += [names(value) for value in chosen.values]
            said += [f"-{names(value)}" for value in chosen.excluded]
    return " ".join(said)


def take_own(text: str, choice: Choice, *, out: bool = False) -> str:
    """A query after a choice was taken or excluded, or that was taken back.

    Papers must be in all states that are chosen, but of new, unread and read they can be in one.
    Of several tags one is enough.

    Args:
        text: The query.
        choice: What was taken.
        out: Whether it is to be excluded.
    """
    field, _, value = choice.value.partition(":")
    if field == "is":
        instead = READING if value in READING and not out else ()
        return toggle_part(text, field, value, excluded=out, instead_of=instead)
    return (toggle_excluded if out else toggle_value)(text, field, value)
