"""Where the real data lies, beside the checkout; nothing of it is copied into the repository."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.checkout import ROOT

CORPORA = ROOT.parent / "shared" / "corpora"


def corpus(name: str) -> Path:
    """Return a corpus, or skip the running test with the reason.

    Args:
        name: A path below the folder of corpora, such as ``daily-papers-pages``.
    """
    path = CORPORA / name
    if not path.exists():
        pytest.skip(f"the corpus {name} is not beside this checkout ({path})")
    return path
