"""What is listed and what is awaited, as a value."""

from __future__ import annotations

import pytest

from index import Hit, Page
from tests.support.papers import invented
from tui.session.inquiry import Inquiry
from tui.session.motions import Motion, Trail
from tui.session.session import View

EVERYTHING = View()
MOSS = View(query="moss")
DOWN = Motion("cursor", 3)


def page(*scores: float | None) -> Page:
    papers = invented(len(scores))
    hits = [Hit(paper, score, partial=False) for paper, score in zip(papers, scores, strict=True)]
    return Page(hits=hits, total=len(hits), partial_total=0, seconds=0.001)


def test_what_is_asked_for_is_awaited_until_it_is_here() -> None:
    asked = Inquiry(answered=EVERYTHING).request(Trail(view=MOSS, typing=True))
    assert asked.awaited == Trail(view=MOSS, typing=True)
    assert asked.typing
    assert asked.answered == EVERYTHING
    listed = asked.list_answer(MOSS, True, page(1.5))
    assert listed.awaited is None
    assert (listed.answered, listed.answered_typing, listed.sort) == (MOSS, True, "relevance")


def test_an_answer_that_does_not_come_leaves_what_is_listed() -> None:
    asked = Inquiry(answered=EVERYTHING).request(Trail(view=MOSS), settling=True)
    assert asked.await_no_more() == Inquiry(answered=EVERYTHING)


def test_everything_is_asked_for_by_words_in_the_order_that_was() -> None:
    wrong = View(query="near:", sort="upvotes", semantic=True)
    asked, awaited = Inquiry(answered=wrong, typing=True).request_everything(wrong)
    assert awaited == Trail(view=View(query="", sort="upvotes"))
    assert (asked.awaited, asked.typing) == (awaited, True)


@pytest.mark.parametrize(
    ("view", "scores", "sort"),
    [
        (MOSS, (1.5,), "relevance"),
        (EVERYTHING, (None,), "date"),
        (View(query="moss", sort="comments"), (None,), "comments"),
        # Nothing is listed: an order that was chosen for other words is not said of these.
        (MOSS, (), "date"),
    ],
)
def test_the_order_is_the_one_of_the_answer(
    view: View, scores: tuple[float | None, ...], sort: str
) -> None:
    inquiry = Inquiry(answered=EVERYTHING, sort="upvotes")
    assert inquiry.list_answer(view, False, page(*scores)).sort == sort


def test_the_order_asked_for_is_known_where_it_was_chosen_or_is_listed() -> None:
    inquiry = Inquiry(answered=MOSS, sort="relevance")
    assert inquiry.known_sort(View(query="sand", sort="authors")) == "authors"
    assert inquiry.known_sort(View(query="moss", reverse=True)) == "relevance"
    assert inquiry.known_sort(View(query="sand")) is None
    chosen = Inquiry(answered=View(query="moss", sort="authors"), sort="authors")
    assert chosen.known_sort(MOSS) is None


@pytest.mark.parametrize(
    ("later", "settling"),
    [
        (Trail(view=View(query="moss", sort="date")), True),
        (Trail(view=MOSS, typing=True), False),
        (Trail(view=View(query="mosses")), False),
    ],
)
def test_whether_words_are_whole_is_found_out_until_others_are_typed(
    later: Trail, settling: bool
) -> None:
    ended = Inquiry(answered=EVERYTHING).request(Trail(view=MOSS), settling=True)
    assert ended.settling
    assert ended.request(later).settling == settling


def test_words_that_settled_before_an_answer_came_settle_no_more() -> None:
    ended = Inquiry(answered=EVERYTHING).request(Trail(view=MOSS), settling=True)
    listed = ended.list_answer(MOSS, False, page(1.0))
    assert not listed.request(Trail(view=MOSS)).settling


def test_what_is_listed_is_asked_for_again_as_it_was() -> None:
    typed = Inquiry(answered=EVERYTHING).list_answer(MOSS, True, page(1.0))
    wrong = typed.request(Trail(view=View(query="moss ("))).await_no_more()
    again, awaited = wrong.request_again("p1")
    assert awaited == Trail(view=MOSS, typing=True, keep="p1")
    assert again.awaited == awaited
    # What stands in the box is not being typed for that.
    assert not again.typing


def test_the_cursor_stands_on_its_paper_or_where_it_goes_to() -> None:
    inquiry = Inquiry(answered=MOSS, answered_typing=True)
    assert inquiry.standing("p1", (), None) == "p1"
    assert inquiry.standing("p1", (), 70) == Trail(
        view=MOSS, typing=True, motions=(Motion("first", 70),)
    )


def test_moves_are_kept_for_the_answer_that_is_awaited() -> None:
    asked = Inquiry(answered=EVERYTHING).request(Trail(view=MOSS, keep="p2"))
    assert asked.standing("p1", (), None) == "p2"
    assert asked.standing("p1", (DOWN,), None) == Trail(view=MOSS, keep="p2", motions=(DOWN,))
    first = Inquiry(answered=EVERYTHING).request(Trail(view=MOSS))
    assert first.standing("p1", (), None) == Trail(view=MOSS)
