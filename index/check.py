"""Verifies an index folder, for ``quire check``."""

from __future__ import annotations

import os
from contextlib import ExitStack
from typing import TYPE_CHECKING

import msgspec

from index.errors import IndexDamaged
from index.storage import store
from index.storage.location import index_folder
from index.storage.verification import open_files, verify_opened
from index.text.counting import counted
from index.text.filenames import displayable

if TYPE_CHECKING:
    from index.engine.search import TantivyPapers


class Verified(msgspec.Struct, frozen=True, kw_only=True):
    """The counts of what ``quire check`` verified.

    Attributes:
        index: The index folder.
        generation: Name of the live generation.
        papers: Number of papers; the segments and the manifest agree on it.
        segments: Number of Tantivy segments.
        files: Number of files whose sizes and checksums were verified.
        sampled: Number of papers that were read back, some of every segment.
    """

    index: str
    generation: str
    papers: int
    segments: int
    files: int
    sampled: int


def verify(index_dir: str | os.PathLike[str] | None = None) -> Verified:
    """Read the whole index: every file's size and checksum, the counts, papers of every segment.

    A rebuild that is published meanwhile does no harm: what was live at the beginning is verified,
    or else the new index is.

    Raises:
        IndexMissing, IndexOutdated, IndexClosed: As ``store.live_generation``.
        UsageError: The index lies in no folder.
        IndexDamaged: Something is wrong; the sentence says what.
    """
    from index.engine.schema import FINGERPRINT
    from index.engine.search import open_folder

    folder = index_folder(index_dir)
    hasty = False
    while True:
        live = store.live_generation(folder, FINGERPRINT)
        with ExitStack() as stack:
            try:
                papers: TantivyPapers | None = None
                if hasty:
                    papers = stack.enter_context(open_folder(folder))
                    live = papers.live
                files = open_files(live, stack)
                # Tantivy maps the files, and a disk that can't be read ends whoever looks at a map.
                verify_opened(folder, live, files)
                papers = papers or stack.enter_context(open_folder(folder))
                if papers.live.name == live.name:
                    return _verify_papers(folder, papers)
            except (OSError, IndexDamaged) as error:
                if store.live_name(folder) == live.name:
                    if isinstance(error, OSError):
                        raise store.unreadable(folder, error) from None
                    raise
        # Another index was published meanwhile. From now on all is opened before any is read.
        hasty = True


def _verify_papers(index_dir: str, papers: TantivyPapers) -> Verified:
    manifest = papers.live.manifest
    if papers.count != manifest.papers:
        raise store.damaged(
            index_dir,
            f"it holds {counted(papers.count, 'paper')}, its manifest says {manifest.papers:,}",
        )
    return Verified(
        index=displayable(index_dir),
        generation=papers.generation,
        papers=papers.count,
        segments=papers.segments,
        files=len(manifest.checksums),
        sampled=papers.sample(),
    )
