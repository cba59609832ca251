"""The frame faults by name: one fault, one file. The loader, the docs and the tests read this table."""

from collections.abc import Mapping

from mockpump.framefaults.base import FrameFault
from mockpump.framefaults.lose import Lose

FRAME_FAULTS: Mapping[str, type[FrameFault]] = {fault.name: fault for fault in (Lose,)}
