"""How a pump doses, as data: the section `infusion:` with its flex steps and its patient bolus."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from msgspec import Meta

from mockpump.clock import SECOND
from mockpump.pump.section import ML, UL, Section, in_ml, per_day
from mockpump.quantity import RATE, Dose, Duration, Mass, Rate, Volume

TimeOfDay = Annotated[
    str,
    Meta(
        pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$",
        description="a time of day, 24 h",
        examples=["08:00"],
    ),
]
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE


class FlexStep(Section, frozen=True):
    """One step of the mode flex: a rate from a time of day on, up to the next step."""

    at: TimeOfDay
    rate: Rate


class PatientBolusConfig(Section, frozen=True):
    """The bolus that the patient may ask for [V Prometra PTC guide]. A dose of 0: there is none."""

    volume: Volume = 0
    mass: Mass | None = None  # in place of the volume, at the drug's concentration
    duration: Duration = 10 * MINUTE
    lockout: Duration = 4 * HOUR  # from the start of one to the start of the next
    allotted: Annotated[int, Meta(ge=0, le=1000)] = 6  # in any 24 h
    wait: Duration = 0  # how long there is none after programming or a refill

    def mistakes(self) -> Iterator[str]:
        """Say a dose once, and in some time."""
        if self.volume and self.mass is not None:
            yield "mass and volume are both given: which is it?"
        if not self.duration:
            yield "duration is 0s: a bolus takes some time"


class InfusionConfig(Section, frozen=True):
    """How the pump infuses at the start, and within which limits it may be programmed.

    Beyond a hard limit an order is refused; beyond a soft one it needs to be confirmed.
    """

    mode: Literal["stopped", "minimum", "continuous", "flex"] = "continuous"
    rate: Rate = ML // 5  # 100 ug/day at 500 ug/mL
    dose: Dose | None = None  # in place of the rate, at the drug's concentration
    flex: tuple[FlexStep, ...] = ()
    patient_bolus: PatientBolusConfig = PatientBolusConfig()
    minimum: Rate = 6 * UL  # what the mode minimum delivers; SynchroMed II [M]
    min_rate: Rate = 48 * UL  # SynchroMed II [M]
    max_rate: Rate = 24 * ML  # SynchroMed II [M]; for a bolus, too
    soft_max_rate: Rate | None = None
    bolus_rate: Rate = 24 * ML  # of a bolus that names no duration
    max_bolus: Volume = ML
    soft_max_bolus: Volume | None = None
    stage_expires: Duration = 300 * SECOND  # how long a staged programme can be committed
    pauses_while_programming: bool = False  # from staging until a commit, however long that takes

    @classmethod
    def miswritten(cls, texts: Mapping[str, str]) -> Iterator[str]:
        """Say once how much."""
        if {"rate", "dose"} <= texts.keys():
            yield "dose: rate and dose say the same: give one of them"

    def mistakes(self) -> Iterator[str]:
        """Every rate keeps to the limits; flex has its steps."""
        if self.min_rate > self.max_rate:
            yield f"min_rate {per_day(self.min_rate)} is over max_rate {per_day(self.max_rate)}"
        for name, rate in (("rate", self.rate), ("bolus_rate", self.bolus_rate)):
            yield from self.misfit(name, rate)
        if not self.min_rate:
            yield "min_rate is 0: a pump that delivers nothing is stopped"
        if self.minimum > self.max_rate:
            yield f"minimum {per_day(self.minimum)} is over max_rate {per_day(self.max_rate)}"
        for step in self.flex:
            yield from self.misfit(f"flex at {step.at}", step.rate)
        if len({step.at for step in self.flex}) < len(self.flex):
            yield "flex has two steps at the same time of day"
        if self.mode == "flex" and not self.flex:
            yield "mode flex has no steps: give them as flex"
        if self.patient_bolus.volume > self.max_bolus:
            yield (
                f"patient_bolus {in_ml(self.patient_bolus.volume)} is over "
                f"max_bolus {in_ml(self.max_bolus)}"
            )

    def misfit(self, name: str, rate: int) -> Iterator[str]:
        """Say so if a rate is beyond the limits."""
        if rate > self.max_rate:
            yield f"{name} {RATE.format(rate)} is over max_rate {per_day(self.max_rate)}"
        if rate < self.min_rate:
            yield f"{name} {RATE.format(rate)} is below min_rate {per_day(self.min_rate)}"
