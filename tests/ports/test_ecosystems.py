"""Clients of other ecosystems, each a process of its own, and what each makes of a port.

What is not installed is skipped, and says what would install it; `.ci/run` installs what it can.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from mockpump.ports import make
from mockpump.seam import Bytes, Closed, Input, Opened, Settings
from tests.ports.driver import CLIENTS, Driver, burst

HELLO = b">01 HELLO*55E5\n"
ANSWER = b'<01 OK simulated="yes"*0000\n!0001 ALARM code=occlusion*0000\n'
PAGE = (Path(__file__).parents[2] / "docs" / "ports.md").read_text("utf-8")


class Ecosystem(NamedTuple):
    """A client's command; what it says of modem lines with `modem`, refused and answered for."""

    command: tuple[str | Path, ...]
    refused: str
    answered: str


def needs(*programs: str, install: str) -> None:
    for program in programs:
        if shutil.which(program) is None:
            pytest.skip(f"no {program} on this machine: {install}")


def _c(folder: Path) -> Ecosystem:
    program = folder / "termios_client"
    compiled(CLIENTS / "termios_client.c", program)
    return Ecosystem((program,), "get: Inappropriate ioctl for device\n", "get: cts=1\n")


def _node(_folder: Path) -> Ecosystem:
    needs("node", install="install Node.js")
    home = CLIENTS / "node"
    if not (home / "node_modules" / "serialport").is_dir():
        pytest.skip(f"no serialport for Node: npm install --no-package-lock --prefix {home}")
    refused = "set: Error: Inappropriate ioctl for device, cannot set\n"
    refused += "get: Error: Inappropriate ioctl for device, cannot get\n"
    return Ecosystem(("node", home / "serialport_client.js"), refused, "set\nget: cts=true\n")


def _mono(folder: Path) -> Ecosystem:
    needs("mcs", "mono", install="apt-get install mono-mcs mono-runtime libmono-system4.0-cil")
    program = folder / "client.exe"
    built(["mcs", f"-out:{program}", CLIENTS / "SerialPortClient.cs"])
    return Ecosystem(
        ("mono", program),
        "failed: Inappropriate ioctl for device\n",
        "set: done\nget: cts=True\n",
    )


def _perl(_folder: Path) -> Ecosystem:
    needs("perl", install="install Perl")
    if subprocess.run(["perl", "-MDevice::SerialPort", "-e1"], check=False, stderr=-3).returncode:
        pytest.skip("no Device::SerialPort for Perl: apt-get install libdevice-serialport-perl")
    client = CLIENTS / "serialport_client.pl"
    return Ecosystem(("perl", client), "set: refused\n", "set: done\n")


ECOSYSTEMS: dict[str, Callable[[Path], Ecosystem]] = {
    "C": _c,
    "Node": _node,
    ".NET on Mono": _mono,
    "Perl": _perl,
}
REFUSE_A_PTY = {".NET on Mono"}
HAVE_SOCKETS = {"Node", ".NET on Mono"}


@pytest.fixture(scope="module")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page's own way to answer for the modem lines of a PTY, built as the page says."""
    [source] = re.findall(r"^```c\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    [command] = re.findall(r"^(cc -shared .*)$", PAGE, re.MULTILINE)
    needs("cc", install="install a C compiler")
    folder = tmp_path_factory.mktemp("shim")
    (folder / "modem_lines.c").write_text(source)
    built(command.split(), cwd=folder)
    return folder / "modem_lines.so"


@pytest.fixture(params=ECOSYSTEMS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def ecosystem(name: str, tmp_path: Path) -> Ecosystem:
    return ECOSYSTEMS[name](tmp_path)


@pytest.fixture
def socket() -> Iterator[Driver]:
    driver = Driver(make("tcp"))
    yield driver
    driver.close()


def compiled(source: Path, program: Path) -> None:
    needs("cc", install="install a C compiler")
    built(["cc", "-Wall", "-Wextra", "-Werror", "-o", program, source])


def built(command: Sequence[str | Path], cwd: Path | None = None) -> None:
    done = subprocess.run(
        [*map(str, command)], cwd=cwd, capture_output=True, text=True, timeout=50, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def exchange(driver: Driver, *words: str | Path, settings: bool = True) -> str:
    """Let a client say HELLO, answer it, and return all that it printed."""
    client = driver.start(*words)
    driver.until(lambda: driver.data().endswith(b"\n") or client.returncode is not None)
    driver.port.perform(burst(ANSWER))
    printed = driver.output(client)
    known: list[Input] = [Settings(19200)] if settings else []
    driver.until(lambda: bool(driver.of(Closed)))
    assert driver.plain()[-len(known) - 3 :] == [Opened(), *known, Bytes(HELLO), Closed()]
    return printed


def test_it_talks_at_a_pty(driver: Driver, name: str, ecosystem: Ecosystem) -> None:
    words = (*ecosystem.command, driver.port.address, ">01 HELLO", "2")
    if name in REFUSE_A_PTY:
        client = driver.start(*words)
        driver.until(lambda: client.returncode is not None)
        assert (client.returncode, "\n".join(driver.printed(client)) + "\n") == (
            1,
            ecosystem.refused,
        )
    else:
        assert exchange(driver, *words).encode() == ANSWER


@pytest.mark.parametrize("name", [name for name in ECOSYSTEMS if name not in REFUSE_A_PTY])
def test_modem_lines_at_a_pty_are_refused(driver: Driver, ecosystem: Ecosystem) -> None:
    words = (*ecosystem.command, driver.port.address, ">01 HELLO", "2", "modem")
    assert exchange(driver, *words) == ecosystem.refused + ANSWER.decode()


def test_or_answered_for_by_preloading(driver: Driver, ecosystem: Ecosystem, shim: Path) -> None:
    preload = ("env", f"LD_PRELOAD={shim}")
    words = (*ecosystem.command, driver.port.address, ">01 HELLO", "2", "modem")
    assert exchange(driver, *preload, *words) == ecosystem.answered + ANSWER.decode()


@pytest.mark.parametrize("name", sorted(HAVE_SOCKETS))
def test_it_takes_a_socket_for_a_stream(socket: Driver, name: str, tmp_path: Path) -> None:
    words = (*ECOSYSTEMS[name](tmp_path).command, socket.port.address, ">01 HELLO", "2")
    assert exchange(socket, *words, settings=False).encode() == ANSWER
