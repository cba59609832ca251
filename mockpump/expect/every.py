"""`… at_least_every …`: something comes again and again. A telemetry stream counts as polling."""

from __future__ import annotations

from mockpump.clock import Nanos
from mockpump.expect.base import CUT_SHORT, Context, Monitor, ended_before, lasted, moment
from mockpump.expect.verdict import Clause, Reason, What
from mockpump.matching import Pattern
from mockpump.scenario.model import Expectation
from mockpump.seam import Note


class Every(Monitor):
    """Measures gaps from the first opening of the port on, but for those that the story itself made.

    A client that closes the port has chosen to look away: the gap goes on. After a hang-up it could
    not look: the next gap begins when it is back.
    """

    open_ended = True

    def __init__(
        self, clause: Clause, index: int, expectation: Expectation, context: Context
    ) -> None:
        super().__init__(clause, index, expectation, context)
        assert expectation.at_least_every is not None
        self._every: Nanos = expectation.at_least_every
        polls = expectation.polls is not None
        self._subject = None if polls else Pattern(expectation)
        kinds = {"operation", "telemetry"} if self._subject is None else {self._subject.kind}
        self.reads = frozenset({*kinds, "port"})
        self._what = "poll" if polls else expectation.subject_words()
        self._since: Nanos | None = None  # the gap that is open, from when
        self._cut_off: Nanos | None = None
        self._unjudged: Nanos = 0
        self._came = False
        self._overdue = False
        self._late = 0
        self._worst: tuple[Nanos, Nanos] = (0, 0)

    def see(self, note: Note) -> None:
        """What is awaited ends a gap; so does a hang-up, until the port is open again."""
        if self._fits(note):
            self._came = True
            self._close(note.at)
            self._since = note.at
        match note:
            case Note(what="port", state="opened"):
                self._back(note.at)
                self._since = note.at if self._since is None else self._since
            case Note(what="port", state="hung_up" | "unplugged"):
                self._close(note.at)
                self._since = None
                self._cut_off = note.at if self._cut_off is None else self._cut_off

    def _fits(self, note: Note) -> bool:
        if self._subject is not None:
            return self._subject.fits(note)
        if note.what == "operation":
            return note.of == "read_status"
        return note.what == "telemetry" and note.state == "sent"

    def next_deadline(self) -> Nanos | None:
        """When the gap becomes too long: a machine that is late for this blames itself."""
        return None if self._since is None or self._overdue else self._since + self._every + 1

    def tick(self, now: Nanos) -> None:
        """The gap is too long, whenever it ends."""
        due = self.next_deadline()
        self._overdue |= due is not None and due <= now

    def settled(self) -> bool:
        """It is judged for as long as the run takes, and keeps it waiting for the first only."""
        return self._came or self._overdue or self._late > 0

    def conclude(self, now: Nanos, reason: Reason) -> tuple[What, list[str]]:
        """The longest gap decides, the one at the end of the run too; without any poll nothing does."""
        self._close(now)
        away = self._cut_off is not None and now - self._cut_off > self._every
        self._back(now)
        if self._late:
            start, end = self._worst
            more = f"; {self._late} such gaps" if self._late > 1 else ""
            gap = lasted(end - start)
            return "failed", [f"no {self._what} from {moment(start)} to {moment(end)}: {gap}{more}"]
        if self._unjudged:
            span = lasted(self._unjudged)
            told = f"not judged for {span}: the story had dropped the line"
            return "not_checked" if away or not self._came else "passed", [told]
        if not self._came and reason in CUT_SHORT:
            return "not_checked", [ended_before(now, reason, f"the first {self._what}")]
        return "passed", []

    def _close(self, at: Nanos) -> None:
        if self._since is None:
            return
        if at - self._since > self._every:
            self._late += 1
            self.lapse(self._since, self._since + self._every)
            self._worst = max(self._worst, (self._since, at), key=lambda gap: gap[1] - gap[0])
        self._overdue = False

    def _back(self, at: Nanos) -> None:
        if self._cut_off is not None:
            self._unjudged += at - self._cut_off
            self._cut_off = None
