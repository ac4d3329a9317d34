"""The filters: organisations, dates, author counts. They say how to edit the query's text."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, Literal, get_args

from textual import on
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input

from index import Filter, filters_of, set_filter, today
from tui.commands.bindings import bindings, label_of
from tui.commands.methods import does
from tui.panes.filter_lists import (
    AuthorCountList,
    ChoiceHeading,
    ChoiceList,
    DateList,
    OrganisationList,
)
from tui.panes.search_box import TextLine
from tui.rendering.filter_choices import (
    author_choices,
    month_choices,
    organisation_choices,
    range_value,
    summary,
    with_choice,
    without_choice,
    year_choices,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.widget import Widget

    from index import Facets
    from tui.commands.command import Context
    from tui.rendering.filter_choices import Choice

    Edit = Callable[[str], str]

Field = Literal["org", "date", "authors"]
FIELDS: tuple[Field, ...] = get_args(Field)
NO_FILTER = Filter()


def _chosen_in(text: str, field: str) -> Filter:
    return (filters_of(text) or {}).get(field, NO_FILTER)


def _with_choice(text: str, field: str, choice: Choice) -> str:
    return with_choice(text, field, choice, _chosen_in(text, field), today())


def _without_choice(text: str, field: str, choice: Choice) -> str:
    return without_choice(text, field, choice, _chosen_in(text, field))


class Prompt(TextLine, inherit_bindings=True):
    """A line to type into inside a filter."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("prompt")]


