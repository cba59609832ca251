"""Mutants that are careless about what is delivered."""

from __future__ import annotations

from tests.clients.careful.base import Order
from tests.clients.careful.careful import Careful
from tests.clients.careful.wire import Values
from tests.gallery.mutants.base import Hides, fails, mutant, without


@mutant("orders a bolus whatever alarm stands")
@fails("low-reservoir", "never bolus while alarm empty_reservoir")
@fails("empty-external", "never bolus while alarm empty_reservoir")
@fails("motor-stall", "never bolus while fault motor_stall")
@fails("over-infusion-measured", "never bolus while alarm over_infusion")
class BolusesAnyway(Careful):
    def reason_against(self, order: Order) -> str:
        return "" if order.do == "bolus" else super().reason_against(order)


@mutant("starts whatever alarm stands")
@fails("reservoir-off", "never start while fault reservoir_detached")
@fails("upstream-occlusion", "never start while fault upstream_occlusion")
@fails("repeated-occlusion", "never start while alarm repeated_occlusion")
@fails("air-in-line", "never start while fault air_in_line")
@fails("free-flow", "never start while alarm over_infusion")
@fails("memory-critical", "never start while alarm memory_critical")
@fails("self-test-failed", "never start while fault self_test_failure")
@fails("overheated", "never start while fault overheating")
class StartsAnyway(Careful):
    def reason_against(self, order: Order) -> str:
        return "" if order.do == "start" else super().reason_against(order)


@mutant("starts a pump by itself that stands still")
@fails("not-started", "never start")
@fails("paused-forgotten", "never start")
class StartsByItself(Careful):
    def is_infusing(self, before: Values, now: Values) -> None:
        super().is_infusing(before, now)
        if now["state"] == "stopped" and before.get("state") != "stopped":
            self.start("")


@mutant("does not show that nothing is infused")
@fails("motor-stall", "shows not_infusing with state stalled within 3s after alarm motor_stall")
@fails("stopped-48h", "shows not_infusing with state stopped within 3s after step stopped")
@fails("not-started", "shows not_infusing with state stopped within 5s after port opened")
@fails("paused-forgotten", "shows not_infusing with state stopped within 3s after step paused")
class IgnoresTheState(Careful):
    checks = without("is_infusing")


@mutant("says that all is well once an alarm is acknowledged")
@fails("motor-stall", "never shows all_well while fault motor_stall")
@fails("stopped-48h", "never shows all_well while alarm stopped_48h")
@fails("low-until-refilled", "never shows all_well while alarm low_reservoir")
class TakesAcknowledgedForOver(Careful):
    def acknowledge(self, code: str) -> None:
        super().acknowledge(code)
        self.tell("all_well")


@mutant("says that all is well as long as the pump infuses")
@fails("stall-recovers-late", "never shows all_well while alarm motor_stall")
class JudgesByTheStateAlone(Careful):
    def is_infusing(self, before: Values, now: Values) -> None:
        super().is_infusing(before, now)
        if now["state"] == "infusing":
            self.tell("all_well")


@mutant("interrogates once, and never again")
@fails("stuck-in-telemetry", "interrogate within 3s after operator exposed")
@fails("valve-opened", "interrogate within 3s after operator exposed")
@fails("valve-shut", "interrogate within 3s after operator exposed")
class InterrogatesOnce(Careful):
    def interrogate(self, of: str) -> None:
        self.look()


@mutant("believes the estimate after an exposure to a magnetic field")
@fails("stuck-in-telemetry", "shows volume_check_needed within 3s after operator exposed")
@fails("valve-opened", "shows volume_check_needed within 3s after operator exposed")
@fails("valve-shut", "shows volume_check_needed within 3s after operator exposed")
class BelievesTheEstimate(Careful):
    def exposed(self, of: str) -> None:
        self.interrogate(of)


@mutant("never reads the event log")
@fails("stall-recovers-late", "shows stall_recovered within 20s")
@fails(
    "stalls-while-away",
    "shows alarm_logged with of motor_stall at least 5 times after step days-later",
)
@fails("missed-while-away", "shows alarm_logged with of on_battery within 6s after step back")
@fails("log-overwritten", "read_events within 5s after step back")
class DropsTheLog(Careful):
    def read_log(self) -> None:
        """Live in the present."""


