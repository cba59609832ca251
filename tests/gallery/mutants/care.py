"""Mutants that are careless about power, electronics, use, communication, alarms and access."""

from __future__ import annotations

from tests.clients.careful.base import Order
from tests.clients.careful.careful import Careful
from tests.clients.careful.wire import Frame, Link, Values
from tests.gallery.mutants.base import fails, mutant, without


@mutant("shows no alarm of low priority")
@fails("mains-lost", "shows on_battery within 2s after alarm on_battery")
@fails("supply-out-of-range", "shows supply_range within 2s after alarm supply_range")
@fails("clock-stands", "shows clock_error within 2s after alarm clock_error")
@fails("sensors-lost", "shows adc_failed within 2s after alarm adc_failed")
@fails("several-at-once", "shows memory_minor within 3s after alarm memory_minor")
class HidesMildAlarms(Careful):
    def say(self, name: str, of: str = "", **values: object) -> None:
        if values.get("priority") != "low":
            super().say(name, of, **values)


@mutant("holds no alarm against the values, and no values against the alarms")
@fails("false-end-of-service", "shows not_confirmed with of eos within 3s after alarm eos")
@fails("false-alarm", "shows not_confirmed with of low_reservoir within 3s after fault false_alarm")
@fails("alarm-missing", "shows alarm_missing with of empty_reservoir within 3s after step empty")
class HoldsNoAlarmAgainstValues(Careful):
    checks = without("alarms_fit_state")


@mutant("never reads the settings again")
@fails(
    "reset-to-minimum", "shows setting_differs with of mode within 3s after fault low_battery_reset"
)
@fails(
    "setting-changed", "shows setting_differs with of rate within 3s after fault setting_changed"
)
@fails("foreign-change", "shows setting_differs with of rate within 3s after step changed")
class TrustsItsSettings(Careful):
    def compare_settings(self) -> None:
        if not self.linked:
            super().compare_settings()


@mutant("does not show that there is no data")
@fails("silent-without-warning", "shows no_data within 6s after fault sudden_depletion")
@fails("line-stalls", "shows no_data within 5s after fault stall")
@fails("watchdog-reset", "shows no_data within 5s after fault watchdog_reset")
class TakesSilenceForPeace(Careful):
    def say(self, name: str, of: str = "", **values: object) -> None:
        if name != "no_data":
            super().say(name, of, **values)


@mutant("does not compare the pump's clock with its own")
@fails(
    "clock-jumps",
    "shows clock_offset with seconds at least -3605 at most -3595 within 3s after fault clock_jump",
)
@fails("clock-stands", "shows clock_stands within 8s after fault clock_stop")
class IgnoresTheClock(Careful):
    checks = without("clock_goes_on")


@mutant("does not see that the history is incomplete")
@fails("log-gaps", "shows history_incomplete within 12s after fault log_gaps")
class IgnoresGaps(Careful):
    def tell(self, name: str, **values: object) -> None:
        if name != "history_incomplete":
            super().tell(name, **values)


@mutant("does not show that a value is missing")
@fails("sensors-lost", "shows not_available with of pressure within 3s after fault adc_failure")
@fails("part-lost", "shows not_available with of pressure within 3s after fault internal_link_lost")
class ShowsOldValues(Careful):
    checks = without("values_are_there")


@mutant("takes any pump for the one that is meant, and for one that it knows")
@fails("unknown-firmware", "shows pump_refused with because firmware within 5s after port opened")
@fails("other-pump", "shows pump_refused with because serial within 6s after port hung_up")
@fails("newer-protocol", "shows pump_refused with because protocol within 5s after port opened")
@fails(
    "library-tampered", "shows pump_refused with because library_sum within 5s after port opened"
)
class TakesAnyPump(Careful):
    def inhibit(self, why: str, found: object) -> None:
        """Never mind."""


@mutant("does not show that no limits are active")
@fails("library-corrupt", "shows limits_not_active within 5s after port opened")
class IgnoresTheLibrary(Careful):
    def when(self, holds: bool, name: str, of: str = "", **values: object) -> None:
        super().when(holds and name != "limits_not_active", name, of, **values)


