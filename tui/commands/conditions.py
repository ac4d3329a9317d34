"""When a command can do nothing, and the sentence that says why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from index import FIELDS

if TYPE_CHECKING:
    from collections.abc import Callable

NO_SHELL: Final = "This is a read-only browser: there is no shell to go back to."
NO_LIBRARY: Final = "This is a read-only browser: it keeps nothing of what you do."
NO_FILES: Final = "This is a read-only browser: it writes no files."
NO_PROGRAMS: Final = "This is a read-only browser: it starts no programs."
NO_FETCHING: Final = "This is a read-only browser: it fetches nothing."
NO_INDEX: Final = "There is no index here that papers could be fetched into."
NO_VECTORS: Final = "Nothing can be found by meaning here: this index has no vectors."
NO_PAGES: Final = f"{NO_PROGRAMS} The link can be copied."


class Situation(msgspec.Struct, frozen=True, kw_only=True):
    """What decides whether a command can do anything at this moment."""

    total: int = 0
    awaiting: bool = False
    query: str = ""
    filtered: bool = False
    understood: bool = False
    blamed: bool = False
    can_undo: bool = False
    can_redo: bool = False
    preview_scrolls: bool = False
    peeking: bool = False
    marked: int = 0
    preview_shown: bool = False
    rejected: int = 0
    kept: bool = False
    known: frozenset[str] = frozenset()
    unfetchable: str = NO_INDEX
    without_pdf: str = NO_INDEX
    missing: str = ""
    without_vectors: str = NO_VECTORS


def no_results(situation: Situation) -> str | None:
    """Refuse a motion where no paper is listed and none is on its way."""
    if situation.total or situation.awaiting:
        return None
    return "No paper is listed, so there is nothing to move through."


def no_vectors(situation: Situation) -> str | None:
    """Refuse to find by meaning where the index has no vectors."""
    return situation.without_vectors or None


def nothing_to_read(situation: Situation) -> str | None:
    """Refuse to read where no paper is listed."""
    return None if situation.total else "No paper is listed, so there is nothing to read."


def nothing_to_enter(situation: Situation) -> str | None:
    """Refuse to read where no paper is listed, and none is missing that could be fetched."""
    return None if situation.missing else nothing_to_read(situation)


def no_paper(situation: Situation) -> str | None:
    """Refuse what needs a paper where none is listed."""
    return None if situation.total else "No paper is listed, so there is nothing to act on."


def no_paper_to_keep(situation: Situation) -> str | None:
    """Refuse to do something with a paper where none is listed, or nothing is kept of it."""
    return nothing_kept(situation) or no_paper(situation)


def nothing_kept(situation: Situation) -> str | None:
    """Refuse what is only of use where it is kept."""
    return None if situation.kept else "There is no library, so nothing is kept of this."


def nothing_marked(situation: Situation) -> str | None:
    """Refuse what is for marked papers where none is marked."""
    return None if situation.marked else "No paper is marked."


def nothing_to_copy(situation: Situation) -> str | None:
    """Refuse to copy where no paper is listed or marked."""
    if situation.total or situation.marked:
        return None
    return "No paper is listed or marked, so there is nothing to copy."


def nothing_to_export(situation: Situation) -> str | None:
    """Refuse to export where no paper is listed or marked."""
    if situation.total or situation.marked:
        return None
    return "No paper is listed or marked, so there is nothing to export."


def no_organisations(situation: Situation) -> str | None:
    """Refuse to filter by what no paper has."""
    return None if "org" in situation.known else "No paper here has an organisation."


def no_categories(situation: Situation) -> str | None:
    """Refuse to filter by what no paper has."""
    return None if "cat" in situation.known else "No paper here has a category."


def no_venues(situation: Situation) -> str | None:
    """Refuse to filter by what no paper has."""
    return None if "venue" in situation.known else "No paper here has a venue."


def not_featured(situation: Situation) -> str | None:
    """Refuse to count by what no paper has."""
    return None if "featured" in situation.known else "No paper here was on Daily Papers."


def nothing_to_clear(situation: Situation) -> str | None:
    """Refuse to clear filters where none is set."""
    return None if situation.filtered else "No filter is set, so there is nothing to clear."


def nothing_to_reset(situation: Situation) -> str | None:
    """Refuse to empty a box that is empty."""
    return None if situation.query else "The search box is empty already."


def nothing_to_broaden(situation: Situation) -> str | None:
    """Refuse to drop words and filters where there are none."""
    if situation.query.strip() or situation.peeking:
        return None
    return "This is everything: there is no level above it."


def nothing_to_drop(situation: Situation) -> str | None:
    """Refuse to drop a part of the query where none is to blame."""
    if situation.total:
        return "Papers match, so nothing in the query is to blame."
    return None if situation.blamed else "No single part of the query is to blame."


def not_understood(situation: Situation) -> str | None:
    """Refuse to sort while the query is wrong and what is listed answers an earlier one."""
    return None if situation.understood else "The query is wrong; these are older papers."


def nothing_to_sort_by(sort: str) -> Callable[[Situation], str | None]:
    """What refuses an order while the query is wrong, or by what is known of no paper."""

    def refusal(situation: Situation) -> str | None:
        if sort in FIELDS and sort not in situation.known:
            return f"Nothing is known to sort these papers by {sort}."
        return not_understood(situation)

    return refusal


def nothing_to_undo(situation: Situation) -> str | None:
    """Refuse to undo where nothing has been changed."""
    return None if situation.can_undo else "Nothing has been changed yet."


def nothing_to_redo(situation: Situation) -> str | None:
    """Refuse to redo where nothing was undone."""
    return None if situation.can_redo else "Nothing was undone."


def nothing_to_share(situation: Situation) -> str | None:
    """Refuse to give the list more or less room where it has all of it."""
    return None if situation.preview_shown else "No abstract is beside the list or below it."


def nothing_rejected(situation: Situation) -> str | None:
    """Refuse to tell of rejected records where this run of the browser has read none."""
    return None if situation.rejected else "No record has been rejected since Quire was started."


def preview_fits(situation: Situation) -> str | None:
    """Refuse to scroll an abstract that is in view as a whole."""
    return None if situation.preview_scrolls else "The whole abstract is in view already."


def cannot_fetch(situation: Situation) -> str | None:
    """Refuse to fetch into an index that lives only as long as the browser."""
    return situation.unfetchable or None


def no_pdf(situation: Situation) -> str | None:
    """Refuse to download where there is no paper, or papers are invented."""
    return no_paper(situation) or situation.without_pdf or None
