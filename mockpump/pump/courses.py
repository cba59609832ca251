"""Faults that go on by themselves: each is a course, which turns dials and says when to go on."""

from __future__ import annotations

from collections.abc import Generator
from typing import Final, NamedTuple, TypeAlias

from mockpump.clock import Nanos
from mockpump.pump.ramp import NEVER

Course: TypeAlias = Generator[Nanos, Nanos, None]
"""Yields the time at which it goes on, or INTERROGATED; is sent the time when it does."""

INTERROGATED: Final[Nanos] = -1
"""What a course yields to go on when somebody interrogates the pump next."""


class _Step(NamedTuple):
    due: Nanos
    course: Course


class Courses:
    """The courses that run, by the name of their fault."""

    def __init__(self) -> None:
        self._running: dict[str, _Step] = {}
        self.due = NEVER
        """When the first course goes on by itself."""

    def begin(self, name: str, course: Course) -> None:
        """Start a course at once; it replaces one of the same name."""
        self._running[name] = _Step(next(course, NEVER), course)
        self._plan()

    def end(self, name: str) -> None:
        """Stop a course where it stands; no error if there is none."""
        self._running.pop(name, None)
        self._plan()

    def interrogated(self, now: Nanos) -> bool:
        """Let go on what waits for an interrogation; return whether anything did."""
        waiting = [name for name, step in self._running.items() if step.due == INTERROGATED]
        for name in waiting:
            self._go_on(name, now)
        return bool(waiting)

    def tick(self, now: Nanos) -> None:
        """Let go on what is due, each course once: the first that was begun first."""
        due = [name for name, step in self._running.items() if INTERROGATED < step.due <= now]
        for name in due:
            self._go_on(name, now)

    def _go_on(self, name: str, now: Nanos) -> None:
        course = self._running[name].course
        try:
            self._running[name] = _Step(course.send(now), course)
        except StopIteration:
            del self._running[name]
        self._plan()

    def _plan(self) -> None:
        dues = (step.due for step in self._running.values() if step.due != INTERROGATED)
        self.due = min(dues, default=NEVER)
