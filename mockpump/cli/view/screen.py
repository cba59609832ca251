"""A run on the screen: what a snapshot and what was seen look like."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import zip_longest

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from mockpump.cli.view.seen import Seen, Snapshot
from mockpump.report.text import NOTICE, seconds
from mockpump.seam import Value
from mockpump.state import PumpState

KEYS = (
    "1-9 set or clear a fault", "m a minute on", "d skip a day", "h hang up", "q end the run"
)  # fmt: skip
ANSWER = "o the operator was asked"
PRIORITIES: Mapping[str, str] = {"high": "bold red", "medium": "yellow", "low": "cyan"}
VALUES = ("state", "reservoir", "rate", "delivered", "flow", "pressure", "battery", "time")
ACTUAL: Mapping[str, str] = {
    "reservoir": "remaining",
    "delivered": "delivered",
    "pressure": "pressure",
}
"""What is told of the truth beside what the pump says, by the names of both."""
FIXED, PUMP = 14, 5
"""Lines that there always are, and those of a pump; the rest is for what came last."""
_NOTHING = ("", Text())


def screen(
    title: str, now: Snapshot, seen: Seen, faults: Iterable[str], said: str, height: int
) -> RenderableType:
    """Draw everything in so many lines; `said` is what came of the last key."""
    pumps = now.state.pumps
    room = max(2, height - FIXED - PUMP * len(pumps))
    parts: list[RenderableType] = [_head(now, seen)]
    parts += [_pump(address, pump) for address, pump in pumps.items()]
    parts += [
        _lines("last in the trace", [*seen.lines][-(room - room // 2) :]),
        _lines("last on the line", [*seen.frames][-(room // 2) :]),
    ]
    keys = Flow(Text(key, "dim") for key in (*KEYS, *([ANSWER] if now.asked else [])))
    parts += [_step(now), _faults(faults, seen.faults), keys, Text(said, "bold")]
    return Panel(Group(*parts), title=Text(title), subtitle=Text(NOTICE, "dim"))


def _head(now: Snapshot, seen: Seen) -> Text:
    if not seen.open:
        return Text("no client has the port open", "yellow")
    skipped = now.state.pump - now.state.at
    pump = f"   pump time {seconds(now.state.pump).strip()}" if skipped else ""
    return Text(f"run time {seconds(now.state.at).strip()}{pump}")


def _pump(address: str, pump: PumpState) -> RenderableType:
    told = [(name, _value(name, pump)) for name in VALUES if name in pump.says]
    table = Table.grid(padding=(0, 2))
    for (name, value), (other, beside) in zip_longest(told[::2], told[1::2], fillvalue=_NOTHING):
        table.add_row(Text(name, "dim"), value, Text(other, "dim"), beside)
    alarms = Text("   ").join(map(_alarm, pump.alarms)) if pump.alarms else Text("none", "dim")
    head = Text(f"pump {address}   " if address else "", "bold")
    return Group(table, head + Text("alarms   ", "dim") + alarms)


def _value(name: str, pump: PumpState) -> Text:
    """What the pump says, and what is true if that is something else."""
    says, actual = str(pump.says[name]), pump.actual.get(ACTUAL.get(name, ""), "")
    told = Text(says)
    return told.append(f"  actual {actual}", "yellow") if actual not in ("", says) else told


def _alarm(alarm: Mapping[str, Value]) -> Text:
    state = "acknowledged" if alarm.get("acknowledged") else alarm.get("state", "")
    return Text(f"{alarm['alarm']} ({state})", PRIORITIES.get(str(alarm.get("priority")), ""))


def _lines(title: str, lines: Iterable[str]) -> Text:
    text = Text("\n".join([title, *lines]), no_wrap=True, overflow="ellipsis")
    text.stylize("dim", 0, len(title))
    return text


def _step(now: Snapshot) -> Text:
    told = "nothing is planned"
    if now.step is not None:
        told = f"next {seconds(now.step[0])}  {now.step[1]}"
    asked = "".join(f"\nthe operator is to {one.do} {one.of}".rstrip() for one in now.asked)
    return Text(f"\n{told}{asked}", no_wrap=True, overflow="ellipsis")


def _faults(faults: Iterable[str], standing: Iterable[str]) -> Flow:
    return Flow(
        Text(f"{number} ", "dim").append(fault, "bold red" if fault in standing else "none")
        for number, fault in enumerate(faults, start=1)
    )


class Flow:
    """Items one after the other, each whole: a line ends between two of them."""

    def __init__(self, items: Iterable[Text]) -> None:
        self._items = [*items]

    def __rich_console__(self, _console: Console, options: ConsoleOptions) -> RenderResult:
        """Fill lines as wide as there is room."""
        line = Text()
        for item in self._items:
            between = "   " if line else ""
            if line and line.cell_len + len(between) + item.cell_len > options.max_width:
                yield line
                line, between = Text(), ""
            line = line + Text(between) + item
        yield line
