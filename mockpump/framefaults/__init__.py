"""The frame faults by name: one fault, one file. The loader, the docs and the tests read this table."""

from collections.abc import Mapping

from mockpump.framefaults.base import FrameFault
from mockpump.framefaults.busy import Busy
from mockpump.framefaults.late import Late
from mockpump.framefaults.lose import Lose
from mockpump.framefaults.reorder import Reorder
from mockpump.framefaults.repeat import Repeat
from mockpump.framefaults.stray import Stray
from mockpump.framefaults.wrong_checksum import WrongChecksum
from mockpump.framefaults.wrong_sequence import WrongSequence

FRAME_FAULTS: Mapping[str, type[FrameFault]] = {
    fault.name: fault
    for fault in (Lose, Repeat, Reorder, Late, Stray, WrongChecksum, WrongSequence, Busy)
}
