"""A digest is inert in every format, whatever papers and searches are called."""

from __future__ import annotations

import datetime
import json
import random
import re
import warnings
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from html.parser import HTMLParser
from typing import Any
from unicodedata import category
from xml.etree import ElementTree

import pytest

from index.digest.digest import Digest, Listed, Section
from index.digest.formats import FORMATS, written
from index.digest.phrases import excerpt, subject, summary
from index.mailing.message import message
from index.mailing.settings import Mailbox
from index.paper import Paper
from tests.support.hostile import hostile_text, spoiled
from tests.support.papers import invented

NOW = datetime.datetime(2026, 11, 26, 6, 30, tzinfo=datetime.UTC)
DAY = datetime.date(2026, 11, 25)
ATOM = "{http://www.w3.org/2005/Atom}"

RIVERS = Paper(
    key="2401.00001",
    arxiv_id="2401.00001",
    title="On $\\alpha$-Rivers & <Beds>",
    abstract="Rivers flow.\n\nBeds stay.",
    authors=("Ada Lovelace", "Emmy Noether", "Grace Hopper", "Mary Jackson"),
    author_count=4,
    published=datetime.date(2026, 11, 24),
    added=DAY,
)
UNKNOWN = Paper(key="on-lakes-0123456789ab", title="On Lakes", added=DAY)


def digest(*papers: Paper, name: str = "rivers", count: int = 0, also: str = "") -> Digest:
    listed = tuple(Listed(paper, (also,) if also else ()) for paper in papers)
    section = Section(name, "river", DAY, count or len(papers), listed, 0, (UNKNOWN,))
    return Digest(NOW, (section,))


def hostile_digest(seed: int) -> Digest:
    chance = random.Random(seed)
    papers = [spoiled(paper, chance) for paper in invented(4, seed=seed)]
    name, also = hostile_text(chance), hostile_text(chance)
    return digest(*papers, name=f"n{name}", count=9, also=f"m{also}")


