"""Frames that come through late, more than once, or behind the next one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, NamedTuple, TypeVar

from mockpump.clock import Nanos
from mockpump.framefaults.base import Delivery

T = TypeVar("T")


class _Waiting(NamedTuple, Generic[T]):
    due: Nanos
    item: T
    behind: bool


class Courier(Generic[T]):
    """Carries the frames of one way. Those due at one time come in the order of their sending."""

    def __init__(self) -> None:
        self._waiting: list[_Waiting[T]] = []

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def carry(self, copies: Iterable[tuple[Delivery, T]], now: Nanos) -> list[T]:
        """Take a frame's deliveries; return what comes through at once, and what waited behind it."""
        out: list[T] = []
        kept: list[_Waiting[T]] = []
        for delivery, item in copies:
            if delivery.is_prompt():
                out.append(item)
            else:
                kept.append(_Waiting(now + delivery.after, item, delivery.behind))
        if out:
            out += [one.item for one in self._waiting if one.behind]
            self._waiting = [one for one in self._waiting if not one.behind]
        self._waiting += kept
        return out

    def take(self, now: Nanos) -> list[T]:
        """Return what comes through by now."""
        due = [one for one in self._waiting if one.due <= now]
        self._waiting = [one for one in self._waiting if one.due > now]
        return [one.item for one in due]

    def next_deadline(self) -> Nanos | None:
        """When the next frame comes through by itself."""
        return min((one.due for one in self._waiting), default=None)

    def forget(self) -> None:
        """Drop what has not come through: the connection has ended."""
        self._waiting.clear()
