"""Mutants that are careless about the catheter, and about what they claim."""

from __future__ import annotations

from tests.clients.careful.careful import Careful
from tests.clients.careful.wire import Values
from tests.gallery.mutants.base import Hides, fails, mutant


@mutant("claims that the patient got what the pump delivered")
@fails("occlusion-silent", "never shows reached_patient")
@fails("catheter-moved", "never shows reached_patient")
class ClaimsItReachedThePatient(Careful):
    def compare_volumes(self, reservoir: Values, aspirated: float) -> None:
        super().compare_volumes(reservoir, aspirated)
        self.tell("reached_patient", volume=reservoir["since_refill"])


@mutant("invents an alarm from what somebody noted")
@fails("catheter-moved", "never shows alarm")
class InventsAnAlarm(Careful):
    def note(self, of: str) -> None:
        super().note(of)
        self.tell("occlusion", priority="medium")


@mutant("calls every blockage one of the catheter")
@fails("upstream-occlusion", "never shows occlusion")
class MixesUpTheSides(Careful):
    def read_alarms(self) -> None:
        super().read_alarms()
        if "upstream_occlusion" in self.standing:
            self.say("occlusion", priority="medium")


@mutant("does not count how often an alarm comes again")
@fails("repeated-occlusion", "shows occlusion with times 2 within 80s")
class CountsNoRepeats(Careful):
    def read_alarms(self) -> None:
        self.times = dict.fromkeys(self.times, 0)
        super().read_alarms()


@mutant("does not tell of what is released once an occlusion is over")
@fails(
    "repeated-occlusion",
    "shows release_possible within 4s after alarm occlusion cleared",
)
class ForgetsTheRelease(Hides):
    hidden = ("release_possible",)
