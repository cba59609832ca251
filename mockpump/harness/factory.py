"""The fixture `mockpump`: makes pumps for one test, and judges them when it ends."""

from __future__ import annotations

import traceback
import warnings
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

from mockpump.clock import read_speed
from mockpump.dialects.base import Dialect
from mockpump.errors import MockpumpError, UsageError
from mockpump.expect import Abilities
from mockpump.harness.asked import AskedTo
from mockpump.harness.keeping import Keep, shown
from mockpump.harness.kinds import AtPort, InProcess
from mockpump.harness.outcome import PASSES, UNJUDGED, became_of, properties, text_of
from mockpump.harness.pump import Pump
from mockpump.making import each_of
from mockpump.report.again import command, recompute
from mockpump.run import Run
from mockpump.scenario.files import already, find, read
from mockpump.scenario.model import Scenario
from mockpump.tracefile import TraceFile

OURS = Path(__file__).parents[1]


class PumpFactory:
    """Called, it makes a pump. What is not given comes from the test's marker `mockpump`, if any."""

    def __init__(self, item: pytest.Item, keep: Keep) -> None:
        self._item, self._keep = item, keep
        marker = item.get_closest_marker("mockpump")
        self._args = () if marker is None else marker.args
        self._options = {} if marker is None else marker.kwargs
        self._pumps: list[tuple[Pump, bool]] = []

    def __call__(self, *scenario: str | Path | Scenario, **options: Any) -> Pump:
        """Make a pump that plays a scenario: see `make`, whose arguments these are."""
        return self.make(*(scenario or self._args), **{**self._options, **options})

    def make(  # noqa: PLR0913 - what a pump can be asked for, each by its name
        self,
        scenario: str | Path | Scenario,
        *,
        port: str | None = None,
        speed: float | str = 1,
        clock: str | None = None,
        case: str = "",
        seed: int | None = None,
        dialect: str | Dialect | None = None,
        pacing: bool | None = None,
        line_faults: Sequence[str] = (),
        operator: AskedTo | None = None,
        shows: Iterable[str] = (),
        judged: bool = True,
    ) -> Pump:
        """Make a pump. Without a `port` it is in this process, in virtual time (`clock`).

        `port` is what `mockpump run --port` takes: then it lives by the wall clock, `speed` times
        faster. `scenario` is a name from the gallery, a path (from the test's own folder, or from
        here), or one that was loaded. `operator(do, of)` is called when a step asks the operator to do
        something, `shows` names what `pump.show` will tell of. `judged=False`: the test looks at the
        verdict itself. Raises ScenarioError, UsageError, MachineError.
        """
        if operator is not None and not callable(operator):
            raise UsageError(f"operator: {operator!r}; expected what can be called with (do, of)")
        story = self._read(scenario, case)
        common = {"seed": seed, "dialect": dialect, "pacing": pacing, "line_faults": line_faults}
        shown = frozenset(each_of("shows", shows))
        pump: Pump
        if port is None:
            if speed != 1:
                raise UsageError("speed: time in this process is virtual, and takes none at all")
            clock = clock or "autojump"
            pump = InProcess(story, clock=clock, operator=operator, shows=shown, **common)
        else:
            if clock is not None:
                raise UsageError(f"clock={clock}: a pump at a port lives by the wall clock")
            abilities = Abilities(operator=operator is not None, shows=shown)
            run = Run(story, abilities=abilities, **common)  # type: ignore[arg-type]
            pump = AtPort(run, port, read_speed(str(speed)), operator)
        self._pumps.append((pump, judged))
        return pump

    def _read(self, scenario: str | Path | Scenario, case: str) -> Scenario:
        if isinstance(scenario, Scenario):
            return already(scenario, case)
        beside = self._item.path.parent / scenario
        return read(beside if beside.is_file() else find(scenario), case)

    # the end of the test -------------------------------------------------------------------------

    def traces(self) -> list[str]:
        """Say where the traces of a test that has failed will be."""
        pumps = enumerate((pump.run for pump, _ in self._pumps), start=1)
        return [
            f"{run.scenario.name}, seed {run.seed}: {recompute(shown(self._path(n)))}"
            for n, run in pumps
        ]

    def finish(self, failure: BaseException | None) -> None:
        """End all pumps; fail the test by what went wrong, skip it by what could not be judged.

        A test with a `failure` of its own is not blamed for what was then cut short, nor twice for it.
        """
        failed = failure is not None
        wrong: list[str] = []
        unjudged: list[str] = []
        for number, (pump, judged) in enumerate(self._pumps, start=1):
            verdict = pump.finish()
            told = [_in_words(error) for error in pump.errors if error is not failure]
            if verdict is not None:
                became, path = became_of(verdict), self._path(number)
                again = command(["pytest", self._item.nodeid])
                self._item.user_properties += properties(verdict, became, path, again)
                text = text_of(verdict, path, again)
                if judged and became not in PASSES and not failed:
                    told.append(text)
                if judged and became in UNJUDGED:
                    unjudged.append(text)
            self._write(number, pump, failed=failed or bool(told))
            wrong += told
        self._pumps.clear()
        if wrong:
            pytest.fail("\n\n".join(wrong), pytrace=False)
        if unjudged and not failed:
            pytest.skip("\n\n".join(unjudged))

    def _path(self, number: int) -> Path:
        return self._keep.path(self._item.nodeid, number)

    def _write(self, number: int, pump: Pump, *, failed: bool) -> None:
        path = self._path(number)
        if self._keep.keeps(path, failed=failed):
            self._keep.make()
            trace = TraceFile(path, warnings.warn)
            trace.write(pump.run.records)
            trace.close()


def _in_words(error: BaseException) -> str:
    """Tell an error: one of ours is a sentence, any other has its traceback, from its own code on."""
    if isinstance(error, MockpumpError):
        return str(error)
    own = began = error.__traceback__
    while began is not None:
        if Path(began.tb_frame.f_code.co_filename).is_relative_to(OURS):
            own = began.tb_next or own
        began = began.tb_next
    return "".join(traceback.format_exception(type(error), error, own, chain=False)).rstrip()
