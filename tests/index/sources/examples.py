"""A whole small input of each format, of a paper called "Gardens of Cells"."""

from __future__ import annotations

from typing import Final

EXAMPLES: Final[dict[str, bytes]] = {
    "daily-papers-page": (
        b"Daily Papers\n\nNov 25\n\nGardens of Cells\n\nSmall gardens grow in the dark. They are "
        b"many.\n\n  \xe2\x80\xa2 4 authors\n\xc2\xb7\nSep 7, 2024\n"
    ),
    "daily-papers-api": b'[{"paper": {"id": "2401.01234", "title": "Gardens of Cells"}}]',
    "arxiv": (
        b'{"id":"2401.01234","title":"Gardens of Cells","abstract":"  They grow.\\n",'
        b'"categories":"cs.LG","authors_parsed":[["Moss","Ada",""]],"versions":[{"version":"v1",'
        b'"created":"Mon, 2 Apr 2007 19:18:42 GMT"}],"doi":null}\n'
    ),
    "arxiv-rss": (
        b'<rss version="2.0"><channel><link>http://rss.arxiv.org/rss/cs</link><item>'
        b"<title>Gardens of Cells</title><link>https://arxiv.org/abs/2401.01234</link></item>"
        b"</channel></rss>"
    ),
    "arxiv-atom": (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>http://arxiv.org/abs/2401.01234v1</id>'
        b"<title>Gardens of Cells</title></entry></feed>"
    ),
    "arxiv-oai": (
        b'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><GetRecord><record><header>'
        b"<identifier>oai:arXiv.org:2401.01234</identifier></header><metadata><arXiv>"
        b"<title>Gardens of Cells</title></arXiv></metadata></record></GetRecord></OAI-PMH>"
    ),
    "bibtex": b"@misc{moss2024, title = {Gardens of {Cells}}, year = 2024}\n",
    "ris": b"TY  - JOUR\nTI  - Gardens of Cells\nER  - \n",
    "acl": (
        b'<collection id="x"><volume id="1"><meta><booktitle>B</booktitle><year>2024</year></meta>'
        b'<paper id="1"><title>Gardens of <fixed-case>C</fixed-case>ells</title></paper></volume>'
        b"</collection>"
    ),
    "csl": b'{"type": "article", "id": "moss2024", "title": "Gardens of Cells"}\n',
    "openalex": b'{"id": "https://openalex.org/W1", "title": "Gardens of Cells"}\n',
    "semantic-scholar": b'{"paperId": "1", "title": "Gardens of Cells"}\n',
    "paperlists": b'[{"title": "Gardens of Cells", "author": "Ada Moss;Bo Fern", "aff": ";"}]\n',
    "papers-with-code": b'{"title": "Gardens of Cells", "url_abs": "https://example.com/1"}\n',
    "openreview": b'{"forum": "1", "content": {"title": {"value": "Gardens of Cells"}}}\n',
    "arxiv-mail": (
        b"\\\\\narXiv:2401.01234\n\nTitle: Gardens of Cells\n\\\\\n  They grow.\n"
        b"\\\\ ( https://arxiv.org/abs/2401.01234 ,  2kb)\n"
    ),
    "csv": b"title,abstract\nGardens of Cells,They grow.\n",
    "dblp": (
        b"<dblp><article key='x'><title>Gardens of Cells.</title><year>2024</year></article></dblp>"
    ),
    "pubmed": (
        b"<PubmedArticleSet><PubmedArticle><MedlineCitation><Article><ArticleTitle>Gardens of "
        b"Cells.</ArticleTitle></Article></MedlineCitation></PubmedArticle></PubmedArticleSet>"
    ),
    "quire": b'{"title": "Gardens of Cells"}\n',
}
