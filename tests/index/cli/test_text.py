"""Papers as text for people."""

from __future__ import annotations

import msgspec
import pytest

from index.cli.text import paper_text
from index.paper import PRINTED
from tests.support.records import whole_paper

WITHOUT = {"title": "y", "key": "y", "year_inferred": False, "sources": ()}


@pytest.mark.parametrize("name", [name for name in PRINTED if name not in ("org", "org_name")])
def test_every_fact_of_a_paper_is_shown(name: str) -> None:
    paper = whole_paper()
    without = msgspec.structs.replace(paper, org=None, org_name=None, **{name: WITHOUT.get(name)})
    assert paper_text(without) != paper_text(paper)
