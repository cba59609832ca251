"""`… after …` without a time: something must follow each anchor before the run ends."""

from __future__ import annotations

from mockpump.clock import Nanos
from mockpump.expect.verdict import Reason, What
from mockpump.expect.within import Within


class Follows(Within):
    """An obligation whose deadline is the end of the run, which may be cut short by a person only."""

    def next_deadline(self) -> Nanos | None:
        """Nothing changes by itself."""
        return None

    def conclude(self, now: Nanos, reason: Reason) -> tuple[What, list[str]]:
        """What is open at the end has failed."""
        if reason in ("decided", "ends", "limit"):
            self.fail_open()
        return super().conclude(now, reason)
