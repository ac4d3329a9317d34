"""The formats that Quire reads: a new one is a module of its own and a line here."""

from __future__ import annotations

from typing import Final

from index.sources import (
    acl,
    arxiv,
    arxiv_atom,
    arxiv_mail,
    arxiv_oai,
    arxiv_rss,
    bibtex,
    csl,
    csv_table,
    daily_papers_api,
    daily_papers_page,
    dblp,
    openalex,
    openreview,
    paperlists,
    papers_with_code,
    pubmed,
    quire_json,
    ris,
    semantic_scholar,
)
from index.sources.source import Source

SOURCES: Final[tuple[Source, ...]] = (
    bibtex.SOURCE,
    ris.SOURCE,
    arxiv_mail.SOURCE,
    csv_table.SOURCE,
    daily_papers_page.SOURCE,
    daily_papers_api.SOURCE,
    arxiv.SOURCE,
    arxiv_rss.SOURCE,
    arxiv_atom.SOURCE,
    arxiv_oai.SOURCE,
    acl.SOURCE,
    dblp.SOURCE,
    pubmed.SOURCE,
    csl.SOURCE,
    openalex.SOURCE,
    semantic_scholar.SOURCE,
    paperlists.SOURCE,
    papers_with_code.SOURCE,
    openreview.SOURCE,
    quire_json.SOURCE,
)
"""All of them, in the order in which they are asked whether they recognise an input."""

SOURCES_BY_NAME: Final = {source.name: source for source in SOURCES}

FORMATS: Final = tuple(SOURCES_BY_NAME)
"""Their names."""
