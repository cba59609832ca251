"""A folder for each test with a short scenario, clients and a profile for each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

SCENARIO = """\
mockpump: 1
name: {name}
about: The client pings when it has opened the port, and shows that the pump is there.
line: {{pacing: false}}
limit: 1500ms
expect:
  - {{operation: ping, within: 1s, after: {{port: opened}}}}
"""
PING = """exec 3<>"$1"; printf '>01 PING*3201\\n' >&3; read -r reply <&3"""
CLIENTS = {
    "good": f'{PING}; echo "heard $reply"',
    "mute": 'exec 3<>"$1"; echo "what is a ping?"; read -r _ <&3',
    "absent": "sleep 60",
    "crashing": 'exec 3<>"$1"; kill -SEGV $$',
    "killed": "kill -KILL $$",
}


@pytest.fixture(autouse=True)
def _as_at_a_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    """In CI pytest cuts no line of its summary short: what it tells is compared as told elsewhere."""
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv("BUILD_NUMBER", raising=False)


@pytest.fixture
def folder(pytester: pytest.Pytester) -> Path:
    """A folder with `ping.yaml`, and for each client a profile, `good.client.yaml` and so on."""
    path = pytester.path
    write_scenario(path, "ping")
    for name, script in CLIENTS.items():
        write_client(path, name, script)
    return path


def write_scenario(folder: Path, name: str, more: str = "") -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(SCENARIO.format(name=name) + more)
    return path


def write_client(folder: Path, name: str, script: str, more: str = "") -> Path:
    (folder / f"{name}.sh").write_text(f"{script}\n")
    profile = folder / f"{name}.client.yaml"
    profile.write_text(f'command: [sh, {name}.sh, "{{port}}"]\nstop: 200ms\n{more}')
    return profile


Play = Callable[..., pytest.RunResult]


@pytest.fixture
def play(pytester: pytest.Pytester, folder: Path) -> Play:
    """Play scenario files to a client; return what pytest says."""

    def run(client: str, *args: str) -> pytest.RunResult:
        return pytester.runpytest(f"--mockpump-client={client}.client.yaml", *args)

    return run
