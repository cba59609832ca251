"""A real device, played by one end of a null-modem cable; the client has the other end."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator

import pytest

from mockpump.errors import MachineError
from mockpump.line import Wire
from mockpump.ports import make
from mockpump.ports.base import Poller
from mockpump.seam import Break, Bytes, Opened, Overrun
from tests.ports.driver import CLIENTS, Driver, burst
from tests.ports.test_every_port import EVERY_BYTE, PYSERIAL


@pytest.fixture
def cable() -> Iterator[tuple[str, str]]:
    """The names of a cable's two ends."""
    command = [sys.executable, str(CLIENTS / "null_modem.py")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip(), process.stdout.readline().strip()
        process.kill()  # it may be stuck behind an end that nobody reads


@pytest.fixture
def driver(cable: tuple[str, str]) -> Iterator[Driver]:
    with contextlib.closing(Driver(make(cable[0], real=Wire(19200)))) as driver:
        assert driver.port.address == cable[0]
        yield driver


def at(end: str, program: str) -> str:
    """A client of the other end."""
    return f"port = {end!r}\n" + PYSERIAL.format(settings="baudrate=19200, ") + program


def test_it_opens_with_the_first_byte_and_every_byte_goes_through_both_ways(
    driver: Driver, cable: tuple[str, str]
) -> None:
    driver.port.perform(burst(b"to nobody known\n"))
    client = driver.python(
        at(cable[1], f"s.write(bytes.fromhex('{EVERY_BYTE.hex()}')); say(s.read(264).hex())")
    )
    driver.until(lambda: driver.data() == EVERY_BYTE)
    driver.port.perform(burst(EVERY_BYTE))
    assert bytes.fromhex(driver.output(client)) == EVERY_BYTE
    driver.until_seen(Opened(), Bytes(EVERY_BYTE))


def test_it_has_the_lines_settings_and_is_ours_alone(
    driver: Driver, cable: tuple[str, str]
) -> None:
    client = driver.python(
        "import serial, termios\n"
        f"fd = os.open({cable[0]!r}, os.O_RDWR | os.O_NOCTTY); a = termios.tcgetattr(fd)\n"
        "say(a[4] == a[5] == termios.B19200)\n"
        f"try: serial.Serial({cable[0]!r}, exclusive=True)\n"
        "except serial.SerialException: say('taken')"
    )
    assert driver.output(client) == "True\ntaken\n"
    port = make(cable[0], real=Wire(19200))
    with pytest.raises(MachineError, match=f"{cable[0]} cannot be used.*another program has it"):
        port.open(Poller())


def test_it_is_set_as_the_line_is(cable: tuple[str, str]) -> None:
    port = make(cable[0], real=Wire.of(4800, "7E2"))
    with contextlib.closing(Driver(port)):
        device = port._device  # type: ignore[attr-defined]
        assert (device.baudrate, device.bytesize, device.parity, device.stopbits) == (
            4800,
            7,
            "E",
            2,
        )


def test_hung_up_or_pulled_the_next_byte_opens_again(
    driver: Driver, cable: tuple[str, str]
) -> None:
    client = driver.python(at(cable[1], "for line in sys.stdin: s.write(line[:1].encode())"))
    for drop, letter in ((driver.hang_up, b"a"), (driver.pull, b"b")):
        driver.tell(client, letter)
        driver.until(lambda wanted=letter: driver.data().endswith(wanted))  # type: ignore[misc]
        drop()
    driver.tell(client, b"c")
    assert driver.rounds_of_nothing() < 20
    assert driver.data() == b"ab"
    driver.put_back()
    driver.tell(client, b"d")
    driver.until_seen(Opened(), Bytes(b"a"), Opened(), Bytes(b"b"), Opened(), Bytes(b"d"))


def test_it_is_held_and_floods_are_dropped_whole(driver: Driver, cable: tuple[str, str]) -> None:
    client = driver.python(
        at(cable[1], "s.write(b'?'); sys.stdin.readline(); s.write(b'!'); say('wrote')\ninput()")
    )
    driver.until(lambda: driver.data() == b"?")
    driver.port.hold(on=True)
    driver.tell(client)
    driver.until(lambda: driver.printed(client) == ["wrote"])
    assert driver.rounds_of_nothing() < 20
    assert driver.data() == b"?"
    driver.port.hold(on=False)
    driver.until(lambda: driver.data() == b"?!")
    for number in range(400):
        driver.port.perform(burst(b"x" * 1000, number))
    overruns = driver.of(Overrun)
    assert overruns
    assert overruns == [Overrun(1000)] * len(overruns)


def test_a_break_holds_the_line(driver: Driver) -> None:
    driver.port.perform(Break(on=True))
    assert driver.port._device.break_condition  # type: ignore[attr-defined]
    driver.port.perform(Break(on=False))
    assert not driver.port._device.break_condition  # type: ignore[attr-defined]


def test_pulled_from_the_machine_it_is_the_machines_fault() -> None:
    master, slave = os.openpty()
    name = os.ttyname(slave)
    os.close(slave)
    with contextlib.closing(Driver(make(name, real=Wire(9600)))) as driver:
        os.close(master)
        with pytest.raises(MachineError, match=f"{name} has gone: was its adapter pulled"):
            driver.serve(1)


def test_no_device_and_no_serial_device() -> None:
    with pytest.raises(MachineError, match=r"/dev/ttyNONE cannot be used.*is its adapter plugged"):
        make("/dev/ttyNONE", real=Wire(9600)).open(Poller())
    with (
        tempfile.NamedTemporaryFile(dir="/dev/shm") as file,
        pytest.raises(MachineError, match=r"cannot be used.*is it a serial device"),
    ):
        make(file.name, real=Wire(9600)).open(Poller())
