"""The dialect-neutral vocabulary: what a frame can ask for, what a pump can tell, why it may refuse.

Scenarios, expectations and every dialect use these names, so that one story serves all dialects.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from msgspec import Struct

from mockpump.quantity import DURATION, PRESSURE, RATE, SHARE, VOLUME, Kind
from mockpump.seam import Value

Kinds = Mapping[str, Kind | None]
"""Names of arguments or values -> the kind of quantity; None: a plain number or text."""


class Operation(Struct, frozen=True):
    """What a frame asks for. Quantities in `args` are whole numbers in their kind's smallest step."""

    name: str
    args: Mapping[str, Value] = {}


Refusal = Literal[
    "out_of_range",  # beyond a limit of this pump
    "wrong_state",  # not now: stopped, empty, ended, already running
    "not_active",  # no such alarm stands
    "stale",  # a staged change that has expired, been taken or been replaced
    "unknown_id",  # no order of that id
    "unsupported",  # this pump has no such thing
]


class Outcome(Struct, frozen=True):
    """What became of an operation, with the values it returns (see VALUES).

    `amounts_to`: neutral operations that this one carried out, such as a commit that set the rate.
    """

    state: Literal["accepted", "refused", "repeated"]
    values: Mapping[str, Value] = {}
    refusal: Refusal | None = None
    message: str = ""
    amounts_to: tuple[Operation, ...] = ()
    rows: tuple[Mapping[str, Value], ...] = ()


class Spec(NamedTuple):
    """One operation: its arguments, and whether it can change what the pump delivers."""

    args: Kinds
    about: str
    delivers: bool = False


OPERATIONS: Mapping[str, Spec] = {
    "identify": Spec({}, "say model, serial number and versions"),
    "ping": Spec({}, "answer, and nothing else"),
    "read_status": Spec({}, "read state, rate, volumes, battery and standing alarms"),
    "read_alarms": Spec({}, "list the standing alarms, highest priority first"),
    "read_events": Spec({"from": None}, "read the event log from a number on"),
    "read_errors": Spec({}, "read the queue of protocol errors, apart from alarms"),
    "ack_event": Spec({"n": None}, "say that a numbered event was received (transport only)"),
    "ack_alarm": Spec({"alarm": None}, "acknowledge an alarm: silences it, never clears it"),
    "silence_alarm": Spec({"alarm": None}, "pause an alarm's audio; it comes back"),
    "start": Spec({}, "start the programmed infusion", delivers=True),
    "stop": Spec({}, "stop the infusion", delivers=True),
    "stage": Spec({"rate": RATE}, "propose a programme; nothing changes until it is committed"),
    "commit": Spec({"token": None, "id": None}, "take a staged programme, whole", delivers=True),
    "set_rate": Spec({"rate": RATE}, "programme the flow rate", delivers=True),
    "bolus": Spec(
        {"volume": VOLUME, "duration": DURATION, "id": None}, "give a bolus", delivers=True
    ),
    "read_result": Spec({"id": None}, "ask what became of an order"),
    "refill": Spec({"volume": VOLUME}, "tell the pump that its reservoir was filled"),
    "telemetry": Spec({"every": DURATION}, "start or stop a stream of status frames"),
    "session": Spec({"ttl": DURATION}, "set the session's watchdog"),
}

VALUES: Kinds = {
    "model": None,
    "serial": None,
    "firmware": None,
    "library": None,
    "state": None,  # infusing, bolus, stopped, empty, ended
    "rate": RATE,  # programmed
    "flow": RATE,  # what the pump believes it delivers now
    "reservoir": VOLUME,  # estimated, never the truth
    "delivered": VOLUME,  # computed from the programmed rate
    "pressure": PRESSURE,
    "battery": SHARE,
    "alarms": None,  # codes of the standing alarms, highest first, comma separated
    "time": None,  # the pump's calendar, ISO 8601
    "alarm": None,
    "priority": None,
    "n": None,
    "at": DURATION,
    "token": None,
    "id": None,
    "expires": DURATION,
    "volume": VOLUME,
}

RELATED: Mapping[str, Mapping[str, str]] = {
    "ack_alarm": {
        "silence_alarm": "silences, does not acknowledge",
        "ack_event": "confirms receipt, does not acknowledge the alarm",
    },
    "silence_alarm": {"ack_alarm": "acknowledges"},
    "set_rate": {"stage": "only proposes: nothing changes until it is committed"},
    "commit": {"stage": "only proposes: nothing changes until it is committed"},
    "start": {"commit": "programmes, does not start"},
    "read_status": {"ping": "answers, but reads no state"},
}
"""What a reader of a failed expectation should be told about an operation that came near."""


def in_words(kinds: Kinds, values: Mapping[str, Value]) -> dict[str, Value]:
    """Whole-number quantities -> texts with their unit, for notes and messages."""
    return {
        name: kind.format(value) if (kind := kinds.get(name)) and isinstance(value, int) else value
        for name, value in values.items()
    }
