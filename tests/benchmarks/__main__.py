"""`python -m tests.benchmarks [NAME …]`: print the table, all of it or some benchmarks."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping

from tests.benchmarks import dialects, exchange, inprocess, notes, pacing, scenarios, startup, year
from tests.benchmarks.table import Row, printed

BENCHMARKS: Mapping[str, Callable[[], Iterator[Row]]] = {
    "exchange": exchange.benchmark,
    "inprocess": inprocess.benchmark,
    "dialects": dialects.benchmark,
    "year": year.benchmark,
    "notes": notes.benchmark,
    "pacing": pacing.benchmark,
    "startup": startup.benchmark,
    "scenarios": scenarios.benchmark,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of: {', '.join(BENCHMARKS)}")
    names: list[str] = parser.parse_args().names
    if unknown := sorted(set(names) - set(BENCHMARKS)):
        parser.error(f"no benchmark {', '.join(unknown)}: one of {', '.join(BENCHMARKS)}")
    for name in names or BENCHMARKS:
        print(f"{name}: {BENCHMARKS[name].__doc__}", flush=True)
        for row in BENCHMARKS[name]():
            print(printed(row), flush=True)


if __name__ == "__main__":
    main()
