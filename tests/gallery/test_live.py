"""Some of the gallery on pseudo-terminals, in real time, with the careful client as its own process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PROFILE = Path(__file__).parents[1] / "clients" / "careful" / "client.yaml"
SMOKE = (
    "level-sensor-wrong",
    "overfill",
    "delivers-while-stopped",
    "volume-miscounted",
    "over-infusion-silent",
    "catheter-moved",
)


def test_six_stories_pass_over_ptys() -> None:
    """All at once: each is idle most of the time."""
    runs = [(name, start(name)) for name in SMOKE]
    ended = [(name, run.communicate(timeout=55), run.returncode) for name, run in runs]
    assert {name: code for name, _, code in ended} == dict.fromkeys(SMOKE, 0), "\n".join(
        told for _, (_, told), code in ended if code
    )


def start(name: str) -> subprocess.Popen[str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.Popen(
        [sys.executable, "-m", "mockpump", "run", name, "--client", str(PROFILE)],
        env={**os.environ, "PATH": path},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
