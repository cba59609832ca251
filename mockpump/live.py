"""Runs and their ports against the wall clock: a thin coat over virtual time, which says if it lags."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, ParamSpec

from mockpump.clock import Nanos
from mockpump.errors import MockpumpError, ScenarioError, UsageError
from mockpump.expect import Verdict
from mockpump.interrupts import interrupts
from mockpump.ports.base import Poller, Port
from mockpump.run import Run
from mockpump.scenario.meeting import uncaptured
from mockpump.scenario.profile import ClientProfile
from mockpump.scenario.story import printouts
from mockpump.seam import AskOperator, Delivered, Effect, Input, Lag, Opened, Stop, Visit
from mockpump.trace import Record

if TYPE_CHECKING:
    from mockpump.client import Client
    from mockpump.door import Door
    from mockpump.outputs import PassOn

LAG_TOLD: Nanos = 20_000_000
"""Lag below this is the ordinary jitter of a machine, and is not recorded."""

P = ParamSpec("P")

FIRST_VISIT = "first"
CLIENT_LOOK = 20.0  # milliseconds between two looks whether the client process has ended


class _PortPoller(Poller):
    """The poller that all share, as one run's port has it: what goes wrong there ends that run."""

    def __init__(self, shared: Poller, guarded: Callable[..., None]) -> None:
        self._shared, self._guarded = shared, guarded

    def watch(self, fd: int, mask: int, owner: Callable[[int], None]) -> None:
        self._shared.watch(fd, mask, partial(self._guarded, owner))

    def unwatch(self, fd: int) -> None:
        self._shared.unwatch(fd)

    def wait(self, milliseconds: float | None) -> None:
        self._shared.wait(milliseconds)


