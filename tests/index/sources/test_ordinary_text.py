"""Ordinary text is not a page, though dates, names, buttons and paragraphs stand in it too."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import InputError
from index.sources.daily_papers_page.page import looks_like_page
from tests.index.sources.rendering import PREAMBLE, read_files

PARAGRAPH = (
    "The pond was cleared of weeds in the first week of spring. Two of the pumps had to be "
    "replaced, and the third runs at half of its speed until a new belt comes. Nobody has seen "
    "the heron since then, but the carp have come back to the shallow end."
)
LONG = f"{PARAGRAPH} {PARAGRAPH} {PARAGRAPH}"

STRANGERS = {
    "changelog": f"""\
Changes of the Pond Keeper

{PARAGRAPH}

Version 1.2

{PARAGRAPH}

Sep 7, 2024

Version 1.1

{PARAGRAPH}

Aug 3, 2024

Version 1.0

{PARAGRAPH}

Jul 10, 2024
""",
    "dated note": f"""\
Minutes of the Pond Group

{PARAGRAPH}

pond-group Pond Group
Sep 7, 2024
""",
    "letter": f"""\
About the Heron

{PARAGRAPH}

{PARAGRAPH}

Wilhelmina Reed
Mar 3, 2021
""",
    "button": f"""\
The Pond Keeper

{PARAGRAPH}

Where to find it
GitHub 12

How to install it

{PARAGRAPH}
""",
    "one paper among notes": f"""\
Notes of the Spring

{PARAGRAPH}

  • 4 authors
·
Sep 7, 2024 6

Weeds and Pumps

Cleared.

Belt and Heron

Ordered on Monday.

Carp and Shallow End

Counted twice.
""",
    "authors of a book": """\
Contents

Ponds of the North

3 authors

Ponds of the South

2 authors
""",
    "reading list": f"Reading list\n\n{PARAGRAPH}\n",
    "mail": f"""\
From: reed@pond.example
To: keepers@pond.example
Subject: The heron
Date: Sun, 7 Mar 2021 10:00:00 +0000

Dear keepers,

{LONG}

Wilhelmina Reed
Mar 7, 2021

> {PARAGRAPH}
""",
    "log": "\n".join(
        f"Sep {day} 06:00:0{day} pond pump[{day}]: belt slips, speed is {day} of 10"
        for day in range(1, 10)
    )
    + "\n\nSep 7\n\nSep 8\n",
    "yaml": f"""\
name: pond
on: push

jobs:
  pump:
    steps:
      - name: Clear the weeds
        run: |
          {PARAGRAPH}

      - name: Wait for the belt
        run: |
          {LONG}
""",
    "toml": f"""\
[project]
name = "pond"
description = "{LONG}"

[project.pumps]
first = "{LONG}"
second = "{PARAGRAPH}"
""",
    "restructured text": f"""\
The Pond Keeper
===============

{LONG}

.. note::

   {LONG}

Pumps
-----

:belt: {PARAGRAPH}

.. code-block:: sh

   pond --clear
""",
    "program": f"""\
from pond import (
    Belt,
    Pump,
)

def clear(pond: str, *, weeds: int = 3) -> str:
    # {LONG}
    return pond

def feed(pond: str) -> None:
    # {LONG}
    print(
        pond,
    )
""",
    "licence": "Files: *\nCopyright: 2001, The Pond\n 2017-2021, The Keepers\nLicense: Pond\n\n"
    + "".join(f" {LONG[at : at + 70]}\n" for at in range(0, len(LONG), 70)),
    "versions": "pond.example/weeds v1.9.0 v1.2.0\n v1.3.0\n\n"
    + "\n".join(f"pond.example/pump{n} v{n}.0.0 v{n}.1.0 (passed go get)" for n in range(40)),
    "constants": "import sys\nfrom typing import Final\n\n"
    + "\n".join(f"POND_{n}: Final[int]" for n in range(60)),
    "style": ":root { --pond: green }\n\n"
    + "\n".join(f".pond .weed{n} {{ color: green }} /* Weed {n} */" for n in range(40)),
    "directive": "Pumps of Ponds\n^^^^^^^^^^^^^^\n\n.. added:: 3.18\n"
    + "".join(f"  {LONG[at : at + 70]}\n" for at in range(0, len(LONG), 70)),
    "comments": f"# Time of the Pond\n# See https://pond.example for more.\n# {LONG}\n1 2\n",
}


@pytest.mark.parametrize("text", STRANGERS.values(), ids=STRANGERS)
def test_ordinary_text_is_refused(text: str, tmp_path: Path) -> None:
    assert not looks_like_page(text.encode())
    path = tmp_path / "stranger.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"stranger\.txt"):
        read_files(path)


@pytest.mark.parametrize(
    "details",
    [
        "  • 4 authors\n·\nSep 7, 2024",
        "  • 4 authors",
        "pond-group Pond Group\n·\nSep 7",
        "pond-group Pond Group · Sep 7",
        "·\nSep 7",
        "pond-group Pond Group\nSep 7 2",
        "Sep 7 2",
    ],
)
def test_one_paper_with_its_details_is_a_page(details: str) -> None:
    assert looks_like_page(f"The Pond Keeper\n\n{PARAGRAPH}\n\n{details}\n".encode())


def test_long_abstracts_are_a_page_without_details() -> None:
    text = f"The Pond Keeper\n\n{LONG}\n\nWeeds and Pumps of Ponds\n\n{LONG}\n"
    assert looks_like_page(text.encode())


def test_a_preamble_makes_a_page_of_any_text() -> None:
    for text in STRANGERS.values():
        assert looks_like_page(("\n\n".join(PREAMBLE) + f"\n\n{text}").encode())
