"""`exits: 0`: the client process ends by itself, with this exit status."""

from __future__ import annotations

from mockpump.clock import Nanos
from mockpump.expect.base import Context, Monitor, end_of_run, moment
from mockpump.expect.verdict import Clause, Reason, What
from mockpump.scenario.model import Expectation
from mockpump.seam import Note


class Exits(Monitor):
    """Watches the process that mockpump started; of any other it cannot know."""

    reads = frozenset({"client"})

    def __init__(
        self, clause: Clause, index: int, expectation: Expectation, context: Context
    ) -> None:
        super().__init__(clause, index, expectation, context)
        self._started = False
        self._ended: Note | None = None
        self._wrong: Note | None = None

    def see(self, note: Note) -> None:
        """Remember its start and its end; of several visits, the first that ended otherwise."""
        self._started |= note.state == "started"
        self._ended = note if note.state == "exited" else None
        if note.state == "exited" and note.data["code"] != self.expectation.exits:
            self._wrong = self._wrong or note

    def settled(self) -> bool:
        """It has ended, or there is none."""
        return self._ended is not None or not self._started

    def conclude(self, now: Nanos, reason: Reason) -> tuple[What, list[str]]:
        """Compare the exit status; a client that still runs has none."""
        if (wrong := self._wrong) is not None:
            self.lapse(wrong.at, wrong.at)
            return "failed", [f"exited with {wrong.data['code']} at {moment(wrong.at)}"]
        if self._ended is not None:
            return "passed", []
        if not self._started or reason == "interrupted":
            return "not_checked", ["no client process was seen to end"]
        return "failed", [f"still ran at {end_of_run(now, reason)}"]
