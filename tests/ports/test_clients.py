"""The client programs of tests/clients, each against a port that answers by hand."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from mockpump.seam import Bytes, Closed, Opened, Settings
from tests.ports.driver import CLIENTS, Driver, burst

HELLO = b">01 HELLO*55E5\n"
ANSWER = b'<01 OK simulated="yes"*0000\n!0001 ALARM code=occlusion*0000\n'

PROGRAMS: dict[str, tuple[list[str | Path], list[str], list[int]]] = {
    "plain": ([sys.executable, CLIENTS / "plain_open.py"], ["--lines", "2"], []),
    "pyserial": ([sys.executable, CLIENTS / "pyserial_client.py"], ["--lines", "2"], [19200]),
    "pyserial 7E1": (
        [sys.executable, CLIENTS / "pyserial_client.py"],
        ["--lines", "2", "--format", "7E1", "--baud", "9600"],
        [9600],
    ),
    "sh": (["sh", CLIENTS / "shell_client.sh"], ["2"], []),
    "bash": (["bash", CLIENTS / "shell_client.sh"], ["2"], []),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_client_asks_and_prints_the_answer(driver: Driver, name: str) -> None:
    command, options, bauds = PROGRAMS[name]
    if shutil.which(str(command[0])) is None:
        pytest.skip(f"no {command[0]} on this machine")
    client = driver.start(*command, driver.port.address, ">01 HELLO", *options)
    driver.until(lambda: driver.data().endswith(b"\n"))
    driver.port.perform(burst(ANSWER))
    assert driver.output(client).encode() == ANSWER
    driver.until_seen(Opened(), *map(Settings, bauds), Bytes(HELLO), Closed())


def test_a_line_is_taken_from_stdin_and_with_its_own_crc(driver: Driver) -> None:
    client = driver.start(
        sys.executable, CLIENTS / "plain_open.py", driver.port.address, "--ms", "0"
    )
    driver.tell(client, b">02 PING*BAD0")
    driver.until(lambda: client.returncode is not None)
    assert client.returncode == 1  # no answer came
    driver.until_seen(Opened(), Bytes(b">02 PING*BAD0\n"), Closed())
