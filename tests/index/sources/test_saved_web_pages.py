"""Web pages of Daily Papers as browsers save them: HTML with the API's JSON in an attribute."""

from __future__ import annotations

import html
import json
import quopri
import re
from datetime import date
from typing import Any

import pytest

from index.errors import InputError
from index.paper import Organisation, Paper, Rejected
from tests.index.sources.reading import Reading, records_of
from tests.support.corpora import corpus

PAPER: dict[str, Any] = {
    "id": "2511.00001",
    "authors": [{"name": "Ada Moss", "hidden": False}, {"name": "Bo Reed", "hidden": False}],
    "publishedAt": "2025-11-18T00:00:00.000Z",
    "submittedOnDailyAt": "2025-11-20T00:00:00.000Z",
    "title": "Gardens of “Cells” & <Light>",
    "summary": 'They grow "in" the dark, it\'s said.',
    "upvotes": 12,
    "githubStars": 345,
    "organization": {"name": "zoo-lab", "fullname": "Zoo Laboratory"},
}
ENTRY = {"paper": PAPER, "publishedAt": "2025-11-17T19:00:00.000Z", "title": "x", "numComments": 3}
FACTS = {
    "title": "Gardens of “Cells” & <Light>",
    "abstract": 'They grow "in" the dark, it\'s said.',
    "published": date(2025, 11, 18),
    "featured": date(2025, 11, 20),
    "orgs": (Organisation("zoo-lab", "Zoo Laboratory"),),
    "authors": ("Ada Moss", "Bo Reed"),
    "comments": 3,
    "upvotes": 12,
    "stars": 345,
    "arxiv_id": "2511.00001",
}


def page(props: object, target: str = "DailyPapers", quote: str = '"') -> str:
    text = props if isinstance(props, str) else json.dumps(props)
    value = html.escape(text) if quote == '"' else text.replace("&", "&amp;").replace("'", "&#39;")
    return (
        "<!doctype html>\n<html><head><title>Daily Papers - Hugging Face</title></head>\n"
        '<body><div data-target="MainHeader" data-props="{&quot;classNames&quot;:&quot;&quot;}">'
        f'</div>\n<div class="SVELTE_HYDRATER contents" data-target="{target}" '
        f"data-props={quote}{value}{quote}><section>Gardens</section></div></body></html>\n"
    )


def facts(paper: Paper) -> dict[str, Any]:
    return {name: getattr(paper, name) for name in FACTS}


@pytest.mark.parametrize(
    ("props", "target"),
    [
        ({"periodType": "day", "dateString": "2025-11-20", "dailyPapers": [ENTRY]}, "DailyPapers"),
        ({"periodType": "week", "dateString": "2025-W47", "dailyPapers": [ENTRY]}, "DailyPapers"),
        ({"query": "gardens", "dailyPapers": [ENTRY], "isLoggedIn": True}, "DailyPapers"),
        ({"dailyPapers": [ENTRY]}, "TrendingPapers"),
        (
            {
                "paper": PAPER,
                "comments": [
                    {"type": "comment"},
                    {"type": "comment"},
                    {"type": "comment"},
                    {"type": "status-change"},
                ],
            },
            "PaperContent",
        ),
    ],
    ids=["day", "week", "search", "trending", "paper"],
)
def test_all_kinds_of_pages(read: Reading, props: dict[str, Any], target: str) -> None:
    paper = read.paper(page(props, target))
    assert facts(paper) == FACTS
    assert read.item is not None
    assert read.item.format == "daily-papers-page"


WHOLE = page({"dailyPapers": [ENTRY]})


@pytest.mark.parametrize(
    "data",
    [
        WHOLE.replace("\n", "\r\n").encode(),
        b"\xef\xbb\xbf" + WHOLE.encode(),
        b"\n<!-- saved from url=(0030)https://huggingface.co/papers -->\n" + WHOLE.encode(),
        page({"dailyPapers": [ENTRY]}, quote="'").encode(),
        page(json.dumps({"dailyPapers": [ENTRY]}, ensure_ascii=False)).encode(),
        page(json.dumps({"dailyPapers": [ENTRY]}, indent=1)).encode(),
        WHOLE.replace("<body>", "<body><style>" + "x" * 400_000 + "</style>").encode(),
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://huggingface.co/papers\r\n"
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="--x"'
        b"\r\n\r\n----x\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable"
        b"\r\n\r\n"
        + quopri.encodestring(WHOLE.encode()).replace(b"\n", b"\r\n")
        + b"\r\n----x--\r\n",
    ],
    ids=["crlf", "mark", "comment", "single-quotes", "letters", "pretty", "pictures", "mhtml"],
)
def test_ways_in_which_browsers_write_them(read: Reading, data: bytes) -> None:
    assert facts(read.paper(data)) == FACTS


