"""Changes a library one thing after another, and says of each when it is done.

``python -m tests.support.library_writer PATH WRITER FIRST LAST [anew]`` prints the number of a
change once ``Library`` has returned; with ``anew`` the library is opened for each, as commands do.
"""

from __future__ import annotations

import os
import sys

from index.library.library import Library, open_library
from index.paper import Paper

SHARED = 5
"""Papers that all writers tag."""


def own_paper(writer: str, number: int) -> Paper:
    """The paper of a change that no other writer knows."""
    return Paper(key=f"{writer}-{number}", title=f"On {writer} {number}")


def shared_paper(number: int) -> Paper:
    """The paper of a change that all writers know."""
    return Paper(key=f"shared-{number % SHARED}", title=f"On Shared {number % SHARED}")


def change(library: Library, writer: str, number: int) -> None:
    """Make one change."""
    kind = number % 3
    if kind == 0:
        library.star([own_paper(writer, number)])
    elif kind == 1:
        library.tag([shared_paper(number)], [f"{writer}-{number}"])
    else:
        library.note([own_paper(writer, number)], f"note {number}")


def has_change(library: Library, writer: str, number: int) -> bool:
    """Whether a change is there."""
    kind = number % 3
    if kind == 1:
        return f"{writer}-{number}" in library.marks_of([shared_paper(number)])[0].tags
    (marks,) = library.marks_of([own_paper(writer, number)])
    return marks.starred if kind == 0 else marks.note == f"note {number}"


def main(path: str, writer: str, first: str, last: str, how: str = "") -> None:
    """Make the changes from the first to the last."""
    library = open_library(path)
    for number in range(int(first), int(last) + 1):
        change(library, writer, number)
        os.write(1, f"{number}\n".encode())
        if how == "anew":
            library.close()
            library = open_library(path)


if __name__ == "__main__":
    main(*sys.argv[1:])
