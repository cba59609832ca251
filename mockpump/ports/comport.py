"""RFC 2217: a serial line spoken over telnet, with settings, modem lines, errors and break."""

from __future__ import annotations

from serial import rfc2217 as rfc

from mockpump.ports.speech import Speech
from mockpump.ports.telnet import (
    Command,
    Cutter,
    Data,
    Options,
    Told,
    Wish,
    escaped,
    subnegotiation,
)
from mockpump.ports.uart import Uart
from mockpump.seam import Break, Bytes, Effect, Input, LineState, ModemLines

_OPENING = (
    (rfc.WILL, rfc.BINARY),
    (rfc.DO, rfc.BINARY),
    (rfc.WILL, rfc.SGA),
    (rfc.DO, rfc.COM_PORT_OPTION),
)
_OPTIONS = frozenset({rfc.BINARY, rfc.SGA, rfc.COM_PORT_OPTION})


class ComPort(Speech):
    """The server's side of one connection. A client that negotiates nothing is heard all the same."""

    def __init__(self) -> None:
        self._cutter = Cutter()
        self._options = Options(_OPTIONS)
        self._uart = Uart()
        self._answers = bytearray(b"".join(self._options.ask(*wish) for wish in _OPENING))

    @property
    def suspended(self) -> bool:
        """Whether the client has asked to be sent nothing for now."""
        return self._uart.suspended

    def hear(self, data: bytes) -> list[Input]:
        """Cut, negotiate, obey."""
        seen = self._uart.seen = []
        for token in self._cutter.cut(data):
            match token:
                case Data(data):
                    self._uart.tell_settings()
                    seen.append(Bytes(data))
                case Wish():
                    self._negotiate(token)
                case Told(content) if content[:1] == rfc.COM_PORT_OPTION:
                    self._uart.obey(content[1:2], content[2:])
                case Command(rfc.BRK):
                    seen += [Break(on=True), Break(on=False)]
                case _:
                    pass  # another command, or about an option that nobody agreed on
        return seen

    def say(self, data: bytes) -> bytes:
        """Send data so that none of it is taken for a command."""
        return escaped(data)

    def tell(self, effect: Effect) -> None:
        """Notify of modem lines, line errors and a break, as far as the client wants to know."""
        if isinstance(effect, ModemLines | LineState | Break):
            self._uart.tell(effect)

    def take_answers(self) -> bytes:
        """Give what is to be sent at once."""
        self._collect()
        answers = bytes(self._answers)
        self._answers.clear()
        return answers

    def _collect(self) -> None:
        for content in self._uart.answers:
            self._answers += subnegotiation(rfc.COM_PORT_OPTION, content)
        self._uart.answers.clear()

    def _negotiate(self, wish: Wish) -> None:
        self._collect()
        self._answers += self._options.hear(wish)
        if not self._uart.notifies and self._options.is_on(rfc.COM_PORT_OPTION):
            self._uart.agree()
