"""Play every mutant to every scenario and print which fails which: `python -m tests.gallery [NAME…]`.

`x` is one expectation that it fails, `+` more than one, `.` none; in brackets, where one of them names
its behaviour. `!`: what it did broke the story itself, which no client must be able to.
"""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor

from mockpump.errors import MockpumpError
from mockpump.scenario.files import find, gallery, read
from mockpump.scenario.model import Scenario
from tests.gallery.mutants import MUTANTS, Mutant
from tests.gallery.player import play


def cells(name: str) -> list[str]:
    """Play one scenario to every mutant."""
    story = read(find(name))
    return [_cell(story, one) for one in MUTANTS]


def _cell(story: Scenario, mutant: Mutant) -> str:
    try:
        played = play(story, mutant.client)
    except MockpumpError:
        return " ! "
    if played.verdict.result not in ("passed", "failed"):
        return " ! "
    failed, named = played.failed(), dict(mutant.fails).get(story.name)
    text = "." if not failed else "+" if len(failed) > 1 else "x"
    return f"[{text}]" if named in failed else f" {text} "


def main(names: list[str]) -> None:
    """Print the table."""
    for number, one in enumerate(MUTANTS, start=1):
        print(f"{number:>3} {one.name}: {one.does}")
    print(" " * 28 + "".join(f"{number:>3}" for number in range(1, len(MUTANTS) + 1)))
    with ProcessPoolExecutor() as pool:
        for name, row in zip(names, pool.map(cells, names), strict=True):
            print(f"{name:<28}{''.join(row)}")


if __name__ == "__main__":
    main(sys.argv[1:] or [name for name, _ in gallery()])
