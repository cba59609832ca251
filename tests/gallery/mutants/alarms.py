"""Mutants that are careless about alarms."""

from __future__ import annotations

from tests.clients.careful.careful import Careful
from tests.gallery.mutants.base import fails, mutant


@mutant("acknowledges as soon as it sees an alarm, and then not when it is asked to")
@fails("occlusion", "ack_alarm of occlusion within 5s after operator acknowledge of occlusion")
@fails("battery-warning", "ack_alarm of eos within 5s after operator acknowledge of eos")
class AcknowledgesByItself(Careful):
    def read_alarms(self) -> None:
        super().read_alarms()
        for code, row in self.standing.items():
            if row.get("acknowledged") == "0":
                self.ask("ACK", alarm=code)

    def acknowledge(self, code: str) -> None:
        """Nothing is left to do."""
