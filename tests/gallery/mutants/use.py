"""Mutants that are careless about what their operator enters."""

from __future__ import annotations

from tests.clients.careful.base import Order
from tests.clients.careful.careful import Careful
from tests.clients.careful.wire import Frame, Values
from tests.gallery.mutants.base import Hides, fails, mutant


@mutant("confirms by itself what is beyond a soft limit")
@fails("soft-limit", "shows beyond_soft_limit within 3s after operator set_rate")
class ConfirmsByItself(Careful):
    def program(self, order: Order, **args: str) -> None:
        self.waiting = order
        super().program(order, **args)


@mutant("asks again for what was refused")
@fails("hard-limit", "stage attempted exactly 1 times")
@fails("bolus-too-soon", "patient_bolus attempted exactly 2 times")
@fails("dose-limit", "patient_bolus attempted exactly 3 times")
class AsksTheSameAgain(Careful):
    def refused(self, name: str, reply: Frame) -> None:
        super().refused(name, reply)
        if name == "patient_bolus":
            self.ask("PBOLUS", id=self.new_id("p"))
        elif name == "set_rate":
            self.ask("STAGE", rate="30mL/day")


@mutant("does not show how many boluses a patient has had")
@fails("dose-limit", "shows patient_boluses with given 2 within 3s after step one-more")
class CountsNoBoluses(Hides):
    hidden = ("patient_boluses",)


@mutant("commits whatever the pump has understood")
@fails("key-bounces", "never commit")
@fails("unit-mistaken", "never commit")
@fails("concentration-mistaken", "never commit")
class ComparesNoEcho(Careful):
    def echo_fits(self, order: Order, was: Values, staged: Values) -> bool:
        return True


@mutant("gives a drug that somebody has changed without asking back")
@fails("drug-changed", "shows confirm within 3s after operator bolus")
class GivesWhateverIsIn(Careful):
    def drug_is_known(self, order: Order) -> bool:
        return True
