"""arXiv's mailings: bare text, messages and mailboxes."""

from __future__ import annotations

import re
from base64 import encodebytes
from collections.abc import Iterator
from datetime import date
from quopri import encodestring

import pytest

from index.errors import InputError
from index.paper import Paper
from index.sources.arxiv_mail import announcements
from index.sources.inputs.mail import message_texts
from tests.index.sources.reading import Reading, records_of, streamed
from tests.support.corpora import corpus

RULE = "-" * 78 + "\n"
SECTION = "%%--" * 19 + "%%\n"
NEW = """\
\\\\
arXiv:2401.01234
Date: Tue, 2 Jan 2024 18:21:23 GMT   (27kb,D)

Title: Gardens of Cells: A Study
  of Moss
Authors: Ada Moss (1), B. F\\'ern (2) and Cy Reed (1,2) ((1) Garden Lab, (2) University
  of Ferns)
Categories: cs.LG stat.ML
Comments: 7 pages
DOI: 10.1000/182
License: http://creativecommons.org/licenses/by/4.0/
\\\\
  They grow in
the dark.
  They are many.
\\\\ ( https://arxiv.org/abs/2401.01234 ,  27kb)
"""
CROSSED = """\
\\\\
arXiv:2401.00007 (*cross-listing*)
Date: Sun, 31 Dec 2023 23:00:00 GMT   (9kb)

Title: Crossed Gardens
Authors: Bo Fern
Categories: math.CO cs.LG
\\\\
  They cross.
\\\\ ( https://arxiv.org/abs/2401.00007 ,  9kb)
"""
REPLACED = """\
\\\\
arXiv:2201.00009
replaced with revised version Tue, 2 Jan 2024 09:00:00 GMT   (9726kb)

Title: Old Gardens
Authors: Ada Moss
Categories: cs.LG
\\\\ ( https://arxiv.org/abs/2201.00009 ,  9726kb)
"""
MAILING = (
    RULE
    + "Send any comments to the submitter.\n"
    + RULE
    + NEW
    + RULE
    + SECTION
    + RULE
    + CROSSED
    + SECTION
    + RULE
    + REPLACED
    + RULE
)
TITLES = ["Gardens of Cells: A Study of Moss", "Crossed Gardens", "Old Gardens"]
HEADER = (
    "Return-Path: <no-reply@arxiv.org>\nFrom: no-reply@arxiv.org\nTo: moss@example.org\n"
    "Subject: cs daily Subj-class mailing\nDate: Wed, 3 Jan 2024 01:00:00 +0000\n"
)


def test_a_new_submission_says_everything(read: Reading) -> None:
    assert read.papers(MAILING)[0] == Paper(
        title="Gardens of Cells: A Study of Moss",
        abstract="They grow in the dark.\n\nThey are many.",
        published=date(2024, 1, 2),
        author_count=3,
        authors=("Ada Moss", "B. Férn", "Cy Reed"),
        arxiv_id="2401.01234",
        categories=("cs.LG", "stat.ML"),
        doi="10.1000/182",
        url="https://arxiv.org/abs/2401.01234",
        sources=("arxiv-mail",),
    )


def test_the_day_of_a_later_version_is_not_that_of_the_first(read: Reading) -> None:
    new, crossed, replaced = read.papers(MAILING)
    # Submitted on the last day of December, announced in January.
    assert crossed.published == date(2023, 12, 31)
    assert (replaced.published, replaced.abstract) == (None, None)
    revised = read.paper(CROSSED.replace("31 Dec 2023", "1 Mar 2024"))
    assert revised.published is None
    assert new.published is not None


def message(body: str, encoding: str, charset: str = "utf-8") -> bytes:
    data = body.encode(charset)
    if encoding == "base64":
        data = encodebytes(data)
    elif encoding == "quoted-printable":
        data = encodestring(data)
    head = f"{HEADER}Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: "
    return f"{head}{encoding}\n\n".encode() + data


@pytest.mark.parametrize("encoding", ["7bit", "quoted-printable", "base64"])
def test_a_message_is_read_however_it_is_encoded(read: Reading, encoding: str) -> None:
    assert read.told(message(MAILING, encoding)) == TITLES
    assert read.item is not None
    assert read.item.format == "arxiv-mail"


