"""A run of a million notes with twenty expectations, in bounded memory."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Iterator

from mockpump.clock import SECOND, Timebase
from mockpump.expect import Abilities, Monitors
from mockpump.scenario.dialects import DIALECTS
from mockpump.scenario.load import load
from mockpump.seam import Note
from tests.benchmarks.table import Row, at_most, under

MILLION = 1_000_000
PER_NOTE = 100e-6  # seconds
LEAST = 50_000  # notes: until then the least memory grows to what it stays at
EXPECT = (
    "{operation: ack_alarm, within: 5s, after: {alarm: occlusion}}",
    "{operation: ack_alarm, of: occlusion, after: {alarm: occlusion}}",
    "{shows: occlusion, within: 2s, after: {alarm: occlusion}}",
    "{operation: read_status, before: {operation: bolus}, after: {alarm: occlusion}}",
    "{never: {operation: stop}}",
    "{never: {operation: bolus}, while: {alarm: occlusion}}",
    "{polls: status, at_least_every: 20s}",
    "{operation: set_rate, at_least_every: 20s}",
    "{operation: bolus, exactly: 1, within: 9s, after: {alarm: occlusion}}",
    "{operation: bolus, at_most: 9, in_any: 9s}",
    "{in_order: [{operation: bolus}, {operation: set_rate}]}",
    "{operation: set_rate, with: {rate: {is: 5 mL/h, give_or_take: 1%}}, at_least: 1}",
    "{any: [{operation: bolus, at_least: 9}, {operation: stop, at_least: 1}]}",
    "{all: [{operation: bolus, at_least: 9}, {shows: occlusion, at_least: 1}]}",
    "{settings: 19200 8N1}",
    "{exits: 0}",
    "{port: opened, within: 5s, after: {port: hung_up}}",
    "{operation: read_status, within: 3s, after: {operation: ack_alarm}}",
    "{operation: set_rate, with: {rate: {at_most: 9 mL/h}}, within: 9s, after: {operation: bolus}}",
    "{shows: occlusion, with: {days: {at_most: 9}}, at_least: 1, severity: warn}",
)
CYCLE = (
    Note(0, "alarm", "occlusion", "reported", data={"occurrence": 1}),
    Note(0, "shows", "occlusion", "shown", data={"days": "9"}),
    Note(0, "operation", "ack_alarm", "accepted", data={"alarm": "occlusion"}),
    Note(0, "operation", "read_status", "accepted"),
    Note(0, "alarm", "occlusion", "cleared", data={"occurrence": 1}),
    Note(0, "operation", "bolus", "accepted", data={"volume": "1 mL"}),
    Note(0, "operation", "set_rate", "accepted", data={"rate": "120 mL/day"}),
    Note(0, "telemetry", "", "sent"),
    Note(0, "port", "", "hung_up"),
    Note(0, "port", "", "opened"),
)


def benchmark(count: int = MILLION) -> Iterator[Row]:
    """Twenty monitors over many notes: time for each, and memory, which must not grow with them."""
    began = time.perf_counter()
    _watch(count)
    took = time.perf_counter() - began
    yield under(f"{count} notes, {len(EXPECT)} expectations", took, count * PER_NOTE)
    least = min(count // 10, LEAST)
    ratio = _memory(10 * least) / _memory(least)
    yield at_most("memory, ten times the notes over one", ratio, 2)


def _memory(count: int) -> int:
    tracemalloc.start()
    _watch(count)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


def _watch(count: int) -> None:
    """Show notes to all monitors, a tenth of a second apart, letting deadlines pass as Run does."""
    listed = "".join(f"- {one}\n" for one in EXPECT)
    text = f"mockpump: 1\nname: many\nabout: x\npump: {{preset: ambulatory-100}}\nexpect:\n{listed}"
    abilities = Abilities(operator=True, shows=frozenset({"occlusion"}))
    monitors = Monitors(load(text), DIALECTS["mp1"], abilities, Timebase())
    monitors.see(Note(0, "settings", "19200 8N1", "right", data={"pump": "19200 8N1"}))
    for n in range(count):
        like, at = CYCLE[n % len(CYCLE)], n * SECOND // 10
        note = Note(at, like.what, like.of, like.state, None, like.data)
        due = monitors.next_deadline()
        if due is not None and due <= at:
            monitors.tick(at)
        monitors.see(note)
    findings = monitors.findings(count * SECOND // 10, "limit")
    assert sum(found.what == "passed" for found in findings) >= len(EXPECT) // 2
