"""A row of the table: a figure, the requirement beside it, and whether it is met."""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """`met` None: nothing is required of it; `beside` then may say why."""

    what: str
    figure: str
    beside: str = ""
    met: bool | None = None


def told(what: str, seconds: float) -> Row:
    """How long something took: for information, since it depends on the machine."""
    return Row(what, f"{seconds * 1e6:.1f} us" if seconds < 1e-3 else f"{seconds * 1e3:.2f} ms")


def at_least(what: str, ratio: float, least: float | None, aimed: float | None = None) -> Row:
    """A ratio that must not be lower; None: for information."""
    if least is None:
        return Row(what, f"{ratio:.2f}", "for information")
    aim = "" if aimed is None else f", aimed {aimed:g}"
    return Row(what, f"{ratio:.2f}", f"at least {least:g}{aim}", ratio >= least)


def at_most(what: str, ratio: float, most: float, aimed: float | None = None) -> Row:
    """A ratio that must not be higher."""
    aim = "" if aimed is None else f", aimed {aimed:g}"
    return Row(what, f"{ratio:.2f}", f"at most {most:g}{aim}", ratio <= most)


def under(what: str, seconds: float, most: float) -> Row:
    """A time that must not be longer."""
    figure = told(what, seconds).figure
    return Row(what, figure, f"under {most * 1e3:g} ms", seconds < most)


def skipped(what: str, why: str) -> Row:
    """What could not be measured here, and why."""
    return Row(what, "skipped", why)


def printed(row: Row) -> str:
    """One line of the table."""
    met = {None: "", True: "met", False: "NOT MET"}[row.met]
    return f"  {row.what:<44} {row.figure:>10}   {row.beside:<26} {met}".rstrip()
