"""Reads the dumps of Papers with Code: papers with abstracts, and links between papers and code.

The site is gone; the dumps live on. ``date`` is the day of the first version.
"""

from __future__ import annotations

import re
from typing import Any, Final

from index.paper import Paper
from index.sources.clean_record import clean_record
from index.sources.json_fields import (
    abstract_of,
    arxiv_id_in,
    date_in,
    first_text,
    people_of,
    title_of,
)
from index.sources.json_input import json_source
from index.sources.json_values import identifier_of, texts_of

NAME: Final = "papers-with-code"


def paper_of(record: dict[str, Any], _file: str) -> Paper:
    """The paper of a decoded record.

    Raises:
        ValueError: It is none; the message is a sentence.
    """
    title = title_of(record, "title", "paper_title")
    addresses = [first_text(record, name) for name in ("url_abs", "paper_url_abs", "paper_url")]
    given = record.get("arxiv_id", record.get("paper_arxiv_id"))
    arxiv_id = identifier_of(given, "arxiv_id") or arxiv_id_in(*addresses)
    return clean_record(
        NAME,
        title=title,
        abstract=abstract_of(record, "abstract", "short_abstract"),
        published=date_in(record, "date"),
        authors=people_of(record.get("authors"), "authors", "name"),
        arxiv_id=arxiv_id,
        url="" if arxiv_id else next(filter(None, addresses), ""),
        keywords=[task for task in texts_of(record.get("tasks"), "tasks") if task],
        # It ends in the month, as in "NeurIPS 2018 12".
        venue=re.sub(r"(\b\d{4}) \d{1,2}$", r"\1", first_text(record, "proceeding").strip()),
    )


SOURCE: Final = json_source(NAME, "dumps of Papers with Code", title_rank=1)
