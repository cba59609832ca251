"""A PTY that is pulled while a client holds it, and comes back under this or another name."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from mockpump.errors import MachineError
from mockpump.ports.pty import PtyPort
from mockpump.seam import Bytes, Closed, Opened
from tests.ports.driver import Driver, burst


@pytest.fixture
def driver(tmp_path: Path) -> Iterator[Driver]:
    with contextlib.closing(Driver(PtyPort(tmp_path / "pump0"))) as driver:
        yield driver


def test_pyserial_gets_what_a_pulled_adapter_gives(driver: Driver) -> None:
    client = driver.python(
        "import serial\n"
        "s = serial.Serial(port, 9600); s.write(b'1')\n"
        "for use in (lambda: s.read(1), lambda: s.write(b'x'), lambda: s.in_waiting):\n"
        " try: say(use())\n"
        " except OSError as error: say(type(error).__name__)"
    )
    driver.until(lambda: driver.data() == b"1")
    driver.pull()
    assert driver.output(client) == "SerialException\nSerialException\nOSError\n"


def test_its_name_goes_and_comes_back(driver: Driver, tmp_path: Path) -> None:
    driver.pull()
    assert list(tmp_path.iterdir()) == []
    driver.put_back()
    assert list(tmp_path.iterdir()) == [tmp_path / "pump0"]
    assert (tmp_path / "pump0").is_char_device()


def test_it_comes_back_under_another_name_beside_the_first(driver: Driver, tmp_path: Path) -> None:
    driver.pull()
    driver.put_back("pump1")
    assert driver.port.address == str(tmp_path / "pump1")
    assert list(tmp_path.iterdir()) == [tmp_path / "pump1"]
    client = driver.python("fd = plain(); os.write(fd, b'?'); say(os.read(fd, 9)); os.close(fd)")
    driver.until(lambda: driver.data() == b"?")
    driver.port.perform(burst(b"!"))
    assert driver.output(client) == "b'!'\n"
    driver.until_seen(Opened(), Bytes(b"?"), Closed())
    driver.hang_up()
    assert list(tmp_path.iterdir()) == [tmp_path / "pump1"]
    driver.close()
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_is_taken_meanwhile_is_left_alone(driver: Driver, tmp_path: Path) -> None:
    driver.pull()
    for name in ("pump0", "pump1"):
        (tmp_path / name).touch()
        with pytest.raises(MachineError, match=rf"{name} exists and is left alone"):
            driver.put_back("" if name == "pump0" else name)
    driver.close()
    assert {path.name for path in tmp_path.iterdir()} == {"pump0", "pump1"}


def test_who_still_holds_the_pulled_one_is_not_in(driver: Driver) -> None:
    old = os.open(driver.port.address, os.O_RDWR | os.O_NOCTTY)
    driver.until(lambda: driver.seen == [Opened()])
    driver.pull()
    driver.put_back()
    driver.output(driver.python("fd = plain(); os.write(fd, b'new'); os.close(fd)"))
    os.close(old)
    driver.until_seen(Opened(), Opened(), Bytes(b"new"), Closed())


def test_pulled_while_much_is_waiting_nothing_is_written_to_what_is_gone(driver: Driver) -> None:
    client = driver.python(
        "fd = plain(); os.write(fd, b'?'); sys.stdin.readline()\n"
        "os.read(fd, 9999); os.read(fd, 9999); os.write(fd, b'!'); say('wrote'); input()"
    )
    driver.until(lambda: driver.data() == b"?")
    driver.port.perform(burst(b"much" * 10_000))
    driver.react = lambda _: driver.pull()
    driver.tell(client)
    assert client.stdout is not None
    assert client.stdout.readline() == b"wrote\n"  # room to write and bytes to read, at once
    driver.until(lambda: driver.data() == b"?!")
    assert driver.rounds_of_nothing() < 20
