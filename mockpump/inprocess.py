"""A pump behind pyserial's own interface, in this process: no port, no threads, no waiting.

    import mockpump.inprocess

    port = mockpump.inprocess.plug("occlusion", operator=on_request, shows=["occlusion"])
    port.timeout = 1
    port.open()                          # hand it to the client instead of a serial.Serial
    ...
    assert port.verdict().result == "passed"

or, where a client takes the name of a port, `serial.serial_for_url("mockpump://steady", timeout=1)`.

Time is virtual. With `clock="autojump"`, run time leaps while the client blocks in a read: to the next
thing that happens, or to the read's time-out. With `clock="manual"` it moves only by `advance`. A
client that sleeps does not move it: let it wait in a read, or sleep by `port.advance`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast
from urllib.parse import parse_qsl, quote, unquote, urlsplit
from weakref import WeakValueDictionary

import serial
from serial.serialutil import PortNotOpenError, SerialBase, SerialException

from mockpump.clock import SECOND, Nanos
from mockpump.dialects.base import Dialect
from mockpump.errors import MockpumpError, UsageError
from mockpump.expect import Abilities, Verdict
from mockpump.making import each_of
from mockpump.run import Run
from mockpump.scenario.files import already, find, read
from mockpump.scenario.model import Scenario
from mockpump.seam import READY, Bytes, Parity, Purge, Settings
from mockpump.virtual import LOOK, AskedTo, Virtual

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

Clock: TypeAlias = Literal["autojump", "manual"]

_YES = {"on": True, "yes": True, "true": True, "off": False, "no": False, "false": False}
_OPTIONS: Mapping[str, Callable[[str], object]] = {
    "clock": {"autojump": "autojump", "manual": "manual"}.__getitem__,
    "case": str,
    "seed": int,
    "dialect": str,
    "pacing": _YES.__getitem__,
    "line_faults": lambda texts: tuple(texts.split(";")),
}
_KNOWN = (
    "clock=autojump|manual, case=NAME, seed=N, dialect=NAME, pacing=on|off, line_faults=FAULT;…"
)
_UNTOUCHED = Settings(9600, 8, "N", 1)
"""What pyserial's settings are until somebody chooses others."""
_CLOCKS = {"autojump": True, "manual": False}

_plugged: WeakValueDictionary[str, Virtual] = WeakValueDictionary()
_numbers = count(1)

if __package__ not in serial.protocol_handler_packages:
    serial.protocol_handler_packages.append(__package__)


def plug(  # noqa: PLR0913 - what a run can be asked for, each by its name
    scenario: str | Path | Scenario,
    *,
    clock: Clock = "autojump",
    case: str = "",
    seed: int | None = None,
    dialect: str | Dialect | None = None,
    pacing: bool | None = None,
    line_faults: Sequence[str] = (),
    operator: AskedTo | None = None,
    shows: Iterable[str] = (),
) -> Serial:
    """Return a port with a pump behind it, not open yet; its `open` begins the run.

    `scenario` is a name from the gallery, a path, or a scenario that was loaded; `case` is one of its
    matrix, if it has one. `operator(do, of)` is called when a step asks the operator to do something;
    it may write to the port, and what would let time go on (read, open, close, advance) is refused:
    the client is in the middle of a read. `shows` names what `port.show` will tell of. Without these
    two, what depends on them is not checked.

    The port's name, such as `mockpump://occlusion#1`, opens the same pump through `serial_for_url`.
    Raises ScenarioError, UsageError.
    """
    virtual = _virtual(
        scenario,
        clock,
        operator,
        case,
        seed=seed,
        dialect=dialect,
        pacing=pacing,
        line_faults=line_faults,
        abilities=Abilities(
            operator=operator is not None, shows=frozenset(each_of("shows", shows))
        ),
    )
    port = Serial()
    port.port = f"mockpump://{quote(virtual.run.scenario.name)}#{next(_numbers)}"
    port.virtual = _plugged[port.port] = virtual
    return port


def _virtual(
    scenario: str | Path | Scenario,
    clock: str,
    operator: AskedTo | None = None,
    case: str = "",
    **options: Any,
) -> Virtual:
    if clock not in _CLOCKS:
        raise UsageError(f"clock={clock} is none of {'|'.join(_CLOCKS)}")
    story = (
        already(scenario, case) if isinstance(scenario, Scenario) else read(find(scenario), case)
    )
    return Virtual(Run(story, **options), jumps=_CLOCKS[clock], operator=operator)