class Live:
    """Plays one run at a port. Run time begins when a client first opens it.

    `drain` is called with the new records after each turn of the loop, when the client already has
    its answer: that is where a trace is written and a person is told.
    """

    def __init__(  # noqa: PLR0913 - what may stand around a run, each by its name
        self,
        run: Run,
        port: Port,
        drain: Callable[[list[Record]], None],
        *,
        speed: Fraction = Fraction(1),
        profile: ClientProfile | None = None,
        pass_on: PassOn | None = None,
        operator: Callable[[str, str], None] | None = None,
    ) -> None:
        """Bring together a run, the port it is played at, and perhaps a client to start.

        `operator` is told what steps ask for, where the profile has no way; it must not wait for the
        client. `pass_on` takes what the client prints; without, it goes to our stderr. Raises
        ScenarioError where the scenario asks for what the profile does not capture.
        """
        if profile is not None and (mistakes := [*uncaptured(run.scenario, profile)]):
            raise ScenarioError(*mistakes)
        self._run, self._port, self._drain, self._speed = run, port, drain, speed
        self._client = self._make_client(profile, pass_on) if profile is not None else None
        self._client_asks = profile is not None and profile.operator is not None
        self._operator = operator
        self._door: Door | None = None
        self._drained = 0
        self._leapt: Nanos = 0
        self._error: Exception | None = None
        self._a_millisecond = float(speed * 10**6)  # of the wall clock, in run time
        self._epoch: int | None = None
        self._worst: Nanos = 0
        self._busy = self._held = False
        self._later: deque[Input] = deque()
        self._visits: deque[str] = deque()  # for which the client is yet to be started
        port.deliver = self._take
        run.answer = port.perform

    def play(self, ready: Callable[[str], None]) -> Verdict:
        """Open the port, call `ready` with its address, play to the end; return the verdict.

        Raises MachineError where there is no port to be had, ClientError where the client cannot be
        started, ScenarioError where the story itself turns out wrong.
        """
        play_together([self], lambda: ready(self.address))
        outcome = self.outcome()
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    @property
    def run(self) -> Run:
        """The run that is played."""
        return self._run

    @property
    def address(self) -> str:
        """What the client opens."""
        return self._port.address

    def outcome(self) -> Verdict | Exception:
        """Return how a run that is over went: its verdict, or what kept it from one."""
        outcome = self._error or self._run.verdict
        assert outcome is not None
        return outcome

    # one run among others ----------------------------------------------------------------------

    def open(self, poller: Poller) -> None:
        """Make the port exist. Raises MachineError."""
        self._poller = poller
        try:
            self._port.open(_PortPoller(poller, self._guarded))
        except MockpumpError as error:
            self._error = error
            raise
        if self._door is not None:
            self._door.open(poller)
        self._guarded(self._tick, 0)

    def begin(self) -> None:
        """The ports are there: start the client."""
        self._waiting_since = time.monotonic_ns()
        if self._run.scenario.starts == "at_once":
            self._epoch = self._clock()
        if (client := self._client) is not None:
            self._guarded(self._start, client, FIRST_VISIT)

    def is_over(self) -> bool:
        """Whether it has its verdict, or has met with an error."""
        return self._run.verdict is not None or self._error is not None

    def turn(self) -> None:
        """Do what is due now that the poller has served whoever was ready."""
        self._guarded(self._do_turn)

    def interrupt(self) -> None:
        """End it, with the verdict so far."""
        self._guarded(self._give, Stop("interrupted"), self._now())

    def leave(self) -> None:
        """Take the port away and ask the client to end, without waiting for it."""
        if self._client is not None:
            self._client.terminate()
        self._port.close()

    def close(self) -> None:
        """End the client, whether it wants or not; then take the port away."""
        if self._client is not None:
            self._client.stop()
        self._port.close()

    def shut_door(self) -> None:
        """Let nobody wait any longer for what happens in this run."""
        if self._door is not None:
            self._door.close(self._error)

    def _guarded(self, do: Callable[P, None], *args: P.args, **kwargs: P.kwargs) -> None:
        """Do it, unless all is over; what goes wrong ends this run and no other."""
        if self.is_over():
            return
        try:
            do(*args, **kwargs)
        except Exception as error:  # noqa: BLE001 - whoever asks for the outcome is told
            self._error = error

    def _start(self, client: Client, visit: str) -> None:
        client.start(self._poller, self.address, f"{float(self._speed):g}", visit)

    def _make_client(self, profile: ClientProfile, pass_on: PassOn | None) -> Client:
        from mockpump.client import Client  # noqa: PLC0415 - start-up: json, subprocess
        from mockpump.outputs import to_stderr  # noqa: PLC0415 - start-up

        sought = printouts(self._run.scenario)

        def hear(input_: Input) -> None:  # also while the client is being ended
            self._guarded(self._take, input_)

        return Client(profile, hear, sought, pass_on or to_stderr)

    def let_in(self) -> Door:
        """Let other threads get at the run; to be called before `play`. All records are then kept."""
        from mockpump.control import Control  # noqa: PLC0415 - start-up: futures
        from mockpump.door import Door  # noqa: PLC0415 - start-up

        self._door = Door(Control(self._run, self._give_now, self._leap), self._clock)
        return self._door

    def _do_turn(self) -> None:
        if self._port.poll_every is not None:
            self._port.look()
        if self._epoch is not None:
            self._serve()
        if self._client is not None and self._run.verdict is None:
            self._look_after(self._client)
        if self._door is not None:
            self._door.look()

    def patience(self) -> float | None:
        """How long the poller may wait, in milliseconds; None: until something comes."""
        waits = [CLIENT_LOOK] if self._client is not None else []
        if self._port.poll_every is not None:
            waits.append(self._port.poll_every / 10**6)
        due = self._run.next_deadline()
        if due is not None and self._epoch is not None:
            waits.append(max(0.0, (due - self._now()) / self._a_millisecond))
        if self._door is not None and (over := self._door.next_deadline()) is not None:
            waits.append(max(0.0, (over - self._clock()) / self._a_millisecond))
        return min(waits, default=None)

    def _serve(self) -> None:
        """Do what is due, and say so if that is late."""
        now = self._now()
        due = self._run.next_deadline()
        if due is None or due > now:
            return
        late = now - due
        self._tick(now)
        if late > LAG_TOLD and late > self._worst:
            self._worst = late
            self._give(Lag(late), now)

    def _look_after(self, client: Client) -> None:
        """When the client has ended, take what it left on the line, then end the run."""
        client.look()
        if client.ended():
            self._poller.wait(0)
            self._port.hear_out()
            if self._visits:
                self._start(client, self._visits.popleft())
            elif not self._run.expects_visit():
                self._give(Stop("client_ended"), self._now())
        elif self._epoch is None:
            waited = time.monotonic_ns() - self._waiting_since
            limit = self._run.scenario.limit
            if waited > client.opens_within or waited * self._speed > limit:
                self._give(Stop("never_opened"), 0)

    def _take(self, input_: Input) -> None:
        if self._busy:  # a port tells of an overrun while it performs
            self._later.append(input_)
            return
        if self._epoch is not None:
            self._serve()  # if what was due before it is late, the machine is to blame
        elif isinstance(input_, Opened):
            self._epoch = self._clock()
        self._give(input_, self._now())

    def _give(self, input_: Input, now: Nanos) -> None:
        self._busy = True
        self._carry_out(self._run.receive(input_, now))

    def _tick(self, now: Nanos) -> None:
        self._busy = True
        self._carry_out(self._run.tick(now))

    def _carry_out(self, effects: list[Effect]) -> None:
        for effect in effects:
            if isinstance(effect, AskOperator):
                self._ask(effect.do, effect.of)
            elif isinstance(effect, Visit):
                self._visits.append(effect.name)
            else:
                self._port.perform(effect)
        self._busy = False
        while self._later:
            self._take(self._later.popleft())
        if self._run.has_room() == self._held:
            self._held = not self._held
            self._port.hold(on=self._held)

    def _ask(self, do: str, of: str) -> None:
        """Ask the operator; where there is no way to, somebody may yet answer through the door."""
        if not self._run.abilities.operator:
            return
        if self._client is not None and self._client_asks:
            self._client.ask(do, of)
        elif self._operator is not None:
            self._later.append(Delivered(do, of, ok=True))
            self._operator(do, of)

    def _now(self) -> Nanos:
        return 0 if self._epoch is None else self._clock() - self._epoch

    def _clock(self) -> Nanos:
        """The wall clock at the speed of run time, and all leaps."""
        wall = time.monotonic_ns()
        return self._leapt + (wall if self._speed == 1 else int(wall * self._speed))

    def drain(self) -> None:
        """Give the new records away."""
        records = self._run.records
        if len(records) == self._drained:
            return
        self._drain(records[self._drained :] if self._drained else records)
        if self._door is None:
            records.clear()
        self._drained = len(records)

    # what comes through the door ---------------------------------------------------------------

    def _give_now(self, input_: Input) -> None:
        with self._ending():
            self._give(input_, self._now())

    def _leap(self, span: Nanos) -> None:
        if self._epoch is None:
            raise UsageError("run time has not begun: no client has opened the port yet")
        end = self._leapt + span
        with self._ending():
            while (due := self._run.next_deadline()) is not None:
                leapt = self._leapt + max(0, due - self._now())
                if leapt >= end:
                    break
                self._leapt = leapt
                self._tick(self._now())
            self._leapt = end
            self._tick(self._now())

    @contextmanager
    def _ending(self) -> Iterator[None]:
        """Let an error of the story end the run too, not only be told to the thread that asked."""
        try:
            yield
        except Exception as error:
            self._error = error
            raise


