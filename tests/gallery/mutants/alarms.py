"""Mutants that are careless about alarms."""

from __future__ import annotations

from tests.clients.careful.careful import Careful
from tests.clients.careful.wire import Values
from tests.gallery.mutants.base import Hides, fails, mutant, without


@mutant("acknowledges as soon as it sees an alarm, and then not when it is asked to")
@fails("occlusion", "ack_alarm of occlusion within 5s after operator acknowledge of occlusion")
@fails("battery-warning", "ack_alarm of eos within 5s after operator acknowledge of eos")
class AcknowledgesByItself(Careful):
    def read_alarms(self) -> None:
        super().read_alarms()
        for code, row in self.standing.items():
            if row.get("acknowledged") == "0":
                self.ask("ACK", alarm=code)

    def acknowledge(self, code: str) -> None:
        """Nothing is left to do."""


@mutant("shows no alarm of low priority")
@fails("mains-lost", "shows on_battery within 2s after alarm on_battery")
@fails("battery-low", "shows on_battery within 2s after alarm on_battery")
@fails("charger-fault", "shows charger_fault within 2s after alarm charger_fault")
@fails("supply-out-of-range", "shows supply_range within 2s after alarm supply_range")
@fails("clock-stands", "shows clock_error within 2s after alarm clock_error")
@fails("sensors-lost", "shows adc_failed within 2s after alarm adc_failed")
@fails("several-at-once", "shows memory_minor within 3s after alarm memory_minor")
@fails("memory-minor", "shows memory_minor within 2s after alarm memory_minor")
@fails("log-not-written", "shows log_failed within 2s after alarm log_failed")
@fails("key-stuck", "shows key_stuck within 2s after alarm key_stuck")
class HidesMildAlarms(Careful):
    def say(self, name: str, of: str = "", **values: object) -> None:
        if values.get("priority") != "low":
            super().say(name, of, **values)


@mutant("holds no alarm against the values, and no values against the alarms")
@fails("false-end-of-service", "shows not_confirmed with of eos within 3s after alarm eos")
@fails("false-alarm", "shows not_confirmed with of low_reservoir within 3s after fault false_alarm")
@fails("alarm-missing", "shows alarm_missing with of empty_reservoir within 3s after step empty")
@fails("alarm-late", "shows alarm_missing with of low_reservoir within 3s after step low")
class HoldsNoAlarmAgainstValues(Careful):
    checks = without("alarms_fit_state")


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


@mutant("takes an alarm for silenced whatever the pump answers")
@fails("cannot-be-silenced", "shows not_silenced within 3s after operator silence")
class TakesItForSilenced(Careful):
    def silence(self, code: str) -> None:
        self.ask("SILENCE", alarm=code)


@mutant("stops the infusion when it acknowledges an alarm")
@fails("part-lost", "never stop")
class StopsWhatItAcknowledges(Careful):
    def acknowledge(self, code: str) -> None:
        super().acknowledge(code)
        self.stop("")


@mutant("does not show that a pump cannot sound")
@fails("tone-fails", "shows cannot_sound within 3s after operator test_alarm")
class IgnoresTheTone(Hides):
    hidden = ("cannot_sound",)


@mutant("shows what the log tells of as if it still stood")
@fails("missed-while-away", "never shows on_battery")
class TakesTheLogForNow(Careful):
    def learn(self, row: Values) -> None:
        super().learn(row)
        if row.get("what") == "alarm" and row.get("state") == "active":
            self.say(row["of"], priority="low")
