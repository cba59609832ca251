"""Mutants that are careless about the reservoir and its refill."""

from __future__ import annotations

from tests.clients.careful.base import Order
from tests.clients.careful.careful import Careful
from tests.clients.careful.wire import Values
from tests.gallery.mutants.base import fails, mutant, without


@mutant("shows the estimated volume as if it were measured")
@fails("low-until-refilled", "never shows volume_measured")
class ShowsVolumeAsMeasured(Careful):
    def volume_is_estimated(self, before: Values, now: Values) -> None:
        self.say("volume_measured", volume=now.get("reservoir"))


@mutant("fills at once, without showing it and having it confirmed")
@fails("refill-confirmed", "in order operator confirm, refill")
class FillsUnconfirmed(Careful):
    def confirmed(self, order: Order) -> bool:
        return order.do == "refill" or super().confirmed(order)


@mutant("fills what is entered, whatever the reservoir holds")
@fails("overfill", "never refill")
class FillsWhatIsEntered(Careful):
    def refill(self, of: str) -> None:
        if self.confirmed(Order("refill", of)):
            self.ask("REFILL", volume=of)


@mutant("does not look at the alarms again after a refill or an acknowledgement")
@fails("low-until-refilled", "read_alarms within 3s after refill")
@fails("empty-external", "read_alarms within 3s after refill")
class NeverReadsAlarmsAgain(Careful):
    def read_alarms(self) -> None:
        if not self.linked:
            super().read_alarms()


@mutant("compares nothing at a refill")
@fails(
    "short-fill",
    "shows refill_discrepancy with delivered too_much within 5s after operator confirm",
)
@fails(
    "pocket-fill", "shows refill_discrepancy with delivered too_much within 5s after step confirmed"
)
@fails(
    "over-infusion-silent",
    "shows refill_discrepancy with delivered too_much within 5s after operator confirm",
)
@fails(
    "under-infusion-silent",
    "shows refill_discrepancy with delivered too_little within 5s after operator confirm",
)
@fails(
    "occlusion-silent",
    "shows refill_discrepancy with delivered too_little within 5s after operator confirm",
)
@fails(
    "priming-too-much",
    "shows refill_discrepancy with delivered too_much within 5s after step filled",
)
class ComparesNoRefill(Careful):
    def compare_volumes(self, reservoir: Values, aspirated: float) -> None:
        """Be content."""


@mutant("leaves the pump's own sums unchecked")
@fails("volume-miscounted", "shows volume_differs within 5s after alarm low_reservoir")
class DoesNoSums(Careful):
    checks = without("volume_fits_rate")


@mutant("shows only the volume that is computed, where there is one that is measured")
@fails(
    "level-sensor-wrong",
    "shows level_differs with measured at least 16.9 mL within 3s after step wrong",
)
class ShowsOneVolume(Careful):
    checks = without("level_fits_estimate")
