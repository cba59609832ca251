"""Mutants that are careless about power, electronics and memory, and about which pump it is."""

from __future__ import annotations

from tests.clients.careful.careful import Careful
from tests.gallery.mutants.base import Hides, fails, mutant, without


@mutant("shows no age beside what an implant says of its battery")
@fails(
    "early-replacement", "shows implant_age with days 180 give or take 1 within 3s after alarm eri"
)
class ShowsNoAge(Careful):
    checks = without("battery_fits_age")


@mutant("does not say how long a low battery lasts")
@fails(
    "battery-low",
    "shows battery_lasts with minutes 30 give or take 25% within 3s after alarm low_battery",
)
class CountsNoMinutes(Careful):
    checks = without("battery_lasts")


@mutant("never reads the settings again")
@fails(
    "reset-to-minimum", "shows setting_differs with of mode within 3s after fault low_battery_reset"
)
@fails(
    "setting-changed", "shows setting_differs with of rate within 3s after fault setting_changed"
)
@fails("foreign-change", "shows setting_differs with of rate within 3s after step changed")
@fails("memory-minor", "read_therapy within 3s after alarm memory_minor")
@fails("drug-changed", "shows setting_differs with of drug within 3s after step changed")
class TrustsItsSettings(Careful):
    def compare_settings(self) -> None:
        if not self.linked:
            super().compare_settings()


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
@fails(
    "log-not-written",
    "shows history_incomplete within 12s after fault log_write_failure cleared",
)
@fails("log-overwritten", "shows history_incomplete with lost 2 within 5s after step back")
class IgnoresGaps(Hides):
    hidden = ("history_incomplete",)


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
class IgnoresTheLibrary(Hides):
    hidden = ("limits_not_active",)


@mutant("takes another version for the one of the last visit")
@fails(
    "version-changed",
    "shows version_changed with of library, was SIM-LIB-1, now SIM-LIB-2 within 5s after step later",
)
class IgnoresTheVersion(Hides):
    hidden = ("version_changed",)
