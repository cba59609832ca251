"""A simulated, non-clinical pump behind an emulated serial port, and a verdict on its client.

The public names, each imported when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mockpump.errors import (
        ClientError,
        MachineError,
        MockpumpError,
        ScenarioError,
        TraceError,
        UsageError,
    )
    from mockpump.expect import Finding, Verdict
    from mockpump.harness.factory import PumpFactory
    from mockpump.harness.pump import Pump
    from mockpump.inprocess import plug
    from mockpump.play import replay
    from mockpump.scenario.files import find, read, read_cases
    from mockpump.scenario.load import load
    from mockpump.scenario.model import Scenario
    from mockpump.seam import Note
    from mockpump.state import PumpState, State

__all__ = [
    "ClientError",
    "Finding",
    "MachineError",
    "MockpumpError",
    "Note",
    "Pump",
    "PumpFactory",
    "PumpState",
    "Scenario",
    "ScenarioError",
    "State",
    "TraceError",
    "UsageError",
    "Verdict",
    "find",
    "load",
    "plug",
    "read",
    "read_cases",
    "replay",
]

_HOMES = {
    "errors": "ClientError MachineError MockpumpError ScenarioError TraceError UsageError",
    "expect": "Finding Verdict",
    "harness.factory": "PumpFactory",
    "harness.pump": "Pump",
    "inprocess": "plug",
    "play": "replay",
    "scenario.files": "find read read_cases",
    "scenario.load": "load",
    "scenario.model": "Scenario",
    "seam": "Note",
    "state": "PumpState State",
}
_HOME = {name: home for home, names in _HOMES.items() for name in names.split()}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'mockpump' has no attribute {name!r}")
    return getattr(import_module(f"mockpump.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
