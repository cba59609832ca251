"""`mockpump run` at every kind of port: the whole way from a client process to the verdict."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from mockpump.ports import KINDS
from tests.cli.command import mockpump, mockpump_running, python
from tests.ports.driver import CLIENTS

STORY = """
mockpump: 1
name: pulled
about: The port is pulled while the client has it open, and the client must come back.
timeline:
  - {when: {operation: identify}, unplug: true}
  - {when: {port: unplugged}, after: 200ms, replug: same}
assume:
  - {port: replugged, within: 1s, after: {port: unplugged}}
expect:
  - {operation: identify, within: 5s}
  - {port: opened, within: 10s, after: {port: replugged}}
limit: 30s
"""
ASKS = """
import sys, time, serial
def ask():
    with serial.serial_for_url(sys.argv[1], 19200, timeout=1) as line:
        line.write(b'>01 HELLO*55E5\\n')
        return line.read_until(b'\\n')
answer = b''
while not answer.startswith(b'<01 OK'):
    try:
        answer = ask()
    except OSError:
        time.sleep(0.02)
"""
"""Identifies the pump until it has an answer; the first time the cable is pulled under its hands."""


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "pulled.yaml"
    path.write_text(STORY)
    return path


@pytest.mark.parametrize("kind", KINDS)
def test_a_client_comes_back_to_a_port_that_was_pulled(
    story: Path, tmp_path: Path, kind: str
) -> None:
    trace = tmp_path / "out.jsonl"
    done = mockpump("run", story, "--port", kind, "--trace", trace, "--", *python(ASKS))
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in trace.read_bytes().splitlines()]
    ports = [line["state"] for line in lines if line.get("note") == "port"]
    told = [state for state in ports if state in ("opened", "unplugged", "replugged")]
    assert told[:4] == ["opened", "unplugged", "replugged", "opened"]
    assert mockpump("replay", trace).returncode == 0


@pytest.mark.parametrize("kind", KINDS)
def test_ctrl_c_leaves_nothing_behind(story: Path, kind: str) -> None:
    with mockpump_running("run", story, "--port", kind) as (process, address):
        if "://" in address:
            at = urlsplit(address)
            client = socket.create_connection((at.hostname or "", at.port or 0))
            client.sendall(b"?")
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=20)
    assert process.returncode == 130
    assert out == ""
    if "://" in address:
        client.close()
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection((at.hostname or "", at.port or 0))
    else:
        assert not os.path.lexists(address)
        assert not Path(address).parent.exists()


def test_who_is_turned_away_is_in_the_trace(story: Path, tmp_path: Path) -> None:
    trace = tmp_path / "out.jsonl"
    words = ("run", story, "--port", "tcp", "--trace", trace)
    with mockpump_running(*words) as (process, address):
        at = urlsplit(address)
        first = socket.create_connection((at.hostname or "", at.port or 0))
        second = socket.create_connection((at.hostname or "", at.port or 0))
        assert second.recv(1) == b""
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=20)
        first.close()
        second.close()
    assert b'"in":"refused"' in trace.read_bytes()
    assert "identical" in mockpump("replay", trace).stdout


WRITES_AND_GOES = """
import os, sys, serial
line = serial.serial_for_url(sys.argv[1], 19200)
line.write(b''.join(b'>%02X PING*0000\\n' % (n % 256) for n in range(300)))
os._exit(0)
"""


@pytest.mark.parametrize("kind", ["pty", "tcp", "rfc2217"])
def test_all_is_heard_that_a_client_wrote_before_it_ended(tmp_path: Path, kind: str) -> None:
    """More than a port takes at once, and no reply awaited."""
    trace = tmp_path / "trace.jsonl"
    words = ("run", "steady", "--port", kind, "--no-pacing", "--trace", trace)
    mockpump(*words, "--", *python(WRITES_AND_GOES))
    told = [json.loads(line) for line in trace.read_text().splitlines()]
    assert sum(len(one["data"]) for one in told if one.get("in") == "bytes") == 300 * 14


def test_a_port_in_use_is_the_machines_fault(story: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        number = taken.getsockname()[1]
        done = mockpump("run", story, "--port", f"rfc2217::{number}")
    assert done.returncode == 3
    assert f"no listening at 127.0.0.1:{number}: Address already in use" in done.stderr
    assert done.stdout == ""


def test_a_real_device_only_with_its_flag(story: Path) -> None:
    done = mockpump("run", story, "--port", "/dev/ttyUSB0")
    assert done.returncode == 2
    assert "opens only with --real-port" in done.stderr
    assert done.stdout == ""


def test_a_real_device_is_served_at_the_lines_baud(story: Path) -> None:
    command = [sys.executable, str(CLIENTS / "null_modem.py")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as cable:
        assert cable.stdout is not None
        ours, theirs = (cable.stdout.readline().strip() for _ in range(2))
        client = (*python(ASKS)[:-1], theirs)
        done = mockpump("run", story, "--port", ours, "--real-port", "--", *client)
        cable.kill()
    assert done.returncode == 0, done.stderr
