"""Colour for a person at a terminal that has it; none in a file, a pipe, or where NO_COLOR is set."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.text import Text

    from mockpump.report.picture.model import Picture

COLOURS: Mapping[str, str] = {
    "passed": "green",
    "PASSED": "green",
    "FAILED": "red",
    "CLIENT DIED": "red",
    "BROKEN": "red",
    "ASSUMPTION BROKEN": "red",
    "warning": "yellow",
    "not checked": "yellow",
    "NOT CHECKED": "yellow",
    "TOO SLOW": "yellow",
    "MACHINE TOO SLOW": "yellow",
    "INTERRUPTED": "yellow",
    "not applicable": "blue",
}
"""Words with which a line of a verdict may begin, and their colours."""


def paint(line: str) -> str:
    """Colour the word that a line of a verdict begins with."""
    word = max((word for word in COLOURS if line.startswith(word)), key=len, default="")
    return click.style(word, fg=COLOURS[word], bold=True) + line[len(word) :] if word else line


def tell(line: str, *, err: bool = False) -> None:
    """Print a line; click takes the colours out where nobody would see them."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    click.echo(paint(line), err=err, color=False if plain else None)


def tell_all(write: Callable[[Picture, int], Iterable[Text]], picture: Picture) -> None:
    """Print a picture as wide as the terminal; rich heeds NO_COLOR and COLUMNS, as click does."""
    from rich.console import Console  # noqa: PLC0415 - start-up of the other commands

    class Ours(Console):
        def on_broken_pipe(self) -> None:
            """Let the command end as others do; rich by itself would end it with 1."""
            raise  # noqa: PLE0704 - it is called where the error was caught

    console = Ours(highlight=False)
    for line in write(picture, console.width):
        console.print(line, soft_wrap=True)
