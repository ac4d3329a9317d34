"""Submissions to OpenReview, from both versions of its API."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from index.paper import Paper
from index.sources.json_records import BadRecord
from tests.index.sources.json_reading import facts, paper, read_json

CONTENT: dict[str, Any] = {
    "title": "Gardens of Cells",
    "abstract": "They grow.",
    "authors": ["Ada Moss", "Bo Fern"],
    "keywords": ["moss", "light"],
    "venue": "Gardens 2024 Oral",
    "venueid": "Gardens.cc/2024/Conference",
    "pdf": "/pdf?id=x1",
}
NOTE: dict[str, Any] = {
    "id": "x1",
    "forum": "x1",
    "invitations": ["Gardens.cc/2024/Conference/-/Submission"],
    "cdate": 1704199600000,
    "tcdate": 1704299600000,
    "pdate": 1714199600000,
    "content": {name: {"value": value} for name, value in CONTENT.items()},
}
FACTS = {
    "title": "Gardens of Cells",
    "abstract": "They grow.",
    "published": "2024-01-02",
    "author_count": 2,
    "authors": ("Ada Moss", "Bo Fern"),
    "url": "https://openreview.net/forum?id=x1",
    "keywords": ("moss", "light"),
    "venue": "Gardens 2024 Oral",
    "sources": ("openreview",),
}


def test_notes_of_both_versions() -> None:
    assert facts(paper(NOTE)) == FACTS
    # Copies of the first version's have seconds.
    first = {"id": "x1", "invitation": "x", "tcdate": 1704199600, "content": CONTENT}
    assert facts(paper(first)) == FACTS


def test_an_answer_of_the_api(tmp_path: Path) -> None:
    (found,) = read_json(tmp_path, {"notes": [NOTE], "count": 1})
    assert isinstance(found, Paper)
    assert facts(found) == FACTS


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"venueid": "Gardens.cc/2024/Conference/Rejected_Submission"}, {"venue": None}),
        ({"venueid": "Gardens.cc/2024/Conference/Withdrawn_Submission"}, {"venue": None}),
        ({"venue": "Submitted to Gardens 2024"}, {"venue": None}),
        ({"authors": ["Anonymous"]}, {"authors": None, "author_count": None}),
        ({"authors": "Ada Moss, Bo Fern"}, {"author_count": 2}),
        ({"keywords": "moss, light"}, {"keywords": ("moss", "light")}),
        ({"html": "https://arxiv.org/abs/2401.00001"}, {"arxiv_id": "2401.00001"}),
    ],
)
def test_what_submissions_have_otherwise(changed: dict[str, Any], expected: dict[str, Any]) -> None:
    found = paper({**NOTE, "content": {**CONTENT, **changed}})
    assert {name: getattr(found, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"replyto": "x1"}, "it is a review, a decision or a comment, no submission"),
        ({"id": "x2"}, "it is a review, a decision or a comment, no submission"),
        ({"ddate": 1704199600000}, "it was deleted"),
        ({"content": {"title": {"value": ""}}}, "the title is empty"),
    ],
)
def test_what_is_no_submission_is_rejected(changed: dict[str, Any], reason: str) -> None:
    with pytest.raises(BadRecord, match=f"a note of OpenReview: {reason}"):
        paper({**NOTE, **changed})
