"""Alarms and the event log: the pump's list is believed, not the button that was pressed."""

from __future__ import annotations

from tests.clients.careful.base import Base
from tests.clients.careful.wire import Frame, Values

TRAPS = ("occlusion",)
RANK = {"high": 0, "medium": 1, "low": 2}


class Alarms(Base):
    linked = False  # whether all has been read that came before
    standing: dict[str, Values]
    """The alarms of the pump's own list, by their code, highest priority first."""
    times: dict[str, int]
    """How often each has come in this session."""

    # events and the list ------------------------------------------------------------------------

    def hear(self) -> None:
        """Take what the pump told by itself; then read the list and the log, which are complete."""
        heard = 0
        while self.link.events:
            event = self.link.events.popleft()
            if event.word == "ALARM":
                heard += 1
                self.received(event)
        if heard:
            self.read_alarms()
            self.read_log()

    def received(self, event: Frame) -> None:
        """Say that it was received, which acknowledges nothing."""
        self.ask("EVACK", n=event.mark.lstrip("0"))

    def read_alarms(self) -> None:
        """Read the whole list, however many frames it takes."""
        rows = self.pages("ALARMS?")
        rows.sort(key=lambda row: RANK.get(row.get("priority", ""), 0))
        before, now = self.standing, {row["code"]: row for row in rows}
        for code in before.keys() - now.keys():
            self.over(code)
            if code in TRAPS:
                self.tell("release_possible", after=code)  # what was trapped comes out at once
        self.standing = now
        for code, row in now.items():
            if code not in before:
                self.times[code] = self.times.get(code, 0) + 1
            detail = {key: row[key] for key in ("test", "sensor") if key in row}
            self.say(code, priority=row["priority"], times=self.times[code], **detail)
            self.when(row.get("audio") == "paused", "audio_paused", code)
            if before.get(code, row).get("audio") == "paused" and row.get("audio") == "on":
                self.tell("audio_back", of=code)
        self.when(any(row.get("audio") == "failed" for row in rows), "cannot_sound")

    def pages(self, verb: str, first: int = 1) -> list[Values]:
        """Read a listing to its end."""
        rows: list[Values] = []
        at = str(first)
        while at:
            reply = self.ask(verb, **{"from": at})
            rows += reply.rows
            at = reply.values.get("next", "") if reply.ok else ""
        return rows

    def acknowledge(self, code: str) -> None:
        """Acknowledge one alarm, and look at what that did."""
        before = self.acknowledged()
        reply = self.ask("ACK", alarm=code)
        self.read_alarms()
        after = self.acknowledged()
        for other in sorted(after - before - {code}):
            self.tell("acknowledged_other", of=other, asked=code)
        if not reply.ok or (code in self.standing and code not in after):
            self.tell("not_acknowledged", of=code)

    def acknowledged(self) -> set[str]:
        return {code for code, row in self.standing.items() if row.get("acknowledged") == "1"}

    def silence(self, code: str) -> None:
        """Pause an alarm's audio: it is neither acknowledged nor over."""
        if not self.ask("SILENCE", alarm=code).ok:
            self.tell("not_silenced", of=code)
        self.read_alarms()

    def test_alarm(self, of: str) -> None:
        """Let the pump sound once: until then it does not know itself that it cannot."""
        self.ask("ALARMTEST")
        self.read_alarms()

    def blocking(self, states: tuple[str, ...] = ("active", "latched", "acknowledged")) -> str:
        """Return an alarm because of which nothing may be delivered, if one stands."""
        for code, row in self.standing.items():
            if row.get("priority") != "low" and row.get("state", "active") in states:
                return code
        return ""

    # the event log ------------------------------------------------------------------------------

    def read_log(self) -> None:
        """Read on where it stopped the last time, also after weeks; gaps are shown, not bridged."""
        last: int = self.memory.get("last", 0)
        for row in self.pages("EVENTS?", last + 1):
            n = int(row["n"])
            if row.get("state") == "overflow":
                self.tell("history_incomplete", because="overflow", lost=row.get("lost"))
            elif n > last + 1:
                self.tell("history_incomplete", because="gap", lost=n - last - 1)
            elif n <= last:
                self.tell("history_incomplete", because="twice", n=n)
                continue
            last = n
            self.learn(row)
        self.memory["last"] = last

    def learn(self, row: Values) -> None:
        """Make something of one entry of the log, in the order of its numbers, not of its coming."""
        if row.get("what") == "alarm" and row.get("state") == "active":
            if not self.linked:  # it came while nobody looked, and may be over
                self.tell("alarm_logged", of=row.get("of"), at=row.get("t"))
        elif row.get("what") == "motor" and row.get("state") == "recovered":
            self.tell("stall_recovered", since=row.get("since", row.get("t")))
        elif row.get("what") == "access" and "changed_by" in row:
            self.tell("attempt_refused", by=row["changed_by"], of=row.get("of"))
