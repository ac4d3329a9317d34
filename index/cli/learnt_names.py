"""After a build: the library learns what its papers are called by now.

A paper that was starred by its title, then got an id and at last another title would be known by
none of its names otherwise.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from index.errors import QuireError
from index.process.streams import narrate

if TYPE_CHECKING:
    from index.paper import Paper

_DONE_WITH: Final = "is:starred OR is:read OR is:noted OR is:marked OR tag:*"
"""Finds the papers that something was done with."""

_WINDOW: Final = 10_000


def learn_names(index_dir: str | None) -> None:
    """Have the user's library learn the names of its papers in an index that was built.

    The build is done, so what goes wrong here is narrated and no error of it. Without a library
    nothing happens.
    """
    from index.library.location import default_library_path

    if not os.path.exists(default_library_path()):
        return
    try:
        _learn(index_dir)
    except QuireError as error:
        narrate(f"quire: the library learnt no names of the new index: {error}")


def _learn(index_dir: str | None) -> None:
    from index.engines import open_index
    from index.library.library import open_library

    with (
        open_library(index=index_dir) as library,
        open_index(index_dir, overlay=library) as papers,
    ):
        found: dict[int, list[Paper]] = {}
        seen = 0
        while True:
            page = papers.search(_DONE_WITH, sort="date", limit=_WINDOW, offset=seen)
            known_as = papers.known_as([hit.paper for hit in page.hits])
            for hit in page.hits:
                for number in known_as.get(hit.paper.key, ()):
                    found.setdefault(number, []).append(hit.paper)
            seen += len(page.hits)
            if len(page.hits) < _WINDOW:
                break
        # Where several papers may be meant, it is not known whose the names are.
        library.learn({number: its[0] for number, its in found.items() if len(its) == 1})
