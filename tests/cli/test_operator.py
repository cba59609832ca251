"""Clients that are driven from outside, and seen by what they write to a log."""

from __future__ import annotations

import json
import socket
import sys
from pathlib import Path

import pytest

from tests.cli.command import mockpump

STORY = """
mockpump: 1
name: asked
about: The operator looks at the battery, and the client logs what it is.
timeline:
  - {at: 300ms, operator: {do: look, of: battery}}
expect:
  - {shows: battery, with: {percent: {is: 40, give_or_take: 3}}, within: 3s, after: {operator: look}}
limit: 20s
"""
SERVER = """
import os, sys
from http.server import BaseHTTPRequestHandler, HTTPServer

class Asked(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        with open("clinic.log", "a") as log:
            sys.argv[2] == "204" and log.write(f"{self.path} {body}\\nbattery 42 percent\\n")
        self.send_response(int(sys.argv[2]))
        self.end_headers()

server = HTTPServer(("127.0.0.1", int(sys.argv[1])), Asked)
port = os.open(sys.argv[3], os.O_RDWR | os.O_NOCTTY)
server.serve_forever()
"""
IDLE = "import os, sys, time; port = os.open(sys.argv[1], os.O_RDWR); time.sleep(60)"
HELPER = "import sys; print('battery', sys.argv[2], 'percent', file=open('clinic.log', 'a'))"
SHOWS = {"battery": {"pattern": "battery (?P<percent>[0-9]+) percent", "file": "clinic.log"}}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def run(folder: Path, command: list[str], operator: dict[str, object]) -> tuple[int, str]:
    """Play the story with a client in its own folder; the log is there already, with old news."""
    (folder / "home").mkdir()
    (folder / "home" / "clinic.log").write_text("battery 99 percent\n")
    (folder / "story.yaml").write_text(STORY)
    profile = {"command": command, "cwd": "home", "operator": operator, "shows": SHOWS}
    (folder / "client.yaml").write_text(json.dumps(profile))
    done = mockpump("run", folder / "story.yaml", "--client", folder / "client.yaml")
    return done.returncode, done.stderr


def test_an_operator_is_asked_over_http(tmp_path: Path) -> None:
    port = free_port()
    command = [sys.executable, "-c", SERVER, str(port), "204", "{port}"]
    code, told = run(tmp_path, command, {"url": f"http://127.0.0.1:{port}/{{do}}"})
    assert code == 0, told
    assert 'POST /look HTTP/1.1" 204' in told
    log = (tmp_path / "home" / "clinic.log").read_text().splitlines()
    assert log[1] == '/look {"do": "look", "of": "battery"}'


def test_a_server_that_refuses_is_a_mistake_in_the_profile(tmp_path: Path) -> None:
    port = free_port()
    command = [sys.executable, "-c", SERVER, str(port), "500", "{port}"]
    code, told = run(tmp_path, command, {"url": f"http://127.0.0.1:{port}/{{do}}"})
    assert code == 4, told
    assert "the operator could not be asked to look: " in told


@pytest.mark.parametrize(("percent", "expected"), [(37, 0), (36, 1), (43, 0), (44, 1)])
def test_an_operator_is_asked_by_a_command_and_the_value_judged(
    tmp_path: Path, percent: int, expected: int
) -> None:
    command = [sys.executable, "-c", IDLE, "{port}"]
    helper = [sys.executable, "-c", HELPER, "{do}", str(percent)]
    code, told = run(tmp_path, command, {"command": helper})
    assert code == expected, told


def test_what_is_asked_as_the_run_begins_reaches_the_client_that_is_started_then(
    tmp_path: Path,
) -> None:
    """A run that begins at once has its first steps done before there is a client."""
    (tmp_path / "story.yaml").write_text(STORY.replace("at: 300ms", "at: 0s") + "starts: at_once\n")
    told = "import os, sys; port = os.open(sys.argv[1], os.O_RDWR); print('asked', input(), flush=True)"
    shows = {"battery": {"pattern": 'asked {"do": "(?P<percent>look)'}}
    profile = {
        "command": [sys.executable, "-c", told, "{port}"],
        "operator": "stdin",
        "shows": shows,
    }
    (tmp_path / "client.yaml").write_text(json.dumps(profile))
    trace = tmp_path / "trace.jsonl"
    files = (tmp_path / "story.yaml", "--client", tmp_path / "client.yaml", "--trace", trace)
    assert mockpump("run", *files).returncode == 1
    notes = [json.loads(line) for line in trace.read_text().splitlines()]
    states = [
        (one["note"], one["state"])
        for one in notes
        if one.get("note") in {"client", "operator", "shows"}
    ]
    assert states[:3] == [("client", "started"), ("operator", "delivered"), ("shows", "shown")]


@pytest.mark.parametrize("helper", [["false"], ["/nowhere/at-all"]])
def test_a_helper_that_fails_is_a_mistake_in_the_profile(tmp_path: Path, helper: list[str]) -> None:
    code, told = run(tmp_path, [sys.executable, "-c", IDLE, "{port}"], {"command": helper})
    assert code == 4, told
    assert "the operator could not be asked to look: " in told


def test_who_reads_nothing_of_what_the_operator_is_asked_holds_up_nobody(tmp_path: Path) -> None:
    """Of 64 KiB a pipe takes, a fourth is left: the pump's time goes on, and the story says so."""
    (tmp_path / "deaf.yaml").write_text(
        """
mockpump: 1
name: deaf
about: The operator asks two thousand times, and the client does not listen.
timeline: [{every: 1ms, count: 2000, operator: {do: acknowledge, of: low_reservoir}}]
expect: [{shows: nothing, within: 1s, after: {operator: acknowledge}}]
ends: 3s
"""
    )
    profile = {"command": [sys.executable, "-c", IDLE, "{port}"], "operator": "stdin"}
    shows = {"nothing": {"pattern": "nothing"}}
    (tmp_path / "client.yaml").write_text(json.dumps({**profile, "shows": shows}))
    trace = tmp_path / "deaf.jsonl"
    files = (tmp_path / "deaf.yaml", "--client", tmp_path / "client.yaml", "--trace", trace)
    assert mockpump("run", *files).returncode == 1
    told = [json.loads(line) for line in trace.read_text().splitlines()]
    states = [one["state"] for one in told if one.get("note") == "operator"]
    assert len(states) == 2000
    assert states[:1000] == ["delivered"] * 1000
    assert states[-1] == "undelivered"
    assert told[-1]["verdict"]["at"] == 3 * 10**9
