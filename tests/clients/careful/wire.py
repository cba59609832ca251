"""MP/1 on a serial port: frames, and a link that asks and waits for the answer to just that."""

from __future__ import annotations

import binascii
import re
from collections import deque
from typing import NamedTuple, Protocol

Values = dict[str, str]
LONGEST = 512  # bytes of a frame


class Port(Protocol):
    """What it needs of a pyserial port; reads must time out soon, in a twentieth of a second."""

    @property
    def baudrate(self) -> int: ...
    @property
    def in_waiting(self) -> int: ...
    def read(self, size: int, /) -> bytes: ...
    def write(self, data: bytes, /) -> int | None: ...
    def open(self) -> None: ...
    def close(self) -> None: ...


class Clock(Protocol):
    """Seconds that go on evenly, and a way to let some pass."""

    def now(self) -> float: ...
    def sleep(self, seconds: float, /) -> None: ...


class SilentError(Exception):
    """No answer came, in all the time that there was."""


class Frame(NamedTuple):
    start: str  # "<" a reply, "!" an event
    mark: str  # the number of the question, or of the event
    word: str  # OK, ERR, ALARM, TELEMETRY
    values: Values
    rows: list[Values]

    @property
    def ok(self) -> bool:
        return self.word == "OK"


_PAIR = re.compile(r'(;)|([a-z_]+)=("[^"]*"|\S+)')
_HEAD = re.compile(r"([<!])(\S+) ([A-Z]+\??)")


def encode(text: str) -> bytes:
    data = text.encode("ascii")
    return b"%s*%04X\n" % (data, binascii.crc_hqx(data, 0xFFFF))


def decode(line: bytes) -> Frame | None:
    """Read one line; None if its check is wrong. What stands before its start byte was noise."""
    line = line[max(line.rfind(b"<"), line.rfind(b"!"), 0) :].rstrip(b"\r")
    data, _, check = line.rpartition(b"*")
    if check != b"%04X" % binascii.crc_hqx(data, 0xFFFF) or not data.isascii():
        return None
    text = data.decode()
    if (head := _HEAD.match(text)) is None:
        return None
    parts: list[Values] = [{}]
    for semicolon, key, value in _PAIR.findall(text, head.end()):
        if semicolon:
            parts.append({})
        else:
            parts[-1][key] = value.strip('"')
    return Frame(head[1], head[2], head[3], parts[0], parts[1:])


class Link:
    def __init__(self, port: Port, clock: Clock) -> None:
        self.port, self.clock = port, clock
        self.events: deque[Frame] = deque()
        self.frames: deque[Frame] = deque()
        self.rest = b""
        self.number = -1
        self.spoilt = False  # a line came whose check was wrong
        self.heard_at = clock.now()
        self.patience = 0.5 + LONGEST * 10 / port.baudrate  # seconds for one answer

    def ask(self, verb: str, **args: str) -> Frame:
        """Ask, and ask again if no answer comes: the same frame, which MP/1 never does twice."""
        question, mark = self.question(verb, args)
        until = self.clock.now() + 1.3 * self.patience
        while self.clock.now() < until:
            if (reply := self.answer(question, mark)) is not None:
                return reply
        raise SilentError(verb)

    def ask_once(self, verb: str, **args: str) -> Frame:
        """Ask for what must not be repeated: whoever gets no answer looks what became of it."""
        if (reply := self.answer(*self.question(verb, args))) is not None:
            return reply
        raise SilentError(verb)

    def question(self, verb: str, args: Values) -> tuple[bytes, str]:
        """Number a new question."""
        self.number = (self.number + 1) % 256
        mark = f"{self.number:02X}"
        words = (f'{key}="{value}"' for key, value in args.items())
        return encode(" ".join([f">{mark} {verb}", *words])), mark

    def answer(self, question: bytes, mark: str) -> Frame | None:
        """Send a question, and wait for its answer; being busy is none."""
        self.port.write(question)
        reply = self.reply_to(mark)
        return None if reply is not None and reply.values.get("code") == "E_BUSY" else reply

    def reply_to(self, mark: str) -> Frame | None:
        """Wait for one answer; any other is late, and was the answer to something else."""
        until = self.clock.now() + self.patience
        self.spoilt = False
        while self.clock.now() < until and not self.spoilt:
            self.listen()
            while self.frames:
                frame = self.frames.popleft()
                if frame.mark == mark:
                    return frame
                if frame.mark == "--":  # it did not understand us
                    return None
        return None

    def listen(self) -> None:
        """Read what comes in the next moment."""
        data = self.port.read(1)
        if data and (more := self.port.in_waiting):
            data += self.port.read(more)
        *lines, self.rest = (self.rest + data).split(b"\n")
        self.rest = self.rest[-1024:]
        for frame in map(decode, lines):
            if frame is None:
                self.spoilt = True
                continue
            self.heard_at = self.clock.now()
            (self.events if frame.start == "!" else self.frames).append(frame)
