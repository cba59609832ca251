"""The byte faults by name: one fault, one file. The loader, the docs and the tests read this table.

The last five are what a UART or its modem lines tell a client, where its port can carry it (RFC 2217).
"""

from collections.abc import Mapping

from mockpump.line.faults.base import ByteFault
from mockpump.line.faults.coalesce import Coalesce
from mockpump.line.faults.delay import Delay
from mockpump.line.faults.echo import Echo
from mockpump.line.faults.framing_error import FramingError
from mockpump.line.faults.garble import Garble
from mockpump.line.faults.line_break import LineBreak
from mockpump.line.faults.lose_bytes import LoseBytes
from mockpump.line.faults.modem_lines import ModemLinesFault
from mockpump.line.faults.noise import Noise
from mockpump.line.faults.overrun import Overrun
from mockpump.line.faults.parity_error import ParityError
from mockpump.line.faults.slow_drip import SlowDrip
from mockpump.line.faults.split import Split
from mockpump.line.faults.stall import Stall
from mockpump.line.faults.truncate import Truncate
from mockpump.line.faults.wrong_baud import WrongBaud

BYTE_FAULTS: Mapping[str, type[ByteFault]] = {
    fault.name: fault
    for fault in (
        Garble,
        LoseBytes,
        Noise,
        Truncate,
        Split,
        Coalesce,
        SlowDrip,
        Stall,
        Delay,
        Echo,
        WrongBaud,
        LineBreak,
        ParityError,
        FramingError,
        Overrun,
        ModemLinesFault,
    )
}
