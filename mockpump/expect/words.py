"""How a verdict tells of what was awaited, what began the wait, and what came near."""

from __future__ import annotations

from collections.abc import Mapping

from mockpump.expect.base import moment
from mockpump.matching import Pattern
from mockpump.operations import RELATED
from mockpump.seam import Note

_AWAITED: Mapping[str, tuple[str, str]] = {
    "operation": ("no {of}", "{of} came"),
    "shows": ("{of} not shown", "{of} shown"),
    "output": ("{of} not printed", "{of} printed"),
    "port": ("port not {state}", "port {state}"),
}
"""What did not come, and what did, by the kind of note."""


def awaited(subject: Pattern) -> tuple[str, str]:
    """Say that something awaited has not come, and that it has: `no ack_alarm`, `ack_alarm came`."""
    missing, come = _AWAITED.get(subject.kind, ("no {kind} {of} {state}", "{kind} {of} {state}"))
    state = " or ".join(sorted(subject.states))
    words = {"kind": subject.kind, "of": subject.subject, "state": state}
    return missing.format(**words), come.format(**words)


def anchored(note: Note) -> str:
    """Say what began a wait: `operator acknowledge of occlusion delivered at 57.2s`."""
    kind = "" if note.what == "operation" else note.what
    of = f"of {note.data['of']}" if note.data.get("of") else ""
    words = " ".join(filter(None, (kind, note.of, of, note.state)))
    return f"{words} at {moment(note.at)}"


def nearness(wanted: Pattern, note: Note) -> str:
    """Say why an operation that came is not the one awaited; "" where it is not near."""
    why = RELATED.get(wanted.subject, {}).get(note.of, "")
    if wanted.kind == "operation" and note.of == wanted.subject:
        why = _difference(wanted, note)
    return f"{note.of} at {moment(note.at)} ({why})" if why else ""


def _difference(wanted: Pattern, note: Note) -> str:
    if refusal := note.data.get("refusal"):
        return f"refused: {refusal}"
    if note.state not in wanted.states:
        return note.state
    return f"of {next(iter(note.data.values()), 'nothing')}, {note.state}"
