"""What is done with the paper at hand and kept, in the list as in the reader."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

from tui.commands.methods import does
from tui.rendering.readable import shown
from tui.text import plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index import Paper
    from tui.screens.contracts import PapersAtHand, PaperScreen
    from tui.session.typed_tags import TypedTags


class LibraryController:
    """Stars, tags and notes the paper at hand, and takes it for read.

    Args:
        screen: Says how it went, and has other screens shown.
        papers: Has the paper at hand.
    """

    def __init__(self, screen: PaperScreen, papers: PapersAtHand) -> None:
        self._screen = screen
        self._papers = papers

    @does("paper.star")
    def _do_paper_star(self) -> None:
        if paper := self._papers.paper:
            self._papers.own.star(paper)

    def toggle_read(self) -> None:
        """Take the paper at hand for read, or for unread."""
        if paper := self._papers.paper:
            self._papers.own.toggle_read(paper)

    @does("paper.tag")
    def _do_paper_tag(self) -> None:
        from tui.screens.tagging import TagScreen

        own, paper = self._papers.own, self._papers.paper
        papers = own.marked or ((paper,) if paper is not None else ())
        if not papers:
            return
        what = plural(len(papers), "marked paper")
        if len(papers) == 1:
            known = own.standing.of(papers[0].key)
            has = f": {', '.join(known.tags)}" if known and known.tags else ""
            what = f"{shown(papers[0].title)}{has}"
        screen = TagScreen(what)
        own.ask_tags(screen.know)
        self._screen.app.push_screen(screen, partial(self._tagged, papers))

    def _tagged(self, papers: Sequence[Paper], typed: TypedTags | None) -> None:
        if typed is not None and (typed.add or typed.remove):
            self._papers.own.tag(papers, typed.add, typed.remove)

    @does("paper.note")
    def _do_paper_note(self) -> None:
        from tui.terminal.editor import Editing, EditorError, editor_command
        from tui.terminal.shutdown import SHUTDOWN

        paper = self._papers.paper
        if paper is None:
            return
        known = self._papers.own.standing.of(paper.key)
        note = (known.note if known else None) or ""
        try:
            command = editor_command(os.environ)
            if not command:
                self._write_here(paper, note)
                return
            editing = Editing(note, command)
            with self._screen.app.suspend(), SHUTDOWN.apart(editing.end):
                # At once: where the terminal is gone, the screen does not come back.
                self._papers.own.note(paper, editing.run())
        except EditorError as error:
            self._screen.say(str(error), bad=True)

    def _write_here(self, paper: Paper, note: str) -> None:
        from tui.screens.note_box import NoteBox

        def written(text: str | None) -> None:
            if text is not None:
                self._papers.own.note(paper, text)

        self._screen.app.push_screen(NoteBox(shown(paper.title), note), written)
