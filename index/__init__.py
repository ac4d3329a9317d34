"""Papers in, answers out: parsing, indexing and searching, without a terminal.

The names below are the whole public interface. They are loaded when they are first used, so that
importing the package costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module

# Loading typing for it would take longer than all else here, and nothing catches an interrupt yet.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from index.age import days_in_vain as days_in_vain
    from index.age import newest_told as newest_told
    from index.building.add_vectors import add_vectors as add_vectors
    from index.building.add_vectors import drop_vectors as drop_vectors
    from index.building.build import rebuild as rebuild
    from index.building.build import update as update
    from index.building.report import BuildRefused as BuildRefused
    from index.building.report import Report as Report
    from index.demo import demo_paths as demo_paths
    from index.engine.cluster.credentials import CLUSTER_EXPLANATION as CLUSTER_EXPLANATION
    from index.engine.cluster.credentials import cluster_settings as cluster_settings
    from index.engines import open_index as open_index
    from index.errors import IndexBusy as IndexBusy
    from index.errors import IndexClosed as IndexClosed
    from index.errors import IndexDamaged as IndexDamaged
    from index.errors import IndexMissing as IndexMissing
    from index.errors import IndexOutdated as IndexOutdated
    from index.errors import IndexUnreachable as IndexUnreachable
    from index.errors import InputError as InputError
    from index.errors import LibraryBusy as LibraryBusy
    from index.errors import LibraryDamaged as LibraryDamaged
    from index.errors import LibraryUnusable as LibraryUnusable
    from index.errors import OutputError as OutputError
    from index.errors import QueryError as QueryError
    from index.errors import QuireError as QuireError
    from index.errors import SemanticUnavailable as SemanticUnavailable
    from index.errors import UsageError as UsageError
    from index.errors import VectorsUnfit as VectorsUnfit
    from index.exporting import EXPORTERS as EXPORTERS
    from index.exporting import export as export
    from index.exporting.bibtex import bibtex_entry as bibtex_entry
    from index.exporting.citation import citation as citation
    from index.exporting.citation import link as link
    from index.fetching.arxiv_sets import ARXIV_CATEGORIES as ARXIV_CATEGORIES
    from index.fetching.feeds import FETCH_EXAMPLE as FETCH_EXAMPLE
    from index.fetching.feeds import FETCH_EXPLANATIONS as FETCH_EXPLANATIONS
    from index.fetching.feeds import fetch_settings as fetch_settings
    from index.fetching.feeds_file import add_feed as add_feed
    from index.fetching.fetchable_id import fetchable_id as fetchable_id
    from index.fetching.single_paper import fetch_paper as fetch_paper
    from index.fields import FIELDS as FIELDS
    from index.fields import LIBRARY_FIELDS as LIBRARY_FIELDS
    from index.fields import ORDER_LABELS as ORDER_LABELS
    from index.library.library import Library as Library
    from index.library.library import open_library as open_library
    from index.library.location import default_library_path as default_library_path
    from index.library.marks import Change as Change
    from index.library.marks import PaperMarks as PaperMarks
    from index.library.saved_searches import Saved as Saved
    from index.mailing.settings import MAIL_EXAMPLE as MAIL_EXAMPLE
    from index.mailing.settings import MAIL_EXPLANATION as MAIL_EXPLANATION
    from index.mailing.settings import mail_settings as mail_settings
    from index.overlay import Overlay as Overlay
    from index.paper import Paper as Paper
    from index.papers import Papers as Papers
    from index.process.charset import speaks_utf8 as speaks_utf8
    from index.process.exits import end_process as end_process
    from index.process.exits import exit_code_of as exit_code_of
    from index.process.exits import report_defect as report_defect
    from index.process.streams import flush_output as flush_output
    from index.process.streams import narrate as narrate
    from index.process.streams import print_text as print_text
    from index.process.streams import require_unicode as require_unicode
    from index.process.streams import write_output as write_output
    from index.query.dates import today as today
    from index.query.edit import Filter as Filter
    from index.query.edit import clear_filters as clear_filters
    from index.query.edit import clear_words as clear_words
    from index.query.edit import drop_part as drop_part
    from index.query.edit import filters_of as filters_of
    from index.query.edit import set_filter as set_filter
    from index.query.edit import toggle_excluded as toggle_excluded
    from index.query.edit import toggle_part as toggle_part
    from index.query.edit import toggle_value as toggle_value
    from index.query.help import QUERY_EXAMPLES as QUERY_EXAMPLES
    from index.query.help import QUERY_NOTES as QUERY_NOTES
    from index.query.nearness import picks_nearest as picks_nearest
    from index.query.parse import parse as parse
    from index.query.spans import date_span as date_span
    from index.query.spans import number_span as number_span
    from index.query.spans import overlap as overlap
    from index.results import PERIODS as PERIODS
    from index.results import READING as READING
    from index.results import SORTS as SORTS
    from index.results import AbsentValue as AbsentValue
    from index.results import Capped as Capped
    from index.results import FacetCount as FacetCount
    from index.results import Facets as Facets
    from index.results import FrequentNames as FrequentNames
    from index.results import Hit as Hit
    from index.results import Mine as Mine
    from index.results import NameCount as NameCount
    from index.results import Page as Page
    from index.results import Period as Period
    from index.results import Sort as Sort
    from index.results import Trend as Trend
    from index.settings import FETCH_SETTINGS as FETCH_SETTINGS
    from index.settings import SCRIPT_SETTINGS as SCRIPT_SETTINGS
    from index.settings import SettingsError as SettingsError
    from index.settings import SettingsFile as SettingsFile
    from index.settings import decode_settings as decode_settings
    from index.settings import read_settings_file as read_settings_file
    from index.settings import settings_path as settings_path
    from index.settings import toml_text as toml_text
    from index.sources.daily_papers_page.year_argument import check_year as check_year
    from index.sources.formats import SOURCES as SOURCES
    from index.storage.links import reserve_links as reserve_links
    from index.storage.location import default_index as default_index
    from index.storage.location import index_folder as index_folder
    from index.storage.location import index_scheme as index_scheme
    from index.text.cleaning import one_line as one_line
    from index.text.cleaning import paragraphs as paragraphs
    from index.text.latex import readable as readable
    from index.text.months import MONTHS as MONTHS
    from index.trends.drawing import TrendPicture as TrendPicture
    from index.trends.drawing import trend_picture as trend_picture

_HOMES = {
    "add_vectors": "building.add_vectors",
    "drop_vectors": "building.add_vectors",
    "rebuild": "building.build",
    "update": "building.build",
    "demo_paths": "demo",
    "IndexBusy": "errors",
    "IndexClosed": "errors",
    "IndexDamaged": "errors",
    "IndexMissing": "errors",
    "IndexOutdated": "errors",
    "IndexUnreachable": "errors",
    "SemanticUnavailable": "errors",
    "VectorsUnfit": "errors",
    "InputError": "errors",
    "OutputError": "errors",
    "QueryError": "errors",
    "QuireError": "errors",
    "UsageError": "errors",
    "speaks_utf8": "process.charset",
    "LibraryBusy": "errors",
    "LibraryDamaged": "errors",
    "LibraryUnusable": "errors",
    "Change": "library.marks",
    "PaperMarks": "library.marks",
    "Saved": "library.saved_searches",
    "Library": "library.library",
    "open_library": "library.library",
    "default_library_path": "library.location",
    "Overlay": "overlay",
    "end_process": "process.exits",
    "exit_code_of": "process.exits",
    "report_defect": "process.exits",
    "EXPORTERS": "exporting",
    "export": "exporting",
    "bibtex_entry": "exporting.bibtex",
    "citation": "exporting.citation",
    "link": "exporting.citation",
    "readable": "text.latex",
    "reserve_links": "storage.links",
    "Paper": "paper",
    "FETCH_EXAMPLE": "fetching.feeds",
    "FETCH_EXPLANATIONS": "fetching.feeds",
    "fetch_settings": "fetching.feeds",
    "MAIL_EXAMPLE": "mailing.settings",
    "MAIL_EXPLANATION": "mailing.settings",
    "mail_settings": "mailing.settings",
    "ARXIV_CATEGORIES": "fetching.arxiv_sets",
    "add_feed": "fetching.feeds_file",
    "fetch_paper": "fetching.single_paper",
    "fetchable_id": "fetching.fetchable_id",
    "days_in_vain": "age",
    "newest_told": "age",
    "today": "query.dates",
    "MONTHS": "text.months",
    "Filter": "query.edit",
    "clear_filters": "query.edit",
    "clear_words": "query.edit",
    "drop_part": "query.edit",
    "filters_of": "query.edit",
    "set_filter": "query.edit",
    "toggle_excluded": "query.edit",
    "toggle_part": "query.edit",
    "toggle_value": "query.edit",
    "QUERY_EXAMPLES": "query.help",
    "QUERY_NOTES": "query.help",
    "date_span": "query.spans",
    "picks_nearest": "query.nearness",
    "parse": "query.parse",
    "number_span": "query.spans",
    "overlap": "query.spans",
    "FIELDS": "fields",
    "LIBRARY_FIELDS": "fields",
    "ORDER_LABELS": "fields",
    "BuildRefused": "building.report",
    "Report": "building.report",
    "one_line": "text.cleaning",
    "paragraphs": "text.cleaning",
    "AbsentValue": "results",
    "Capped": "results",
    "Facets": "results",
    "FrequentNames": "results",
    "NameCount": "results",
    "PERIODS": "results",
    "Period": "results",
    "Trend": "results",
    "TrendPicture": "trends.drawing",
    "trend_picture": "trends.drawing",
    "Hit": "results",
    "Mine": "results",
    "READING": "results",
    "FacetCount": "results",
    "Page": "results",
    "Papers": "papers",
    "SORTS": "results",
    "Sort": "results",
    "open_index": "engines",
    "CLUSTER_EXPLANATION": "engine.cluster.credentials",
    "cluster_settings": "engine.cluster.credentials",
    "default_index": "storage.location",
    "index_folder": "storage.location",
    "index_scheme": "storage.location",
    "flush_output": "process.streams",
    "narrate": "process.streams",
    "print_text": "process.streams",
    "require_unicode": "process.streams",
    "write_output": "process.streams",
    "FETCH_SETTINGS": "settings",
    "SCRIPT_SETTINGS": "settings",
    "SettingsError": "settings",
    "SettingsFile": "settings",
    "decode_settings": "settings",
    "read_settings_file": "settings",
    "settings_path": "settings",
    "toml_text": "settings",
    "SOURCES": "sources.formats",
    "check_year": "sources.daily_papers_page.year_argument",
}

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{home}"), name)


def __dir__() -> list[str]:
    return __all__
