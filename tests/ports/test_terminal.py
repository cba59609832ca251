"""What a terminal is like at birth, after a client, and once it is closed."""

from __future__ import annotations

import os
import select
import termios
from collections.abc import Iterator

import pytest

from mockpump.ports.terminal import Terminal
from mockpump.seam import Settings


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    terminal = Terminal()
    yield terminal
    terminal.close()


def client_of(terminal: Terminal) -> int:
    return os.open(terminal.name, os.O_RDWR | os.O_NOCTTY)


def test_born_raw_and_without_a_speed(terminal: Terminal) -> None:
    iflag, oflag, _, lflag, *_ = termios.tcgetattr(terminal.fd)
    assert not iflag & (termios.ICRNL | termios.IXON | termios.ISTRIP | termios.INLCR)
    assert not oflag & termios.OPOST
    assert not lflag & (termios.ECHO | termios.ICANON | termios.ISIG | termios.IEXTEN)
    assert terminal.settings() is None
    assert terminal.is_new()


def test_its_state_tells_who_is_in_and_what_is_unread(terminal: Terminal) -> None:
    assert terminal.state() == select.POLLHUP
    fd = client_of(terminal)
    assert terminal.state() == 0
    os.write(fd, b"x")
    assert terminal.state() == select.POLLIN
    os.close(fd)
    assert terminal.state() == select.POLLIN | select.POLLHUP
    assert terminal.read() == b"x"
    assert terminal.state() == select.POLLHUP


def test_settings_are_told_once_and_again_after_it_was_made_new(terminal: Terminal) -> None:
    for _ in range(2):
        fd = client_of(terminal)
        attributes = termios.tcgetattr(fd)
        attributes[2] |= termios.CSTOPB
        attributes[4] = attributes[5] = termios.B57600
        termios.tcsetattr(fd, termios.TCSANOW, attributes)
        assert terminal.settings() == Settings(57600, stop=2)
        assert terminal.settings() is None
        os.close(fd)
        assert terminal.renew()
        assert terminal.settings() is None


def test_made_new_it_is_new(terminal: Terminal) -> None:
    fd = client_of(terminal)
    assert terminal.write(b"unread") == 6
    os.close(fd)
    assert not terminal.is_new()
    assert terminal.renew()
    assert terminal.is_new()
    fd = client_of(terminal)
    os.set_blocking(fd, False)
    with pytest.raises(BlockingIOError):
        os.read(fd, 9)
    os.close(fd)


def test_one_that_cannot_be_opened_cannot_be_made_new(terminal: Terminal) -> None:
    terminal.name = "/dev/pts/999999"
    assert not terminal.renew()


def test_closed_it_is_vacant_for_ever(terminal: Terminal) -> None:
    terminal.close()
    terminal.close()
    assert terminal.closed
    assert terminal.read() == b""
    assert terminal.state() == select.POLLHUP