def play_together(lives: Sequence[Live], ready: Callable[[], None]) -> None:
    """Play runs side by side, each at its own port, in one loop; return when all are over.

    `ready` is called once every port can be opened. What a run meets with is its own: see `outcome`.
    Raises MachineError where there is no port to be had; then none is played.
    """
    poller = Poller()

    def interrupt() -> None:
        for live in lives:
            live.interrupt()

    with ExitStack() as doors, interrupts(poller, interrupt), ExitStack() as opened:
        for live in lives:
            doors.callback(live.shut_door)
        for live in lives:
            live.open(poller)
            opened.callback(live.close)
            opened.callback(live.drain)  # what is left, however it ended
        ready()
        for live in lives:
            live.begin()
        _loop(poller, lives)


def _loop(poller: Poller, playing: Sequence[Live]) -> None:
    """One turn after the other. The last to end is left to be closed: it keeps nobody waiting."""
    while playing := _still(playing):
        waits = [wait for live in playing if (wait := live.patience()) is not None]
        poller.wait(min(waits, default=None))
        for live in playing:
            live.turn()
        for live in playing:
            live.drain()


def _still(playing: Sequence[Live]) -> Sequence[Live]:
    still = [live for live in playing if not live.is_over()]
    for live in playing if still else ():
        if live.is_over():
            live.leave()
    return still
