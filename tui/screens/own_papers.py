"""What is done with papers and kept, and what is said of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from tui.screens.library_view import LibraryView
from tui.text import plural, shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from index import Paper

MANY: Final = 1_000
"""Papers that are taken for read so fast that nothing need be said meanwhile."""


class OwnPapers(LibraryView):
    """Stars, tags, notes and marks papers, takes them for read, and undoes that.

    Where there is no library, marks are kept for as long as the browser is open.
    """

    @property
    def marked(self) -> Sequence[Paper]:
        """The marked papers, as they are meant to be: what was asked for may not be kept yet."""
        marked = {paper.key: paper for paper in self.marks.papers}
        for (respect, key), (paper, is_wanted) in self.wanted.items():
            if respect == "marked" and is_wanted:
                marked.setdefault(key, paper)
            elif respect == "marked":
                marked.pop(key, None)
        return tuple(marked.values())

    def star(self, paper: Paper) -> None:
        """Star a paper, or take the star back."""
        wanted = self.toggle("starred", paper)
        title = _title(paper)
        self.change(
            (paper,),
            lambda library, index: library.star((paper,), remove=not wanted, index=index),
            lambda _: "Starred." if wanted else "No longer starred.",
            undone=f"No longer starred: {title}" if wanted else f"Starred again: {title}",
            what=f"{'the star of' if wanted else 'no star of'} {title}",
        )

    def toggle_read(self, paper: Paper) -> None:
        """Take a paper for read, or for unread."""
        wanted = self.toggle("read", paper)
        self.change(
            (paper,),
            lambda library, index: library.mark_read((paper,), remove=not wanted, index=index),
            lambda _: "Read." if wanted else "No longer read.",
            undone=f"{'No longer read' if wanted else 'Read again'}: {_title(paper)}",
            what=f"{'read' if wanted else 'unread'}: {_title(paper)}",
        )

    def take_for_read(self, papers: Sequence[Paper]) -> None:
        """Take papers for read that were read, copied, opened or exported."""
        unread = [
            one for one in papers if not ((known := self.standing.of(one.key)) and known.read)
        ]
        if self.library is None or not unread:
            return
        self.change(
            unread,
            lambda library, index: library.mark_read(unread, index=index),
            lambda _: "",
            undone=f"No longer read: {_several(unread)}",
            what=f"read: {_several(unread)}",
        )

    def read_all(self, papers: Callable[[], Iterable[Paper]], count: int) -> None:
        """Take papers for read, however many.

        Args:
            papers: Gives them, on another thread.
            count: How many of them to tell of; 0 where something else is told.
        """
        if self.library is None:
            return
        if count > MANY:
            self.screen.announce(f"Taking {plural(count, 'paper')} for read…")
        self.change(
            list(self.results.listing.papers),
            lambda library, index: library.mark_read(list(papers()), index=index),
            lambda read: f"{plural(read, 'paper')} taken for read." if count else "",
            same="All of them were read already." if count else "",
            undone="They are as they were before.",
            what="all listed as read",
        )

    def tag(self, papers: Sequence[Paper], add: Sequence[str], remove: Sequence[str]) -> None:
        """Give papers tags, and take others from them."""
        said = " ".join([*(f"+{tag}" for tag in add), *(f"-{tag}" for tag in remove)])
        self.change(
            papers,
            lambda library, index: library.retag(papers, add, remove, index=index),
            lambda _: f"{_several(papers)}: {said}",
            same="The tags are as they were.",
            undone=f"The tags of {_several(papers)} are as before.",
            what=f"{said} of {_several(papers)}",
        )

    def note(self, paper: Paper, text: str) -> None:
        """Keep a note on a paper, or take it away where the text is empty."""
        word = "Noted." if text.strip() else "Note taken away."
        self.change(
            (paper,),
            lambda library, index: library.note((paper,), text, index=index),
            lambda _: word,
            same="The note is as it was.",
            undone=f"The note is as before: {_title(paper)}",
            # So that it can be copied from there, whole.
            what=f"the note on {_title(paper)} ({' '.join(text.split()) or 'none'})",
        )

    def toggle_mark(self, paper: Paper) -> None:
        """Mark a paper, or take its mark back."""
        wanted = self.toggle("marked", paper)
        word = "Marked." if wanted else "No longer marked."
        undone = f"{'No longer marked' if wanted else 'Marked again'}: {_title(paper)}"
        if self.library is None or not self.library.keeps_marks:
            self._change_here((paper,), wanted, word, undone)
            return
        self.change(
            (paper,),
            lambda library, index: library.mark((paper,), remove=not wanted, index=index),
            lambda _: word,
            undone=undone,
            what=f"{'the mark of' if wanted else 'no mark of'} {_title(paper)}",
        )

    def clear_marks(self, word: str) -> None:
        """Take all marks back.

        Args:
            word: What to say then.
        """
        marked = self.marked
        again = f"{plural(len(marked), 'paper')} marked again."
        if self.library is None or not self.library.keeps_marks:
            self._change_here(marked, False, word, again)
            return
        self.wanted.update({("marked", paper.key): (paper, False) for paper in marked})
        self.change(
            marked,
            lambda library, index: library.mark(marked, remove=True, index=index),
            lambda _: word,
            undone=again,
            what="marks taken back",
        )

    def _change_here(
        self, papers: Sequence[Paper], is_marked: bool, word: str, undone: str
    ) -> None:
        """Mark papers, or take their marks back, where nothing of that is kept."""
        self._mark_here(papers, is_marked)
        self.undoing.done(
            partial(self._mark_again, papers, not is_marked, undone),
            partial(self._change_here, papers, is_marked, word, undone),
        )
        self.screen.announce(word)

    def _mark_here(self, papers: Iterable[Paper], is_marked: bool) -> None:
        for paper in papers:
            self.wanted.pop(("marked", paper.key), None)
            self.marks.set(paper, is_marked)
        self.screen.standing_changed()

    def _mark_again(self, papers: Sequence[Paper], is_marked: bool, word: str) -> None:
        self._mark_here(papers, is_marked)
        self.screen.announce(word)


def _title(paper: Paper) -> str:
    return shorten(paper.title, 60)


def _several(papers: Sequence[Paper]) -> str:
    return _title(papers[0]) if len(papers) == 1 else plural(len(papers), "paper")
