"""A self-test fails: the pump stops and says which."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from mockpump.clock import Nanos
from mockpump.pump.electronics import Test
from mockpump.pump.faults.base import PumpFault

if TYPE_CHECKING:
    from mockpump.pump.parts import Parts


class SelfTestFailure(PumpFault, frozen=True):
    """It can be started again once the test passes."""

    name: ClassVar[str] = "self_test_failure"
    about: ClassVar[str] = "a self-test fails: the infusion stops and cannot be started"
    shows: ClassVar[str] = (
        "the alarm self_test_failed with test=, in the event log, too; SELFTEST names it; a "
        "start is refused"
    )

    test: Test = "rom"

    def set(self, parts: Parts, now: Nanos) -> None:
        """Let the test fail."""
        if parts.electronics.failing not in ("", self.test):
            self.clear(parts, now)  # the alarm names the other one
        parts.electronics.failing = self.test
        parts.alarms.judge("self_test_failed", now, holds=True, data={"test": self.test})

    def clear(self, parts: Parts, now: Nanos) -> None:
        """Let it pass."""
        parts.electronics.failing = ""
        parts.alarms.judge("self_test_failed", now, holds=False)
