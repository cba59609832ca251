"""A pump for a test: what the test may do with it, wherever it is played."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from mockpump.clock import SECOND, Nanos, parse_duration
from mockpump.control import Control, Found, Said, Wanted, as_match, as_text
from mockpump.expect import Verdict
from mockpump.matching import Pattern
from mockpump.run import Run
from mockpump.seam import Note
from mockpump.state import State

if TYPE_CHECKING:
    from serial import SerialBase

T = TypeVar("T")


_SETTINGS = ("baudrate", "bytesize", "parity", "stopbits")  # as pyserial calls them


class Pump(ABC):
    """A pump that a test plays with. `port` is the name that its client opens.

    What a test asks for is done at once. Times are run time, in which the client lives.
    """

    port: str

    def __init__(self, run: Run) -> None:
        self.run = run
        self.errors: list[BaseException] = []
        """What went wrong beside the test: where the run is played, or in the operator's callback."""
        self._opened: list[SerialBase] = []
        self._waited: dict[str, int] = {}

    # doing -------------------------------------------------------------------------------------

    def open(self, **settings: Any) -> SerialBase:
        """Open the port with pyserial, as the pump is set: `pump.open(timeout=1)`.

        It is closed when the test ends.
        """
        import serial  # noqa: PLC0415 - a client that opens the port itself may do without

        wire = self.run.wire
        own = dict(zip(_SETTINGS, (wire.baud, wire.bits, wire.parity, wire.stop), strict=True))
        port: SerialBase = serial.serial_for_url(self.port, **{**own, **settings})
        self._opened.append(port)
        return port

    def inject(self, fault: str, *, for_: str = "", **settings: object) -> None:
        """Set a pump fault or a line fault: `inject("garble", rate="1%", for_="10s")`."""
        self._call(lambda control: control.inject(fault, for_=for_, **settings))

    def clear(self, fault: str) -> None:
        """Clear a fault."""
        self._call(lambda control: control.clear(fault))

    def do(self, step: Said) -> None:
        """Let any step of a timeline happen: `do({"hangup": True})`, `do("{skip: 89 days}")`."""
        self._call(lambda control: control.do(step))

    def show(self, name: str, **values: object) -> None:
        """Tell that the client showed something of what `shows` names."""
        self._call(lambda control: control.show(name, values))

    def advance(self, *, hours: float = 0, minutes: float = 0, seconds: float = 0) -> None:
        """Let run time leap; what is due meanwhile happens at its own time."""
        span = round((hours * 3600 + minutes * 60 + seconds) * SECOND)
        self._call(lambda control: control.advance(span))

    # waiting -----------------------------------------------------------------------------------

    def wait_for(self, *, within: str | None = None, **condition: object) -> Note:
        """Wait for `wait_for(alarm="occlusion", state="raised", within="60s")`; return its note.

        The conditions are those of a `when:` in a scenario. Each occurrence counts once: the first call
        finds the first of the run, even one that has been, the next call the next. Raises
        AssertionError where it does not come in that span from now, or not before the run is over.
        """
        said = {name.rstrip("_"): value for name, value in condition.items()}
        text, match = as_text(said), as_match(said)
        span = None if within is None else parse_duration(str(within))  # 5 is told as '5' is
        found = self._wait(Pattern(match), span, self._waited.get(text, 0))
        if found is None:
            limit = "before the run was over" if within is None else f"within {within}"
            raise AssertionError(f"{match} did not come {limit}")
        self._waited[text] = found.line
        return found.note

    def next_visit(self) -> str | None:
        """Wait until the client is to come again, and return for which visit; None: not any more.

        To be asked when the client has ended and closed the port.
        """
        after = self._waited.get("visit", 0)
        due = self._call(lambda c: c.find(_VISIT, after) is not None or c.run.expects_visit())
        found = self._wait(_VISIT, None, after) if due else None
        if found is None:
            return None
        self._waited["visit"] = found.line
        return found.note.of

    # seeing ------------------------------------------------------------------------------------

    @property
    def now(self) -> Nanos:
        """Run time in nanoseconds; 0 until the run has begun."""
        return self._call(lambda control: control.run.now)

    @property
    def state(self) -> State:
        """How the pump stands: what it says of itself, and what is true."""
        return self._call(lambda control: control.state())

    @property
    def trace(self) -> bytes:
        """All that happened so far, as JSON Lines."""
        return self._call(lambda control: control.trace())

    def verdict(self) -> Verdict:
        """Return the verdict, ending the run as if the client had ended if it is not over."""
        return self._call(lambda control: control.stop())

    # the end -----------------------------------------------------------------------------------

    def finish(self) -> Verdict | None:
        """Close all that is open and end the run. None: it ended by an error, which is in `errors`."""
        for port in self._opened:
            with suppress(OSError):  # a line that was dropped has nothing to close
                port.close()
        try:
            return self._finish()
        except Exception as error:  # noqa: BLE001 - whatever it is, it fails the test
            self.errors.append(error)
            return None

    @abstractmethod
    def _call(self, command: Callable[[Control], T]) -> T:
        """Do something with the control of the run."""

    @abstractmethod
    def _wait(self, wanted: Wanted, within: Nanos | None, after: int) -> Found | None:
        """Wait for a note."""

    @abstractmethod
    def _finish(self) -> Verdict:
        """End the run and whatever plays it."""


class _Visit:
    """The client is to come again."""

    def fits(self, note: Note) -> bool:
        """Whether a note says so."""
        return note.what == "visit"


_VISIT = _Visit()
