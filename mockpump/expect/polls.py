"""`polls … at_least_every …`: the client keeps itself informed; a telemetry stream counts."""

from __future__ import annotations

from mockpump.clock import Nanos
from mockpump.expect.base import Monitor, moment
from mockpump.expect.verdict import Reason, What
from mockpump.seam import Note


class Polls(Monitor):
    """Measures the longest gap while the client could poll: not while the story cut it off."""

    reads = frozenset({"operation", "telemetry", "port"})
    _last: Nanos | None = None
    _late = 0
    _worst: tuple[Nanos, Nanos] = (0, 0)

    def see(self, note: Note) -> None:
        """A poll, a telemetry frame, or the port opening ends a gap."""
        match note:
            case Note(what="operation", of="read_status") | Note(what="telemetry", state="sent"):
                self._ended(note.at)
            case Note(what="port", state="opened"):
                self._last = note.at if self._last is None else self._last
            case Note(what="port", state="hung_up"):
                self._ended(note.at)
                self._last = None

    def settled(self) -> bool:
        """Polling is judged for as long as the run takes, and keeps no run waiting."""
        return True

    def conclude(self, now: Nanos, reason: Reason) -> tuple[What, list[str]]:  # noqa: ARG002 - the base's signature
        """The longest gap decides, the one at the end of the run too."""
        self._ended(now)
        if not self._late:
            return "passed", []
        start, end = self._worst
        more = f"; {self._late} such gaps" if self._late > 1 else ""
        gap = moment(end - start)
        return "failed", [f"no poll from {moment(start)} to {moment(end)}: {gap}{more}"]

    def _ended(self, at: Nanos) -> None:
        every = self.expectation.at_least_every
        assert every is not None
        if self._last is not None and at - self._last > every:
            self._late += 1
            self._worst = max(self._worst, (self._last, at), key=lambda gap: gap[1] - gap[0])
        if self._last is not None:
            self._last = at
