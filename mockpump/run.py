"""One scenario played once: the only loop. Line, timeline and monitors hang on it, and the trace."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial

from msgspec import UNSET

from mockpump.chance import Chance
from mockpump.clock import Nanos, Timebase, earliest, format_duration
from mockpump.course import Course
from mockpump.device import Device
from mockpump.dialects.base import Dialect
from mockpump.errors import Mistake, ScenarioError, StoryError, legible
from mockpump.expect import Abilities, Monitors, Verdict, judge
from mockpump.expect.verdict import Clause, Lapse, Reason
from mockpump.line import Line
from mockpump.making import each_of, pumps_of, seed_of, spoken_by
from mockpump.scenario.model import Operator, Scenario, Step
from mockpump.scenario.story import unaddressed, unspoilable
from mockpump.seam import (
    AskOperator,
    Delivered,
    Do,
    Effect,
    Injected,
    Input,
    Lag,
    Mistaken,
    Note,
    Overrun,
    Printed,
    Process,
    Send,
    Shown,
    Stop,
    Value,
    Visit,
)
from mockpump.state import State
from mockpump.timeline import Due, Remark, Tally, Timeline
from mockpump.trace import FORMAT, Ended, Header, Received, Record

TOO_SLOW: Nanos = 250_000_000
"""Lag beyond which a failure is not the client's, and nobody knows what came first."""

MOST_TURNS = 100_000
"""So often something may be due at one instant: a thousand times what the busiest story needs."""


