"""The live view on a terminal of its own: keys do what they say, and the terminal is left as it was."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import serial

from mockpump.dialects.mp1 import grammar
from tests.cli.command import mockpump

STORY = """mockpump: 1
name: story
about: A test.
pump: {preset: ambulatory-100}
line: {pacing: false}
timeline:
  - {when: {operation: identify}, operator: wave}
ends: 10min
"""
LIMIT = 20.0
COLOURS = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


class Terminal:
    """A run on a pseudo-terminal, and what it has written there so far."""

    def __init__(self, folder: Path, *words: str) -> None:
        (folder / "story.yaml").write_text(STORY)
        self.trace = folder / "out.jsonl"
        self.master, self.slave = pty.openpty()
        self.before = termios.tcgetattr(self.slave)
        termios.tcsetwinsize(self.slave, (40, 120))
        self._written = b""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "mockpump", "run", "story.yaml", "--port", "tcp",
             "--trace", "out.jsonl", *words],
            cwd=folder, stdin=self.slave, stdout=self.slave, stderr=self.slave,
            start_new_session=True, env={**os.environ, "TERM": "xterm"},
        )  # fmt: skip
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        while True:
            try:
                self._written += os.read(self.master, 65536)
            except OSError:
                return

    def text(self) -> str:
        return COLOURS.sub("", self._written.decode(errors="replace"))

    def press(self, keys: str) -> None:
        os.write(self.master, keys.encode())

    def wait(self, holds: Callable[[], bool]) -> None:
        until = time.monotonic() + LIMIT
        while not holds():
            assert time.monotonic() < until, self.text()[-3000:]
            time.sleep(0.02)

    def see(self, text: str) -> None:
        self.wait(lambda: text in self.text())


@contextmanager
def terminal(folder: Path, *words: str) -> Iterator[Terminal]:
    one = Terminal(folder, *words)
    try:
        yield one
    finally:
        one.process.kill()
        one.process.wait(LIMIT)
        os.close(one.slave)
        os.close(one.master)


def test_keys_set_and_clear_faults_and_end_the_run(tmp_path: Path) -> None:
    with terminal(tmp_path) as one:
        one.see("no client has the port open")
        address = one.text().splitlines()[0]
        assert address.startswith("socket://")
        with serial.serial_for_url(address, timeout=LIMIT) as client:
            client.write(grammar.request(1, "HELLO"))
            client.read_until(b"\n")
            one.see("<01 OK")
            one.press("1")
            one.see("catheter_occlusion set")
            one.press("1")
            one.see("catheter_occlusion cleared")
            one.press("m")
            one.see("a minute on")
            one.press("d")
            one.see("a day of pump time skipped")
            one.press("o")
            one.see("no step asks the operator for anything")
            one.press("?\x1b[A")  # no keys of ours
            one.press("h")
            one.see("hung up")
            one.press("q")
            assert one.process.wait(LIMIT) == 0
        one.see("NOT CHECKED: nothing that was expected")
        assert termios.tcgetattr(one.slave) == one.before
    records = [json.loads(line) for line in one.trace.read_text().splitlines()]
    assert [json.loads(one["step"]) for one in records if one.get("in") == "injected"] == [
        {"fault": "catheter_occlusion"},
        {"clear": "catheter_occlusion"},
        {"skip": {"span": "1 day", "connected": True}},
        {"hangup": True},
    ]
    assert mockpump("replay", one.trace).returncode == 0


def test_whoever_sits_there_may_be_the_operator(tmp_path: Path) -> None:
    with terminal(tmp_path, "--control-plays", "operator") as one:
        one.see("no client has the port open")
        (address, *_) = one.text().splitlines()
        with serial.serial_for_url(address, timeout=LIMIT) as client:
            client.write(grammar.request(1, "HELLO"))
            client.read_until(b"\n")
            one.see("the operator is to wave")
            one.press("o")
            one.see("operator wave delivered")
            one.press("q")
            assert one.process.wait(LIMIT) == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_leaves_the_terminal_as_it_was(tmp_path: Path, number: signal.Signals) -> None:
    with terminal(tmp_path) as one:
        one.see("no client has the port open")
        one.process.send_signal(number)
        assert one.process.wait(LIMIT) == 130
        one.see("INTERRUPTED: the verdict so far")
        assert termios.tcgetattr(one.slave) == one.before


def test_plain_lines_where_they_are_asked_for(tmp_path: Path) -> None:
    with terminal(tmp_path, "--plain") as one:
        one.wait(lambda: "socket://" in one.text())
        with serial.serial_for_url(one.text().splitlines()[0].strip(), timeout=LIMIT):
            one.see("port opened")
        one.process.send_signal(signal.SIGINT)
        assert one.process.wait(LIMIT) == 130
        assert "╭" not in one.text()


def test_a_client_that_is_started_gets_plain_lines(tmp_path: Path) -> None:
    with terminal(tmp_path, "--", "true") as one:
        assert one.process.wait(LIMIT) == 0
        one.see("client started")
        assert "╭" not in one.text()
