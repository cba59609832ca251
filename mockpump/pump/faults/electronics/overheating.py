"""The pump gets too hot."""

from __future__ import annotations

from typing import ClassVar

from mockpump.pump.faults.base import ReportedFault


class Overheating(ReportedFault, frozen=True, kw_only=True):
    """External pumps only: an implant has the temperature of the body."""

    name: ClassVar[str] = "overheating"
    about: ClassVar[str] = "the pump gets too hot"
    shows: ClassVar[str] = "the alarm overheated, state stopped; no start until it has cooled down"
    alarm: ClassVar[str] = "overheated"