@mutant("does not show that an update was left unfinished")
@fails("update-unfinished", "shows update_pending within 5s after port hung_up")
@fails("programming-left", "shows update_pending within 3s after step begun")
class IgnoresThePendingUpdate(Hides):
    hidden = ("update_pending",)


@mutant("leaves a pump that stands still")
@fails("update-unfinished", "shows not_left within 3s after step wants-to-leave")
class LeavesAnyway(Careful):
    def leave(self, of: str) -> None:
        self.leaving = True


@mutant("does not read back what it has programmed")
@fails("update-unfinished", "read_therapy within 3s after commit")
class ReadsNothingBack(Careful):
    def compare_settings(self) -> None:
        """Take for granted what was written."""

    def read_back(self) -> Values:
        return dict(self.memory.get("settings", {}))


@mutant("calls every discrepancy a fault of the pump")
@fails("under-infusion-silent", "never shows pump_faulty")
class BlamesThePump(Careful):
    def compare_volumes(self, reservoir: Values, aspirated: float) -> None:
        super().compare_volumes(reservoir, aspirated)
        self.tell("pump_faulty")


@mutant("looks at no flow sensor")
@fails(
    "over-infusion-measured",
    "shows flow_differs with measured 6 mL/h, programmed 5 mL/h within 5s after fault over_infusion",
)
@fails(
    "free-flow",
    "shows flow_differs with measured 25 mL/h, programmed 5 mL/h within 5s after fault free_flow",
)
@fails("reverse-flow", "shows flow_reversed within 3s after fault reverse_flow")
@fails("unstable-flow", "shows flow_differs within 10s after fault unstable_flow")
class IgnoresTheFlowSensor(Careful):
    checks = without("flow_fits_rate")


@mutant("alarms anew with every sample")
@fails("over-infusion-measured", "shows over_infusion at most 1 times")
@fails("under-infusion-measured", "shows under_infusion exactly 1 times")
@fails("unstable-flow", "shows flow_unstable exactly 1 times")
class AlarmsWithEverySample(Careful):
    def alarms_fit_state(self, before: Values, now: Values) -> None:
        super().alarms_fit_state(before, now)
        for code in self.standing:
            self.tell(code, priority="low")


@mutant("stops the infusion by itself at a warning")
@fails("under-infusion-measured", "never stop")
@fails("unstable-flow", "never stop")
@fails("charger-fault", "never stop")
@fails("memory-minor", "never stop")
@fails("key-stuck", "stop attempted exactly 1 times")
class StopsAtAWarning(Careful):
    def alarms_fit_state(self, before: Values, now: Values) -> None:
        super().alarms_fit_state(before, now)
        if self.standing and now["state"] == "infusing":
            self.stop("")


@mutant("takes a bolus that was interrupted for given")
@fails(
    "bolus-given-again",
    "shows order_incomplete with asked 1 mL, delivered at most 0.5 mL within 5s after step "
    "interrupted",
)
@fails("bolus-cut-short", "shows totals_differ within 40s after bolus")
class TakesEveryBolusForGiven(Careful):
    def follow(self) -> None:
        self.running.clear()


@mutant("orders the rest of a bolus by itself")
@fails("bolus-given-again", "bolus attempted exactly 1 times")
@fails("bolus-cut-short", "bolus attempted exactly 1 times")
class OrdersTheRest(Careful):
    def follow(self) -> None:
        before = dict(self.running)
        super().follow()
        if before and not self.running:
            self.clock.sleep(10)
            self.bolus("0.2 mL")


@mutant("does not see a bolus that is not its own")
@fails("bolus-given-again", "shows bolus_not_ours within 5s after step resumed")
@fails("bolus-replayed", "shows bolus_not_ours within 40s after operator bolus")
class IgnoresABolus(Careful):
    checks = without("bolus_is_ours")


@mutant("believes the state alone, whatever the counter says")
@fails("delivers-while-stopped", "shows delivering_while_stopped within 3s after stop")
@fails("counters-cleared", "shows counter_fell within 3s after fault counters_cleared")
class TrustsTheState(Careful):
    checks = without("counter_fits_state")


@mutant("primes as often as it is asked to")
@fails("priming-too-much", "prime attempted exactly 1 times")
class PrimesAgain(Careful):
    def confirmed(self, order: Order) -> bool:
        return order.do == "prime" or super().confirmed(order)
