"""The basal rate: what the programme's mode wants at this moment, and when that turns."""

from __future__ import annotations

from mockpump.clock import Nanos
from mockpump.pump.calendar import Calendar
from mockpump.pump.dosing.flex import turn
from mockpump.pump.dosing.programme import Programme
from mockpump.pump.ramp import NEVER


class Basal:
    """The programmed rate (pL/day), which holds until `turns`; in the mode flex by the calendar."""

    def __init__(self, programme: Programme, minimum: int, calendar: Calendar) -> None:
        self._minimum, self._calendar = minimum, calendar
        self.rate, self.turns = 0, NEVER
        self.take(programme, 0)

    def take(self, programme: Programme, now: Nanos) -> None:
        """Go by a programme from now on."""
        self.programme = programme
        self._flex = programme.mode == "flex"
        self.turns = NEVER
        if self._flex:
            self.tick(now)
        else:
            self.rate = programme.basal(self._minimum)

    def tick(self, now: Nanos) -> None:
        """Take the step of the mode flex that holds now, however the calendar came to it."""
        if self._flex:
            calendar = self._calendar
            reading = calendar.at(now)
            self.rate, left = turn(self.programme.flex, calendar.of_day(reading))
            self.turns = calendar.reaches(reading + left)

    @property
    def daily(self) -> int:
        """The most that is given in a day, with all that is allotted to the patient, in pL."""
        return self.programme.most(self._minimum)
