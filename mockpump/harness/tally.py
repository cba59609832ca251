"""What became of all tests of one pytest run, wherever each was played."""

from __future__ import annotations

from pathlib import Path

import pytest

_PHASES: tuple[str | None, ...] = ("setup", "call", "teardown")


class Tally:
    """A plugin that only listens.

    `became` holds a word for each test, `traces` the file of each run with the command that plays it
    again. `broken`: something could not be collected; `interrupted`: somebody ended it.
    """

    def __init__(self) -> None:
        self.became: list[str] = []
        self.traces: dict[Path, str] = {}
        self.broken = self.interrupted = False

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Hear of files that are no scenarios."""
        self.broken |= report.failed

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Hear that somebody ended it; pytest calls it so, too, when it ends itself."""
        self.interrupted |= not isinstance(excinfo.value, pytest.Session.Interrupted)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Hear of one test: what it became is known once it was called."""
        if report.when == "setup" and report.passed:
            return
        if report.when == "teardown" and not report.failed:
            return
        told = dict(report.user_properties)
        failed = "failed" if report.when in _PHASES else "machine_error"  # its worker died
        self.became.append(str(told.get("mockpump_became", failed if report.failed else "passed")))
        if "mockpump_trace" in told:
            self.traces[Path(str(told["mockpump_trace"]))] = str(told["mockpump_play_again"])
