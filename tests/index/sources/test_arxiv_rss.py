"""arXiv's daily feeds, as they are and as they were."""

from __future__ import annotations

import re

import pytest

from index.paper import Paper
from tests.index.sources.reading import Reading, records_of
from tests.support.corpora import corpus

RSS = """\
<?xml version='1.0' encoding='UTF-8'?>
<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/"
 version="2.0">
 <channel>
  <title>cs.LG updates on arXiv.org</title>
  <link>http://rss.arxiv.org/rss/cs.LG</link>
  <pubDate>Thu, 04 Jan 2024 00:00:00 -0500</pubDate>
  <item>
   <title>Gardens of Cells</title>
   <link>https://arxiv.org/abs/2401.01234</link>
   <description>arXiv:2401.01234v1 Announce Type: new
Abstract: They grow in the dark, where a&lt;b.</description>
   <guid isPermaLink="false">oai:arXiv.org:2401.01234v1</guid>
   <category>cs.LG</category>
   <category>stat.ML</category>
   <pubDate>Thu, 04 Jan 2024 00:00:00 -0500</pubDate>
   <arxiv:announce_type>new</arxiv:announce_type>
   <arxiv:DOI>10.1000/182</arxiv:DOI>
   <dc:creator>Ada Moss, Bo Fern and Cy Reed</dc:creator>
  </item>
  <item>
   <title>Gardens, Revised</title>
   <link>https://arxiv.org/abs/1901.00001</link>
   <description>arXiv:1901.00001v7 Announce Type: replace-cross
Abstract: They grew.</description>
   <pubDate>Thu, 04 Jan 2024 00:00:00 -0500</pubDate>
  </item>
  <item><title>An advertisement</title><link>https://example.org/</link></item>
 </channel>
</rss>
"""
ATOM = """\
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom"
 xmlns:dc="http://purl.org/dc/elements/1.1/">
 <id>http://rss.arxiv.org/atom/cs.LG</id>
 <entry>
  <id>oai:arXiv.org:2401.01234v1</id>
  <title>Gardens of Cells</title>
  <updated>2024-01-04T05:00:00+00:00</updated>
  <link href="https://arxiv.org/abs/2401.01234" rel="alternate"/>
  <summary>arXiv:2401.01234v1 Announce Type: cross
Abstract: They grow.</summary>
  <category term="cs.LG"/>
  <published>2024-01-04T00:00:00-05:00</published>
  <arxiv:announce_type>cross</arxiv:announce_type>
  <dc:creator>Ada Moss, Bo Fern</dc:creator>
 </entry>
</feed>
"""
RDF = """\
<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="http://arxiv.org/"><title>hep-ex updates on arXiv.org</title></channel>
<item rdf:about="http://arxiv.org/abs/2106.00550">
<title>Measuring Gardens. (arXiv:2106.00550v2 [hep-ex] CROSS LISTED)</title>
<link>http://arxiv.org/abs/2106.00550</link>
<description rdf:parseType="Literal">&lt;p&gt;They were
measured.&lt;/p&gt;</description>
<dc:creator>&lt;a href="http://arxiv.org/a"&gt;LHCb collaboration&lt;/a&gt;: &lt;a
href="http://arxiv.org/b"&gt;A. Moss&lt;/a&gt;, et al. (909 additional authors not
shown)</dc:creator>
</item>
<item rdf:about="http://arxiv.org/abs/math/0601001">
<title>Old Gardens. (arXiv:math/0601001v1 [math.GR])</title>
<dc:creator>&lt;a href="http://arxiv.org/c"&gt;B. Fern&lt;/a&gt; (University of Moss)</dc:creator>
</item>
</rdf:RDF>
"""


def test_an_item_says_all_but_the_day(read: Reading) -> None:
    records = read(RSS)
    assert records[0] == Paper(
        title="Gardens of Cells",
        abstract="They grow in the dark, where a<b.",
        author_count=3,
        authors=("Ada Moss", "Bo Fern", "Cy Reed"),
        arxiv_id="2401.01234",
        categories=("cs.LG", "stat.ML"),
        doi="10.1000/182",
        url="https://arxiv.org/abs/2401.01234",
        sources=("arxiv-rss",),
    )
    assert read.told(RSS)[1:] == ["Gardens, Revised", "<28: no arXiv id in its link>"]


def test_the_day_of_a_mailing_is_never_that_of_the_first_version(read: Reading) -> None:
    records = [record for record in read(RSS) + read(ATOM) if isinstance(record, Paper)]
    assert [paper.published for paper in records] == [None] * 3


def test_a_daily_feed_in_atom_is_one_of_mailings(read: Reading) -> None:
    paper = read.paper(ATOM)
    assert paper.sources == ("arxiv-rss",)
    assert (paper.arxiv_id, paper.abstract) == ("2401.01234", "They grow.")
    assert paper.authors == ("Ada Moss", "Bo Fern")
    assert paper.categories == ("cs.LG",)


def test_old_feeds_have_ids_in_titles_and_people_in_links(read: Reading) -> None:
    many, one = read.papers(RDF)
    assert many.title == "Measuring Gardens"
    assert many.abstract == "They were measured."
    assert many.categories == ("hep-ex",)
    assert many.authors == ("LHCb collaboration", "A. Moss")
    assert many.author_count == 910
    assert (one.title, one.arxiv_id, one.authors) == ("Old Gardens", "math/0601001", ("B. Fern",))
    assert one.abstract is None


@pytest.mark.corpora
def test_real_feeds() -> None:
    for path in corpus("formats/arxiv-rss").iterdir():
        text = path.read_text()
        papers = [record for record in records_of(path) if isinstance(record, Paper)]
        assert len(papers) == len(re.findall(r"<item[ >]", text))
        assert all(paper.arxiv_id and paper.abstract and paper.authors for paper in papers)
        assert not any(paper.published for paper in papers)
