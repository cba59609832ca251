"""A pump that speaks MP/1 on the bench: frames as texts, their checks seen to."""

from __future__ import annotations

from collections.abc import Mapping

from mockpump.dialects.mp1.grammar import frame
from mockpump.pump import PumpConfig
from mockpump.quantity import RATE, VOLUME
from mockpump.seam import Bytes, Value
from tests.dialects.bench import AnyBench
from tests.pump.bench import config

PUMP = config(
    "ambulatory-100",
    reservoir={"volume": VOLUME.parse("40 mL")},
    infusion={"rate": RATE.parse("5 mL/h")},
)


class Bench(AnyBench):
    """Times are written as in a scenario."""

    def __init__(
        self,
        pump: PumpConfig = PUMP,
        *,
        crc_required: bool = True,
        options: Mapping[str, Value] | None = None,
    ) -> None:
        super().__init__("mp1", pump, given=options, crc_required=crc_required)

    def take_lines(self) -> list[str]:
        """Return the frames that came since the last call, without their line feeds."""
        return b"".join(data for _, data in self.take_said()).decode().splitlines()

    def take(self) -> list[str]:
        """Return the frames that came since the last call, their checks verified and taken off."""
        lines = self.take_lines()
        bodies = [line[:-5] for line in lines]
        assert lines == [frame(body).decode()[:-1] for body in bodies]
        return bodies

    def ask(self, *bodies: str) -> list[str]:
        """Send frames, given without their checks, in one write; return what comes."""
        return self.raw(b"".join(map(frame, bodies)))

    def raw(self, data: bytes) -> list[str]:
        """Send bytes as they are; return what comes."""
        self.receive(Bytes(data))
        return self.take()
