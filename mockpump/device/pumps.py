"""The pumps on one line: each at its address, all in the line's run time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, TypeAlias

from mockpump.clock import Nanos, Timebase, earliest
from mockpump.operations import Operation, Outcome
from mockpump.pump import Pump
from mockpump.seam import PumpEvent, Skip
from mockpump.state import PumpState, state_of

Happened: TypeAlias = tuple[str, PumpEvent]
"""What happened in a pump, and at which address that is."""


class Leap(NamedTuple):
    """What came of a skip: all that happened, in order; by how much time it leapt; what stopped it.

    `mistake` is empty where the skip went as it was meant to.
    """

    happened: list[Happened]
    by: Nanos
    mistake: str


class Pumps:
    """Pumps by address ("" for the only one). Times are run time, which the timebase maps."""

    def __init__(self, pumps: Mapping[str, Pump], timebase: Timebase) -> None:
        self._pumps, self._time = pumps, timebase

    def __len__(self) -> int:
        return len(self._pumps)

    def addresses(self) -> frozenset[str]:
        """Return the addresses at which there is one."""
        return frozenset(self._pumps)

    def at(self, address: str) -> Mapping[str, Pump]:
        """Return the pump of an address; for "" every one."""
        return {address: self._pumps[address]} if address else self._pumps

    def time(self, now: Nanos) -> Nanos:
        """Return the pump time at a run time."""
        return self._time.pump(now)

    def perform(self, operation: Operation, now: Nanos, address: str) -> Outcome:
        """Carry out an operation at an address."""
        return self._pumps[address].perform(operation, self._time.pump(now))

    def advance(self, now: Nanos) -> list[Happened]:
        """Bring every pump up to now; return what happened in each."""
        upto = self._time.pump(now)
        happened: list[Happened] = []
        for address, pump in self._pumps.items():
            if news := pump.advance(upto):
                happened += [(address, event) for event in news]
        return happened

    def next_deadline(self) -> Nanos | None:
        """When something happens next in any of them."""
        first = earliest(*(pump.next_deadline() for pump in self._pumps.values()))
        return None if first is None else self._time.run(first)

    def state(self, now: Nanos) -> dict[str, PumpState]:
        """Return what each says and what is true of it; nothing changes by it."""
        return {at: state_of(pump, self._time.pump(now)) for at, pump in self._pumps.items()}

    def standing(self) -> set[tuple[str, str, int]]:
        """Return the alarms that stand: address, code and occurrence."""
        return {
            (address, one.code, one.occurrence)
            for address, pump in self._pumps.items()
            for one in pump.standing()
        }

    def leap(self, skip: Skip, now: Nanos) -> Leap:
        """Let pump time leap ahead, from one event to the next, as far as it is meant to."""
        start = self._time.pump(now)
        end, reached, mistake = start + skip.span, False, ""
        happened: list[Happened] = []
        while not reached and not mistake:
            due = earliest(end, *(pump.next_deadline() for pump in self._pumps.values()))
            assert due is not None
            self._time.skip(due - self._time.pump(now))
            news = self.advance(now)
            happened += news
            for _, event in news:
                if (event.what, event.state) == ("alarm", "raised") and event.n:
                    reached |= event.of == skip.until_alarm
                    mistake = mistake or _unnamed(event.of, skip)
            if due == end:
                break
        if skip.until_alarm and not reached:
            mistake = mistake or f"the skip reaches its bound before {skip.until_alarm} is raised"
        return Leap(happened, self._time.pump(now) - start, mistake)


def _unnamed(alarm: str, skip: Skip) -> str:
    if alarm in skip.named:
        return ""
    return (
        f"the skip crosses the alarm {alarm}, which the scenario does not name: "
        "list it in the skip's `crosses`, or skip less far"
    )
