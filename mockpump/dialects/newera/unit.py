"""One pump on a New Era line: its settings, its pumping program, and the alarms it has not told."""

from __future__ import annotations

from collections.abc import Mapping

from mockpump.clock import SECOND, Nanos, earliest
from mockpump.dialects.base import Host
from mockpump.dialects.newera.alarms import RANGE, Pending
from mockpump.dialects.newera.numbers import MICROMETRES, RATE_UNITS, VOLUME_UNITS
from mockpump.dialects.newera.program import FIRST, PHASES, Program
from mockpump.dialects.timers import Countdown
from mockpump.operations import Operation, Outcome
from mockpump.seam import Value

PI = 3_141_592_654  # in thousand-millionths
FASTEST = 51_005  # micrometres a minute that the plunger moves at most [M]
THICK = 14 * MICROMETRES
"""Up to this diameter, volumes are written in microlitres unless somebody says otherwise [M]."""
USUAL_DIAMETER = 26_590  # micrometres: a plastic syringe of 60 mL

LETTERS: Mapping[str, str] = {
    "infusing": "I",
    "withdrawing": "W",
    "bolus": "I",
    "bridging": "I",
    "priming": "X",
}
"""The letter for each state in which the pump runs."""
WAITING: Mapping[str, str] = {"": "S", "paused": "P", "time": "T", "trigger": "U"}
"""The letter for what the program waits for while the pump stands still."""
BY_ITSELF = "program"
"""Who asks the pump where no command does: the next phase, the watchdog."""


class Unit:
    """A pump that remembers what ours does not know of, and asks ours for all else."""

    def __init__(self, host: Host, key: str, version: str) -> None:
        """`key` is the pump's address in the scenario; "": the only one, at the address 0."""
        self._host, self.key, self.version = host, key, version
        self.address = int(key or 0)
        self.pending = Pending()
        self.watchdog = Countdown()
        self.safe = 0
        self.forget()

    def forget(self) -> None:
        """Go back to the settings that a pump comes with."""
        self.program = Program()
        self.volume_unit = "ML"
        self.diameter = USUAL_DIAMETER
        self.rate_unit = ""
        self.switches: dict[str, str] = {"AL": "1", "TRG": "FT"}
        self.go_safe(0)

    def go_safe(self, seconds: int) -> None:
        """Be in safe mode with so long a watchdog, armed by the next packet; 0: in basic mode."""
        self.safe = seconds
        self.watchdog.stop()
        self.watchdog.span = seconds * SECOND

    # the pump ----------------------------------------------------------------------------------

    def ask(self, now: Nanos, operation: str, **args: Value) -> Outcome:
        """Let the pump do what the client has asked for."""
        return self._host.ask(Operation(operation, args), now, self.key)

    def see(self, now: Nanos, operation: str) -> Mapping[str, Value]:
        """Read the pump for our own needs."""
        return self._host.look(Operation(operation), now, self.key).values

    def do(self, now: Nanos, operation: str, **args: Value) -> Outcome:
        """Let the pump do what follows by itself from what was asked for before."""
        return self._host.look(Operation(operation, args, BY_ITSELF), now, self.key)

    def state(self, now: Nanos) -> str:
        """Return what the pump does, in our own words."""
        return str(self.see(now, "read_status").get("state", ""))

    def runs(self, now: Nanos) -> bool:
        """Say whether the pump or its program runs; a pause is no running."""
        return self.letter(now) not in "SP"

    def letter(self, now: Nanos) -> str:
        """Return the status as one letter."""
        state = self.state(now)
        if state in LETTERS:
            return LETTERS[state]
        return WAITING[self.program.waits] if state == "stopped" else "S"

    # the syringe ---------------------------------------------------------------------------------

    def insert(self, diameter: int) -> None:
        """Take a syringe of an inside diameter (um); volumes are then written as usual for it."""
        self.diameter = diameter
        self.volume_unit = "UL" if diameter <= THICK else "ML"

    @property
    def fastest(self) -> int:
        """The highest rate (pL/day) that the plunger's speed gives with this diameter."""
        square = self.diameter * self.diameter  # um2; um3 are thousandths of a picolitre
        return square * PI // 4 * FASTEST * 1440 // 10**12

    def unit_for(self, rate: int) -> str:
        """Return the unit that rates are written in: the last one used, or one that fits."""
        if not self.rate_unit:
            self.rate_unit = "MH" if rate >= RATE_UNITS["MH"] else "UH"
        return self.rate_unit

    @property
    def volume_step(self) -> int:
        """The unit that volumes are written in, in pL."""
        return VOLUME_UNITS[self.volume_unit]

    # the program ---------------------------------------------------------------------------------

    def select(self, number: int, now: Nanos) -> None:
        """Select a phase; the one that is left keeps the rate that the pump has."""
        rate = self.see(now, "read_status").get("rate")
        if isinstance(rate, int) and number != self.program.number:
            self.program.phase.rate = rate
        self.program.number = number
        self.load(now)

    def load(self, now: Nanos) -> None:
        """Let the pump go by the phase that is selected, from its beginning."""
        phase, there = self.program.phase, self.see(now, "read_totals")
        if phase.rate is not None:
            self.do(now, "set_rate", rate=phase.rate)
        if (there["target"], there["to_come"]) != (phase.volume, phase.volume):
            self.do(now, "set_target", volume=phase.volume)
        if there["direction"] != phase.direction:
            self.do(now, "set_direction", direction=phase.direction)

    def run(self, now: Nanos) -> Outcome | None:
        """Run the phase that is selected, or run on; None: no pump had to be asked for that."""
        program = self.program
        if program.waits == "trigger":
            self.next_phase(now)
        elif program.phase.function != "RAT":
            self._begin(now)
        elif not self._too_fast(now):
            program.rest()
            return self.ask(now, "start")
        return None

    def next_phase(self, now: Nanos) -> None:
        """Go on with the phase that follows; after the last, end."""
        program = self.program
        program.rest()
        if program.number == PHASES:
            self.rewind(now)
        else:
            self.select(program.number + 1, now)
            self._begin(now)

    def _begin(self, now: Nanos) -> None:
        """Do what the phase is for; one that only stops leaves the program at its first."""
        program = self.program
        pause = program.phase.pause
        if pause is not None:
            program.wait(pause, now)
        elif program.phase.function == "RAT":
            if not self._too_fast(now):
                self.do(now, "start")
        else:
            self.rewind(now)

    def rewind(self, now: Nanos) -> None:
        """End the program: its first phase is selected, and nothing is waited for."""
        self.program.rest()
        self.select(FIRST, now)

    def _too_fast(self, now: Nanos) -> bool:
        """Alarm, and run nothing, if the rate is beyond what the syringe allows."""
        rate = self.see(now, "read_status").get("rate")
        if isinstance(rate, int) and rate > self.fastest:
            self.pending.add(RANGE)
            return True
        return False

    # time ----------------------------------------------------------------------------------------

    def next_deadline(self) -> Nanos | None:
        """When the watchdog runs out, or a phase that waits is over."""
        return earliest(self.watchdog.due, self.program.due)
