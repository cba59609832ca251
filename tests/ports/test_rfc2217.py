"""pyserial's own `rfc2217://` client, in a process of its own, with all that it can do."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest

from mockpump.ports import make
from mockpump.ports.outbox import LIMIT
from mockpump.seam import (
    Break,
    Bytes,
    Closed,
    Input,
    LineState,
    ModemLines,
    Opened,
    Purge,
    Settings,
)
from tests.ports.driver import Driver, burst

CLIENT = "import serial\ns = serial.serial_for_url(port, 19200, timeout=10)\n"
SOCKET = (
    "import socket\nfrom urllib.parse import urlsplit\n"
    "at = urlsplit(port); s = socket.create_connection((at.hostname, at.port))\n"
)
ALL_READ = "\nimport time\nwhile not {condition}: time.sleep(0.005)\n"


@pytest.fixture
def driver() -> Iterator[Driver]:
    with contextlib.closing(Driver(make("rfc2217"))) as driver:
        yield driver


OPENING: list[Input] = [
    Opened(),
    Settings(19200, 8, "N"),
    ModemLines(dtr=True),
    ModemLines(dtr=True, rts=True),
    Purge("input"),
    Purge("output"),
]


def test_what_opening_and_closing_tell(driver: Driver) -> None:
    driver.output(driver.python(CLIENT + "s.close()"))
    driver.until_seen(*OPENING, Closed())


@pytest.mark.parametrize(
    ("action", "told"),
    [
        ("s.baudrate = 115200", [Settings(115200, 8, "N")]),
        ("s.bytesize = 7", [Settings(19200, 7, "N")]),
        ("s.bytesize = 5", [Settings(19200, 5, "N")]),
        ("s.parity = 'O'", [Settings(19200, 8, "O")]),
        ("s.parity = 'M'", [Settings(19200, 8, "M")]),
        ("s.stopbits = 2", [Settings(19200, 8, "N", 2)]),
        ("s.stopbits = 1.5", [Settings(19200, 8, "N", 2)]),
        ("s.rtscts = True", []),
        ("s.xonxoff = True", []),
        ("s.rts = False", [ModemLines(dtr=True)]),
        ("s.dtr = False", [ModemLines(rts=True)]),
        ("s.break_condition = True", [Break(on=True)]),
        ("s.send_break(0.01)", [Break(on=True), Break(on=False)]),
        ("s.reset_input_buffer()", [Purge("input")]),
        ("s.reset_output_buffer()", [Purge("output")]),
    ],
)
def test_what_the_client_does_is_told(driver: Driver, action: str, told: list[Input]) -> None:
    client = driver.python(CLIENT + action + "; s.write(b'.'); s.close(); say('done')")
    assert driver.output(client) == "done\n"
    driver.until_seen(*OPENING, *told, Bytes(b"."), Closed())


def test_a_speed_that_no_line_has_is_an_error_at_the_client(driver: Driver) -> None:
    client = driver.python(CLIENT + "try: s.baudrate = 49\nexcept ValueError as e: say(e)")
    assert "remote rejected value for option 'baudrate'" in driver.output(client)


def test_modem_lines_are_seen_as_they_change_and_by_the_next_client(driver: Driver) -> None:
    lines = "say((s.cts, s.dsr, s.ri, s.cd))\n"
    program = CLIENT + lines + "s.write(b'.')" + ALL_READ.format(condition="s.ri") + lines
    client = driver.python(program)
    driver.until(lambda: driver.data() == b".")
    driver.port.perform(ModemLines(dsr=True, ri=True))
    changed = "(False, True, True, False)\n"
    assert driver.output(client) == "(True, True, False, True)\n" + changed
    driver.until(lambda: driver.seen[-1:] == [Closed()])
    assert driver.output(driver.python(CLIENT + lines)) == changed


def test_line_errors_and_a_break_are_seen_by_who_asked_for_them(driver: Driver) -> None:
    client = driver.python(
        CLIENT + "from serial.rfc2217 import SET_LINESTATE_MASK\n"
        "s.rfc2217_send_subnegotiation(SET_LINESTATE_MASK, b'\\xff')\n"
        "for bit in (4, 8, 2, 16):\n s.write(b'.')"
        + ALL_READ.format(condition="s._linestate & bit").replace("\n", "\n ")
        + "\nsay('all')"
    )
    events = iter([LineState(0, "parity"), LineState(0, "framing"), LineState(0, "overrun")])
    driver.react = lambda seen: (
        driver.port.perform(next(events, Break(on=True))) if seen == Bytes(b".") else None
    )
    assert driver.output(client) == "all\n"


def test_what_waits_for_a_client_is_purged_but_what_has_begun_to_leave_is_whole(
    driver: Driver,
) -> None:
    client = driver.python(
        SOCKET
        + "s.sendall(b'?'); sys.stdin.readline(); s.sendall(b'\\xff\\xfa\\x2c\\x0c\\x01\\xff\\xf0')\n"
        "got = b''\n"
        "while not got.endswith(b'.'): got += s.recv(65536)\n"
        "answer = b'\\xff\\xfa\\x2c\\x70\\x01\\xff\\xf0'\n"
        "frames = got[12:].split(answer)\n"
        "say([len(part) % 1000 for part in frames]); say(frames[1])"
    )
    driver.until(lambda: driver.data() == b"?")
    number = 0
    while not driver.port._client._outbox:  # type: ignore[attr-defined]
        driver.port.perform(burst(b"x" * 1000, number))
        number += 1
    driver.port.perform(burst(b"never", number))
    driver.tell(client)
    driver.until(lambda: driver.of(Purge) == [Purge("input")])
    driver.port.perform(burst(b"."))
    assert driver.output(client) == "[0, 1]\nb'.'\n"


def test_a_client_that_suspends_is_sent_nothing_until_it_resumes(driver: Driver) -> None:
    suspend, resume = "FLOWCONTROL_SUSPEND", "FLOWCONTROL_RESUME"
    client = driver.python(
        CLIENT + f"from serial.rfc2217 import {suspend}, {resume}\n"
        f"s.rfc2217_send_subnegotiation({suspend}); s.write(b'?'); s.dtr = False\n"
        f"say(s.in_waiting); sys.stdin.readline()\n"
        f"s.rfc2217_send_subnegotiation({resume}); say(s.read(6))"
    )
    driver.react = lambda seen: (
        driver.port.perform(burst(b"answer")) if seen == Bytes(b"?") else None
    )
    driver.until(lambda: driver.printed(client) == ["0"])
    assert driver.rounds_of_nothing() < 20
    driver.tell(client)
    assert driver.output(client) == "0\nb'answer'\n"


def test_a_client_that_asks_and_never_reads_is_heard_no_more(driver: Driver) -> None:
    client = driver.python(
        SOCKET + "asks = b'\\xff\\xfa\\x2c\\x00\\xff\\xf0' * 1000\n"
        "s.sendall(asks); say('asked')\nwhile True: s.sendall(asks)"
    )
    driver.until(lambda: driver.printed(client) == ["asked"])
    driver.until(lambda: len(wire(driver)) > LIMIT)
    assert driver.rounds_of_nothing() < 20
    assert len(wire(driver)) < 2 * LIMIT
    client.kill()
    driver.until(lambda: driver.seen[-1:] == [Closed()])


def wire(driver: Driver) -> bytearray:
    found: bytearray = driver.port._client._wire  # type: ignore[attr-defined]
    return found


def test_what_came_with_what_somebody_hung_up_on_is_not_told(driver: Driver) -> None:
    driver.react = lambda seen: driver.hang_up() if seen == Break(on=True) else None
    client = driver.python(SOCKET + "s.sendall(b'a\\xff\\xf3b'); s.recv(99); s.recv(99)")
    driver.until(lambda: client.returncode is not None)
    assert driver.seen == [Opened(), Bytes(b"a"), Break(on=True)]


def test_after_any_nonsense_the_next_client_is_served(driver: Driver) -> None:
    client = driver.python(
        SOCKET + "import random; draw = random.Random(7)\n"
        "words = [b'\\xff', b'\\xff\\xfa\\x2c', b'\\xff\\xf0', b'\\xff\\xfb', b'\\x05\\x0c']\n"
        "s.setblocking(False)\n"
        "for _ in range(20_000):\n"
        " try: s.send(draw.choice(words) + draw.randbytes(draw.randrange(5)))\n"
        " except BlockingIOError: s.setblocking(True); s.recv(65536); s.setblocking(False)\n"
    )
    driver.output(client)
    driver.until(lambda: driver.seen[-1:] == [Closed()])
    driver.seen.clear()
    driver.output(driver.python(CLIENT + "s.close()"))
    driver.until_seen(*OPENING, Closed())
