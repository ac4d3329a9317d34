"""What is asked for, and which answer is listed. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from tui.session.motions import Motion, Trail

if TYPE_CHECKING:
    from index import Page
    from tui.session.motions import Keep
    from tui.session.session import View


NATURAL_SORTS = ("date", "relevance")
"""The orders that a query can have by itself."""


class Inquiry(msgspec.Struct, frozen=True, kw_only=True):
    """The answer that is listed, and the request that is under way.

    Attributes:
        answered: The view whose answer is listed.
        answered_typing: Whether that answer took the last word as the beginning of one.
        sort: The order of what is listed.
        awaited: The answer that was asked for and is not here yet; None where none is.
        typing: Whether the last request was for a text that is still being typed.
        settling: Whether typing has just ended, and it is to be found out whether its last word is
            a whole one.
    """

    answered: View
    answered_typing: bool = False
    sort: str = "date"
    awaited: Trail | None = None
    typing: bool = False
    settling: bool = False

    def request(self, awaited: Trail, *, settling: bool = False) -> Inquiry:
        """Await the answer to what stands in the search box.

        Args:
            awaited: What is asked for.
            settling: Whether typing has just ended.
        """
        before = self.awaited
        if self.settling and before is not None and before.view.query == awaited.view.query:
            # The same words in another order: whether they are whole is still to be found out.
            settling = settling or not awaited.typing
        return msgspec.structs.replace(
            self, awaited=awaited, typing=awaited.typing, settling=settling
        )

    def request_again(self, keep: Keep) -> tuple[Inquiry, Trail]:
        """Await the answer to what is listed once more, whatever stands in the search box.

        Args:
            keep: The paper to stay on.

        Returns:
            The inquiry, and what is asked for.
        """
        awaited = Trail(view=self.answered, typing=self.answered_typing, keep=keep)
        return msgspec.structs.replace(self, awaited=awaited), awaited

    def request_everything(self, view: View) -> tuple[Inquiry, Trail]:
        """Await all papers, whatever stands in the search box.

        Args:
            view: Its order is theirs.

        Returns:
            The inquiry, and what is asked for.
        """
        awaited = Trail(view=msgspec.structs.replace(view, query="", semantic=False))
        return msgspec.structs.replace(self, awaited=awaited), awaited

    def await_no_more(self) -> Inquiry:
        """Await nothing: the answer is here, or there will be none."""
        return msgspec.structs.replace(self, awaited=None, settling=False)

    def list_answer(self, view: View, typing: bool, page: Page) -> Inquiry:
        """List an answer, of which this is a page."""
        # Of an answer without papers it can't be told, and the one before may have been chosen.
        sort = view.sort or (self.sort if self.sort in NATURAL_SORTS else NATURAL_SORTS[0])
        if page.hits and sort_is_natural(view):
            # Without words there is no relevance, whatever was asked for.
            sort = "date" if page.hits[0].score is None else "relevance"
        return msgspec.structs.replace(
            self.await_no_more(), answered=view, answered_typing=typing, sort=sort
        )

    def known_sort(self, view: View) -> str | None:
        """The order that a view asks for; None where its query decides and has no answer yet."""
        if not sort_is_natural(view):
            return view.sort
        same = view.query == self.answered.query and sort_is_natural(self.answered)
        return self.sort if same else None

    def standing(
        self, cursor: str | None, motions: tuple[Motion, ...], going_to: int | None
    ) -> Keep:
        """The paper under the cursor; while an answer is awaited, the one that will be there.

        Args:
            cursor: Key of the paper under the cursor in what is listed.
            motions: The moves since the answer has been awaited.
            going_to: The place that the cursor goes to once the paper there is at hand.
        """
        awaited = self.awaited
        if awaited is not None:
            if awaited.keep is not None and not motions:
                return awaited.keep
            return msgspec.structs.replace(awaited, motions=motions)
        if going_to is None:
            return cursor
        return Trail(
            view=self.answered, typing=self.answered_typing, motions=(Motion("first", going_to),)
        )


def sort_is_natural(view: View) -> bool:
    """Whether a view leaves the order to its query: best match with words, else newest."""
    return view.sort is None or view.sort == "relevance"
