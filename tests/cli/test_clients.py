"""Clients of other habits, each a process of its own, on the port of a real run."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command import mockpump, mockpump_running

CLIENTS = Path(__file__).parents[1] / "clients"
COMMANDS = {
    "pyserial": (sys.executable, CLIENTS / "pyserial_client.py"),
    "plain open": (sys.executable, CLIENTS / "plain_open.py"),
    "shell": ("sh", CLIENTS / "shell_client.sh"),
}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_every_kind_of_client_is_served(command: tuple[str | Path, ...]) -> None:
    with mockpump_running("run", "steady") as (_, address):
        for _ in range(2):  # the second visit meets nothing of the first
            done = subprocess.run(
                [*map(str, command), address, ">01 STATUS?"],
                capture_output=True,
                text=True,
                timeout=20,
                check=True,
            )
            assert done.stdout.startswith("<01 OK sim=1 state=infusing rate=0.2mL/day")
            assert done.stdout.count("\n") == 1


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_every_kind_of_client_can_be_started(command: tuple[str | Path, ...]) -> None:
    """A client that leaves at once has done what it could, but has not polled for 30 s."""
    done = mockpump("run", "steady", "--", *command, "{port}", ">01 HELLO")
    assert '<01 OK protocol=MP/1.0 notice="NON-CLINICAL SIMULATION"' in done.stderr
    assert "passed   expect[0]" in done.stderr
    assert "steady, seed 0: client ended at" in done.stderr
    assert done.returncode == 0
