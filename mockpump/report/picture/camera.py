"""Plays a run and looks at its pumps before and after everything that happens to them.

Between two events every quantity is linear, so these readings are all there is to see. Looking changes
nothing, and a run that is ticked more often comes out the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from mockpump.clock import Nanos
from mockpump.pump import Pump
from mockpump.pump.ramp import QUANTA
from mockpump.quantity import PRESSURE, RATE, SHARE, VOLUME, Kind
from mockpump.report.picture.model import Chart, Curve, Point
from mockpump.run import Run
from mockpump.seam import Input

Reading = Callable[[Pump, Nanos], int]


class Dial(NamedTuple):
    """One chart: its title, the quantity, and what to read for each curve.

    Its scale is in the first of `units` in which something is 1 or more, and it holds all of `holds`.
    """

    title: str
    kind: Kind
    units: tuple[str, ...]
    curves: Mapping[str, Reading]
    holds: tuple[int, ...] = (0,)


DIALS: Mapping[str, Dial] = {
    "reservoir": Dial(
        "volume in the reservoir",
        VOLUME,
        ("mL",),
        {
            "estimated": lambda pump, at: pump.parts.reservoir.estimated.at(at) // QUANTA,
            "actual": lambda pump, at: pump.parts.reservoir.actual.at(at) // QUANTA,
        },
        holds=(),
    ),
    "flow": Dial(
        "flow rate",
        RATE,
        ("mL/h", "mL/day"),
        {
            "believed": lambda pump, _: pump.parts.infusion.flow,
            "actual": lambda pump, _: pump.parts.catheter.delivered.slope,
        },
    ),
    "pressure": Dial(
        "pressure in the catheter",
        PRESSURE,
        ("kPa",),
        {"actual": lambda pump, at: pump.parts.catheter.pressure(at)},
    ),
    "battery": Dial(
        "battery",
        SHARE,
        ("%",),
        {"charge": lambda pump, at: pump.parts.power.share(at)},
        holds=(0, SHARE.parse("100%")),
    ),
}
"""What is drawn of a pump. One quantum in a nanosecond is one picolitre a day."""


class Camera:
    """Feed it what the run was fed."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self._points: dict[tuple[str, str, str], list[Point]] = {
            (address, name, curve): []
            for address in run.pumps
            for name, dial in DIALS.items()
            for curve in dial.curves
        }
        self._look(0)

    def receive(self, input_: Input, at: Nanos) -> None:
        """Let the run take an input, after all that is due before it."""
        self.play(at)
        self.run.receive(input_, at)
        self._look(at)

    def play(self, until: Nanos | None = None) -> None:
        """Let the run go on to a time, or to its own end."""
        while (due := self.run.next_deadline()) is not None and (until is None or due <= until):
            self._look(due)
            self.run.tick(due)
            self._look(due)
        if until is not None:
            self.run.tick(until)
            self._look(until)

    def charts(self) -> tuple[Chart, ...]:
        """Return what was seen, pump by pump."""
        return tuple(
            self._chart(address, name, dial)
            for address in self.run.pumps
            for name, dial in DIALS.items()
        )

    def _chart(self, address: str, name: str, dial: Dial) -> Chart:
        title = f"{dial.title} at {address}" if address else dial.title
        curves = tuple(Curve(one, tuple(self._points[address, name, one])) for one in dial.curves)
        values = [*dial.holds, *(point.value for one in curves for point in one.points)]
        most = max(map(abs, values))
        fits = (unit for unit in dial.units if most >= dial.kind.units[unit])
        unit = next(fits, dial.units[-1] if most else dial.units[0])
        return Chart(name, title, dial.kind, unit, min(values), max(values), curves)

    def _look(self, now: Nanos) -> None:
        pump_now = self.run.pump_time(now)
        for address, pump in self.run.pumps.items():
            for name, dial in DIALS.items():
                for curve, read in dial.curves.items():
                    point = Point(now, read(pump, pump_now))
                    points = self._points[address, name, curve]
                    if not points or points[-1] != point:
                        points.append(point)
