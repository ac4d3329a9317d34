"""arXiv categories as they are typed: which they are, and completing the last one."""

from __future__ import annotations

import re

from index import ARXIV_CATEGORIES
from tui.commands.key_names import closest
from tui.screens.path_completion import Completion, beginning_of_all, listed

_BETWEEN = re.compile(r"[\s,;]+")


def categories_in(typed: str) -> list[str]:
    """The categories in a line of text, as arXiv writes them.

    Raises:
        ValueError: One of the words is none; the message says so, and which may be meant.
    """
    by_name = {name.casefold(): name for name in ARXIV_CATEGORIES}
    found = []
    for word in filter(None, _BETWEEN.split(typed)):
        name = by_name.get(word.casefold())
        if name is None:
            near = closest(word.casefold(), by_name)
            hint = f"; did you mean {by_name[near]}?" if near else ", such as cs.LG or hep-th."
            raise ValueError(f"arXiv has no category {word}{hint}")
        found.append(name)
    return list(dict.fromkeys(found))


def completed_categories(text: str) -> Completion:
    """Complete the last category of a text.

    Args:
        text: What stands up to the cursor.
    """
    begun = _BETWEEN.split(text)[-1]
    names = [name for name in ARXIV_CATEGORIES if name.casefold().startswith(begun.casefold())]
    if not names:
        return Completion(text, f"No category of arXiv begins with {begun}.")
    shared = beginning_of_all(names)
    if shared != begun and len(shared) >= len(begun):
        return Completion(text[: len(text) - len(begun)] + shared, "")
    return Completion(text, "" if len(names) == 1 else listed(names))
