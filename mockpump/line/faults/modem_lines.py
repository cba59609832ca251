"""Modem lines: the pump's end drives other levels than those of a device that is there and ready."""

from __future__ import annotations

from typing import ClassVar, Literal

from mockpump.chance import Stream
from mockpump.clock import Nanos
from mockpump.line.faults.base import Byte, ByteFault, Direction, Stage
from mockpump.line.wire import Wire
from mockpump.seam import READY, Effect, ModemLines


class ModemLinesFault(ByteFault, frozen=True, kw_only=True):
    """Drive the modem lines so, until the fault is cleared; bytes pass as ever."""

    name: ClassVar[str] = "modem_lines"
    about: ClassVar[str] = "changes the modem lines that the client sees"

    direction: Literal["to_client"] = "to_client"
    cts: bool = False
    dsr: bool = False
    cd: bool = False
    ri: bool = False

    def stage(self, stream: Stream, wire: Wire, direction: Direction) -> Stage:  # noqa: ARG002 - the base's signature
        """Let bytes pass."""
        return _Passing()

    def begins(self) -> list[Effect]:
        """Drive the lines as set."""
        return [ModemLines(cts=self.cts, dsr=self.dsr, cd=self.cd, ri=self.ri)]

    def ends(self) -> list[Effect]:
        """Drive them again as a device that is there and listens."""
        return [READY]


class _Passing(Stage):
    def take(self, byte: Byte, now: Nanos) -> list[Byte]:  # noqa: ARG002 - the base's signature
        return [byte]
