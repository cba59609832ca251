"""How a verdict tells of what was awaited, what began the wait, and what came near."""

from __future__ import annotations

from collections.abc import Mapping

from mockpump.expect.base import moment
from mockpump.matching import Pattern
from mockpump.operations import RELATED
from mockpump.seam import Note

_LONGEST = 60  # of a value that came near: what a client printed may be a page
_SEEN = ("shows", "output")
"""Kinds of note whose values are what the client printed, word for word."""
_AWAITED: Mapping[str, tuple[str, str]] = {
    "operation": ("no {of}", "{of} came"),
    "shows": ("{of} not shown", "{of} shown"),
    "output": ("{of} not printed", "{of} printed"),
    "port": ("port not {state}", "port {state}"),
}
"""What did not come, and what did, by the kind of note."""
_NOT_SO: Mapping[str, str] = {
    "operation": "no such {of}",
    "shows": "{of} not shown so",
    "output": "{of} not printed so",
}
"""What did not come with the values that were awaited: it may have come with others."""


def awaited(subject: Pattern) -> tuple[str, str]:
    """Say that something awaited has not come, and that it has: `no ack_alarm`, `ack_alarm came`."""
    missing, come = _AWAITED.get(subject.kind, ("no {kind} {of} {state}", "{kind} {of} {state}"))
    if subject.limits:
        missing = _NOT_SO[subject.kind]
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
    """Say why what came is not what is awaited; "" where it is not near."""
    if note.what != wanted.kind:
        return ""
    same = note.of == wanted.subject
    if wanted.kind in _SEEN and same:
        return f"{note.of} {note.state} at {moment(note.at)}, but {_unlike(wanted, note)}"
    if wanted.kind != "operation":
        return ""
    related = RELATED.get(wanted.subject, {}).get(note.of, "")
    why = _difference(wanted, note) if same else related
    return f"{note.of} at {moment(note.at)} ({why})" if why else ""


def _difference(wanted: Pattern, note: Note) -> str:
    if refusal := note.data.get("refusal"):
        return f"refused: {refusal}"
    if note.state not in wanted.states:
        return note.state
    return f"{_unlike(wanted, note)}, {note.state}"


def _unlike(wanted: Pattern, note: Note) -> str:
    """Say which values are not those awaited; where none is, what the note is of."""
    other = {
        name: note.data.get(name, "nothing")
        for name, limits in wanted.limits
        if name not in note.data or not limits.hold(note.data[name])
    }
    if other:
        return f"with {', '.join(f'{name}={_in_short(str(v))}' for name, v in other.items())}"
    return f"of {_in_short(str(next(iter(note.data.values()), 'nothing')))}"


def _in_short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
