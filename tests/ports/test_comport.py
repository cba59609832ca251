"""RFC 2217 from the client's side, byte by byte: what is sent, what comes of it, what is answered."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockpump.ports.comport import ComPort
from mockpump.ports.uart import SIGNATURE
from mockpump.seam import (
    Break,
    Bytes,
    Effect,
    Input,
    LineState,
    ModemLines,
    Purge,
    Settings,
)
from tests.ports.test_telnet import TELNETISH

GREETING = bytes.fromhex("fffb00 fffd00 fffb03 fffd2c")
READY = b"\x6b\xb0"  # CTS, DSR and CD


def sub(content: bytes) -> bytes:
    return b"\xff\xfa\x2c" + content.replace(b"\xff", b"\xff\xff") + b"\xff\xf0"


def greeted() -> ComPort:
    """A connection on which RFC 2217 is agreed upon."""
    port = ComPort()
    assert port.take_answers() == GREETING
    port.hear(bytes.fromhex("fffb2c"))
    assert port.take_answers() == sub(READY)
    return port


def asked(port: ComPort, *contents: bytes) -> tuple[list[Input], list[bytes]]:
    """Return what comes of commands, and their answers without the telnet around them."""
    seen = port.hear(b"".join(map(sub, contents)))
    answers = port.take_answers().split(b"\xff\xf0")
    assert answers.pop() == b""
    assert all(answer.startswith(b"\xff\xfa\x2c") for answer in answers)
    return seen, [answer[3:].replace(b"\xff\xff", b"\xff") for answer in answers]


BAUD = b"\x01\x00\x00\x4b\x00"
FOUR = [BAUD, b"\x02\x07", b"\x03\x03", b"\x04\x02"]

COMMANDS: dict[str, tuple[list[bytes], list[Input], list[bytes]]] = {
    "all four settings are one": (
        FOUR,
        [Settings(19200, 7, "E", 2)],
        [b"\x65\x00\x00\x4b\x00", b"\x66\x07", b"\x67\x03", b"\x68\x02"],
    ),
    "a speed, told before what follows": (
        [BAUD, b"\x05\x01"],
        [Settings(19200, 8, "N")],
        [b"\x65\x00\x00\x4b\x00", b"\x69\x01"],
    ),
    "how they stand": (
        [b"\x01\x00\x00\x00\x00", b"\x02\x00", b"\x03\x00", b"\x04\x00"],
        [],
        [b"\x65\x00\x00\x25\x80", b"\x66\x08", b"\x67\x01", b"\x68\x01"],
    ),
    "what cannot be": (
        [b"\x01\x00\x00\x00\x31", b"\x01\xff\xff\xff\xff", b"\x02\x09", b"\x03\x06", b"\x04\x04"],
        [],
        [b"\x65\x00\x00\x25\x80"] * 2 + [b"\x66\x08", b"\x67\x01", b"\x68\x01"],
    ),
    "one stop bit and a half count as two": (
        [b"\x04\x03", b"\x07"],
        [Settings(9600, 8, "N", 2)],
        [b"\x68\x03", READY],
    ),
    "mark and space": (
        [b"\x03\x04", b"\x07", b"\x03\x05", b"\x07"],
        [Settings(9600, 8, "M"), Settings(9600, 8, "S")],
        [b"\x67\x04", READY, b"\x67\x05", READY],
    ),
    "the same settings again": (
        [*FOUR, *FOUR],
        [Settings(19200, 7, "E", 2)],
        [b"\x65\x00\x00\x4b\x00", b"\x66\x07", b"\x67\x03", b"\x68\x02"] * 2,
    ),
    "flow control": (
        [b"\x05\x00", b"\x05\x02", b"\x05\x03", b"\x05\x00", b"\x05\x0d", b"\x05\x10", b"\x05\x0d"],
        [],
        [
            b"\x69\x01",
            b"\x69\x02",
            b"\x69\x03",
            b"\x69\x03",
            b"\x69\x0e",
            b"\x69\x10",
            b"\x69\x10",
        ],
    ),
    "break": (
        [b"\x05\x04", b"\x05\x05", b"\x05\x05", b"\x05\x04", b"\x05\x06"],
        [Break(on=True), Break(on=False)],
        [b"\x69\x06", b"\x69\x05", b"\x69\x05", b"\x69\x05", b"\x69\x06"],
    ),
    "DTR and RTS": (
        [b"\x05\x08", b"\x05\x0b", b"\x05\x07", b"\x05\x0a", b"\x05\x09", b"\x05\x0c"],
        [
            ModemLines(dtr=True),
            ModemLines(dtr=True, rts=True),
            ModemLines(rts=True),
            ModemLines(),
        ],
        [b"\x69\x08", b"\x69\x0b", b"\x69\x08", b"\x69\x0b", b"\x69\x09", b"\x69\x0c"],
    ),
    "purge": (
        [b"\x0c\x01", b"\x0c\x02", b"\x0c\x03", b"\x0c\x04"],
        [Purge("input"), Purge("output"), Purge("input"), Purge("output")],
        [b"\x70\x01", b"\x70\x02", b"\x70\x03"],
    ),
    "a signature asked for, and the client's own": (
        [b"\x00", b"\x00me"],
        [],
        [b"\x64" + SIGNATURE],
    ),
    "masks": (
        [b"\x0b\x10", b"\x07", b"\x0a\x0e", b"\x0b\x00", b"\x07"],
        [],
        [b"\x6f\x10", b"\x6b\x10", b"\x6e\x0e", b"\x6f\x00", b"\x6b\x00"],
    ),
    "the state of an idle line": ([b"\x06"], [], [b"\x6a\x60"]),
    "nothing, nonsense, cut short": (
        [b"", b"\x05", b"\x05\x63", b"\x0a", b"\x0b", b"\x0c", b"\x63", b"\xff\xff"],
        [],
        [],
    ),
    "settings cut short": (
        [b"\x01", b"\x02", b"\x03", b"\x04"],
        [],
        [b"\x65\x00\x00\x25\x80", b"\x66\x08", b"\x67\x01", b"\x68\x01"],
    ),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_commands(name: str) -> None:
    contents, seen, answers = COMMANDS[name]
    assert asked(greeted(), *contents) == (seen, answers)


def test_settings_are_told_before_the_bytes_that_follow() -> None:
    port = greeted()
    assert port.hear(sub(BAUD) + b"\xff\xff>") == [Settings(19200, 8, "N"), Bytes(b"\xff>")]


def test_a_client_that_negotiates_nothing_is_heard() -> None:
    port = ComPort()
    assert port.hear(b">01 HELLO\n\xff\xf3") == [
        Bytes(b">01 HELLO\n"),
        Break(on=True),
        Break(on=False),
    ]
    port.tell(ModemLines())
    port.tell(LineState(0, "parity"))
    assert port.take_answers() == GREETING


def test_what_is_sent_is_escaped() -> None:
    assert ComPort().say(b"a\xffb\xff\xff") == b"a\xff\xffb\xff\xff\xff\xff"


TOLD: dict[str, tuple[list[bytes], list[Effect], list[bytes]]] = {
    "no errors unless wanted": ([], [LineState(0, "parity")], []),
    "each error by its bit": (
        [b"\x0a\xff"],
        [
            LineState(0, "overrun"),
            LineState(0, "parity"),
            LineState(0, "framing"),
            Break(on=True),
            Break(on=False),
        ],
        [b"\x6a\x62", b"\x6a\x64", b"\x6a\x68", b"\x6a\x70"],
    ),
    "only errors that the mask has": (
        [b"\x0a\x08"],
        [LineState(0, "parity"), LineState(0, "framing")],
        [b"\x6a\x08"],
    ),
    "modem lines and what changed": (
        [],
        [
            ModemLines(dsr=True, cd=True),
            ModemLines(dsr=True, cd=True),
            ModemLines(dsr=True, cd=True, ri=True),
            ModemLines(dsr=True, cd=True),
            ModemLines(cts=True),
        ],
        [b"\x6b\xa1", b"\x6b\xe0", b"\x6b\xa4", b"\x6b\x1b"],
    ),
    "only lines that the mask has": (
        [b"\x0b\x20"],
        [ModemLines(dsr=True), ModemLines(cts=True)],
        [b"\x6b\x00"],
    ),
}


@pytest.mark.parametrize("name", TOLD)
def test_what_the_client_is_told(name: str) -> None:
    masks, effects, answers = TOLD[name]
    port = greeted()
    asked(port, *masks)
    for effect in effects:
        port.tell(effect)
    assert asked(port)[1] == answers


def test_an_error_that_was_not_told_is_kept_until_asked_for() -> None:
    port = greeted()
    port.tell(LineState(0, "parity"))
    port.tell(LineState(0, "overrun"))
    assert asked(port, b"\x06", b"\x06")[1] == [b"\x6a\x66", b"\x6a\x60"]


def test_suspended_until_resumed() -> None:
    port = greeted()
    assert asked(port, b"\x08") == ([], [])
    assert port.suspended
    asked(port, b"\x09")
    assert not port.suspended


COMMANDISH = st.builds(
    lambda command, value: sub(bytes([command]) + value), st.integers(0, 14), st.binary(max_size=5)
)
STREAM = st.lists(st.one_of(TELNETISH, COMMANDISH)).map(b"".join)


def joined(seen: list[Input]) -> list[Input]:
    out: list[Input] = []
    for one in seen:
        if isinstance(one, Bytes) and out and isinstance(last := out[-1], Bytes):
            out[-1] = Bytes(last.data + one.data)
        else:
            out.append(one)
    return out


@settings(max_examples=300)
@given(STREAM)
def test_any_bytes_do_no_harm_and_chunking_does_not_matter(stream: bytes) -> None:
    whole, bytewise = ComPort(), ComPort()
    seen, answers = joined(whole.hear(stream)), whole.take_answers()
    seen_bytewise: list[Input] = []
    answers_bytewise = bytewise.take_answers()
    for n in range(len(stream)):
        seen_bytewise += bytewise.hear(stream[n : n + 1])
        answers_bytewise += bytewise.take_answers()
    assert joined(seen_bytewise) == seen
    assert answers_bytewise == answers
    assert all(50 <= one.baud <= 4_000_000 for one in seen if isinstance(one, Settings))
    assert len(answers) <= len(GREETING) + 10 * len(stream)
