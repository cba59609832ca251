"""The byte faults by name: one fault, one file. The loader, the docs and the tests read this table."""

from collections.abc import Mapping

from mockpump.line.faults.base import ByteFault
from mockpump.line.faults.garble import Garble

BYTE_FAULTS: Mapping[str, type[ByteFault]] = {fault.name: fault for fault in (Garble,)}
