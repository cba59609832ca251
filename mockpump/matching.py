"""The one record matcher: whether a note says what a condition of the scenario asks for."""

from __future__ import annotations

from mockpump.scenario.model import Match
from mockpump.seam import Note

_ATTEMPTS = frozenset({"accepted", "refused", "repeated", "lost"})
_DEFAULT_STATE = {
    "alarm": "reported",  # the client can know
    "operation": "accepted",
    "operator": "delivered",
    "fault": "set",
    "shows": "shown",
    "output": "printed",
    "step": "done",
}


class Pattern:
    """A condition, made ready to be held against many notes."""

    __slots__ = ("address", "kind", "limits", "of", "states", "subject")

    def __init__(self, match: Match, *, attempts: bool = False) -> None:
        """Take a condition; with `attempts` an operation counts whatever became of it."""
        self.kind = next(name for name in Match.subjects if getattr(match, name) is not None)
        self.subject = str(getattr(match, self.kind))
        self.of = match.of
        self.address = None if match.address is None else str(match.address)
        kinds = match.kinds() or {}
        self.limits = tuple(
            (name, wanted.limits(kinds.get(name))) for name, wanted in match.with_.items()
        )
        self.states = (
            frozenset({self.subject})
            if self.kind == "port"
            else _states(match, self.kind, attempts=attempts)
        )

    def fits(self, note: Note) -> bool:
        """Whether the note says it."""
        return (
            note.what == self.kind
            and self.fits_subject(note)
            and note.state in self.states
            and all(name in note.data and lim.hold(note.data[name]) for name, lim in self.limits)
        )

    def fits_subject(self, note: Note) -> bool:
        """Whether a note of the right kind is about the right thing, whatever its state."""
        if self.kind == "port":
            return True
        return (
            note.of == self.subject
            and (self.of is None or self.of in note.data.values())
            and self.address in (None, note.data.get("address"))
        )


class Begun(Pattern):
    """That the story has begun, where it waits for something."""

    def __init__(self) -> None:
        self.kind, self.subject, self.states = "run", "", frozenset({"begun"})
        self.of = self.address = None
        self.limits = ()


def _states(match: Match, kind: str, *, attempts: bool) -> frozenset[str]:
    if match.outcome == "attempted" or (attempts and kind == "operation" and not match.outcome):
        return _ATTEMPTS
    if watch := match.watched():
        return frozenset({watch.state})
    return frozenset({match.outcome or match.state or _DEFAULT_STATE[kind]})