class Serial(SerialBase):
    """`mockpump://SCENARIO?clock=autojump|manual&case=NAME&seed=N&dialect=NAME&…`.

    Also `pacing=on|off` and `line_faults=…;…`.
    One that was not made by `plug` begins a new run when it is opened after the end of the one before.
    """

    virtual: Virtual | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take pyserial's arguments; a baud that nobody wrote is nobody's mistake."""
        self._told: Settings | None = None
        self._chose_baud = "baudrate" in kwargs or len(args) > 1
        super().__init__(*args, **kwargs)

    def open(self) -> None:
        """Begin a run of the scenario, or go on with the one that this port has not finished.

        So a client that opens again after a hang-up meets the same pump. Raises SerialException, also
        while the story has the port pulled; to ask then costs a moment of run time.
        """
        if self.port is None:
            raise SerialException("Port must be configured before it can be used.")
        if self.is_open:
            raise SerialException("Port is already open.")
        try:
            self.virtual = self._find()
            if self.virtual.is_open:
                raise SerialException(f"could not open port {self.port}: a client has it open")
            if not self.virtual.open():
                raise SerialException(f"could not open port {self.port}: it is pulled")
        except MockpumpError as error:
            raise SerialException(str(error)) from error
        self.is_open = True
        self._told = None if self._chose_baud else _UNTOUCHED
        self._reconfigure_port()

    def _find(self) -> Virtual:
        """Return what is behind the name of this port."""
        assert self.port is not None
        scenario, options, plugged = _parse(self.port)
        if plugged:
            if self.port not in _plugged:
                raise SerialException(f"no pump is plugged in at {self.port}")
            virtual = _plugged[self.port]
            if virtual.run.verdict is not None:
                raise SerialException(f"could not open port {self.port}: the run is over")
            return virtual
        if self.virtual is None or self.virtual.run.verdict is not None:
            return _virtual(scenario, options.pop("clock", "autojump"), **options)
        return self.virtual

    def close(self) -> None:
        """Close the port; the run stands still until it is opened again."""
        if self.is_open:
            self._pump.close()
            self.is_open = False

    # the run -----------------------------------------------------------------------------------

    @property
    def _pump(self) -> Virtual:
        if self.virtual is None:
            raise PortNotOpenError
        return self.virtual

    @property
    def run(self) -> Run:
        """The run behind this port."""
        return self._pump.run

    @property
    def now(self) -> Nanos:
        """Run time, in whole nanoseconds since the run began."""
        return self._pump.run.now

    def advance(self, *, hours: float = 0, minutes: float = 0, seconds: float = 0) -> None:
        """Let run time go on by so much; what the pump says meanwhile waits to be read."""
        self._pump.advance(round((hours * 3600 + minutes * 60 + seconds) * SECOND))

    def show(self, name: str, **values: object) -> None:
        """Tell that the client showed something, as its profile would see it in what it prints."""
        self._pump.control.show(name, values)

    def next_visit(self) -> str | None:
        """Return the name of the visit for which the client is to be started again; None: no more.

        To be asked once the client has ended and closed the port. Time leaps to the visit; with
        `clock="manual"` only one that is due by now is returned. Raises UsageError while it is open.
        """
        return self._pump.next_visit()

    def verdict(self) -> Verdict:
        """Return the run's verdict, ending it as if the client had ended if it is not over.

        Raises the error of a story that turned out wrong, also where the client swallowed it.
        """
        return self._pump.verdict()

    def trace(self) -> bytes:
        """Return all that happened so far, as JSON Lines: written to a file, a trace to replay."""
        return self._pump.control.trace()

    # pyserial's interface ------------------------------------------------------------------------

    def read(self, size: int = 1) -> bytes:
        """Read up to `size` bytes; time leaps to what comes next, or to the time-out."""
        self._check_open()
        pump = self._pump
        if len(pump.received) < size:
            self._wait(pump, size)
        data = bytes(pump.received[:size])
        del pump.received[:size]
        return data

    def write(self, data: Buffer, /) -> int:
        """Write bytes; they take their time on a paced line, the client does not wait for them."""
        self._check_line()
        sent = bytes(data)
        self._pump.give(Bytes(sent))
        return len(sent)

    @property
    def in_waiting(self) -> int:
        """How many bytes can be read at once."""
        self._check_open()
        pump = self._pump
        if not pump.received and pump.jumps and not pump.asking:
            pump.tick(pump.run.now + LOOK)
        if not pump.received:
            self._check_line()
        return len(pump.received)

    def flush(self) -> None:
        """Nothing to wait for: what was written is on its way."""
        self._check_open()

    def reset_input_buffer(self) -> None:
        """Discard what was received and not read."""
        self._check_line()
        self._pump.received.clear()
        self._pump.give(Purge("input"))

    def reset_output_buffer(self) -> None:
        """Discard what has not been sent."""
        self._check_line()
        self._pump.give(Purge("output"))

    @property
    def out_waiting(self) -> int:
        """How many bytes have not been sent: none, the line takes them all at once."""
        self._check_line()
        return 0

    # No modem lines behind this port: it looks as one at which a device is there and listens.

    @property
    def cts(self) -> bool:
        """Clear to send."""
        self._check_line()
        return READY.cts

    @property
    def dsr(self) -> bool:
        """Data set ready."""
        self._check_line()
        return READY.dsr

    @property
    def cd(self) -> bool:
        """Carrier detect."""
        self._check_line()
        return READY.cd

    @property
    def ri(self) -> bool:
        """Ring indicator."""
        self._check_line()
        return READY.ri

    def _reconfigure_port(self, force_update: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - pyserial's signature
        if self.is_open and self._settings() != self._told:
            self._told = self._settings()
            self._pump.give(self._told)

    def _settings(self) -> Settings:
        stop = 1 if self.stopbits == 1 else 2
        return Settings(self.baudrate, self.bytesize, cast("Parity", self.parity), stop)

    def _update_dtr_state(self) -> None:
        """No modem lines behind this port."""

    def _update_rts_state(self) -> None:
        """No modem lines behind this port."""

    def _update_break_state(self) -> None:
        """No break behind this port."""

    # waiting -----------------------------------------------------------------------------------

    def _wait(self, pump: Virtual, size: int) -> None:
        """Let time leap until so many bytes are there, or to the time-out."""
        pump.refuse_operator("read")
        if self.timeout == 0:  # what is there is taken at once; looking in vain costs a moment
            if not pump.received and pump.jumps:
                self._leap(pump, pump.run.now + LOOK)
            return
        limit = None if self.timeout is None else pump.run.now + round(self.timeout * SECOND)
        while len(pump.received) < size and self._leap(pump, limit):
            pass

    def _leap(self, pump: Virtual, limit: Nanos | None) -> bool:
        """Let time leap to what is next, at most to `limit`; False when there is no use in waiting."""
        due = pump.run.next_deadline() if pump.jumps else None
        if due is None and limit is None:
            raise SerialException("this read would wait for ever: nothing more will come")
        self._check_line()
        if due is None or (limit is not None and due > limit):
            if pump.jumps and limit is not None:
                pump.tick(limit)
            return False
        pump.tick(due)
        return True

    def _check_open(self) -> None:
        if not self.is_open:
            raise PortNotOpenError

    def _check_line(self) -> None:
        """Find that the port was closed, or the line dropped, as a real port does."""
        self._check_open()
        if self._pump.gone:
            raise SerialException("the line was dropped")


def _parse(url: str) -> tuple[str, dict[str, Any], str]:
    """Return the scenario, the options, and the number of one that is plugged in already."""
    parts = urlsplit(url)
    options: dict[str, Any] = {}
    for name, value in parse_qsl(parts.query, keep_blank_values=True):
        try:
            options[name] = _OPTIONS[name](value)
        except (KeyError, ValueError) as error:
            raise SerialException(f"{url}: {name}={value} is none of {_KNOWN}") from error
    if parts.fragment and options:
        raise SerialException(f"{url}: options have no place where a pump is plugged in")
    scenario = unquote(parts.netloc + parts.path)
    if not scenario:
        raise SerialException(
            f"{url}: no scenario; write mockpump://occlusion, or the path of a file"
        )
    return scenario, options, parts.fragment
