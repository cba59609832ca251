"""A story played before anybody comes: with a client that opens the port and says nothing.

Where the port is to be closed, it is played once more with one that closes it in the end.

What this finds: steps that cannot be done (a skip across an alarm that nobody named, a story that
loops), alarms and faults that an expectation waits for and that never come. What it cannot find:
whatever a client's own doing would bring about, or prevent. So it warns, where it cannot know.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from mockpump.clock import Nanos, format_duration
from mockpump.errors import Mistake, ScenarioError
from mockpump.expect import Abilities
from mockpump.matching import Pattern
from mockpump.run import Run
from mockpump.scenario.expectation import Expectation
from mockpump.scenario.model import Match, Scenario
from mockpump.scenario.story import BY_STEPS, brings, matches
from mockpump.seam import AskOperator, Closed, Delivered, Effect, Note, Opened

MOST_TICKS = 200_000
"""A story that is not over by then is left, and that is told: a check takes seconds, not minutes."""
SILENT = "while the client is silent"
LEFT = "if a silent client closes the port"


def rehearse(scenario: Scenario, most: int = MOST_TICKS) -> list[Mistake]:
    """Return what is doubtful about a story. Raises ScenarioError where it cannot be played.

    Where it waits for the port to be closed, it is played once more, and the client closes it at the
    end: with the last step that comes while it is silent, and before the run is over.
    """
    scenario = replace(scenario, starts="on_open")  # for who is silent begins nothing
    runs = [_run(scenario)]
    last = _play(runs[0], most)
    doubts = list(_never_decided(scenario))
    if any(match.port == "closed" for match in matches(scenario)):
        runs.append(_run(scenario))
        try:
            _play(runs[1], most, leaves_at=max(0, min(last, runs[0].now - 1)))
        except ScenarioError as error:  # or what a client's own doing would have prevented
            doubts += (one._replace(found=f"{LEFT}: {one.found}") for one in error.mistakes)
    if runs[0].verdict is None:
        found = f"rehearsed only as far as {format_duration(runs[0].now)}: too much happens"
        doubts.append(Mistake(scenario.where, found))
    else:
        notes = [one for run in runs for one in run.records if isinstance(one, Note)]
        doubts += _never_came(scenario, notes)
    return sorted(doubts, key=lambda doubt: doubt.where)


def _run(scenario: Scenario) -> Run:
    return Run(scenario, abilities=Abilities(operator=True))


def _play(run: Run, most: int, leaves_at: Nanos | None = None) -> Nanos:
    """Play with a client that is silent, and perhaps leaves; return when the last step came."""
    last: Nanos = 0
    _answer(run, run.receive(Opened(), 0))
    for _ in range(most):
        planned, due = run.next_step(), run.next_deadline()
        if leaves_at is not None and (due is None or due > leaves_at):
            _answer(run, run.receive(Closed(), leaves_at))
            leaves_at = None
        elif due is None:
            break
        else:
            last = last if planned is None else planned[0]
            _answer(run, run.tick(due))
    return last


def _answer(run: Run, effects: list[Effect]) -> None:
    """Let the operator be asked, as a client would that passes it on."""
    for effect in effects:
        if isinstance(effect, AskOperator):
            _answer(run, run.receive(Delivered(effect.do, effect.of, ok=True), run.now))


def _never_came(scenario: Scenario, notes: list[Note]) -> Iterator[Mistake]:
    for match in _awaited(scenario):
        pattern = Pattern(replace(match, state="raised") if match.alarm else match)
        if not any(pattern.fits(note) for note in notes):
            words = match.subject_words() if isinstance(match, Expectation) else str(match)
            yield Mistake(match.where, f"{words} never comes {SILENT}")


def _awaited(scenario: Scenario) -> Iterator[Match]:
    """Return each condition that the story alone could meet: an alarm raised, a fault, a value.

    One that is to be reported must be raised first; to whom it is told is the client's own choice.
    """
    whens = [step.when for step in scenario.timeline if step.when is not None]
    parts = [part for one in (*scenario.assume, *scenario.expect) for part in one.parts()]
    negated = {id(part.never) for part in parts if isinstance(part, Expectation)}
    for match in (*whens, *parts):
        by_steps = match.fault or _by_no_step(scenario, match.port)
        pumps_own = by_steps or match.value or (match.alarm and _by_itself(match))
        if id(match) not in negated and pumps_own:
            yield match


def _by_no_step(scenario: Scenario, port: str | None) -> bool:
    """Whether something would become of the port by a step, and there is none."""
    action = BY_STEPS.get(port or "")
    return action is not None and not any(getattr(step, action) for step in scenario.timeline)


def _by_itself(match: Match) -> bool:
    return match.state in (None, "raised", "reported")


def _never_decided(scenario: Scenario) -> Iterator[Mistake]:
    end = scenario.end()
    for one in (*scenario.assume, *scenario.expect):
        for part in one.parts():
            if not isinstance(part, Expectation):
                continue
            span = part.at_least_every
            if part.within is not None:
                span = part.within.run
            since = _earliest(scenario, part.after)
            if span is not None and since + span > end:
                counted = part.form() in ("exactly", "at_most")  # which one too many fails at once
                so = "the time of this is never over" if counted else "this can never fail"
                of = f" from {format_duration(since)} on" if since else ""
                ends = f"and the run ends at {format_duration(end)}"
                yield Mistake(
                    part.where,
                    f"{so}: {format_duration(span)}{of}, {ends}",
                    f"a time up to {format_duration(end - since)}" if end > since else "",
                )


def _earliest(scenario: Scenario, after: Match | None) -> Nanos:
    """Return when a wait begins at the earliest: if steps alone begin it, not before the first."""
    steps = [] if after is None else [step for step in scenario.timeline if brings(step, after)]
    firsts = [step.first() for step in steps]
    known = [first for first in firsts if first is not None]
    return min(known) if known and len(known) == len(firsts) else 0
