"""The pump's event log: a numbered ring, and what happened since somebody last asked."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

from mockpump.clock import Nanos
from mockpump.seam import PumpEvent, Value


class EventLog:
    """Entries are numbered from 1 and keep their numbers; the oldest are overwritten."""

    def __init__(self, size: int) -> None:
        self._ring: deque[PumpEvent] = deque(maxlen=size)
        self._news: list[PumpEvent] = []
        self.last = 0

    def log(
        self, at: Nanos, what: str, of: str, state: str, data: Mapping[str, Value] | None = None
    ) -> int:
        """Add an entry to the log; return its number."""
        self.last += 1
        entry = PumpEvent(at, what, of, state, self.last, data or {})
        self._ring.append(entry)
        self._news.append(entry)
        return self.last

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
        if self._ring and (lost := self._ring[0].n - max(1, first)) > 0:
            rows.insert(0, _overflow(self._ring[0], lost))
        return tuple(rows)


def _row(entry: PumpEvent) -> Mapping[str, Value]:
    return {
        "n": entry.n,
        "at": entry.at,
        "what": entry.what,
        "of": entry.of,
        "state": entry.state,
        **entry.data,
    }


def _overflow(oldest: PumpEvent, lost: int) -> Mapping[str, Value]:
    """Mark what was overwritten, in the place of the last entry that is lost."""
    return {
        "n": oldest.n - 1,
        "at": oldest.at,
        "what": "log",
        "of": "ring",
        "state": "overflow",
        "lost": lost,
    }
