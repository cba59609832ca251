"""`docs/pytest.md`: its examples are tests that run, its tables name what there is."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from mockpump import Pump, PumpFactory
from tests.harness.test_fixture import CLIENT

PAGE = (Path(__file__).parents[2] / "docs" / "pytest.md").read_text("utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
CLASS = '''
class Client:
    """Polls a pump once a second, and acknowledges as it is told."""

    def __init__(self, port):
        self.port = port

    def poll(self):
        return ask(self.port, "STATUS?")

    def acknowledge(self, of):
        self.port.write(frame(f">02 ACK alarm={of}"))

    def watch(self, seconds):
        for _ in range(seconds):
            self.poll()
            self.port.read(10_000)
'''


def test_the_examples_are_tests_that_run(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(test_it=CLIENT + CLASS + "\n".join(BLOCKS))
    result = pytester.runpytest("-q", "--strict-markers")
    result.assert_outcomes(passed=2)


def test_every_argument_has_its_row() -> None:
    told = set(re.findall(r"`(\w+)`", " ".join(re.findall(r"^\| (`.*?) \|", PAGE, re.MULTILINE))))
    arguments = {*inspect.signature(PumpFactory.make).parameters} - {"self", "scenario"}
    assert arguments <= told


def test_every_part_of_a_pump_has_its_row() -> None:
    rows = " ".join(re.findall(r"^\| (`.*?) \|", PAGE, re.MULTILINE))
    told = set(re.findall(r"`(\w+)[`(]", rows))
    parts = {name for name in vars(Pump) if not name.startswith("_")} - {"finish"}
    assert parts <= told


def test_every_option_has_its_row(pytester: pytest.Pytester) -> None:
    options = set(re.findall(r"--mockpump-\w+", pytester.runpytest("--help").stdout.str()))
    assert options == set(re.findall(r"--mockpump-\w+", PAGE))
