"""What somebody may do to a run while it plays, and what they may see of it: one set of commands.

A Python test, a key of the live view and a request over HTTP all come through here. Whatever is done
becomes an input in the trace, so that a replay does it again; looking leaves no trace.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple, Protocol, TypeAlias

import msgspec

from mockpump.clock import Nanos
from mockpump.errors import UsageError
from mockpump.expect import Verdict
from mockpump.matching import Pattern
from mockpump.pump.faults import PUMP_FAULTS
from mockpump.run import Run
from mockpump.scenario.injected import read_match
from mockpump.scenario.model import Match
from mockpump.seam import AskOperator, Delivered, Injected, Input, Note, Shown, Stop
from mockpump.state import State
from mockpump.trace import Received, to_line

Said: TypeAlias = str | Mapping[str, object]
"""A step or a condition as YAML text, or as what such a text would say."""


class Found(NamedTuple):
    """A note, and the number of its line in the trace."""

    line: int
    note: Note


class Wanted(Protocol):
    """What somebody looks for: a `Pattern` made of a condition, or anything else that knows it."""

    def fits(self, note: Note, /) -> bool:
        """Whether this note is it."""
        ...


class Control:
    """Commands on one run, whoever drives it.

    `give` hands the run an input, now; `advance` lets run time go on by a span at once; each carries
    out what comes of it. The run's records must be kept. Not for several threads: see `Door`.
    """

    def __init__(
        self, run: Run, give: Callable[[Input], None], advance: Callable[[Nanos], None]
    ) -> None:
        self.run, self._give, self._advance = run, give, advance
        self._asked: list[AskOperator] = []
        self._seen = 0

    # doing -------------------------------------------------------------------------------------

    def do(self, step: Said) -> None:
        """Let a step of a timeline happen now: `{fault: motor_stall, for: 10s}`, `{hangup: true}`.

        Raises ScenarioError for what is no step here, UsageError for what cannot be done as things
        stand, and once the run is over.
        """
        self._check_going()
        text = as_text(step)
        self.run.read_step(text)  # what is wrong with it is no input of the run
        self._give(Injected(text))
        if self.run.refused:
            raise UsageError(self.run.refused)

    def inject(self, fault: str, /, *, for_: str = "", **settings: object) -> None:
        """Set a pump fault or a line fault: `inject("garble", rate="1%", for_="10s")`."""
        written = {name.rstrip("_"): value for name, value in settings.items()}
        self.do(as_step(fault, written, for_))

    def clear(self, fault: str) -> None:
        """Clear a fault."""
        self.do({"clear": fault})

    def answer(self, do: str, of: str = "", *, ok: bool = True) -> None:
        """Say that the operator has been asked what a step wants, or (not `ok`) could not be.

        Raises UsageError where no step waits for that answer.
        """
        self._check_going()
        if all((one.do, one.of) != (do, of) for one in self.asked()):
            raise UsageError(f"no step asks the operator to {f'{do} of {of}' if of else do}")
        self._give(Delivered(do, of, ok))

    def show(self, name: str, values: Mapping[str, object] | None = None) -> None:
        """Tell that the client showed something. Raises UsageError for what nobody said it can show."""
        self._check_going()
        shows = self.run.abilities.shows
        if name not in shows:
            known = ", ".join(sorted(shows)) or "nothing"
            raise UsageError(f"{name!r} is not among what the client shows (shows=…): {known}")
        self._give(Shown(name, {key: str(value) for key, value in (values or {}).items()}))

    def advance(self, span: Nanos) -> None:
        """Let run time leap, under the client too: what is due meanwhile happens at its own time."""
        self._check_going()
        if span < 0:
            raise UsageError("time does not go back")
        self._advance(span)

    def stop(self) -> Verdict:
        """Return the verdict, ending the run as if the client had ended if it is not over."""
        if self.run.verdict is None:
            self._give(Stop("client_ended"))
        assert self.run.verdict is not None
        return self.run.verdict

    def _check_going(self) -> None:
        if self.run.verdict is not None:
            raise UsageError("the run is over")

    # seeing ------------------------------------------------------------------------------------

    def state(self) -> State:
        """Return how the pumps stand."""
        return self.run.state()

    def verdict(self) -> Verdict | None:
        """Return the verdict; None while the run goes on."""
        return self.run.verdict

    def asked(self) -> list[AskOperator]:
        """Return what steps want of the operator and has not been answered yet, oldest first."""
        for record in self.run.records[self._seen :]:
            match record:
                case AskOperator() if self.run.abilities.operator:
                    self._asked.append(record)
                case Received(_, Delivered(do, of)):
                    open_ = [one for one in self._asked if (one.do, one.of) == (do, of)]
                    self._asked = [one for one in self._asked if one not in open_[:1]]
        self._seen = len(self.run.records)
        return list(self._asked)

    def notes(self, after: int = 0) -> Iterator[Found]:
        """Return what was noted behind a line of the trace."""
        for line, record in enumerate(self.run.records[after:], start=after + 1):
            if isinstance(record, Note):
                yield Found(line, record)

    def find(self, wanted: Wanted, after: int = 0) -> Found | None:
        """Return the first note behind a line of the trace that fits; None: not yet."""
        return next((found for found in self.notes(after) if wanted.fits(found.note)), None)

    def trace(self, after: int = 0) -> bytes:
        """Return the trace so far, from behind a line on."""
        return b"".join(map(to_line, self.run.records[after:]))


def as_step(fault: str, settings: Mapping[str, object], for_: str = "") -> Mapping[str, object]:
    """Make the step that sets a fault, in the pump or on the line."""
    kind = "fault" if fault in PUMP_FAULTS else "line_fault"
    ends = {"for": for_} if for_ else {}
    return {kind: {fault: settings} if settings else fault, **ends}


def as_text(said: Said) -> str:
    """Write a step or a condition as text; JSON is YAML. Raises UsageError."""
    if isinstance(said, str):
        return said
    try:
        return msgspec.json.encode(said).decode()
    except (TypeError, ValueError) as error:
        raise UsageError(f"neither a step nor a condition: {error}") from error


def as_match(said: Said) -> Match:
    """Make a condition of `{alarm: occlusion, state: raised}`. Raises ScenarioError, UsageError."""
    return read_match(as_text(said))


def as_wanted(wanted: Said | Wanted) -> Wanted:
    """Make ready what somebody looks for. Raises ScenarioError, UsageError."""
    return Pattern(as_match(wanted)) if isinstance(wanted, str | Mapping) else wanted
