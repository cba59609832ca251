"""The wheel, built from the tree and unpacked elsewhere, plays a scenario of its own gallery."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROGRAM = """
import mockpump, serial, mockpump.inprocess
from mockpump.scenario.files import gallery
line = serial.serial_for_url("mockpump://steady", timeout=99)
line.write(b">01 HELLO*55E5\\n")
print(mockpump.__file__, gallery()[0][1], line.read_until(b"\\n"), sep="\\n")
"""


def test_a_wheel_installed_elsewhere_plays(tmp_path: Path) -> None:
    from hatchling.builders.wheel import WheelBuilder  # noqa: PLC0415 - slow, and only needed here

    (wheel,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    home = tmp_path / "elsewhere"
    install = ["install", "--no-deps", "--no-index", "--quiet", "--target", str(home), wheel]
    subprocess.run([sys.executable, "-m", "pip", *install], check=True, timeout=50)
    import serial  # noqa: PLC0415 - found where this environment keeps its packages

    packages = Path(serial.__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-S", "-c", PROGRAM],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": f"{home}{os.pathsep}{packages}"},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    package, scenario, reply = done.stdout.splitlines()
    assert package.startswith(str(home))
    assert scenario.startswith(str(home / "mockpump" / "scenarios"))
    assert reply.startswith("b'<01 OK protocol=MP/1.0")
