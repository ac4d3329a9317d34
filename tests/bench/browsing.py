"""The browser in a real terminal, against bare Textual: start, keys, bytes and memory."""

from __future__ import annotations

import argparse
import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import index
from index.engine import schema
from tests.bench import bare
from tests.bench.corpus import write_records
from tests.bench.table import table
from tests.bench.watch import Repaint, Watch
from tests.support.checkout import ROOT
from tests.support.terminal import key_bytes

BROWSER = "import sys; from tui.__main__ import main; sys.exit(main())"
FEW = 60
SMALL, WIDE = (80, 24), (120, 40)
QUIET_WHEN_TYPING = 0.15
"""Seconds without output after which an answer and its counts have all come."""

SECTIONS = ("starts", "moves", "typing", "bytes", "use")

FRAME = 1 / 60
KEY_REPEAT = 1 / 30
STATUS = -2
"""The line that tells how many papers there are, and how long finding them took."""

Row = list[object]
Shown = Callable[[float], str]


def run(arguments: list[str]) -> None:
    """Print each figure beside its floor in the same run and what is asked of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench browsing")
    parser.add_argument("--papers", type=int, default=500_000, help="papers in the large index")
    parser.add_argument("--rounds", type=int, default=9, help="starts of each program")
    parser.add_argument("--presses", type=int, default=100, help="times that a key is pressed")
    parser.add_argument("--seconds", type=float, default=20, help="of use before memory is read")
    parser.add_argument("--index", type=Path, help="the large index, instead of a made one")
    parser.add_argument("--only", action="append", choices=SECTIONS, help="measure nothing else")
    options = parser.parse_args(arguments)
    if options.index is not None:
        with index.open_index(options.index) as papers:
            options.papers = papers.count
    large = options.index or made_index(options.papers)
    sections: dict[str, Callable[[], list[Row]]] = {
        "starts": lambda: measure_starts(made_index(FEW), large, options.papers, options.rounds),
        "moves": lambda: measure_moves(large, options.papers, options.presses),
        "typing": lambda: measure_typing(large, options.papers),
        "bytes": lambda: measure_bytes(large, options.papers, options.presses),
        "use": lambda: measure_use(large, options.papers, options.seconds),
    }
    rows = [row for name in options.only or SECTIONS for row in sections[name]()]
    headings = ["figure", "measured", "floor", "ratio", "asked for", ""]
    print(f"{options.papers:,} papers, {SMALL[0]}x{SMALL[1]}, facets at {WIDE[0]}x{WIDE[1]}")
    print(table(headings, rows))


def made_index(count: int) -> Path:
    """An index of so many papers; kept between runs, since making it takes a minute or two."""
    folder = Path(tempfile.gettempdir(), "quire-bench", f"papers-{count}-{schema.FINGERPRINT}")
    place = folder / "index"
    try:
        with index.open_index(place) as papers:
            if papers.count == count:
                return place
    except (index.IndexMissing, index.IndexDamaged, index.IndexOutdated):
        pass
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, suffix=".jsonl") as records:
        print(f"making an index of {count:,} papers in {place}", file=sys.stderr)
        write_records(Path(records.name), count)
        index.rebuild([records.name], place)
    return place


def browser(place: Path, size: tuple[int, int] = SMALL) -> Watch:
    command = [sys.executable, "-c", BROWSER, "--index", str(place)]
    return Watch(command, size=size, environment=environment(), folder=str(ROOT))


def peer(name: str, size: tuple[int, int] = SMALL) -> Watch:
    command = [sys.executable, bare.__file__, name]
    return Watch(command, size=size, environment=environment(), folder=str(ROOT))


def environment() -> dict[str, str]:
    """A terminal of 16 million colours, the dearest one; and nobody's own settings.

    Compiled modules are kept, as they are wherever Quire is installed.
    """
    unwanted = (
        "PYTHON",
        "XDG_",
        "TEXTUAL",
        "QUIRE",
        "NO_COLOR",
        "FORCE_COLOR",
        "COLORFGBG",
        "TMUX",
    )
    kept = {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}
    home = Path(tempfile.gettempdir(), "quire-bench", "home")
    home.mkdir(parents=True, exist_ok=True)
    return kept | {"TERM": "xterm-256color", "COLORTERM": "truecolor", "HOME": str(home)}


@contextmanager
def both(place: Path, papers: int, size: tuple[int, int] = SMALL) -> Iterator[tuple[Watch, Watch]]:
    """The bare list and the browser, side by side, so that noise meets both."""
    with peer(bare.LIST, size) as floor, browser(place, size) as quire:
        floor.until("the lazy dog")
        quire.until(f"{papers:,} papers")
        floor.settle()
        quire.settle()
        yield floor, quire


# Starting


def measure_starts(few: Path, many: Path, papers: int, rounds: int) -> list[Row]:
    ways: dict[str, Callable[[], float]] = {
        "label": lambda: started(peer("label"), bare.LABEL),
        "few": lambda: started(browser(few), f"{FEW:,} papers"),
        "many": lambda: started(browser(many), f"{papers:,} papers"),
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(rounds + 1):
        for name, way in ways.items():
            seconds = way()
            # The first round brings files and compiled modules into memory.
            if number:
                times[name].append(seconds)
    label, at_few, at_many = (statistics.median(times[name]) for name in ways)
    return [
        judged(f"first results, {FEW} papers", at_few, label, 1.35, show=milliseconds),
        judged(f"first results, {papers:,} papers", at_many, label, 1.35, show=milliseconds),
        judged(f"the same against {FEW} papers", at_many, at_few, 1.1, show=milliseconds),
    ]


def started(program: Watch, part: str) -> float:
    with program:
        seconds = program.until(part)
        program.settle(0.1)
    return seconds


# Keys


def measure_moves(place: Path, papers: int, presses: int) -> list[Row]:
    with both(place, papers) as (floor, quire):
        rows = []
        for name, key, share, asked in (
            ("cursor move", "j", 1.0, 2.5),
            ("page", "pagedown", 0.4, 3.0),
        ):
            pairs = [
                (floor.press(key_bytes(key)), quire.press(key_bytes(key)))
                for _ in range(max(int(presses * share), 2))
            ]
            least, taken = (
                [repaint.seconds for repaint in side] for side in zip(*pairs, strict=True)
            )
            rows += percentiles(name, taken, least, asked)
        return rows + held_key(floor, quire)


def held_key(floor: Watch, quire: Watch) -> list[Row]:
    """A key held for a second, several times: how long after the last one the screen stands still.

    As many keys up as down, so that no part of the list is reached that has to be fetched.
    """
    lags: dict[Watch, list[float]] = {floor: [], quire: []}
    for key, back in ((b"j", b"k"), (b"k", b"j")) * 3:
        for program, measured in lags.items():
            for _ in range(30):
                program.send(key)
                due = time.perf_counter() + KEY_REPEAT
                while (left := due - time.perf_counter()) > 0:
                    program.read(left)
            measured.append(program.press(back).seconds)
    least, taken = (statistics.median(lags[program]) for program in (floor, quire))
    row = judged("after a held key", taken, least, taken / least, show=milliseconds)
    return [[*row[:4], f"{milliseconds(FRAME)}: a frame", verdict(taken <= FRAME)]]


def measure_typing(place: Path, papers: int) -> list[Row]:
    """Letters typed with the list alone in view, then with the filters counted beside it."""
    with index.open_index(place) as opened:
        queries = likely_queries(opened)
        prefixes = [query[:end] for query in queries for end in range(1, len(query) + 1)]
        # Each once and in the order of typing: what has been asked is remembered.
        searches, counts = {}, {}
        for prefix in prefixes:
            search = partial(opened.search, prefix, prefix=True, limit=120)
            count = partial(opened.facets, prefix, prefix=True, organisations=200)
            searches[prefix], counts[prefix] = seconds_of(search), seconds_of(count)
    with both(place, papers) as (floor, quire):
        echoes, letters = [], []
        for prefix, echo, letter in typed(floor, quire, queries):
            del prefix
            # What follows the echo comes from laying the screen out anew; nobody waits for it.
            echoes.append(echo.frames[0].seconds)
            letters.append(letter.seconds)
    rows = percentiles("typed letter, with results", letters, echoes, 5, list(searches.values()))
    with both(place, papers, WIDE) as (floor, quire):
        later, bare_counts = [], []
        for prefix, _, letter in typed(floor, quire, queries):
            results = results_after(quire, letter)
            if letter.seconds > results > 0:
                later.append(letter.seconds - results)
                bare_counts.append(counts[prefix])
    for name, place_in in (("p50", 0.5), ("p95", 0.95)):
        measured, least = (percentile(v, place_in) for v in (later, bare_counts))
        limit = least + FRAME
        rows.append(
            [
                f"facets after results, {name}", milliseconds(measured),
                f"{milliseconds(least)} to count", f"{measured / least:.2f}",
                f"{milliseconds(limit)}: a frame more", verdict(measured <= limit),
            ]
        )  # fmt: skip
    return rows


def results_after(program: Watch, letter: Repaint) -> float:
    """Seconds until the first frame that tells of other results; 0 where none does."""
    for frame in letter.frames:
        before = program.lines(0)[STATUS]
        if program.lines(frame.end)[STATUS] != before:
            return frame.seconds
    return 0.0


def likely_queries(papers: index.Papers) -> list[str]:
    """Two long words each out of titles, as people type them."""
    queries = []
    for offset in range(0, papers.count, max(papers.count // 6, 1)):
        for hit in papers.search("", limit=20, offset=offset).hits:
            words = re.findall(r"[a-z]{5,9}", hit.paper.title.lower())
            if len(words) >= 2:
                queries.append(" ".join(words[:2]))
                break
    return queries


def seconds_of(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def typed(
    floor: Watch, quire: Watch, queries: Sequence[str]
) -> Iterator[tuple[str, Repaint, Repaint]]:
    """Type queries letter by letter into both; what stands there, and both repaints."""
    floor.press(key_bytes("tab"))
    quire.press(b"/")
    for query in queries:
        for end, letter in enumerate(query, 1):
            yield (
                query[:end],
                floor.press(letter.encode()),
                quire.press(letter.encode(), quiet=QUIET_WHEN_TYPING),
            )
        for program in (floor, quire):
            program.press(key_bytes("ctrl+u"), quiet=QUIET_WHEN_TYPING)


# Bytes


def measure_bytes(place: Path, papers: int, presses: int) -> list[Row]:
    with peer("label") as floor:
        floor.until(bare.LABEL)
        floor.settle()
        label_size = len(floor.data)
    with both(place, papers) as (floor, quire):
        first = len(quire.data)
        floor_move = statistics.mean(floor.press(b"j").size for _ in range(presses))
        with_preview = statistics.mean(quire.press(b"j").size for _ in range(presses))
        quire.press(b"p")
        without = statistics.mean(quire.press(b"j").size for _ in range(presses))
        quire.settle()
        spent = quire.processor_seconds()
        idle = len(quire.data)
        quire.settle(3)
        idle = len(quire.data) - idle
        spent = quire.processor_seconds() - spent
    return [
        limited("bytes of a move with its preview", with_preview, floor_move, 2_200),
        limited("bytes of a move alone", without, floor_move, 500),
        limited("bytes in 3 s of idling", idle, 0, 0),
        limited("bytes of the first screen", first, label_size, 12_000),
        ["processor time in 3 s of idling", milliseconds(spent), None, None, None, ""],
    ]


# Memory


def measure_use(place: Path, papers: int, seconds: float) -> list[Row]:
    """Use everything for a while: walk, page, jump, type, filter."""
    with browser(place, WIDE) as quire:
        quire.until(f"{papers:,} papers")
        quire.settle()
        begun = quire.anonymous_memory()
        with index.open_index(place) as opened:
            queries = likely_queries(opened)
        deadline = time.perf_counter() + seconds
        number = 0
        while time.perf_counter() < deadline:
            for key in ("j", "j", "pagedown", "G", "pageup", "M", "g", *("s", "s") * 5):
                quire.press(key_bytes(key))
            quire.press(b"/")
            for letter in queries[number % len(queries)]:
                quire.press(letter.encode(), quiet=0.03)
            for key in ("escape", "j", "pagedown", "o", "j", "space", "d", "j", "space", "X"):
                quire.press(key_bytes(key), quiet=0.1)
            number += 1
        used = quire.anonymous_memory()
    return [
        ["anonymous memory at the start", megabytes(begun), None, None, None, ""],
        [
            f"the same after {seconds:.0f} s of use", megabytes(used), None, None,
            "150 MB", verdict(used <= 150e6),
        ],
    ]  # fmt: skip


# Showing


def percentiles(
    name: str,
    taken: Sequence[float],
    least: Sequence[float],
    asked: float,
    beside: Sequence[float] = (0.0,),
) -> list[Row]:
    """Rows for the middle and for 95 of 100; only the latter has to keep to what is asked for.

    Args:
        name: Of the figure.
        taken: Seconds of each key.
        least: Seconds of the same keys in the bare program.
        asked: How many times the floor it may take.
        beside: Seconds that the work without a screen takes, which come on top.
    """
    rows: list[Row] = []
    for label, place in (("p50", 0.5), ("p95", 0.95)):
        measured, floor, work = (percentile(v, place) for v in (taken, least, beside))
        limit = asked * floor + work
        row: Row = [f"{name}, {label}", milliseconds(measured), milliseconds(floor)]
        row += [f"{(measured - work) / floor:.2f}", None, ""]
        if work:
            row[2] = f"{milliseconds(floor)} + {milliseconds(work)}"
        if place > 0.5:
            row[4] = f"{asked:g} x" + (f": {milliseconds(limit)}" if work else "")
            row[5] = verdict(measured <= limit)
        rows.append(row)
    return rows


def percentile(values: Sequence[float], place: float) -> float:
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * place), len(ordered) - 1)] if ordered else 0.0


def judged(name: str, measured: float, floor: float, asked: float, *, show: Shown) -> Row:
    ratio = measured / floor
    return [
        name, show(measured), show(floor), f"{ratio:.2f}", f"{asked:g} x", verdict(ratio <= asked)
    ]  # fmt: skip


def limited(name: str, measured: float, floor: float, limit: int) -> Row:
    ratio = f"{measured / floor:.2f}" if floor else None
    return [
        name, f"{measured:,.0f}", f"{floor:,.0f}", ratio, f"{limit:,}", verdict(measured <= limit)
    ]  # fmt: skip


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"


def megabytes(size: float) -> str:
    return f"{size / 1e6:.0f} MB"


def verdict(kept: bool) -> str:
    return "" if kept else "missed"
