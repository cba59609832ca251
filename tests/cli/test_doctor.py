"""`mockpump doctor`, as a user starts it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.command import mockpump


def test_what_holds_is_told_and_counted() -> None:
    done = mockpump("doctor", "busy", "pty")
    assert done.stdout.splitlines() == [
        "\u2713 pty                        port",
        "\u2713 busy                       frame fault",
        "2 of 2 proved on this machine",
    ]
    assert (done.stderr, done.returncode) == ("", 0)


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
