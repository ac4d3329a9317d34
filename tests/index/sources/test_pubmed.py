"""PubMed's XML."""

from __future__ import annotations

from datetime import date

from index.paper import Organisation, Paper
from tests.index.sources.reading import Reading

HEAD = """\
<?xml version="1.0" ?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2024//EN" "x.dtd">
<PubmedArticleSet>
"""
ARTICLE = """\
<PubmedArticle><MedlineCitation><PMID Version="1">12345678</PMID><Article>
 <Journal><JournalIssue><PubDate><Year>2019</Year><Month>May</Month></PubDate></JournalIssue>
  <Title>Gardening letters</Title></Journal>
 <ArticleTitle>Gardens of <i>cells</i> in CO<sub>2</sub>.</ArticleTitle>
 <ELocationID EIdType="doi" ValidYN="Y">10.1000/182</ELocationID>
 <Abstract><AbstractText Label="BACKGROUND">They grow.</AbstractText>
  <AbstractText Label="RESULTS">They grew.</AbstractText></Abstract>
 <AuthorList CompleteYN="Y"><Author><LastName>Moss</LastName><ForeName>Ada</ForeName>
  <Initials>A</Initials><AffiliationInfo><Affiliation>Department of Mosses, University of Ferns,
  Oslo. moss@example.org.</Affiliation></AffiliationInfo></Author>
  <Author><CollectiveName>The Garden Group</CollectiveName></Author></AuthorList>
 </Article><KeywordList><Keyword>cells</Keyword></KeywordList></MedlineCitation></PubmedArticle>
"""


def test_an_article_says_everything(read: Reading) -> None:
    assert read.paper(HEAD + ARTICLE + "</PubmedArticleSet>") == Paper(
        title="Gardens of cells in CO2",
        abstract="BACKGROUND: They grow.\n\nRESULTS: They grew.",
        published=date(2019, 5, 1),
        published_precision="month",
        orgs=(Organisation(name="University of Ferns"),),
        author_count=2,
        authors=("Ada Moss", "The Garden Group"),
        doi="10.1000/182",
        url="https://pubmed.ncbi.nlm.nih.gov/12345678/",
        keywords=("cells",),
        venue="Gardening letters",
        sources=("pubmed",),
    )


def test_dates_in_every_shape(read: Reading) -> None:
    whole = "<Year>2019</Year><Month>May</Month>"
    for written, day in [
        ("<Year>2019</Year><Month>05</Month><Day>07</Day>", date(2019, 5, 7)),
        ("<Year>2019</Year><Season>Winter</Season>", date(2019, 1, 1)),
        ("<MedlineDate>2019 May-Jun</MedlineDate>", date(2019, 5, 1)),
    ]:
        text = HEAD + ARTICLE.replace(whole, written) + "</PubmedArticleSet>"
        assert read.paper(text).published == day
    online = "<ArticleDate><Year>2019</Year><Month>04</Month><Day>30</Day></ArticleDate>"
    text = HEAD + ARTICLE.replace("</AuthorList>", "</AuthorList>" + online) + "</PubmedArticleSet>"
    assert read.paper(text).published == date(2019, 4, 30)


def test_a_list_of_authors_that_is_not_whole_has_no_number(read: Reading) -> None:
    text = HEAD + ARTICLE.replace('CompleteYN="Y"', 'CompleteYN="N"') + "</PubmedArticleSet>"
    assert read.paper(text).author_count is None


def test_an_article_without_a_title_is_told_with_its_line(read: Reading) -> None:
    bare = "<PubmedArticle><MedlineCitation><PMID>1</PMID></MedlineCitation></PubmedArticle>\n"
    assert read.told(HEAD + bare + ARTICLE + "</PubmedArticleSet>") == [
        "<4: it has no title>",
        "Gardens of cells in CO2",
    ]
