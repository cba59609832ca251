"""The settings of what drives and watches: battery and mains, electronics, log, alarms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from msgspec import Meta

from mockpump.clock import DAY, SECOND
from mockpump.pump.alarms import ALARMS
from mockpump.pump.section import ML, PERCENT, YEAR, Section
from mockpump.quantity import Duration, Share, Volume

Version = Annotated[str, Meta(pattern=r"^[A-Za-z0-9.+-]{1,20}$")]

Key = Annotated[str, Meta(pattern=r"^[A-Za-z0-9.+-]{0,40}$", description="a made-up key")]
Serial = Annotated[str, Meta(pattern=r"^SIM-[A-Za-z0-9-]{1,20}$")]
Sum = Annotated[str, Meta(pattern=r"^([0-9A-F]{8})?$", description="8 hex digits, or none")]


class PowerConfig(Section, frozen=True):
    """The battery. A full charge lasts `standby_life` without pumping, or `pumps` without time."""

    cell: Literal["implanted", "replaceable"] = "implanted"  # ERI and EOS, or low and depleted
    charge: Share = 100 * PERCENT
    standby_life: Duration = 8 * YEAR
    pumps: Volume = 4000 * ML
    warn_at: Share = 5 * PERCENT  # of a full charge: ERI, or low battery
    warning_to_end: Duration | None = 90 * DAY  # ERI to stop [V]; None: only when depleted
    service_life: Duration | None = 7 * YEAR  # hard stop [V]; None: there is none
    age: Duration = 0  # in service at the start
    mains: bool = False  # plugged in: the mains drive the pump, and charge its battery
    charge_time: Duration = 4 * 3600 * SECOND  # from empty to full on the mains

    def mistakes(self) -> Iterator[str]:
        """Say that a battery has a life, and that it is not over."""
        if self.charge > 100 * PERCENT:
            yield "charge is over 100%"
        if self.warn_at > 100 * PERCENT:
            yield "warn_at is over 100%"
        if not self.standby_life or not self.pumps:
            yield "standby_life and pumps are above 0: a charge lasts, and pumps something"
        if self.service_life is not None and self.age > self.service_life:
            yield "age is over service_life: the pump would have ended before the story begins"
        if self.mains and self.cell == "implanted":
            yield "mains are out of an implanted pump's reach: set cell to replaceable"
        if not self.charge_time:
            yield "charge_time is 0s: charging takes some time"


class LogConfig(Section, frozen=True):
    """The event log: how many entries it keeps before the oldest are overwritten."""

    size: Annotated[int, Meta(ge=1, le=100_000)] = 250


class ElectronicsConfig(Section, frozen=True):
    """What the pump says of itself."""

    serial: Serial = "SIM-000001"
    firmware: Version = "SIM-1.0"
    library: Version = "SIM-LIB-1"  # of the drug library
    library_sum: Sum = ""  # its checksum, if it is told


class AccessConfig(Section, frozen=True):
    """Who may change the pump over the line: anybody, or only who has its key.

    The key is a visibly made-up one: it stands in the scenario, and protects nothing.
    """

    key: Key = ""
    tries: Annotated[int, Meta(ge=1, le=100)] = 3  # wrong answers until nobody is let in
    bar: Duration = 300 * SECOND  # for so long

    def mistakes(self) -> Iterator[str]:
        """A bar lasts."""
        if not self.bar:
            yield "bar is 0s: nobody would be kept out"


class AlarmsConfig(Section, frozen=True):
    """Which alarms the clinician wants, and how long a silenced one keeps quiet."""

    disabled: tuple[str, ...] = ()
    audio_pause: Duration = 120 * SECOND  # [V GIP SR 3.2.1]; Open PCA R6.4.3(5) has 10 min

    def mistakes(self) -> Iterator[str]:
        """Critical alarms cannot be disabled, and a pause takes some time."""
        for code in self.disabled:
            if code not in ALARMS:
                yield f"disabled names no alarm: {code!r}"
            elif ALARMS[code].critical:
                yield f"disabled names the critical alarm {code}: it cannot be"
        if not self.audio_pause:
            yield "audio_pause is 0s: a pause takes some time"
