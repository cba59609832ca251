"""What keeps a pump in order: testing it, reading how its log stands, choosing its alarms."""

from __future__ import annotations

from mockpump.clock import Nanos
from mockpump.operations import Outcome
from mockpump.pump.arguments import Args, flag, text
from mockpump.pump.parts import Parts
from mockpump.seam import Value


def test_alarm(parts: Parts, args: Args, now: Nanos) -> Outcome:  # noqa: ARG001 - signature
    """Sound the tone once, and say whether it sounds."""
    return Outcome("accepted", {"tone": "ok" if parts.alarms.test(now) else "failed"})


def self_test(parts: Parts, args: Args, now: Nanos) -> Outcome:  # noqa: ARG001 - signature
    """Test the electronics, and say which test fails."""
    if failing := parts.electronics.failing:
        return Outcome("accepted", {"result": "failed", "test": failing})
    return Outcome("accepted", {"result": "passed"})


def enable_alarm(parts: Parts, args: Args, now: Nanos) -> Outcome:
    """Let an alarm come, or not."""
    code, on = text(args, "alarm"), flag(args, "on")
    parts.alarms.enable(code, now, on=on)
    values: dict[str, Value] = {"alarm": code, "on": on}
    return Outcome("accepted", values)


def read_log(parts: Parts, args: Args, now: Nanos) -> Outcome:  # noqa: ARG001 - signature
    """Read how the event log stands."""
    return Outcome("accepted", parts.log.summary())
