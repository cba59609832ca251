"""A key bounces: a digit is entered twice, and a number comes through as ten times itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar

from msgspec import Meta

from mockpump.pump.faults.base import SteadyFault

if TYPE_CHECKING:
    from mockpump.pump.parts import Parts


class KeyBounce(SteadyFault, frozen=True, kw_only=True):
    """Of every rate, dose, volume and mass that is entered while it is set [V FDA: 10 -> 100]."""

    name: ClassVar[str] = "key_bounce"
    about: ClassVar[str] = (
        "a rate, dose or bolus that is entered comes through as a multiple of itself"
    )
    shows: ClassVar[str] = (
        "the replies to STAGE, STAGED? and BOLUS say another value than was asked for; beyond a "
        "limit it is refused"
    )

    times: Annotated[int, Meta(ge=2, le=1000)] = 10

    def turn(self, parts: Parts) -> None:
        """Let it bounce."""
        parts.keypad.times = self.times

    def undo(self, parts: Parts) -> None:
        """Take what is entered."""
        parts.keypad.times = 1