def test_a_message_of_several_parts_is_read(read: Reading) -> None:
    text = (
        f'{HEADER}MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary="b"\n\n'
        f"--b\nContent-Type: text/plain\n\n{MAILING}\n--b\nContent-Type: text/html\n\n"
        "<p>the same</p>\n--b--\n"
    )
    assert read.told(text) == TITLES


def test_a_message_in_latin_1_is_read(read: Reading) -> None:
    text = message(MAILING.replace("Cy Reed", "Cÿ Réed"), "8bit", "iso-8859-1")
    assert read.papers(text)[0].authors == ("Ada Moss", "B. Férn", "Cÿ Réed")


def test_a_mailbox_is_read_message_by_message(read: Reading) -> None:
    box = b"From no-reply@arxiv.org Wed Jan  3 01:00:00 2024\n"
    mails = [message(NEW, "7bit"), message("Hello\n", "7bit"), message(REPLACED, "base64")]
    data = b"\n".join(box + mail for mail in mails)
    assert read.told(data) == [TITLES[0], TITLES[2]]
    assert read.item is not None
    assert read.item.notes == ["announces no papers in 1 of its 3 messages"]


def test_what_was_pasted_with_hard_spaces_is_read(read: Reading) -> None:
    text = NEW.replace("\n  of", "\n\xa0\xa0of").replace("\n  They", "\n\xa0\xa0They")
    assert read.paper(text).title == TITLES[0]
    assert read.told(MAILING.replace("\n", "\r\n")) == TITLES


def test_a_field_that_looks_like_none_goes_on(read: Reading) -> None:
    text = NEW.replace("  of Moss", "Part: of Moss")
    assert read.paper(text).title == "Gardens of Cells: A Study Part: of Moss"


def test_a_block_without_its_end_is_told_with_its_line(read: Reading) -> None:
    torn = NEW.replace("\\\\ ( https://arxiv.org/abs/2401.01234 ,  27kb)\n", "")
    told = "the announcement of 2401.01234 is cut off: its end is missing"
    assert read.told(torn + RULE + REPLACED) == [f"<1: {told}>", "Old Gardens"]
    assert read.told(RULE + NEW[:300]) == [f"<2: {told}>"]
    assert read.told(message(RULE + torn + RULE + REPLACED, "7bit")) == [
        f"<10: {told}>",
        "Old Gardens",
    ]


def test_a_text_that_is_not_in_the_encoding_it_declares_is_read(read: Reading) -> None:
    data = message("Ä\n" + MAILING, "8bit").replace("Ä".encode(), b"\xc4\xff")
    assert read.told(data) == TITLES


def test_a_block_that_never_ends_is_let_go(read: Reading) -> None:
    endless = "\\\\\narXiv:2401.00001\n" + "Comments: moss\n" * 6000
    assert read.told(endless + RULE + REPLACED) == [
        "<1: the announcement of 2401.00001 is cut off: its end is missing>",
        "Old Gardens",
    ]


def test_another_mail_is_called_one(read: Reading) -> None:
    with pytest.raises(InputError, match="is a mail, but none of arXiv's mailings"):
        read(HEADER + "\nDear Ada,\n\n" + "this is a long letter about moss. " * 20)


def test_no_more_is_held_than_a_message() -> None:
    one = message(NEW, "7bit")
    box = b"From no-reply@arxiv.org Wed Jan  3 01:00:00 2024\n" + one + b"\n"

    def pieces() -> Iterator[bytes]:
        while True:
            yield box[:500]
            yield box[500:]

    item, stream = streamed(pieces())
    found = announcements(line for text in message_texts(item) for line in text)
    for number in range(1, 2000):
        assert next(found).is_whole
        assert stream.given < number * len(box) + 600_000


@pytest.mark.corpora
def test_a_real_mailing() -> None:
    for path in corpus("formats/arxiv-mail").glob("*.txt"):
        text = path.read_text()
        papers = [record for record in records_of(path) if isinstance(record, Paper)]
        ids = re.findall(r"^arXiv:([\w./-]+)", text, re.MULTILINE)
        assert [paper.arxiv_id for paper in papers] == ids
        assert sum(paper.published is None for paper in papers) == text.count("replaced with")
        assert sum(paper.abstract is None for paper in papers) == text.count("replaced with")
        assert all(paper.authors and paper.categories for paper in papers)
