"""What happens to bytes on the way between device and port: pacing, byte faults, hang-ups."""

from mockpump.line.layer import Layer
from mockpump.line.line import BACKLOG, Line
from mockpump.line.wire import Wire

__all__ = ["BACKLOG", "Layer", "Line", "Wire"]
