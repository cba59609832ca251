"""The operations that change something. Each checks all it needs before it changes anything."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mockpump.clock import Nanos
from mockpump.operations import Outcome
from mockpump.pump.arguments import Args, text
from mockpump.pump.dosing.dispensing import clear_total, set_direction, set_target
from mockpump.pump.dosing.giving import bolus, patient_bolus, prime
from mockpump.pump.dosing.programming import commit, set_rate, stage
from mockpump.pump.dosing.refilling import aspirate, refill
from mockpump.pump.parts import Parts
from mockpump.pump.upkeep import enable_alarm, self_test, test_alarm


def _ack_alarm(parts: Parts, args: Args, now: Nanos) -> Outcome:
    code = text(args, "alarm")
    new = parts.alarms.acknowledge(code, now)
    return Outcome("accepted" if new else "repeated", {"alarm": code})


def _silence_alarm(parts: Parts, args: Args, now: Nanos) -> Outcome:
    code = text(args, "alarm")
    parts.alarms.silence(code, now)
    return Outcome("accepted", {"alarm": code})


def _start(parts: Parts, args: Args, now: Nanos) -> Outcome:  # noqa: ARG001 - signature
    parts.memory.check()
    parts.infusion.start(now)
    return Outcome("accepted", {"rate": parts.infusion.rate})


def _stop(parts: Parts, args: Args, now: Nanos) -> Outcome:  # noqa: ARG001 - signature
    parts.infusion.stop(now)
    return Outcome("accepted")


def _challenge(parts: Parts, args: Args, now: Nanos) -> Outcome:  # noqa: ARG001 - signature
    return Outcome("accepted", {"nonce": parts.access.challenge(now)})


def _log_in(parts: Parts, args: Args, now: Nanos) -> Outcome:
    if parts.access.log_in(text(args, "answer"), now):
        return Outcome("accepted")
    message = "the answer is wrong, or to no number that was given"
    return Outcome("refused", refusal="denied", message=message)


COMMANDS: Mapping[str, Callable[[Parts, Args, Nanos], Outcome]] = {
    "challenge": _challenge,
    "log_in": _log_in,
    "ack_alarm": _ack_alarm,
    "silence_alarm": _silence_alarm,
    "enable_alarm": enable_alarm,
    "test_alarm": test_alarm,
    "self_test": self_test,
    "start": _start,
    "stop": _stop,
    "stage": stage,
    "commit": commit,
    "set_rate": set_rate,
    "set_target": set_target,
    "set_direction": set_direction,
    "clear_total": clear_total,
    "bolus": bolus,
    "patient_bolus": patient_bolus,
    "prime": prime,
    "refill": refill,
    "aspirate": aspirate,
}

_CHANGES_NOTHING = {
    *("challenge", "log_in", "ack_alarm", "silence_alarm"),
    *("test_alarm", "self_test", "aspirate"),
}
BY_HAND = frozenset({"aspirate"})
"""What needs no processor: a syringe empties the reservoir, and the pump knows nothing of it."""

CHANGES = frozenset(COMMANDS) - _CHANGES_NOTHING
"""Commands after which the pump can say who changed it last."""
