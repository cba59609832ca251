"""One expectation, watched over a handful of notes written by hand."""

from __future__ import annotations

from collections.abc import Iterable

from mockpump.clock import Nanos, Timebase, parse_duration
from mockpump.dialects.base import Dialect
from mockpump.expect import Abilities, Finding, Monitors
from mockpump.expect.verdict import Reason
from mockpump.scenario.dialects import DIALECTS
from mockpump.scenario.load import load
from mockpump.seam import Note

STORY = """mockpump: 1
name: t
about: Every step that an expectation may name.
pump: {preset: ambulatory-100}
timeline:
  - {at: 0s, fault: catheter_occlusion}
  - {at: 0s, operator: {do: acknowledge, of: occlusion}}
  - {at: 0s, operator: bolus}
"""
ABLE = Abilities(operator=True, shows=frozenset({"occlusion", "low_reservoir"}), output=True)


def note(text: str) -> Note:
    """`57.2s operator acknowledge delivered of=occlusion`; `-`: about nothing; `@30days`: pump time."""
    when, what, of, state, *rest = text.split()
    pump = next((parse_duration(word[1:]) for word in rest if word[0] == "@"), None)
    data = dict(word.split("=", 1) for word in rest if word[0] != "@")
    return Note(parse_duration(when), what, "" if of == "-" else of, state, pump, data)


def watch(
    expectation: str,
    *notes: str,
    end: str = "2min",
    reason: Reason = "limit",
    clause: str = "expect",
    abilities: Abilities = ABLE,
    dialect: Dialect = DIALECTS["mp1"],
) -> Finding:
    """Show notes to the monitor of one expectation; return what it finds."""
    monitors = watching(expectation, clause, abilities, dialect)
    show(monitors, map(note, notes))
    tick(monitors, parse_duration(end))
    (finding,) = monitors.findings(parse_duration(end), reason)
    return finding


def watching(
    expectation: str,
    clause: str = "expect",
    abilities: Abilities = ABLE,
    dialect: Dialect = DIALECTS["mp1"],
    timebase: Timebase | None = None,
    beside: str = "",
) -> Monitors:
    """Make the monitor of one expectation, and that of another one beside it."""
    clauses = "".join(f"  - {{{one}}}\n" for one in (expectation, beside) if one)
    scenario = load(f"{STORY}{clause}:\n{clauses}", "t.yaml")
    return Monitors(scenario, dialect, abilities, timebase or Timebase())


MET = "operation: ping, within: 1s"
"""An expectation that waits for something, and has what it waits for with PING."""
PING = "0s operation ping accepted"


def waits(expectation: str, *notes: str) -> list[bool]:
    """Whether it keeps a run waiting after each of some notes, beside one that is met."""
    monitors, seen = watching(expectation, beside=MET), []
    for one in ("0s port - opened", PING, *notes):
        show(monitors, [note(one)])
        seen.append(not monitors.settled())
    return seen[2:]


def show(monitors: Monitors, notes: Iterable[Note]) -> None:
    """Show notes, letting deadlines pass before them as Run does."""
    for one in notes:
        tick(monitors, one.at)
        monitors.see(one)


def tick(monitors: Monitors, now: Nanos) -> None:
    """Let all deadlines up to now pass."""
    while (due := monitors.next_deadline()) is not None and due <= now:
        monitors.tick(due)
