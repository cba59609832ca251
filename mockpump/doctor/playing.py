"""A proof is played by two processes of its own: mockpump as a user starts it, and the probe."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Self

from mockpump.doctor import probe
from mockpump.doctor.proof import Proof

LIMIT = 60.0  # seconds: a proof takes one or two
TOO_SLOW = 5  # the exit code: how fast the machine is, is no matter here
MACHINE = 3  # the exit code where the machine has no port to give


class Played:
    """A proof that is being played; `failures` waits for its end."""

    def __init__(self, proof: Proof, folder: Path, *, planted: bool = False) -> None:
        """Start both. `planted`: with the defect that the fault does nothing."""
        self._proof = proof
        self.seen = self.said = ""
        self.lacks = False  # the machine lacks something, and mockpump has said what to do about it
        folder.mkdir(exist_ok=True)
        scenario, script = folder / "scenario.yaml", folder / "script.jsonl"
        self._out = folder / "seen"
        scenario.write_text(proof.scenario(planted=planted), "utf-8")
        script.write_text(proof.script(planted=planted), "utf-8")
        client = (sys.executable, "-P", probe.__file__, "{port}", script, "--out", self._out)
        self._process = subprocess.Popen(  # noqa: S603 - our own programs
            [
                *(sys.executable, "-m", "mockpump", "run", scenario, "--no-pacing"),
                *("--port", proof.port, "--", *client),
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

    def failures(self) -> list[str]:
        """Return why this proves nothing: it could not be played, or checks that do not hold."""
        try:
            _, self.said = self._process.communicate(timeout=LIMIT)
        except subprocess.TimeoutExpired:
            return [f"it did not end within {LIMIT:g} s"]
        self.seen = self._out.read_text("utf-8") if self._out.exists() else ""
        if self._process.returncode not in (0, TOO_SLOW):
            last = self.said.strip().splitlines()[-1:]
            self.lacks = self._process.returncode == MACHINE
            return [f"mockpump ended with {self._process.returncode}: {' '.join(last)}"]
        if "code=0" not in self.said:
            return ["the client did not get its answers"]
        return self._proof.faults_found(self.seen)
