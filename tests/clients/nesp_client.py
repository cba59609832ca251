"""A client of other people's making: the whole of `nesp-lib` against the pump at a port.

    nesp_client.py PORT SAFE_MODE_SECONDS

Prints what each part of its interface returned, a line each.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import nesp_lib
from nesp_lib import PumpingDirection, Status


def main(name: str, safe_mode: int) -> None:
    with nesp_lib.Port(name, 19200) as port:
        told("another model", raised(lambda: nesp_lib.Pump(port, 0, 4000)))
        pump = nesp_lib.Pump(port, model_number=1000, safe_mode_timeout_s=safe_mode)
        told("identity", pump.address, pump.model_number, pump.firmware_version)
        told("upgrade", pump.firmware_upgrade)
        told("safe mode", pump.safe_mode_timeout_s == safe_mode)
        told("stopped", pump.status, pump.running)
        settings(pump)
        dispensing(pump)
        watchdog(pump, safe_mode)
        alarm(pump)
        for seconds in (5, 10, 0):  # switched at run time, both ways
            pump.safe_mode_timeout_s = seconds
            told("switched to", pump.safe_mode_timeout_s, pump.status)


def settings(pump: nesp_lib.Pump) -> None:
    """Set everything, and read it back."""
    for diameter in (30, 9.525, 26.59):
        pump.syringe_diameter_mm = diameter
        told("diameter", pump.syringe_diameter_mm)
    for rate in (0.0005, 0.01, 0.5, 1.25, 1.5):
        pump.pumping_rate_ml_per_min = rate
        told("rate", round(pump.pumping_rate_ml_per_min, 9))
    told("too fast", raised(lambda: setattr(pump, "pumping_rate_ml_per_min", 100.0)))
    for volume in (12.5, 0.75, 0.02):
        pump.pumping_volume_ml = volume
        told("volume", pump.pumping_volume_ml)
    for direction in (PumpingDirection.WITHDRAW, PumpingDirection.INFUSE):
        pump.pumping_direction = direction
        told("direction", pump.pumping_direction)


def dispensing(pump: nesp_lib.Pump) -> None:
    """Dispense both ways to a target, and be told what does not go while it runs."""
    told("pauses nothing", raised(pump.stop))
    pump.run()  # 0.02 mL at 1.5 mL/min
    told("infused", pump.status, pump.volume_infused_ml, pump.volume_withdrawn_ml)
    pump.pumping_direction = PumpingDirection.WITHDRAW
    pump.run(wait_while_running=False)
    told("withdraws", pump.status, pump.running)
    told("not while it runs", raised(lambda: setattr(pump, "syringe_diameter_mm", 10.0)))
    told("nor twice", raised(pump.run))
    pump.wait_while_running()
    told("withdrew", pump.volume_infused_ml, pump.volume_withdrawn_ml)
    pump.volume_infused_clear()
    told("cleared", pump.volume_infused_ml, pump.volume_withdrawn_ml)
    pump.volume_withdrawn_clear()
    told("cleared", pump.volume_infused_ml, pump.volume_withdrawn_ml)
    pump.pumping_direction = PumpingDirection.INFUSE


def watchdog(pump: nesp_lib.Pump, safe_mode: int) -> None:
    """Say nothing for longer than the watchdog of the safe mode waits: a thread of its own does."""
    pump.pumping_volume_ml = 5
    pump.run(wait_while_running=False)
    time.sleep(1.5 * safe_mode)
    told("goes on", pump.status)
    pump.stop()
    told("paused", pump.status, pump.running)


def alarm(pump: nesp_lib.Pump) -> None:
    """Purge, on which the story lets the motor stall; the alarm comes once, in a command's place."""
    pump.run_purge()
    while (alarm := raised(lambda: pump.status)) == "nothing":
        time.sleep(0.01)
    told("alarm", alarm)
    told("stalled", pump.status)


def raised(do: Callable[[], object]) -> str:
    """Return what an attempt raises."""
    try:
        do()
    except nesp_lib.StatusAlarmException as error:
        return str(error.alarm_status)
    except (nesp_lib.Exception, ValueError) as error:
        return type(error).__name__
    return "nothing"


def told(what: str, *values: object) -> None:
    words = (
        value.name if isinstance(value, Status | PumpingDirection) else value for value in values
    )
    print(f"{what}:", *words, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