class Filters(Vertical):
    """All filters, one below the other; where there is little room, one at a time.

    Attributes:
        headings: What stands above each filter, by its field.
        chosen: What the query asks for, by its field.
    """

    class Edited(Message):
        """The query's text is to be changed."""

        def __init__(self, edit: Edit) -> None:
            self.edit = edit
            super().__init__()

    class Recount(Message):
        """Other counts are asked for: of organisations with something in their names, of months."""

    def __init__(self) -> None:
        super().__init__(id="filters")
        self.organisations = OrganisationList(id="organisations")
        self.dates = DateList(id="dates")
        self.authors = AuthorCountList(id="authors")
        self.find = Prompt(id="find", placeholder="Find an organisation")
        self.range = Prompt(id="range", placeholder="How many: 5, 2..4, >10")
        self.find.display = self.range.display = False
        self.headings: dict[str, ChoiceHeading] = {
            "org": ChoiceHeading("Organisations", label_of("filter.organisations")),
            "date": ChoiceHeading("Dates", label_of("filter.dates")),
            "authors": ChoiceHeading("Authors", label_of("filter.authors")),
        }
        self._lists: dict[str, ChoiceList] = {
            "org": self.organisations,
            "date": self.dates,
            "authors": self.authors,
        }
        self._prompts = {"org": self.find, "authors": self.range}
        self._sections = {
            field: Vertical(classes="section", id=f"section-{field}") for field in FIELDS
        }
        self._open("org")
        self._facets: Facets | None = None
        self._contexts: tuple[tuple[ChoiceList, Context], ...] = (
            (self.organisations, "organisations"),
            (self.dates, "dates"),
            (self.authors, "authors"),
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
        """The lists of choices, from above."""
        return tuple(self._lists.values())

    def context_of(self, widget: Widget | None) -> Context | None:
        """Whose keys work while a part of this pane has the focus; None for what is not of it."""
        if isinstance(widget, Prompt):
            return "prompt"
        return next((context for pane, context in self._contexts if pane is widget), None)

    @property
    def sought(self) -> str:
        """What was typed to find an organisation."""
        return self.find.value.strip() if self.find.display else ""

    # What is shown

    def show(self, facets: Facets, query: str) -> None:
        """Show the counts of an answer, and what the query asks for."""
        self._facets = facets
        self._query = query
        self._fill()

    def _fill(self) -> None:
        facets = self._facets
        if facets is None:
            return
        stated = filters_of(self._query)
        if stated is not None:
            self.chosen = stated
        now = today()
        organisations = self.chosen.get("org", NO_FILTER)
        dates = self.chosen.get("date", NO_FILTER)
        authors = self.chosen.get("authors", NO_FILTER)
        offered = organisation_choices(facets, organisations)
        if sought := self.sought.casefold():
            offered = [
                choice
                for choice in offered
                if sought in choice.label.casefold() or sought in choice.value.casefold()
            ]
        self.organisations.show(offered, aim=self.screen.focused is self.find)
        year = self.dates.year
        self.dates.show(
            year_choices(facets, dates, now)
            if year is None
            else month_choices(facets, year, dates, now)
        )
        self.authors.show(author_choices(facets, authors))
        for field, chosen in zip(FIELDS, (organisations, dates, authors), strict=True):
            self.headings[field].show(summary=summary(chosen))

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

    # What is done

    def _field_of(self, source: ChoiceList) -> str:
        return next(field for field, list_ in self._lists.items() if list_ is source)

    @on(ChoiceList.Chosen)
    def _chose(self, event: ChoiceList.Chosen) -> None:
        field = self._field_of(event.source)
        first, last = event.first, event.last
        if event.out:
            self._edit(partial(_without_choice, field=field, choice=last))
        elif first.value == last.value or first.unknown or last.unknown:
            self._edit(partial(_with_choice, field=field, choice=last))
        else:
            value = range_value(first.value, last.value)
            self._edit(lambda text: set_filter(text, field, value))
        if self.find.display:
            self._close(self.find)

    @on(ChoiceList.Cleared)
    def _cleared(self, event: ChoiceList.Cleared) -> None:
        field = self._field_of(event.source)
        self._edit(lambda text: set_filter(text, field, None))

    @on(ChoiceHeading.Pressed)
    def _pressed(self, event: ChoiceHeading.Pressed) -> None:
        for field in FIELDS:
            if self.headings[field] is event.heading:
                self.enter(field)

    def give_up_mark(self) -> bool:
        """Stop marking a range; whether one was being marked."""
        for choices in self._lists.values():
            choices.due = False
            if self.screen.focused is choices and choices.origin is not None:
                choices.mark()
                return True
        return False

    def zoom(self, year: int | None) -> bool:
        """Show the months of a year, or all years for None; whether that is a change."""
        before = self.dates.year
        if before == year:
            return False
        self.dates.year = year
        self._fill()
        self.dates.point_at(f"{before:04}" if year is None else f"{year:04}-12")
        self.post_message(self.Recount())
        return True

    @does("dates.zoom-in")
    def _do_dates_zoom_in(self) -> None:
        choice = self.dates.choice
        if self.dates.year is None and choice is not None and choice.value.isdigit():
            self.zoom(int(choice.value))

    @does("dates.week")
    def _do_dates_week(self) -> None:
        self._recent(7)

    @does("dates.month")
    def _do_dates_month(self) -> None:
        self._recent(30)

    @does("dates.year")
    def _do_dates_year(self) -> None:
        self._recent(365)

    def _recent(self, days: int) -> None:
        value = f"{days}d"
        stands = self.chosen.get("date", NO_FILTER).values == (value,)
        self._edit(lambda text: set_filter(text, "date", None if stands else value))

    def _edit(self, edit: Edit) -> None:
        self.post_message(self.Edited(edit))

    # Typing

    @does("organisations.find")
    def _do_organisations_find(self) -> None:
        self._ask(self.find)

    @does("authors.range")
    def _do_authors_range(self) -> None:
        chosen = self.chosen.get("authors", NO_FILTER).values
        self.range.put(chosen[0] if len(chosen) == 1 else "")
        self._ask(self.range)

    def _ask(self, prompt: Prompt) -> None:
        prompt.display = True
        self.screen.set_focus(prompt)

    def _close(self, prompt: Prompt) -> None:
        prompt.display = False
        self.organisations.due = False
        prompt.put("")
        if prompt is self.find:
            self.screen.set_focus(self.organisations)
            self.post_message(self.Recount())
        else:
            self.screen.set_focus(self.authors)
        self._fill()

    @on(Input.Changed, "#find")
    def _seek(self) -> None:
        self._fill()
        self.post_message(self.Recount())

    @does("prompt.down")
    def _do_prompt_down(self) -> None:
        self._walk(1)

    @does("prompt.up")
    def _do_prompt_up(self) -> None:
        self._walk(-1)

    def _walk(self, lines: int) -> None:
        if self.screen.focused is self.find:
            self.organisations.move(lines)

    @does("prompt.cancel")
    def _do_prompt_cancel(self) -> None:
        self._close(self.find if self.screen.focused is self.find else self.range)

    @does("prompt.accept")
    def _do_prompt_accept(self) -> None:
        if self.screen.focused is self.find:
            # What was typed may be newer than what is listed: many keys can come at once.
            self._fill()
            self.organisations.take()
            if self._facets is not None:
                self._close(self.find)
            return
        value = self.range.value.strip()
        self._edit(partial(set_filter, field="authors", value=value or None))
        self._close(self.range)
