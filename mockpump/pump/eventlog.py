"""The pump's event log: a numbered ring, and what happened since somebody last asked."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

from mockpump.clock import Nanos
from mockpump.seam import PumpEvent, Value


class EventLog:
    """Entries are numbered from 1 and keep their numbers; the oldest are overwritten.

    Dials: `copies` of each entry are written; of every so many one is not (`skips`, by the fault
    that has it so). What is not written has had its number, and was told to whoever listened.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._ring: deque[PumpEvent] = deque()
        self._news: list[PumpEvent] = []
        self._overwritten = 0
        self.last = 0
        self.origin = ""
        """Who is at work, if it is not the client at the line."""
        self.copies = 1
        self.skips: dict[str, int] = {}

    def log(
        self, at: Nanos, what: str, of: str, state: str, data: Mapping[str, Value] | None = None
    ) -> int:
        """Add an entry to the log; return its number."""
        self.last += 1
        if self.origin:
            data = {**(data or {}), "changed_by": self.origin}
        entry = PumpEvent(at, what, of, state, self.last, data or {})
        self._news.append(entry)
        if not self.skips or all(self.last % every for every in self.skips.values()):
            self._ring.extend([entry] * self.copies)
            self.forget(self._size)
        return self.last

    def forget(self, keep: int) -> None:
        """Overwrite all but the latest entries."""
        while len(self._ring) > keep:
            self._overwritten = self._ring.popleft().n

    def tell(
        self, at: Nanos, what: str, of: str, state: str, data: Mapping[str, Value] | None = None
    ) -> None:
        """Tell what the pump itself does not know of, or does not write down."""
        self._news.append(PumpEvent(at, what, of, state, 0, data or {}))

    def take_news(self) -> list[PumpEvent]:
        """Return what happened since the last call, once."""
        news, self._news = self._news, []
        return news

    def rows(self, first: int) -> tuple[Mapping[str, Value], ...]:
        """Return the entries from number `first` on; before them, a row that says what is lost."""
        rows = [_row(entry) for entry in self._ring if entry.n >= first]
        if (lost := self._overwritten + 1 - max(1, first)) > 0:
            rows.insert(0, self._overflow(lost))
        return tuple(rows)

    def _overflow(self, lost: int) -> Mapping[str, Value]:
        """Mark what was overwritten, in the place of the last entry that is lost."""
        at = self._ring[0].at if self._ring else 0
        return {
            "n": self._overwritten,
            "at": at,
            "what": "log",
            "of": "ring",
            "state": "overflow",
            "lost": lost,
        }

    def summary(self) -> Mapping[str, Value]:
        """Return how many entries there are, the first and the last, and how many were overwritten."""
        numbers = {"first": self._ring[0].n, "last": self._ring[-1].n} if self._ring else {}
        return {
            "size": self._size,
            "entries": len(self._ring),
            **numbers,
            "lost": self._overwritten,
        }


def _row(entry: PumpEvent) -> Mapping[str, Value]:
    return {
        "n": entry.n,
        "at": entry.at,
        "what": entry.what,
        "of": entry.of,
        "state": entry.state,
        **entry.data,
    }
