"""`mockpump doctor`, as a user starts it."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command import mockpump, mockpump_running


def test_what_holds_is_told_and_counted() -> None:
    done = mockpump("doctor", "busy", "pty")
    assert done.stdout.splitlines() == [
        "\u2713 pty                        port",
        "\u2713 busy                       frame fault",
        "2 of 2 proved on this machine",
    ]
    assert (done.stderr, done.returncode) == ("", 0)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_it_says_how_far_it_came_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with mockpump_running("doctor") as (process, first):
        process.send_signal(number)
        out, err = process.communicate(timeout=40)
    assert first == "\u2713 pty                        port"
    assert re.fullmatch(
        r"interrupted: (\d+) proved of the \1 looked at so far", out.splitlines()[-1]
    )
    assert (process.returncode, err) == (130, "")
    assert not list(tmp_path.iterdir())


def test_nobody_can_be_told_on_a_full_disk(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "mockpump", "doctor", "tcp"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            words, stdout=full, stderr=subprocess.PIPE, text=True, timeout=40, check=False
        )
    told = "mockpump: the output cannot be written: the disk is full\n"
    assert (done.stderr, done.returncode) == (told, 3)


def test_a_name_that_is_none_is_bad_usage() -> None:
    done = mockpump("doctor", "garbel")
    assert done.returncode == 2
    assert "there is no port or fault 'garbel'. Did you mean 'garble'?" in done.stderr


def test_what_does_not_hold_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A Python without pyserial's part for RFC 2217 can prove no line errors."""
    (tmp_path / "serial").mkdir()
    (tmp_path / "serial" / "__init__.py").write_text("raise ImportError('no serial here')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    done = mockpump("doctor", "rfc2217")
    assert done.returncode == 3
    assert "\u2717 rfc2217 " in done.stdout
    assert "    what to do: as for tcp; and pyserial must be whole" in done.stdout
    assert "0 of 1 proved on this machine" in done.stdout
