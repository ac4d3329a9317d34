"""Links in saved pages: they go, and what they say stays."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.sources.daily_papers_page.links import Line, without_links
from tests.index.sources.page_copies import HF, PARAGRAPH, START, Printed, markdown, page
from tests.index.sources.reading import Reading


def unlinked(*lines: str, references: dict[str, str] | None = None) -> list[list[str]]:
    numbered = [Line(line, number) for number, line in enumerate(lines, start=1)]
    return [list(map(str, block)) for block in without_links(numbered, references or {})]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        # What belongs to a sentence stays as it is.
        ("Code is at https://huggingface.co/zoo.", "Code is at https://huggingface.co/zoo."),
        ("Code is at https://huggingface.co/zoo", "Code is at https://huggingface.co/zoo"),
        ("See [the code](https://example.org/x)", "See [the code](https://example.org/x)"),
        ("[Re] Gardens of Cells", "[Re] Gardens of Cells"),
        ("Gardens [1][2] and [3]", "Gardens [1][2] and [3]"),
        ("https://example.org/x", "https://example.org/x"),
        ("# of Cells in a Garden is small", "of Cells in a Garden is small"),
        # Links, whatever is in them.
        ("[[Re] Gardens](https://huggingface.co/papers/2511.00001)", "[Re] Gardens"),
        ("[Gardens](</papers/2511.00001>)", "Gardens"),
        ('[Gardens](/papers/2511.00001 "Gardens (again)")', "Gardens"),
        ("[Gardens](https://hf.co/papers/2511.00001v2)", "Gardens"),
        (r"[Gardens\_of \[Cells\]](/papers/2511.00001)", "Gardens_of [Cells]"),
        (r"[Gardens \(x_i\) \alpha](/papers/2511.00001)", r"Gardens \(x_i\) \alpha"),
        ("by [AK](https://huggingface.co/akhaliq) and others", "by AK and others"),
        ("[![](https://x.org/a.png)Zoo](https://huggingface.co/zoo-lab)", "zoo-lab Zoo"),
        ("![zoo-lab](https://x.org/a.png)Zoo", "zoo-lab Zoo"),
        ("[zoo-lab Zoo](https://huggingface.co/zoo-lab)", "zoo-lab Zoo"),
        ("[zoo-lab](https://huggingface.co/zoo-lab)", "zoo-lab"),
        ("[Pricing](https://huggingface.co/pricing)", "Pricing"),
        ("Zoo <https://huggingface.co/zoo-lab>", "zoo-lab Zoo"),
        ("Nov 20[2](/papers/2511.00001#community)", "Nov 20 2"),
    ],
)
def test_links_go_and_what_they_say_stays(line: str, expected: str) -> None:
    assert unlinked(line) == [[expected]]


def test_numbers_of_lines_stay_those_of_the_file(read: Reading) -> None:
    text = START + "### [Gardens\nof Cells](/papers/2511.00001)\n\n![](x.png)\n\n"
    text += f"[{PARAGRAPH}\\\\\n\\\\\nMore.](/papers/2511.00001)\n\n  • 4 authors\n·\nFeb 31\n"
    told = read.told(text)
    line = text.split("\n").index("  • 4 authors") + 1
    assert told == ["Gardens of Cells", f"<{line}: there is no Feb 31 in the calendar>"]


def test_a_link_copy_keeps_ids_and_votes(read: Reading) -> None:
    record = Printed(7, "Gardens of Cells", PARAGRAPH, "zoo", "Zoo Inc.", 4, "Nov 20", 2, 12)
    paper = read.paper(page([record], markdown))
    assert (paper.arxiv_id, paper.url) == ("2511.00007", "https://arxiv.org/abs/2511.00007")
    assert (paper.upvotes, paper.comments) == (12, 2)
    assert (paper.org, paper.org_name) == ("zoo", "Zoo Inc.")


@settings(max_examples=50)
@given(st.lists(st.sampled_from(["[", "]", "(", ")", "![", "](", "\\", "#", " ", "x", HF, "/"])))
def test_no_mess_of_marks_is_lost_or_slow(pieces: list[str]) -> None:
    text = "".join(pieces)
    kept = "".join(line for block in unlinked(f"Words {text} of mess") for line in block)
    assert kept.startswith("Words")


@pytest.mark.parametrize("mark", ["[", "![", "[x](", "[[x]", "](", "[x][", "\\[", "<" + HF])
def test_marks_by_the_million_take_no_time(mark: str) -> None:
    lines = unlinked("# " + mark * (20_000 // len(mark)))
    assert lines