def test_the_day_of_the_list_is_that_of_entries_that_do_not_tell_theirs(read: Reading) -> None:
    bare = {key: value for key, value in PAPER.items() if key != "submittedOnDailyAt"}
    entries = [{**ENTRY, "paper": bare}]
    props = {"periodType": "day", "dateString": "2025-11-21", "dailyPapers": entries}
    assert read.paper(page(props)).featured == date(2025, 11, 21)
    # A week is no day, and neither is what is trending.
    assert read.paper(page({**props, "periodType": "week"})).featured is None
    assert read.paper(page({"dailyPapers": entries})).featured is None


def test_an_entry_that_is_broken_costs_itself(read: Reading) -> None:
    props = {"dailyPapers": [{"paper": {"id": "2511.00002"}}, "text", ENTRY]}
    told = read.told(page(props))
    assert told == [
        "<4: the paper has no title>",
        "<4: a string where an entry should be: whatever wrote this file lost its structure>",
        FACTS["title"],
    ]


def test_data_that_are_cut_off_are_rejected(read: Reading) -> None:
    text = WHOLE[: WHOLE.index("githubStars")]
    (rejected,) = read(text)
    assert isinstance(rejected, Rejected)
    assert rejected.reason == (
        "the data of the page are not valid JSON: it is cut off: save it again"
    )


@pytest.mark.parametrize(
    "text",
    [
        "<!doctype html>\n<html><body>Daily Papers</body></html>",
        # What scripts made of the page, without the data.
        re.sub(r' data-props="[^"]*"', "", WHOLE),
        page({"model": {"id": "zoo/garden"}}, "ModelHeader"),
        re.sub(r' data-props="[^"]*"', "", WHOLE.replace("<body>", "<body>" + "x" * 400_000)),
    ],
)
def test_other_web_pages_are_refused_with_what_to_save(read: Reading, text: str) -> None:
    with pytest.raises(InputError) as error:
        read(text)
    sentence = str(error.value)
    assert "is an HTML page that carries no papers: the papers of Daily Papers are read" in sentence
    assert '"HTML only"' in sentence
    assert "\n" not in sentence


@pytest.mark.parametrize("title", ["Gardens", "Daily Papers - Hugging Face"])
def test_data_may_stand_after_any_other_markup(read: Reading, title: str) -> None:
    text = WHOLE.replace("Daily Papers - Hugging Face", title)
    for before, after in (
        ("<body>", "<body><style>" + ".a{}" * 100_000 + "</style>"),
        ("<html>", f"<!-- {'saved ' * 10_000}-->\n<html>"),
    ):
        assert facts(read.paper(text.replace(before, after))) == FACTS


@pytest.mark.corpora
def test_a_real_page_says_what_its_json_says() -> None:
    path = corpus("formats") / "daily-papers-copies" / "daily-2026-08-20.html"
    found = records_of(path)
    props = re.search(r'data-props="([^"]*)"', path.read_text(encoding="utf-8"))
    assert props is not None
    entries = json.loads(html.unescape(props[1]))["dailyPapers"]
    papers = [record for record in found if isinstance(record, Paper)]
    assert len(papers) == len(found) == len(entries) == 12
    for paper, entry in zip(papers, entries, strict=True):
        inner = entry["paper"]
        organisation = inner.get("organization") or {}
        assert paper.arxiv_id == inner["id"]
        assert (paper.org, paper.org_name) == (
            organisation.get("name"),
            organisation.get("fullname"),
        )
        assert (paper.upvotes, paper.comments) == (inner["upvotes"], entry["numComments"])
        assert paper.stars == inner.get("githubStars")
        assert paper.featured == date(2026, 8, 20)
