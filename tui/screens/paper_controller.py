"""What can be done with the paper at hand, in the list as in the reader.

What only some of these commands need is loaded by them: the first screen comes sooner.
"""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

from index import set_filter
from tui.commands.bindings import label_of
from tui.commands.keymap import contexts_within_reach
from tui.commands.methods import does
from tui.rendering.readable import shown, shown_paragraphs
from tui.terminal.clipboard import fits
from tui.text import plural, shorten, width_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index import Paper
    from tui.screens.contracts import Host, PapersAtHand, PaperScreen
    from tui.workers.child import Outcome


class PaperController:
    """Copies, opens, exports and marks the paper at hand.

    Args:
        host: Has the clipboard.
        screen: Says how it went.
        papers: Has the paper at hand, and those that it was found with.
    """

    def __init__(self, host: Host, screen: PaperScreen, papers: PapersAtHand) -> None:
        self._host = host
        self._screen = screen
        self._papers = papers

    # Copying

    def _copy(self, what: str, text: str | None, papers: Sequence[Paper], *, missing: str) -> None:
        if not text:
            self._screen.say(missing)
        elif not fits(text):
            export = label_of("export.start", "The palette")
            self._screen.say(
                f"{what} is too long for clipboards of terminals; {export} exports to a file."
            )
        else:
            self._send(text)
            if papers:
                self._papers.own.take_for_read(papers)
            said = f"{what} sent to the clipboard: "
            # A quotation needs no more than the line that is there.
            room = max(self._screen.size.width - width_of(said) - 1, 8)
            line = " ".join(text.split())
            if self._reaches_clipboard:
                self._screen.say(said + shorten(line, room))
            else:
                self._show_instead(what, line)

    def _show_instead(self, what: str, line: str) -> None:
        """Where there is no clipboard, show the text, or say how it is had where it is too long."""
        shown = f"{what} (no clipboard here): {line}"
        export = label_of("export.start")
        may_export = not self._host.kiosk and export
        if width_of(shown) >= self._screen.size.width and may_export:
            shown = f"{what}: no clipboard here; {export} writes to a file."
        self._screen.say(shown)

    @property
    def _reaches_clipboard(self) -> bool:
        return self._host.has_clipboard

    def _send(self, text: str) -> None:
        if self._reaches_clipboard:
            self._screen.app.copy_to_clipboard(text)

    @does("copy.menu")
    def _do_copy_menu(self) -> None:
        from tui.screens.letter_menu import CopyMenu

        self._screen.app.push_screen(CopyMenu(self._host))

    @does("copy.title")
    def _do_copy_title(self) -> None:
        if paper := self._papers.paper:
            self._copy("Title", shown(paper.title), (paper,), missing="This paper has no title.")

    @does("copy.link")
    def _do_copy_link(self) -> None:
        from index import link

        if paper := self._papers.paper:
            self._copy("Link", link(paper), (paper,), missing="No link to this paper is known.")

    @does("copy.identifier")
    def _do_copy_identifier(self) -> None:
        if paper := self._papers.paper:
            self._copy("arXiv id", paper.arxiv_id, (paper,), missing="This paper has no arXiv id.")

    @does("copy.bibtex")
    def _do_copy_bibtex(self) -> None:
        from index import bibtex_entry

        if paper := self._papers.paper:
            self._copy("BibTeX", bibtex_entry(paper), (paper,), missing="This paper has no BibTeX.")

    @does("copy.abstract")
    def _do_copy_abstract(self) -> None:
        if paper := self._papers.paper:
            text = "\n\n".join(shown_paragraphs(paper.abstract or ""))
            self._copy("Abstract", text, (paper,), missing="The abstract of this paper is unknown.")

    @does("copy.citation")
    def _do_copy_citation(self) -> None:
        from index import citation

        if paper := self._papers.paper:
            self._copy("Citation", citation(paper), (paper,), missing="This paper can't be cited.")

    @does("copy.marked")
    def _do_copy_marked(self) -> None:
        from index import export

        marked = self._papers.own.marked
        text = "".join(export(marked, "bibtex"))
        what = f"BibTeX of {plural(len(marked), 'marked paper')}"
        self._copy(what, text, marked, missing="No paper is marked.")

    # Opening

    @does("open.page")
    def _do_open_page(self) -> None:
        from index import link
        from tui.terminal.web_browser import can_open, is_web_address, open_page

        paper = self._papers.paper
        if paper is None:
            return
        address = link(paper)
        if address is None or not is_web_address(address):
            self._screen.say("No link to this paper is known.")
        elif can_open(os.environ):
            self._papers.own.take_for_read((paper,))
            self._screen.say(f"Opening {address}")
            open_page(address, partial(self._not_opened, address))
        else:
            self._hand_link(address)

    def _not_opened(self, address: str) -> None:
        try:
            self._screen.app.call_later(self._hand_link, address)
        except RuntimeError:
            # Everything is over: nobody is looking any more.
            return

    def _hand_link(self, address: str) -> None:
        """Where no browser can be opened, the link is what there is."""
        self._send(address)
        sent = "; sent to the clipboard" if self._reaches_clipboard else ""
        self._screen.say(f"{address} (no web browser here{sent})")

    # Exporting

    @does("export.start")
    def _do_export_start(self) -> None:
        from tui.screens.export import ExportScreen
        from tui.workers.export import Selection

        marked = self._papers.own.marked
        if marked:
            what = plural(len(marked), "marked paper")
            selection = Selection(len(marked), what, lambda: (paper for paper in marked))
        else:
            selection = self._papers.all_papers()
        if selection.count:
            self._screen.app.push_screen(
                ExportScreen(
                    selection,
                    self._papers.search_text,
                    partial(self._papers.own.read_all, selection.papers, 0),
                ),
                self._exported,
            )
        else:
            self._screen.say("No paper has all of the words; those that have some can be marked.")

    def _exported(self, word: str | None) -> None:
        self._screen.say(word or "")

    # PDFs

    @does("pdf.download")
    def _do_pdf_download(self) -> None:
        from tui.workers.task_queue import Task

        paper = self._papers.paper
        papers = self._papers.own.marked or ((paper,) if paper is not None else ())
        if not papers:
            return
        keys = [paper.key for paper in papers]
        task = Task(
            kind="pdf",
            arguments=self._host.target.arguments("pdf", "--json", "--progress", "--", *keys),
            doing="downloading",
            finished=self._downloaded,
        )
        if not self._host.tasks.add(task):
            self._screen.say("That comes when what is fetched now is here.")

    def _downloaded(self, outcome: Outcome) -> None:
        from tui.rendering.fetch_words import pdf_word

        home = os.path.expanduser("~")
        word = pdf_word(outcome.code, outcome.output, outcome.last, home)
        self._host.announce(word.text, bad=word.bad)

    # Similar papers and marks

    @does("similar.show")
    def _do_similar_show(self) -> None:
        if paper := self._papers.paper:
            self._papers.show_query(set_filter("", "like", paper.key))

    def toggle_mark(self) -> None:
        """Mark the paper at hand, or take its mark back."""
        if paper := self._papers.paper:
            self._papers.own.toggle_mark(paper)

    @does("mark.clear")
    def _do_mark_clear(self) -> None:
        count = len(self._papers.own.marked)
        undo = label_of("history.undo", "[history.undo]")
        self._papers.own.clear_marks(
            f"{plural(count, 'paper')} no longer marked; in the list {undo} marks them again."
        )

    # Help, and what else is read over the screen

    @does("app.help")
    def _do_app_help(self) -> None:
        from tui.screens.help import HelpScreen

        app = self._screen.app
        active = app.screen.active_bindings.values()
        here = contexts_within_reach(one.binding.id or "" for one in active)
        app.push_screen(HelpScreen(here))

    @does("rejected.show")
    def _do_rejected_show(self) -> None:
        from tui.screens.rejected import RejectedScreen, rejected_paragraphs

        if report := self._host.report:
            paragraphs = rejected_paragraphs(report)
            self._screen.app.push_screen(RejectedScreen("Rejected records", paragraphs))