class Tags(HTMLParser):
    """What a reader of HTML would act on."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.text += data


def assert_inert(text: str) -> None:
    unwanted = {
        character
        for character in text
        if category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")
        and character not in "\n\u200c\u200d"
    }
    assert unwanted == set()


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("format", FORMATS)
def test_nothing_in_a_digest_is_a_control(format: Any, seed: int) -> None:
    text = written(hostile_digest(seed), format, ["n\x1b[2J"])
    assert_inert(text)
    assert text.endswith("\n")


@pytest.mark.parametrize("seed", range(20))
def test_html_loads_and_runs_nothing(seed: int) -> None:
    plain = Tags(written(digest(RIVERS), "html"))
    found = Tags(written(hostile_digest(seed), "html"))
    assert found.tags <= plain.tags | {"code"}
    assert found.attributes <= plain.attributes
    assert all(re.match(r"https?://[^/]", link) for link in found.links)
    assert len(found.links) <= 4
    assert not found.tags & {"script", "img", "iframe", "object", "link", "base", "form"}


@pytest.mark.parametrize("seed", range(20))
def test_an_atom_feed_is_well_formed_and_valid(seed: int) -> None:
    with warnings.catch_warnings():
        # It imports what Python takes away later.
        warnings.simplefilter("ignore")
        import feedparser
    text = written(hostile_digest(seed), "atom", ["x"], "https://example.org/a.xml?b=1&c=2")
    feed = ElementTree.fromstring(text)
    for part in (feed, *feed.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            (one,) = part.findall(f"{ATOM}{name}")
            assert one.text
    for link in feed.iter(f"{ATOM}link"):
        assert re.match(r"https?://[^/\s]+\S*$", link.attrib["href"])
    ids = [one.text or "" for one in feed.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids)) == 7
    assert all(re.fullmatch(r"tag:quire\.invalid,2026:[\w%.~:-]+", one) for one in ids)
    read = feedparser.parse(text.encode())
    assert not read.bozo
    assert read.version == "atom10"
    assert len(read.entries) == 6
    for entry in read.entries:
        assert "<script" not in entry.content[0].value


def test_an_atom_feed_says_what_there_is_to_say() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import feedparser
    read = feedparser.parse(written(digest(RIVERS, count=3), "atom").encode())
    assert read.feed.title == "Quire: saved searches"
    assert read.feed.id == "tag:quire.invalid,2026:digest"
    first, rest, earlier = read.entries
    assert first.id == "tag:quire.invalid,2026:paper:2401.00001"
    assert first.title == "On α-Rivers & <Beds>"
    assert first.link == "https://arxiv.org/abs/2401.00001"
    assert (first.published, first.updated) == ("2026-11-24T00:00:00Z", "2026-11-25T00:00:00Z")
    assert [author.name for author in first.authors] == list(RIVERS.authors or ())
    assert [tag.term for tag in first.tags] == ["rivers"]
    assert "<p>Rivers flow.</p><p>Beds stay.</p>" in first.content[0].value
    assert rest.content[0].value == (
        "and 2 more: quire search 'saved:\"rivers\" added:2026-11-25..'"
    )
    assert earlier.title == "On Lakes"
    assert not earlier.get("links")


def test_a_feed_has_the_same_ids_in_every_digest() -> None:
    later = Digest(
        NOW + datetime.timedelta(1), (Section("rivers", "river", DAY, 0, (), 0, (RIVERS,)),)
    )

    def entries(text: str) -> list[list[str | None]]:
        return [
            [entry.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated", "content")]
            for entry in ElementTree.fromstring(text).findall(f"{ATOM}entry")
        ]

    assert entries(written(later, "atom")) == entries(written(digest(RIVERS), "atom"))[:1]


@pytest.mark.parametrize(
    ("count", "above", "said"),
    [
        (3, 0, "3 new papers since"),
        (3, 2, "2 of them above"),
        (3, 3, "all listed above"),
        (1, 1, "listed above"),
    ],
)
def test_it_is_said_what_stands_under_another_search(count: int, above: int, said: str) -> None:
    section = Section("rivers", "river", DAY, count, (), above, ())
    assert said in summary(section)


def test_text_and_markdown_say_the_same() -> None:
    text = written(digest(RIVERS, UNKNOWN, count=4, also="beds"), "text")
    assert text == (
        "Quire, 2026-11-26: 4 new papers\n\n"
        "rivers: 4 new papers since 2026-11-25\n"
        "=====================================\n\n"
        "* On α-Rivers & <Beds>\n"
        "  Ada Lovelace, Emmy Noether, Grace Hopper and 1 more · 2026-11-24\n"
        "  also in beds\n"
        "  https://arxiv.org/abs/2401.00001\n"
        "  Rivers flow. Beds stay.\n\n"
        "* On Lakes\n"
        "  also in beds\n\n"
        "and 2 more: quire search 'saved:\"rivers\" added:2026-11-25..'\n"
    )
    markdown = written(digest(RIVERS, also="beds"), "markdown")
    assert markdown.splitlines()[:3] == ["# Quire, 2026-11-26: 1 new paper", "", "## rivers"]
    assert (
        "- [On α-Rivers &amp; &lt;Beds&gt;](https://arxiv.org/abs/2401.00001) · Ada Lovelace, Emmy "
        "Noether, Grace Hopper, Mary Jackson · 2026-11-24 · also in beds" in markdown
    )


@pytest.mark.parametrize("seed", range(20))
def test_markdown_has_no_headings_but_its_own(seed: int) -> None:
    lines = written(hostile_digest(seed), "markdown").splitlines()
    assert [line[:3] for line in lines if line.lstrip().startswith("#")] == ["# Q", "## "]
    assert sum(line.startswith("- ") for line in lines) == 4
    assert not any("<" in line for line in lines)


@pytest.mark.parametrize("seed", range(20))
def test_a_mail_has_the_headers_that_it_should_and_no_others(seed: int) -> None:
    chance = random.Random(seed)
    box = Mailbox("Ada " + "".join(chance.choice("ÄöŁ花 x,") for _ in range(60)), "ada@example.org")
    data = message(hostile_digest(seed), box, [box]).as_bytes()
    assert data.isascii()
    assert max(map(len, data.split(b"\r\n"))) <= 998
    assert b"\n" not in data.replace(b"\r\n", b"")
    mail = BytesParser(EmailMessage, policy=policy.default).parsebytes(data)
    assert sorted(mail.keys()) == sorted(
        (
            *("Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted"),
            *("MIME-Version", "Content-Type"),
        )
    )
    assert not mail.defects
    assert mail["To"].addresses[0].addr_spec == "ada@example.org"
    assert mail["Subject"].strip() == subject(hostile_digest(seed))
    assert mail["Subject"].strip().startswith("Quire, 2026-11-26: 9 new papers: n")
    assert_inert(mail["Subject"])
    parts = list(mail.iter_parts())
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html"]
    for part in parts:
        assert part["Content-Transfer-Encoding"] == "quoted-printable"
        assert_inert(part.get_content().replace("\r\n", "\n"))


def test_lines_of_json_name_the_searches() -> None:
    (line,) = written(digest(RIVERS, also="beds"), "jsonl").splitlines()
    decoded = json.loads(line)
    assert decoded["searches"] == ["rivers", "beds"]
    assert (decoded["key"], decoded["added"]) == ("2401.00001", "2026-11-25")


def test_an_excerpt_ends_with_a_word() -> None:
    paper = Paper(title="x", abstract="word " * 200)
    assert excerpt(paper).endswith("word …")
    assert len(excerpt(paper)) <= 402
    assert excerpt(Paper(title="x")) == ""
