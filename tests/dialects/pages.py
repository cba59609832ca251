"""The pages of the dialects of real pumps: what a hand wrote, its examples played, and tables drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import mockpump
from mockpump.dialects.base import Dialect
from mockpump.dialects.fresenius import commands as fresenius
from mockpump.dialects.fresenius.bits import ALARM_BITS, ERROR_BITS, MODE_BITS, STATE_BITS
from mockpump.dialects.fresenius.frames import NAKS
from mockpump.dialects.newera import alarms as newera_alarms
from mockpump.dialects.newera.answering import ERRORS
from mockpump.dialects.newera.commands import COMMANDS
from mockpump.dialects.newera.unit import LETTERS, WAITING
from mockpump.operations import OPERATIONS
from mockpump.pump.alarms import ALARMS
from mockpump.quantity import Kind
from mockpump.scenario.declared import DialectFile
from mockpump.scenario.dialects import PLACES, find
from mockpump.scenario.load import load_part
from mockpump.seam import Value
from tests.dialects import trials
from tests.dialects.transcript import rewrite

MARK = "<!-- from here on drawn from the dialect's own tables by `make docs` -->\n"

Row = tuple[str, ...]


def page(name: str) -> Callable[[str], str]:
    """Return what makes the page of a dialect of the page as it is."""

    def drawn(text: str) -> str:
        head, _, _ = _played(text, name).partition(MARK)
        dialect = find(name)
        return head + MARK + "\n".join([*TABLES[name](), *_options(dialect), *_scope(dialect), ""])

    return drawn


def _played(text: str, name: str) -> str:
    """Play the examples of a page: those of a declared dialect as `mockpump dialect try` does."""
    return trials.rewrite(text, name) if name in DECLARED else rewrite(text, name)


def _newera() -> Iterator[str]:
    yield from _table(
        "Commands",
        ("Command", "Argument", "Operation asked for, with one", "What for"),
        (
            (
                f"`{'*' if one.system else ''}{one.name}`" if one.name else "(nothing)",
                one.takes,
                ", ".join(f"`{op}`" for op in dict.fromkeys((one.query, one.sets)) if op),
                one.about,
            )
            for one in COMMANDS.values()
        ),
    )
    waits = ((_WAITS[why], letter) for why, letter in WAITING.items())
    states = [*LETTERS.items(), *waits]
    yield from _table(
        "Status",
        ("Letter", "The pump is"),
        ((f"`{letter}`", state) for state, letter in states),
    )
    yield from _table("Errors", ("Error", "Meaning"), _codes(ERRORS))
    yield from _table("Alarms", ("Letter", "Meaning"), _codes(newera_alarms.LETTERS))


_WAITS = {
    "": "stopped, stalled, empty, or at the end of its service",
    "paused": "paused",
    "time": "in a phase that waits for some seconds",
    "trigger": "in a phase that waits for `RUN`",
}


def _fresenius() -> Iterator[str]:
    yield from _table(
        "Commands",
        ("Command", "At", "Arguments", "Operation", "What for"),
        (
            (
                f"`{one.name}`",
                one.where,
                one.takes,
                f"`{one.operation}`" if one.operation else "",
                one.about,
            )
            for one in fresenius.COMMANDS.values()
        ),
    )
    yield from _table("Letters", ("Letter", "Value"), _codes(fresenius.LETTERS))
    for letter, bits in (("a", ALARM_BITS), ("e", ERROR_BITS), ("m", {**STATE_BITS, **_MODES})):
        yield from _table(
            f"The bits of `{letter}`, which are ours",
            ("Bit", "Set while"),
            (
                (str(bit), ", ".join(name for name in bits if bits[name] == bit))
                for bit in sorted(set(bits.values()))
            ),
        )
    yield from _table("Refusals of the link", ("NAK", "Meaning"), _codes(NAKS))
    yield from _table("Refusals of the pump", ("Code", "Meaning"), _codes(fresenius.ERRORS))


_MODES = {
    "the manual mode was chosen": MODE_BITS["1"],
    "control by the PC was chosen": MODE_BITS["2"],
}


def _declared(name: str) -> Iterator[str]:
    """Draw a declared dialect from its file."""
    path = HOME / PLACES[name]
    file, _ = load_part(DialectFile, path.read_text("utf-8"), str(path))
    yield from _table(
        "Commands",
        ("Command", "Operation", "Needs", "Reply"),
        (
            (
                _code(one.ask),
                f"`{one.does}`" if one.does else "",
                ", ".join(f"`{key}: {value}`" for key, value in one.needs.items()),
                _code(one.reply or ""),
            )
            for one in file.commands
        ),
    )
    yield from _table(
        "What it remembers",
        ("Setting", "Begins as", "May be"),
        (
            (
                f"`{key}`",
                str(one.start),
                ", ".join(file.tables[one.words])
                if isinstance(one.words, str)
                else ", ".join(one.words or (f"{one.least} to {one.most}",)),
            )
            for key, one in file.settings.items()
        ),
    )
    yield from _table(
        "Refusals",
        ("Why", "Body of the reply"),
        ((f"`{why}`", _code(text)) for why, text in file.errors.items()),
    )
    yield "What is refused for any other reason is not answered.\n"
    yield "## What a real pump does, and this one does not\n"
    yield from (f"- {line}" for line in file.cannot)
    yield ""


def _code(text: str) -> str:
    return f"`{text.replace('|', chr(92) + '|')}`" if text else ""


HOME = Path(mockpump.__file__).parent / "dialects"
DECLARED = ("alaris", "harvard")
TABLES: Mapping[str, Callable[[], Iterator[str]]] = {
    "newera": _newera,
    "fresenius": _fresenius,
    **{name: partial(_declared, name) for name in DECLARED},
}


def _codes(codes: Mapping[Any, str]) -> Iterator[Row]:
    return ((f"`{code}`", about) for code, about in codes.items())


def _options(dialect: Dialect) -> Iterator[str]:
    """Write what a scenario may set."""
    yield from _table(
        "Options: `line: {options: {…}}`",
        ("Option", "Default", "What"),
        (
            (f"`{name}`", f"`{_default(one.default, one.kind)}`", one.about)
            for name, one in dialect.options.items()
        ),
    )


def _default(value: Value, kind: Kind | None) -> str:
    if kind is not None and isinstance(value, int):
        return kind.format(value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _scope(dialect: Dialect) -> Iterator[str]:
    """Write what the dialect can say in our words, and what it cannot."""
    alarms = dialect.alarms
    assert alarms is not None
    yield from _table(
        "Alarms in our words",
        ("Alarm", "On the wire"),
        ((f"`{alarm}`", f"`{code}`") for alarm, code in alarms.items()),
    )
    missing = [f"`{alarm}`" for alarm in ALARMS if alarm not in alarms]
    silent = [f"`{name}`" for name in OPERATIONS if name not in dialect.operations]
    yield "## Not applicable\n"
    yield "An expectation that needs one of these is *not applicable*: neither passed nor failed.\n"
    yield f"Alarms that this protocol cannot tell: {', '.join(missing) or 'none'}.\n"
    yield f"Operations that nobody can ask for in it: {', '.join(silent)}."


def _table(title: str, head: Row, rows: Iterable[Row]) -> Iterator[str]:
    yield f"## {title}\n"
    yield _row(head)
    yield _row(("---",) * len(head))
    yield from map(_row, rows)
    yield ""


def _row(cells: Row) -> str:
    return f"| {' | '.join(cells)} |"
