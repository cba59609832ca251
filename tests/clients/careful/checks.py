"""What it makes of a status: state, values, alarms and its own sums are held against each other."""

from __future__ import annotations

from typing import NamedTuple

from tests.clients.careful.alarms import Alarms
from tests.clients.careful.base import calendar, number
from tests.clients.careful.wire import Values

TOLERANCE = 0.145  # of the volume that was to be given: the label of the pump
STANDING_STILL = ("stopped", "stalled", "empty", "ended")
SENSED = ("level", "measured", "pressure", "battery")
STATE_ALARMS = {
    "stalled": ("motor_stall",),
    "empty": ("empty_reservoir",),
    "ended": ("eos", "battery_depleted"),
}
"""States of the pump, and the alarms that belong to them."""


class Spell(NamedTuple):
    """A time of one state and one flow: so long the sums are simple."""

    state: str
    flow: str
    time: float
    delivered: float
    reservoir: float


class Checks(Alarms):
    spell: Spell | None = None
    offset: float | None = None  # pump's calendar - own clock, when they met
    ticked: tuple[str, float] = ("", 0.0)  # the pump's time, and since when it reads so
    low_alarm = 0.0
    fell_from = (0.0, 0.0)  # the battery's share and the pump's time when it began to fall

    def look(self) -> None:
        """Read the status, and hold it against everything that is known."""
        reply = self.poll()
        if not reply.ok:
            return
        before, self.status = self.status, reply.values
        self.over("no_data")
        turned = before.get("state", reply.values["state"]) != reply.values["state"]
        if turned or not self.lists_agree(reply.values.get("alarms", "")):
            self.read_alarms()
            self.read_log()
        for check in self.checks:
            getattr(self, check)(before, reply.values)
        self.when(self.showing <= {("all_well", "")}, "all_well")

    def lists_agree(self, codes: str) -> bool:
        """Whether the status names the alarms that the list had; `+2` stands for two more."""
        return {code for code in codes.split(",") if code} == set(self.standing)

    # the checks: each takes the status before and the one now ------------------------------------

    def is_infusing(self, before: Values, now: Values) -> None:
        """Show from the first moment that nothing is given, since when, and by how much it grew."""
        state = now["state"]
        self.when(state in STANDING_STILL, "not_infusing", state=state, since=now.get("time"))
        self.when("pending" in now, "update_pending", token=now.get("pending"))

    def volume_is_estimated(self, before: Values, now: Values) -> None:
        """Show the volume as what it is, when it is first seen and when its alarm comes or goes."""
        if before and before.get("alarms") == now.get("alarms"):
            return
        reply = self.ask("RESERVOIR?")
        if reply.ok:
            read = reply.values
            self.low_alarm = number(read["low_alarm"])
            rate = number(now.get("rate", "0"))
            days = (number(read["reservoir"]) - self.low_alarm) / rate if rate else 0.0
            told = {"volume": read["reservoir"], "days": f"{max(0.0, days):.1f}"}
            self.tell("volume_estimated", **told, refill=read.get("refill_date"))

    def counter_fits_state(self, before: Values, now: Values) -> None:
        """A pump that stands still does not count on, and no counter runs backwards."""
        if "delivered" not in before or "delivered" not in now:
            return
        gain = number(now["delivered"]) - number(before["delivered"])
        still = before["state"] == now["state"] and now["state"] in STANDING_STILL
        self.when(still and gain > 0, "delivering_while_stopped")
        if gain < 0:
            self.tell("counter_fell", was=before["delivered"], now=now["delivered"])

    def volume_fits_rate(self, before: Values, now: Values) -> None:
        """What the pump counts, and what is left, fit the rate and the time: our own sum."""
        here = Spell(
            now["state"],
            now.get("flow", ""),
            calendar(now["time"]),
            number(now.get("delivered", "0")),
            number(now.get("reservoir", "0")),
        )
        spell = self.spell
        if spell is None or (spell.state, spell.flow) != (here.state, here.flow):
            self.spell = here
            return
        expected = number(here.flow) * (here.time - spell.time) / 86400
        slack = 0.05 * expected + number(here.flow) * 2 / 86400 + 1e-6
        counted, gone = here.delivered - spell.delivered, spell.reservoir - here.reservoir
        if self.constant_rate() and here.time >= spell.time:
            off = max(abs(counted - expected), abs(gone - expected))
            self.when(
                off > slack, "volume_differs", expected=f"{expected:.4f}mL", told=f"{gone:.4f}mL"
            )

    def constant_rate(self) -> bool:
        """Whether a day is as long as its rate says: not so with steps by the time of day."""
        return bool(self.memory.get("settings", {}).get("mode") != "flex")

    def level_fits_estimate(self, before: Values, now: Values) -> None:
        """What is measured and what is computed are shown side by side."""
        if "level" in now and "reservoir" in now:
            level, estimate = now["level"], now["reservoir"]
            apart = abs(number(level) - number(estimate))
            self.when(apart > 0.5, "level_differs", measured=level, estimated=estimate)

    def flow_fits_rate(self, before: Values, now: Values) -> None:
        """What a flow sensor measures stands beside what is programmed."""
        if "measured" in now and "flow" in now:
            flow, measured = number(now["flow"]), number(now["measured"])
            told = {"measured": now["measured"], "programmed": now["flow"]}
            self.when(measured < 0, "flow_reversed", **told)
            apart = abs(measured - flow)
            self.when(apart > TOLERANCE * max(flow, 0.01), "flow_differs", **told)

    def alarms_fit_state(self, before: Values, now: Values) -> None:
        """An alarm that should be there and is not; and one that no value confirms."""
        for state, codes in STATE_ALARMS.items():
            missing = now["state"] == state and not any(code in self.standing for code in codes)
            self.when(missing, "alarm_missing", codes[0])
        low = number(now.get("level", now.get("reservoir", "0"))) <= self.low_alarm
        told = "low_reservoir" in self.standing or "empty_reservoir" in self.standing
        known = "reservoir" in now and self.low_alarm > 0
        self.when(known and low and not told, "alarm_missing", "low_reservoir")
        for code, row in self.standing.items():
            active = row.get("state") == "active"
            belies = code in ("low_reservoir", "empty_reservoir") and known and not low
            belies |= now["state"] == "infusing" and any(
                code in codes for codes in STATE_ALARMS.values()
            )
            self.when(active and belies, "not_confirmed", code)

    def values_are_there(self, before: Values, now: Values) -> None:
        """A value that is missing is not available; the last one is not shown in its place."""
        for name in SENSED:
            if name in before or ("not_available", name) in self.showing:
                self.when(name not in now, "not_available", name)

    def rate_is_ours(self, before: Values, now: Values) -> None:
        """Another rate, or an alarm that came or went: read all settings, and show what differs."""
        if before and any(before.get(key) != now.get(key) for key in ("rate", "alarms")):
            self.compare_settings()
        if "changed_by" in now and now["changed_by"] != before.get("changed_by"):
            self.tell("changed_by_other", by=now["changed_by"])
            self.compare_settings()

    def compare_settings(self) -> None:
        """Read the programme, and show field by field what is not as it was last known."""
        reply = self.ask("THERAPY?")
        if not reply.ok:
            return
        now = {key: reply.values[key] for key in SETTINGS if key in reply.values}
        known: Values = self.memory.get("settings", now)
        for key in SETTINGS:
            if known.get(key) != now.get(key):
                self.tell("setting_differs", of=key, was=known.get(key), now=now.get(key))
                if key in ("drug", "concentration"):
                    self.memory["new_drug"] = True
        self.memory["settings"] = now

    def battery_fits_age(self, before: Values, now: Values) -> None:
        """How old an implant is stands beside what it says of its battery, which may be too early."""
        if "implanted" in self.memory:
            age = calendar(now["time"]) - calendar(self.memory["implanted"])
            for code in ("eri", "eos"):
                told = {"days": int(age // 86400), "battery": now.get("battery")}
                self.when(code in self.standing, "implant_age", code, **told)

    def battery_lasts(self, before: Values, now: Values) -> None:
        """How many minutes a low battery still lasts, by how it has fallen so far."""
        if "battery" not in now:
            return
        share, time = number(now["battery"]), calendar(now["time"])
        if not before or now.get("supply") == "mains":
            self.fell_from = (share, time)
        fallen, span = self.fell_from[0] - share, time - self.fell_from[1]
        if fallen > 0:
            minutes = round(share * span / fallen / 60)
            self.when("low_battery" in self.standing, "battery_lasts", minutes=minutes)

    def clock_goes_on(self, before: Values, now: Values) -> None:
        """The pump's calendar goes as our clock goes; its times are never put right silently."""
        seconds, own = calendar(now["time"]), self.clock.now()
        if now["time"] != self.ticked[0]:
            self.ticked = (now["time"], own)
        self.when(own - self.ticked[1] > 5, "clock_stands")
        if self.offset is None:
            self.offset = seconds - own
        apart = seconds - own - self.offset
        self.when(abs(apart) > 3, "clock_offset", seconds=round(apart))

    checks: tuple[str, ...] = (
        "is_infusing",
        "volume_is_estimated",
        "counter_fits_state",
        "volume_fits_rate",
        "level_fits_estimate",
        "flow_fits_rate",
        "alarms_fit_state",
        "values_are_there",
        "rate_is_ours",
        "battery_fits_age",
        "battery_lasts",
        "clock_goes_on",
    )


SETTINGS = (
    "mode", "rate", "drug", "concentration", "low_alarm",
    "patient_volume", "patient_duration", "patient_lockout", "patient_allotted",
)  # fmt: skip
