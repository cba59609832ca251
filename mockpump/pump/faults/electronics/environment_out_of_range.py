"""The surroundings are not what the pump is made for."""

from __future__ import annotations

from typing import ClassVar

from mockpump.pump.faults.base import ReportedFault


class EnvironmentOutOfRange(ReportedFault, frozen=True, kw_only=True):
    """External pumps only."""

    name: ClassVar[str] = "environment_out_of_range"
    about: ClassVar[str] = "temperature, humidity or air pressure are not what the pump is made for"
    shows: ClassVar[str] = (
        "the alarm environment, state stopped; no start until they are back in range"
    )
    alarm: ClassVar[str] = "environment"
