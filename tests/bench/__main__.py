"""Lists the benchmarks or runs them: ``python -m tests.bench NAME [its options]``."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Callable

from tests import bench
from tests.bench.machine import describe_machine


def benchmarks() -> dict[str, Callable[[list[str]], None]]:
    """Every benchmark by name: the modules of this package that offer ``run``."""
    found = {}
    for module in pkgutil.iter_modules(bench.__path__):
        if module.name.startswith("__"):
            continue
        run = getattr(importlib.import_module(f"{bench.__name__}.{module.name}"), "run", None)
        if run is not None:
            found[module.name] = run
    return found


def summary(run: Callable[[list[str]], None]) -> str:
    """The first line of what a benchmark's module says of itself."""
    return (sys.modules[run.__module__].__doc__ or "").strip().partition("\n")[0]


def main(arguments: list[str]) -> int:
    """Run what is named; without a name, list what there is."""
    known = benchmarks()
    if not arguments or arguments[0] in ("-h", "--help"):
        print("usage: python -m tests.bench NAME [OPTIONS]    or: python -m tests.bench all\n")
        for name, run in known.items():
            print(f"  {name:<12} {summary(run)}")
        return 0
    name, options = arguments[0], arguments[1:]
    if name != "all" and name not in known:
        print(f"there is no benchmark {name!r}: {', '.join(known)}", file=sys.stderr)
        return 2
    print(describe_machine())
    for chosen in known if name == "all" else [name]:
        print(f"\n{chosen}: {summary(known[chosen])}\n")
        known[chosen](options)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
