"""One syringe at the base: what it says of itself in letters, and what a client wants to be told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from mockpump.clock import SECOND, Nanos
from mockpump.dialects.base import Carried, Session, Standing
from mockpump.dialects.fresenius.bits import ALARM_BITS, ERROR_BITS, MODE_BITS, STATE_BITS, value
from mockpump.dialects.fresenius.commands import TENTH, THOUSANDTH
from mockpump.dialects.numbers import rounded
from mockpump.dialects.timers import Countdown
from mockpump.operations import Operation, Outcome
from mockpump.seam import Value

MOST_RATE, MOST_VOLUME = 0xFFFF, 0xFFFFFF
VOLUME_EVERY: Nanos = SECOND
"""How often the volume is told, which changes all the time."""
EVENT_WITHIN: Nanos = 2 * SECOND
"""How long after it has left an event waits to be received."""
EVENT_TRIES = 3

_READ_STATUS, _READ_TOTALS = Operation("read_status"), Operation("read_totals")


class Told(NamedTuple):
    """Values for the client, by letter, and the alarms that it learns of by reading them."""

    values: Mapping[str, str]
    alarms: Carried = ()

    @property
    def text(self) -> str:
        """The values as they stand in a frame."""
        return ";".join(f"{letter}{text}" for letter, text in self.values.items())


class Module:
    """A pump, and the session that a client has with it."""

    def __init__(self, session: Session, key: str) -> None:
        """`key` is the pump's address in the scenario, and in its frames if there is a base."""
        self._session, self._host, self.key = session, session.host, key
        self.watched: dict[str, str] = {}
        """Letters that the client wants to be told of, and what it knows of each."""
        self.kind: Literal["E", "M"] = "E"
        self.event = Event()
        self.volume_timer = Countdown(VOLUME_EVERY)
        self.is_open = False
        self.mode: Literal["", "1", "2"] = ""

    def close(self) -> None:
        """End the session: nothing is told any more."""
        self.is_open, self.mode = False, ""
        self.watch("", "E", 0)

    # the pump ----------------------------------------------------------------------------------

    def ask(self, now: Nanos, operation: str, **args: Value) -> Outcome:
        """Let the pump do what the client has asked for."""
        return self._host.ask(Operation(operation, args), now, self.key)

    def look(self, now: Nanos, operation: Operation) -> Mapping[str, Value]:
        """Read the pump for our own needs."""
        return self._host.look(operation, now, self.key).values

    def standing(self, now: Nanos) -> list[Standing]:
        """Return the alarms that stand."""
        return self._session.standing(now, self.key)

    @property
    def memory(self) -> dict[str, Value]:
        """What outlives sessions: names that were given, and how many boluses were ordered."""
        return self._host.memory(self.key)

    def next_bolus(self) -> str:
        """Return an id for a bolus, which no other one has had."""
        number = int(self.memory.get("boluses", 0)) + 1
        self.memory["boluses"] = number
        return f"fresenius-{number}"

    # values --------------------------------------------------------------------------------------

    def read(
        self, letters: Iterable[str], now: Nanos, status: Mapping[str, Value] | None = None
    ) -> Told:
        """Read the values of some letters, in the order in which they are asked for.

        `status` is what has been read of the pump already.
        """
        if status is None:
            status = self.look(now, _READ_STATUS)
        standing = self.standing(now) if status["alarms"] else []
        values = {letter: self._value(letter, status, standing, now) for letter in letters}
        alarms = [
            one.carried
            for letter, bits in (("a", ALARM_BITS), ("e", ERROR_BITS))
            for one in standing
            if letter in values and one.alarm in bits
        ]
        return Told(values, tuple(alarms))

    def _value(
        self, letter: str, status: Mapping[str, Value], standing: list[Standing], now: Nanos
    ) -> str:
        match letter:
            case "a":
                return value(ALARM_BITS[one.alarm] for one in standing if one.alarm in ALARM_BITS)
            case "e":
                return value(ERROR_BITS[one.alarm] for one in standing if one.alarm in ERROR_BITS)
            case "m":
                state = STATE_BITS.get(str(status.get("state")))
                mode = MODE_BITS.get(self.mode)
                return value(bit for bit in (state, mode) if bit is not None)
            case "d":
                return _rate(int(status.get("rate", 0)))
            case "r":
                return _volume(int(self.look(now, _READ_TOTALS)["infused"]))
            case "k":
                return _rate(int(status.get("flow", 0)) if status.get("state") == "bolus" else 0)
            case _:
                return _volume(self._bolus_given(now))

    def _bolus_given(self, now: Nanos) -> int:
        number = self.memory.get("boluses", 0)
        values = self.look(now, Operation("read_result", {"id": f"fresenius-{number}"}))
        return int(values.get("delivered", 0))

    # events --------------------------------------------------------------------------------------

    def watch(self, letters: Iterable[str], kind: Literal["E", "M"], now: Nanos) -> None:
        """Tell of changes of these letters, too, from now on; of none: of nothing any more."""
        self.kind = kind
        new = dict.fromkeys(letters)
        if not new:
            self.watched.clear()
            self.event = Event()
            self.volume_timer.stop()
            return
        self.watched |= self.read(new, now).values
        if "r" in new:
            self.volume_timer.restart(now)

    def news(self, now: Nanos, *, volume: bool = False) -> Told | None:
        """Return what has changed of what is watched; of the volume only where that is asked."""
        if not self.watched or self.event.waits:
            return None
        letters = [letter for letter in self.watched if volume or letter != "r"]
        told = self.read(letters, now)
        changed = {
            letter: text for letter, text in told.values.items() if text != self.watched[letter]
        }
        if not changed:
            return None
        self.watched |= changed
        carries = changed.keys() & {"a", "e"}
        return Told(changed, self.read(carries, now).alarms if carries else ())


class Event:
    """The event that a client has not said to have received yet."""

    def __init__(self) -> None:
        self.told: Told | None = None
        self.frame = 0
        self.tries = 0
        self.timer = Countdown(EVENT_WITHIN)

    @property
    def waits(self) -> bool:
        """Whether one is on its way."""
        return self.told is not None

    def goes(self, told: Told, frame: int) -> None:
        """Take note of an event that goes on its way, or does so again."""
        self.told, self.frame, self.tries = told, frame, self.tries + 1
        self.timer.stop()

    def sent(self, frame: int, now: Nanos) -> None:
        """Wait from when it has left."""
        if frame == self.frame:
            self.timer.restart(now)

    def received(self) -> bool:
        """Forget it; False if there is none."""
        was, self.told, self.tries = self.waits, None, 0
        self.timer.stop()
        return was


def _rate(rate: int) -> str:
    return f"{min(rounded(abs(rate), TENTH), MOST_RATE):04X}"


def _volume(volume: int) -> str:
    return f"{min(volume // THOUSANDTH, MOST_VOLUME):06X}"
