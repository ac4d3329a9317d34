"""Following what a paper leads to, and saving searches."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tui.commands.conditions import NO_LIBRARY
from tui.commands.methods import does, does_each

if TYPE_CHECKING:
    from tui.screens.contracts import Host, PapersAtHand, PaperScreen
    from tui.screens.search_controller import SearchController
    from tui.session.follow import Lead

_LEADS = ("author", "last-author", "organisation", "category", "similar")


class FollowController:
    """Searches for what the paper at hand leads to.

    Args:
        host: Has the library, if there is one.
        screen: Says how it went.
        papers: Has the paper at hand, and shows what is searched for.
    """

    def __init__(self, host: Host, screen: PaperScreen, papers: PapersAtHand) -> None:
        self._host = host
        self._screen = screen
        self._papers = papers
        self._saving = False

    @does("follow.menu")
    def _do_follow_menu(self) -> None:
        self._ask(saving=False)

    @does("follow.save")
    def _do_follow_save(self) -> None:
        self._ask(saving=True)

    def _ask(self, *, saving: bool) -> None:
        from tui.screens.follow_menu import FollowMenu
        from tui.session.follow import leads_of

        self._saving = saving
        paper = self._papers.paper
        if paper is not None:
            menu = FollowMenu(self._host, leads_of(paper), self._follow_author, saving=saving)
            self._screen.app.push_screen(menu)

    def _follow_author(self, number: int) -> None:
        paper = self._papers.paper
        if paper is None:
            return
        from tui.session.follow import author_lead

        lead = author_lead(paper, number)
        if lead is None:
            self._screen.say(f"Of this paper no author {number} is known.")
        else:
            self._follow(lead)

    @does_each("follow.", _LEADS)
    def _do_follow(self, what: str) -> None:
        paper = self._papers.paper
        if paper is None:
            return
        from tui.session.follow import leads_of

        lead = leads_of(paper).get(f"follow.{what}")
        if lead is None:
            self._screen.say(f"Of this paper no {what.replace('-', ' ')} is known.")
        else:
            self._follow(lead)

    def _follow(self, lead: Lead) -> None:
        self._papers.show_query(lead.query)
        if not self._saving:
            return
        self._saving = False
        library = self._host.library
        if library is None:
            self._screen.say(NO_LIBRARY)
            return
        from tui.screens.naming import NamingScreen

        asking = NamingScreen(
            self._host.announce,
            library,
            lead.name,
            lead.query,
            lambda name, word, searches: self._host.announce(word),
        )
        self._screen.app.push_screen(asking)


class SavedController:
    """Shows the saved searches, and searches for the one that is chosen.

    Args:
        host: Has the library, if there is one.
        screen: Lies under them.
        search: Counts, and knows the query.
        papers: Shows what is searched for.
    """

    def __init__(
        self, host: Host, screen: PaperScreen, search: SearchController, papers: PapersAtHand
    ) -> None:
        self._host = host
        self._screen = screen
        self._search = search
        self._papers = papers

    @does("saved.show")
    def _do_saved_show(self) -> None:
        library = self._host.library
        if library is None:
            self._screen.say(NO_LIBRARY)
            return
        from tui.screens.saved import SavedScreen

        ask = partial(self._search.searcher.ask, "saved")
        view = self._search.session.view
        screen = SavedScreen(self._host, library, ask, view.query)
        self._screen.app.push_screen(screen, self._closed)

    def _closed(self, query: str | None) -> None:
        if query is not None:
            self._papers.show_query(query)
