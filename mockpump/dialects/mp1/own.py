"""The operations that no pump performs: the session carries them out itself, as a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mockpump.clock import SECOND, Nanos, format_duration
from mockpump.dialects.mp1.state import State
from mockpump.operations import Outcome
from mockpump.seam import Value

MIN_EVERY: Nanos = SECOND // 10
MIN_TTL: Nanos = SECOND
LONGEST: Nanos = 3600 * SECOND
"""The limits of the stream's period and of the watchdog; 0 switches either off."""

Args = Mapping[str, Value]


def _ack_event(state: State, args: Args, now: Nanos) -> Outcome:  # noqa: ARG001 - the table's signature
    if state.events.confirm(int(args["n"])):
        return Outcome("accepted", {"n": args["n"]})
    return Outcome("refused", refusal="unknown_id", message="no event of that number was sent")


def _read_errors(state: State, args: Args, now: Nanos) -> Outcome:  # noqa: ARG001 - the table's signature
    lost, rows = state.errors.take()
    return Outcome("accepted", {"lost": lost}, rows=rows)


def _telemetry(state: State, args: Args, now: Nanos) -> Outcome:
    every = int(args["every"])
    if every and not MIN_EVERY <= every <= LONGEST:
        return _beyond("every", MIN_EVERY)
    state.stream.start(every, now)
    return Outcome("accepted", {"every": every})


def _session(state: State, args: Args, now: Nanos) -> Outcome:
    ttl = int(args["ttl"])
    if ttl and not MIN_TTL <= ttl <= LONGEST:
        return _beyond("ttl", MIN_TTL)
    state.watchdog.span = ttl
    state.watchdog.restart(now)
    return Outcome("accepted", {"ttl": ttl})


def _beyond(name: str, least: Nanos) -> Outcome:
    limits = f"{name} is 0s or from {format_duration(least)} to {format_duration(LONGEST)}"
    return Outcome("refused", refusal="out_of_range", message=limits)


OWN: Mapping[str, Callable[[State, Args, Nanos], Outcome]] = {
    "ack_event": _ack_event,
    "read_errors": _read_errors,
    "telemetry": _telemetry,
    "session": _session,
}