@mutant("confirms by itself what is beyond a soft limit")
@fails("soft-limit", "shows beyond_soft_limit within 3s after operator set_rate")
class ConfirmsByItself(Careful):
    def program(self, order: Order, **args: str) -> None:
        self.waiting = order
        super().program(order, **args)


@mutant("asks again for what was refused")
@fails("hard-limit", "stage attempted exactly 1 times")
@fails("bolus-too-soon", "patient_bolus attempted exactly 2 times")
class AsksTheSameAgain(Careful):
    def refused(self, name: str, reply: Frame) -> None:
        super().refused(name, reply)
        if name == "patient_bolus":
            self.ask("PBOLUS", id=self.new_id("p"))
        elif name == "set_rate":
            self.ask("STAGE", rate="30mL/day")


@mutant("commits whatever the pump has understood")
@fails("key-bounces", "never commit")
@fails("unit-mistaken", "never commit")
@fails("concentration-mistaken", "never commit")
class ComparesNoEcho(Careful):
    def echo_fits(self, order: Order, was: Values, staged: Values) -> bool:
        return True


class Impatient(Link):
    def ask(self, verb: str, **args: str) -> Frame:
        return self.ask_once(verb, **args)


@mutant("takes a pump for lost at the first spoilt reply")
@fails("replies-garbled", "never shows no_data")
class GivesUpAtOnce(Careful):
    link_type = Impatient


@mutant("orders again when no answer comes")
@fails("reply-lost", "bolus attempted exactly 1 times")
@fails("reply-lost-forgetful", "bolus attempted exactly 1 times")
class RepeatsBlindly(Careful):
    def order_once(self, verb: str, id_: str, **args: str) -> Frame:
        return self.ask(verb, id=id_, **args)


@mutant("stops the infusion when it acknowledges an alarm")
@fails("part-lost", "never stop")
class StopsWhatItAcknowledges(Careful):
    def acknowledge(self, code: str) -> None:
        super().acknowledge(code)
        self.stop("")


@mutant("acknowledges an alarm when it shall silence it")
@fails("silence-returns", "never ack_alarm")
class AcknowledgesToSilence(Careful):
    def silence(self, code: str) -> None:
        super().silence(code)
        self.acknowledge(code)


@mutant("believes that what it acknowledges is acknowledged")
@fails("acknowledge-crossed", "shows acknowledged_other within 3s after operator acknowledge")
class TrustsTheButton(Careful):
    def acknowledge(self, code: str) -> None:
        self.ask("ACK", alarm=code)


@mutant("does not show what others do to the pump")
@fails("foreign-change", "shows changed_by_other with by foreign within 3s after step changed")
@fails("foreign-refused", "shows attempt_refused with by foreign within 10s after step tried")
class IgnoresOthers(Careful):
    def tell(self, name: str, **values: object) -> None:
        if name not in ("changed_by_other", "attempt_refused"):
            super().tell(name, **values)


@mutant("goes on guessing when its log-in is refused")
@fails("log-in-refused", "log_in attempted exactly 1 times")
class GuessesOn(Careful):
    def log_in(self) -> bool:
        return super().log_in() or super().log_in()


@mutant("writes its key into its log")
@fails("log-in-refused", "never shows secret")
class TellsItsKey(Careful):
    def log_in(self) -> bool:
        self.display(f"logging in with {self.key}")
        return super().log_in()


@mutant("takes no bolus for its own")
@fails("replay-refused", "never shows bolus_not_ours")
class TakesNoBolusForItsOwn(Careful):
    def bolus_is_ours(self, before: Values, now: Values) -> None:
        self.when(now["state"] == "bolus", "bolus_not_ours")


@mutant("refuses a pump that tells a value that it does not know")
@fails("unknown-fields", "bolus within 3s after operator bolus")
class RefusesTheUnknown(Careful):
    def meet(self, identity: Values) -> None:
        super().meet(identity)
        if identity.keys() - {"protocol", "notice", "model", "serial", "firmware", "library"}:
            self.inhibit("fields", "unknown")


@mutant("takes an alarm for silenced whatever the pump answers")
@fails("cannot-be-silenced", "shows not_silenced within 3s after operator silence")
class TakesItForSilenced(Careful):
    def silence(self, code: str) -> None:
        self.ask("SILENCE", alarm=code)
