"""The filters: organisations, categories, dates and so on. They edit the query's text."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual import events, on
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input

from index import clear_filters, filters_of, set_filter, today
from tui.commands.bindings import label_of
from tui.commands.methods import does, does_each
from tui.panes.date_list import DateList
from tui.panes.filter_lists import (
    AuthorCountList,
    ChoiceHeading,
    ChoiceList,
    NameList,
    OrganisationList,
)
from tui.panes.prompt import Prompt
from tui.rendering.date_choices import are_counted, date_choices, part_of
from tui.rendering.filter_choices import NO_FILTER, called, choices_by_field, summary
from tui.rendering.filter_edits import by_other_days, leave_out, recent, take_range
from tui.rendering.filter_strip import FACETS, OWN_FIELDS
from tui.rendering.own_choices import own_choices, own_summary, take_own
from tui.rendering.stylesheet import styles

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from textual.app import ComposeResult
    from textual.widget import Widget

    from index import Facets, Filter, Mine
    from tui.commands.command import Context
    from tui.rendering.filter_choices import Choice
    from tui.rendering.filter_strip import Field

    Edit = Callable[[str], str]

FIELDS: tuple[Field, ...] = tuple(facet.field for facet in FACETS)

DATES_LABELS = {"date": "Dates", "featured": "On Daily Papers"}
"""What the filter of dates is called, by the field that it edits."""


class Filters(Vertical):
    """All filters, one below the other; where there is little room, one at a time.

    Attributes:
        headings: What stands above each filter, by its field.
        chosen: What the query asks for, by its field.
    """

    SCOPED_CSS = False
    DEFAULT_CSS = styles()[1]

    class Edited(Message):
        """The query's text is to be changed."""

        def __init__(self, edit: Edit) -> None:
            self.edit = edit
            super().__init__()

    class Recount(Message):
        """Other counts are asked for: of organisations with something in their names, of months."""

    class Placed(Message):
        """The filters came, went, or have another size."""

    def __init__(self) -> None:
        super().__init__(id="filters")
        self.organisations = OrganisationList(id="organisations")
        self.categories = NameList(id="categories")
        self.venues = NameList(id="venues")
        self.dates = DateList(id="dates")
        self.authors = AuthorCountList(id="authors")
        self.mine = NameList(id="mine")
        self.find = Prompt("find", "Find an organisation")
        self.find_category = Prompt("find-category", "Find a category")
        self.find_venue = Prompt("find-venue", "Find a venue")
        self.find_tag = Prompt("find-tag", "Find a tag")
        self.range = Prompt("range", "How many: 5, 2..4, >10")
        self.headings: dict[str, ChoiceHeading] = {
            facet.field: ChoiceHeading(facet.heading, label_of(facet.command)) for facet in FACETS
        }
        self._lists: dict[str, ChoiceList] = {
            "org": self.organisations,
            "cat": self.categories,
            "venue": self.venues,
            "date": self.dates,
            "authors": self.authors,
            "mine": self.mine,
        }
        self._finding = {
            "org": self.find,
            "cat": self.find_category,
            "venue": self.find_venue,
            "mine": self.find_tag,
        }
        self._prompts = {**self._finding, "authors": self.range}
        self._sections = {
            field: Vertical(classes="section", id=f"section-{field}") for field in FIELDS
        }
        self._open("org")
        self._facets: Facets | None = None
        self._within = ""
        self._own: list[Choice] = []
        self._contexts: tuple[tuple[ChoiceList, Context], ...] = (
            (self.organisations, "organisations"),
            (self.categories, "names"),
            (self.venues, "names"),
            (self.dates, "dates"),
            (self.authors, "authors"),
            (self.mine, "names"),
        )
        self._query = ""
        self.chosen: dict[str, Filter] = {}

    def _parts(self, field: str) -> list[Widget]:
        prompt = self._prompts.get(field)
        return [self.headings[field], *([prompt] if prompt else []), self._lists[field]]

    def compose(self) -> ComposeResult:
        """Put the filters together, unless they are."""
        if not self.children:
            for field, section in self._sections.items():
                with section:
                    yield from self._parts(field)

    def fill(self) -> None:
        """Put the filters together at once: the next key may be for one of them."""
        self.mount(*self._sections.values())
        for field, section in self._sections.items():
            section.mount(*self._parts(field))

    @property
    def lists(self) -> Sequence[ChoiceList]:
        """The lists of choices that are shown, from above."""
        return tuple(self._lists[field] for field in FIELDS if self._sections[field].display)

    def list_of(self, field: Field) -> ChoiceList:
        """The list of one filter, whether it is shown or not."""
        return self._lists[field]

    def context_of(self, widget: Widget | None) -> Context | None:
        """Whose keys work while a part of this pane has the focus; None for what is not of it."""
        if isinstance(widget, Prompt):
            return "prompt"
        return next((context for pane, context in self._contexts if pane is widget), None)

    @property
    def sought(self) -> tuple[tuple[str, str], ...]:
        """What was typed to find an organisation, a category or a venue, each with its field."""
        typed = ((field, prompt.typed) for field, prompt in self._finding.items())
        return tuple((field, text) for field, text in typed if text)

    @property
    def days_by(self) -> str:
        """The field of the days that are counted."""
        return self.dates.field

    # What is shown

    def offer(self, fields: Collection[str], *, featured: bool) -> None:
        """Show the filters of these fields alone.

        Args:
            fields: What some paper of the index has, or the query asks for.
            featured: Whether the day on Daily Papers is known of most papers.
        """
        self.dates.featured = featured
        for field, section in self._sections.items():
            section.display = field in fields

    def show(self, facets: Facets, query: str, within: str) -> None:
        """Show the counts of an answer, and what the query asks for.

        Args:
            facets: The counts.
            query: What was counted.
            within: The year or month whose months or days were counted; empty for none.
        """
        self._facets = facets
        self._within = within
        self._query = query
        self._fill()

    def _fill(self) -> None:
        facets = self._facets
        if facets is None:
            return
        stated = filters_of(self._query)
        if stated is not None:
            self.chosen = stated
        choices = choices_by_field(facets, self.chosen, sought=dict(self.sought))
        dates, within = self.chosen.get(self.days_by, NO_FILTER), self.dates.within
        counted = within == self._within or are_counted(facets, within)
        choices["date"] = date_choices(facets, within, dates, today(), counted=counted)
        for field, offered in choices.items():
            asked = self._field_asked(field)
            aim = field == self._typed_into
            self._lists[field].show(offered, of=facets.without.get(asked, 0), aim=aim)
            self.headings[field].show(summary=summary(self.chosen.get(asked, NO_FILTER)))
        if counted:
            self.dates.counted()
        self._fill_own()
        self.headings["mine"].show(summary=own_summary(self.chosen))
        of_two = self.dates.featured and self.days_by == "date"
        self.headings["date"].show(label="Published" if of_two else DATES_LABELS[self.days_by])

    @property
    def wants_mine(self) -> bool:
        """Whether the filter by the reader's library is open."""
        section = self._sections["mine"]
        return section.display and (section.has_class("-open") or self.mine.size.height > 0)

    def show_mine(self, mine: Mine, query: str) -> None:
        """Show counts by what the reader did with the papers of an answer."""
        filters = filters_of(query)
        if filters is not None:
            self._own = own_choices(mine, filters)
            self._fill_own()
            self.headings["mine"].show(summary=own_summary(filters))

    def _fill_own(self) -> None:
        found = called(self._own, dict(self.sought).get("mine"))
        self.mine.show(found, aim=self._typed_into == "mine")

    def _field_asked(self, field: str) -> str:
        """The field of the query that a filter edits."""
        return self.days_by if field == "date" else field

    def follow(self, filters: Mapping[str, Filter]) -> None:
        """Count the days that a query speaks of, or those that were preferred."""
        asked = [field for field in DATES_LABELS if field in filters]
        self.dates.field = asked[0] if len(asked) == 1 else self.dates.preferred

    def attend(self) -> None:
        """Tell the headings which of them has the focus."""
        focused = self.screen.focused
        for field in FIELDS:
            # What the screen says holds at once; a pane hears of its focus by a message, later.
            inside = focused is not None and self._sections[field] in focused.ancestors
            self.headings[field].show(focused=inside)
            if inside:
                self._open(field)

    def _open(self, field: str) -> None:
        for other, section in self._sections.items():
            section.set_class(other == field, "-open")

    def enter(self, field: Field) -> None:
        """Put the focus on a filter."""
        self._open(field)
        self.screen.set_focus(self._lists[field])

    @on(events.Show)
    @on(events.Hide)
    @on(events.Resize)
    def _placed(self) -> None:
        self.post_message(self.Placed())

    # What is done

    def _field_of(self, source: ChoiceList) -> str:
        field = next(field for field, list_ in self._lists.items() if list_ is source)
        return self._field_asked(field)

    @on(ChoiceList.Chosen)
    def _chose(self, event: ChoiceList.Chosen) -> None:
        field = self._field_of(event.source)
        first, last = event.first, event.last
        if field == "mine":
            self._edit(partial(take_own, choice=last, out=event.out))
        elif event.out:
            self._edit(partial(leave_out, field=field, choice=last))
        else:
            self._edit(partial(take_range, field=field, first=first, last=last))
        for found in [found for found, prompt in self._finding.items() if prompt.display]:
            self._close(found)

    @on(ChoiceList.Cleared)
    def _cleared(self, event: ChoiceList.Cleared) -> None:
        field = self._field_of(event.source)
        fields = OWN_FIELDS if field == "mine" else (field,)
        self._edit(partial(clear_filters, fields=fields))

    @on(ChoiceHeading.Pressed)
    def _pressed(self, event: ChoiceHeading.Pressed) -> None:
        for field in FIELDS:
            if self.headings[field] is event.heading:
                self.enter(field)

    def give_up_mark(self) -> bool:
        """Stop marking a range; whether one was being marked."""
        for choices in self._lists.values():
            choices.forget()
            if self.screen.focused is choices and choices.origin is not None:
                choices.mark()
                return True
        return False

    def zoom(self, within: str) -> bool:
        """Show the months of a year, the days of a month, or years; whether that is a change."""
        before = self.dates.within
        if before == within:
            return False
        self.dates.open(within)
        self._fill()
        if before.startswith(within):
            self.dates.point_at(part_of(within, before))
        self.post_message(self.Recount())
        return True

    @on(DateList.Recent)
    def _chose_recent(self, event: DateList.Recent) -> None:
        self._edit(partial(recent, days=event.days, featured=self.dates.featured))

    @does("dates.by")
    def _do_dates_by(self) -> None:
        dates = self.dates
        field = dates.field
        other = dates.preferred = "date" if field == "featured" else "featured"
        if self.chosen.get(field, NO_FILTER).values:
            self._edit(partial(by_other_days, field=field, other=other))
        else:
            dates.field = other
            self.post_message(self.Recount())

    def _edit(self, edit: Edit) -> None:
        self.post_message(self.Edited(edit))

    # Typing

    @does("organisations.find", "names.find")
    def _do_names_find(self) -> None:
        for field, prompt in self._finding.items():
            if self.screen.focused is self._lists[field]:
                self._ask(prompt)

    @does("authors.range")
    def _do_authors_range(self) -> None:
        chosen = self.chosen.get("authors", NO_FILTER).values
        self.range.offer(chosen[0] if len(chosen) == 1 else "")
        self._ask(self.range)

    def _ask(self, prompt: Prompt) -> None:
        prompt.display = True
        self.screen.set_focus(prompt)
        # The arrows move the list's cursor from now on, so it is to be seen.
        self._fill()

    def _close(self, field: str) -> None:
        prompt, choices = self._prompts[field], self._lists[field]
        prompt.display = False
        choices.forget()
        prompt.put("")
        self.screen.set_focus(choices)
        if field in self._finding:
            self.post_message(self.Recount())
        self._fill()

    @on(Input.Changed, "#find, #find-category, #find-venue, #find-tag")
    def _seek(self) -> None:
        self._fill()
        self.post_message(self.Recount())

    @property
    def _typed_into(self) -> str:
        """The field of the prompt that has the focus; "" for none."""
        focused = self.screen.focused
        return next((field for field, one in self._prompts.items() if one is focused), "")

    @does_each("prompt.", ("down", "up"))
    def _do_prompt_walk(self, where: str) -> None:
        if (field := self._typed_into) in self._finding:
            self._lists[field].move(1 if where == "down" else -1)

    @does("prompt.cancel")
    def _do_prompt_cancel(self) -> None:
        self._close(self._typed_into)

    @does("prompt.accept")
    def _do_prompt_accept(self) -> None:
        field = self._typed_into
        if field in self._finding:
            # What was typed may be newer than what is listed: many keys can come at once.
            self._fill()
            self._lists[field].take()
            if self._facets is not None:
                self._close(field)
            return
        value = self.range.value.strip()
        self._edit(partial(set_filter, field="authors", value=value or None))
        self._close(field)
