"""A session that cuts frames out of bytes: what is left of a dialect is to read them, and to answer.

class Echo(FramedSession):
    def __init__(self, host, **given):
        super().__init__(host, LineCutter(80, end=CR), inter_byte=SECOND, **given)

    def decode(self, cut, now):
        return Heard(cut.data, "ping", cut.data.decode("latin-1"))

    def answer(self, heard, now):
        self.host.ask(Operation("ping"), now)
        return [self.send(heard.data + CR, now, "reply", "ping")]
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping

from mockpump.clock import Nanos
from mockpump.dialects.base import Heard, Host, Session
from mockpump.dialects.frames import Cut, Cutter
from mockpump.dialects.timers import Countdown
from mockpump.seam import Effect, Value


class FramedSession(Session):
    """Hears frames by a cutter, which it may change between two frames.

    A frame that stays unfinished for longer than `inter_byte` is dropped (0: it may take for ever).
    """

    def __init__(
        self,
        host: Host,
        cutter: Cutter,
        *,
        inter_byte: Nanos = 0,
        crc_required: bool = True,
        options: Mapping[str, Value] | None = None,
    ) -> None:
        super().__init__(host, crc_required=crc_required, options=options)
        self.cutter = cutter
        self._pause = Countdown(inter_byte)

    @abstractmethod
    def decode(self, cut: Cut, now: Nanos) -> Heard | None:
        """Read what was cut, whole or not; None: nothing will be made of it, and no reply comes."""

    def unfinished(self, now: Nanos) -> list[Effect]:  # noqa: ARG002 - the hook's signature
        """Say something of a frame that was dropped because it was never finished: by default not."""
        return []

    def hear(self, data: bytes, now: Nanos) -> Heard | None:
        """Cut and decode the first frame that means something."""
        buffer = self.buffer
        buffer += data
        while (cut := self.cutter.cut(buffer)) is not None:
            if (heard := self.decode(cut, now)) is not None:
                self._pause.stop()
                return heard
        if buffer:
            self._pause.restart(now)
        else:
            self._pause.stop()
        return None

    def tick(self, now: Nanos) -> list[Effect]:
        """Drop what was left unfinished."""
        if not self._pause.run_out(now):
            return []
        self.buffer.clear()
        self.cutter.reset()
        return self.unfinished(now)

    def next_deadline(self) -> Nanos | None:
        """When an unfinished frame is given up."""
        return self._pause.due
