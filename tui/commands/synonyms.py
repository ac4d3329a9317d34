"""What people call commands, so that the palette finds these by it."""

from __future__ import annotations

from typing import Final

SYNONYMS: Final = {
    "search.focus": "find query look for words",
    "search.reset": "clear all everything empty new",
    "history.older": "previous query",
    "history.undo": "revert back",
    "list.read": "open view full screen",
    "list.first": "top beginning start",
    "list.last": "bottom end",
    "list.to-preview": "preview summary",
    "reader.open": "open view full screen",
    "similar.show": "related recommended neighbours like more",
    "filter.organisations": "organization affiliation company university lab institution",
    "filter.dates": "date range year month week day published when time since until",
    "filter.authors": "people team size count",
    "filter.clear": "reset remove filters",
    "organisations.exclude": "organization without hide not",
    "organisations.find": "organization search",
    "dates.mark": "date range from to between",
    "dates.zoom-in": "month",
    "dates.week": "recent this week",
    "dates.month": "recent this month",
    "dates.year": "recent this year",
    "sort.next": "order rank newest latest top popular votes",
    "sort.reverse": "ascending descending oldest",
    "view.preview": "preview pane layout",
    "view.filters": "sidebar facets layout",
    "view.theme": "colour color scheme appearance",
    "copy.menu": "clipboard yank",
    "copy.link": "url address",
    "copy.identifier": "id number",
    "copy.bibtex": "bib cite citation reference latex",
    "copy.abstract": "summary",
    "copy.citation": "cite reference",
    "open.page": "pdf browser website arxiv link url",
    "mark.toggle": "bookmark select pick tick favourite favorite star",
    "mark.clear": "deselect bookmarks unselect",
    "export.start": "save download file bibtex csv json markdown",
    "app.help": "keys shortcuts manual documentation cheat sheet",
    "app.quit": "exit close leave",
    "app.leave": "exit close leave",
    "app.suspend": "background shell",
}
"""Words beside those of a command's own description, by its id."""