class Run:
    """Feed it inputs and ticks; carry out the effects it returns; drain `records` into a trace.

    At one instant: due work, then steps in file order, then the input. After `verdict` is set, the
    run is over and takes nothing more.

    Where `answer` is set, it is called with what is to be sent as soon as that is known, instead of
    returning it: the client reads while the rest is worked out.
    """

    answer: Callable[[Send], None] | None = None

    def __init__(
        self,
        scenario: Scenario,
        *,
        seed: int | None = None,
        dialect: str | Dialect | None = None,
        pacing: bool | None = None,
        abilities: Abilities | None = None,
        line_faults: Sequence[str] = (),
    ) -> None:
        """Prepare a run; the options override what the scenario says. Run time 0 is its beginning.

        `line_faults` are set from the beginning: `garble(rate=1%)`. Raises ScenarioError, UsageError.
        """
        seed, line_faults = seed_of(seed), each_of("line_faults", line_faults)
        if line_faults:
            from mockpump.scenario.asked import with_line_faults  # noqa: PLC0415 - start-up

            scenario = with_line_faults(scenario, line_faults)
        self.scenario = scenario
        self.seed = scenario.seed if seed is None else seed
        self.abilities = abilities or Abilities()
        self.now: Nanos = 0
        self.lag: Nanos = 0
        self.refused = ""
        """Why the step that was injected last could not be done."""
        self.verdict: Verdict | None = None
        self._spoken, options, self.wire = spoken_by(scenario, dialect)
        spoken = self._spoken
        if cannot := [*unspoilable(scenario, spoken), *unaddressed(scenario, spoken)]:
            raise ScenarioError(*cannot)
        header = Header(
            FORMAT,
            scenario=scenario.name,
            file=legible(scenario.where.file),
            source=scenario.source,
            seed=self.seed,
            dialect=dialect.name if isinstance(dialect, Dialect) else dialect,
            pacing=pacing,
            operator=self.abilities.operator,
            shows=tuple(sorted(self.abilities.shows)),
            line_faults=line_faults,
            case=scenario.case,
            defaults=scenario.defaults,
            output=self.abilities.output,
        )
        self.records: list[Record] = [header]
        self._time = Timebase(scenario.pump_speed)
        self.pumps = pumps_of(scenario, spoken)
        open_session = partial(
            spoken.session, crc_required=scenario.line.crc == "required", options=options
        )
        chance = Chance(self.seed)
        self._device = Device(open_session, self.pumps, self._time, chance, lasts=spoken.lasts)
        paced = scenario.line.pacing if pacing is None else pacing
        strict = scenario.line.settings == "matter"
        self._line = Line(self._device, chance, self.wire, paced=paced, strict=strict)
        self._course = Course(scenario)
        self._timeline = Timeline(scenario, self.pumps)
        baud = self.wire.baud if paced else None
        self._monitors = Monitors(scenario, spoken, self.abilities, self._time, baud)
        self._injected: list[Step] = []
        self._tally = Tally()
        self._overrun: Counter[str] = Counter()
        self._out: list[Effect] = []
        self._due = self._find_due()

    # the three verbs ---------------------------------------------------------------------------

    def receive(self, input_: Input, now: Nanos) -> list[Effect]:
        """Take one input that came at `now`, after all that was due; return what the port must do."""
        self._out = []
        self._serve(now)
        if self.verdict is None:
            self.records.append(Received(now, input_))
            self._take(input_, now)
            self._conclude(now)
            self._serve(now)
        return self._out

    def tick(self, now: Nanos) -> list[Effect]:
        """Do all that is due up to `now`; return what the port must do."""
        self._out = []
        self._serve(now)
        return self._out

    def next_deadline(self) -> Nanos | None:
        """When to tick if nothing comes; None once the run is over."""
        return self._due

    def _find_due(self) -> Nanos | None:
        if self.verdict is not None:
            return None
        return earliest(
            self._line.next_deadline(),
            self._timeline.next_deadline(),
            self._monitors.next_deadline(),
            self._course.end_at,
        )

    def state(self) -> State:
        """Return what each pump says now, and what is true; that somebody looked leaves no trace."""
        return State(self.now, self._time.pump(self.now), self._device.state(self.now))

    def read_step(self, text: str) -> Step:
        """Read a step that somebody wants to inject, and do nothing. Raises ScenarioError."""
        from mockpump.scenario.injected import read_step  # noqa: PLC0415 - start-up

        return read_step(text, self.scenario, self._injected, self._spoken)

    def has_room(self) -> bool:
        """Whether the port should read more from the client."""
        return self._line.has_room()

    def expects_visit(self) -> bool:
        """Whether a client that has ended is to come again."""
        return self._timeline.expects_visit()

    def next_step(self) -> tuple[Nanos, Step] | None:
        """Return the step that is planned next, and when; one that waits for something is not."""
        planned = self._timeline.upcoming()
        return None if planned is None else (planned[0], planned[1].step)

    def pump_time(self, now: Nanos) -> Nanos:
        """Return the pump time at a run time from `now` on: for looking at `pumps`."""
        return self._time.pump(now)

    def lapses(self) -> dict[tuple[Clause, int], list[Lapse]]:
        """Return when each failed expectation and assumption failed, once the run is over."""
        return self._monitors.lapses()

    # the loop ----------------------------------------------------------------------------------

    def _serve(self, now: Nanos) -> None:
        instant, turns = self.now, 0
        while (due := self._due) is not None and due <= now:
            instant, turns = (due, turns + 1) if due <= instant else (due, 0)
            if turns > MOST_TURNS:
                raise self._stuck()
            self._reach(due)
            line_due = self._line.next_deadline()
            if line_due is not None and line_due <= self.now:
                self._absorb(self._line.tick(self.now))
            self._conclude(self.now)
        self._reach(now)

    def _stuck(self) -> ScenarioError:
        """What is due stays due: only a dialect of somebody's own can do that."""
        found = f"the dialect {self._spoken.name} stays due at {format_duration(self.now)} for ever"
        hint = "its next_deadline() must move on once tick() has done what was due"
        return ScenarioError(Mistake(self.scenario.line.where, found, hint=hint))

    def _reach(self, now: Nanos) -> None:
        self.now = max(self.now, now)

    def _conclude(self, now: Nanos) -> None:
        """After due work or an input: the steps, what the monitors make of it, perhaps the end."""
        if self.verdict is None:
            self._steps(now)
            self._monitors.tick(now)
            self._maybe_end(now)
        self._due = self._find_due()

    def _steps(self, now: Nanos) -> None:
        """Do the steps that are due, and those that they wake at this same instant."""
        while (due := self._timeline.next_deadline()) is not None and due <= now:
            for step in self._timeline.take(now):
                self._do(step, now)

    def _do(self, due: Due, now: Nanos) -> None:
        if loops := self._tally.count(now):
            raise _located(due, f"the story loops: {loops}")
        self._act(due, now)
        if due.step.id and not due.ends:
            self._absorb([Note(now, "step", due.step.id, "done")])

    def _inject(self, text: str, now: Nanos) -> None:
        """Do a step from outside the story; that it cannot be done is not the story's mistake."""
        step = self.read_step(text)
        self._injected.append(step)
        self.refused = ""
        try:
            self._do(self._timeline.inject(step, now), now)
        except ScenarioError as error:
            self.refused = error.mistakes[0].found
            self._absorb([Note(now, "injected", "", "refused", data={"why": self.refused})])

    def _act(self, due: Due, now: Nanos) -> None:
        if isinstance(due.action, Operator):
            self._absorb([AskOperator(now, due.action.do, due.action.of)])
            return
        if isinstance(due.action, Visit):
            self._absorb([Note(now, "visit", due.action.name, "due"), Visit(now, due.action.name)])
            return
        if isinstance(due.action, Remark):
            self._absorb([Note(now, "note", due.action.text)])
            return
        try:
            effects = self._line.receive(Do(due.action, due.step.id, due.address), now)
        except StoryError as error:
            raise _located(due, str(error)) from error
        self._absorb([effect for effect in effects if type(effect) is not Mistaken])
        for effect in effects:
            if type(effect) is Mistaken:
                raise _located(due, effect.found)

    def _absorb(self, effects: list[Effect]) -> None:
        """Answer first; record effects; show notes to monitors and timeline; pass on the rest."""
        if self.answer is not None:
            for effect in effects:
                if type(effect) is Send:
                    self.answer(effect)
        for effect in effects:
            self.records.append(effect)
            if type(effect) is Note:
                self._monitors.see(effect)
                self._timeline.see(effect)
                self._course.see(effect)
                if self._course.begins(effect):
                    self._timeline.begin(effect.at)
                    self._absorb([Note(effect.at, "run", "", "begun")])
            elif type(effect) is not Send or self.answer is None:
                self._out.append(effect)
                if type(effect) is AskOperator and not self.abilities.operator:
                    self._hear_of_operator(Delivered(effect.do, effect.of, ok=False), effect.at)

    # inputs that no layer below knows -------------------------------------------------------------

    def _take(self, input_: Input, now: Nanos) -> None:
        match input_:
            case Delivered():
                self._hear_of_operator(input_, now)
            case Injected(step):
                self._inject(step, now)
            case Shown(name, values):
                self._absorb([Note(now, "shows", name, "shown", data=values)])
            case Printed(output, values):
                self._absorb([Note(now, "output", output, "printed", data=values)])
            case Process(state, code):
                ended: dict[str, Value] = {"code": code} if state == "exited" else {}
                self._absorb([Note(now, "client", "", state, data=ended)])
            case Overrun(lost, direction):
                self._overrun[direction] += lost
                dropped: dict[str, Value] = {"lost": lost, "direction": direction}
                self._absorb([Note(now, "port", "", "overrun", data=dropped)])
            case Lag(by):
                self.lag = max(self.lag, by)
                self._absorb([Note(now, "machine", "", "lagged", data={"by": format_duration(by)})])
            case Stop(reason):
                self._end(now, reason)
            case _:
                self._absorb(self._line.receive(input_, now))

    def _hear_of_operator(self, told: Delivered, now: Nanos) -> None:
        state = "delivered" if told.ok else "undelivered"
        data = {"of": told.of} if told.of else {}
        self._absorb([Note(now, "operator", told.do, state, data=data)])

    # the end -----------------------------------------------------------------------------------

    def _maybe_end(self, now: Nanos) -> None:
        """End when it is time, or when all is decided and the client has heard the last of it."""
        if now >= self._course.end_at:
            self._end(now, self._course.why)
        elif self.scenario.ends == "decided" and self._is_decided():
            self._end(now, "decided")

    def _is_decided(self) -> bool:
        if self._timeline.expects_visit():
            return False
        quiet = self._line.is_quiet() and self._device.is_quiet()
        return quiet and self._timeline.exhausted() and self._monitors.settled()

    def _end(self, now: Nanos, reason: Reason) -> None:
        too_slow = self.lag > TOO_SLOW
        findings = self._monitors.findings(now, reason, lagged=too_slow)
        result = judge(findings, reason, too_slow=too_slow, died=self._monitors.died())
        self.verdict = Verdict(
            scenario=self.scenario.name,
            seed=self.seed,
            result=result,
            reason=reason,
            at=now,
            lag=self.lag,
            findings=findings,
            met=self._monitors.met(),
            case=self.scenario.case,
            client_exit=self._monitors.client_exit() or UNSET,
            overrun=dict(self._overrun) or UNSET,
            mismatch=self._monitors.mismatch() or UNSET,
        )
        self.records.append(Ended(now, self.verdict))


def _located(due: Due, found: str) -> ScenarioError:
    return ScenarioError(Mistake(due.step.where, found))
