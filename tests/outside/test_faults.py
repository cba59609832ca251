"""Every advertised fault is proved from outside: seen by a client process, or by what it does not see.

`row.py` says what a row is. A new fault needs a row in the `rows_*.py` of its kind.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Self

import pytest

from mockpump.framefaults import FRAME_FAULTS
from mockpump.line.faults import BYTE_FAULTS
from mockpump.pump.faults import PUMP_FAULTS
from tests.cli.command import LIMIT
from tests.outside import rows_electronics, rows_flow, rows_line
from tests.outside.row import Row
from tests.ports.driver import CLIENTS

ROWS: tuple[Row, ...] = (*rows_flow.ROWS, *rows_electronics.ROWS, *rows_line.ROWS)
TOO_SLOW = 5


class Played:
    """A row that is being played by processes of its own; `seen` waits for their end."""

    def __init__(self, row: Row, folder: Path, *, planted: bool) -> None:
        self.row = row
        folder.mkdir()
        self._scenario, self._out = folder / "scenario.yaml", folder / "seen"
        script = folder / "script.jsonl"
        self._scenario.write_text(row.scenario(planted=planted))
        script.write_text(row.script(planted=planted))
        client: list[str | Path] = [
            sys.executable,
            CLIENTS / "mp1_probe.py",
            "{port}",
            script,
            "--out",
            self._out,
        ]
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", "mockpump", "run", self._scenario),
                *("--no-pacing", "--port", row.port, "--", *client),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def seen(self) -> str:
        """Return what the client saw."""
        _, said = self._process.communicate(timeout=LIMIT)
        seen = self._out.read_text() if self._out.exists() else ""
        # how fast the machine is, is no matter here; that the client got its answers is
        assert self._process.returncode in (0, TOO_SLOW), f"{said}\n{seen}"
        assert "code=0" in said, f"{said}\n{seen}"
        return seen


@pytest.mark.parametrize("row", [pytest.param(row, id=row.name) for row in ROWS])
def test_a_fault_shows_as_it_should_and_without_it_the_same_proof_fails(
    row: Row, tmp_path: Path
) -> None:
    with (
        Played(row, tmp_path / "real", planted=False) as real,
        Played(row, tmp_path / "planted", planted=True) as planted,
    ):
        seen, unharmed = real.seen(), planted.seen()
    assert not row.faults_found(seen), f"{row.scenario()}\n{seen}"
    assert row.faults_found(unharmed), f"the proof holds without the fault:\n{unharmed}"


def test_no_fault_is_advertised_without_a_proof() -> None:
    assert {row.fault for row in ROWS} == {*PUMP_FAULTS, *BYTE_FAULTS, *FRAME_FAULTS}


def test_rows_have_names_of_their_own() -> None:
    names = [row.name for row in ROWS]
    assert sorted(names) == sorted(set(names))
