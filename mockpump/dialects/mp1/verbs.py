"""MP/1's verbs: the one table from which requests are read, replies are written and docs are drawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from mockpump.dialects.mp1.grammar import Bad
from mockpump.dialects.mp1.values import WRITERS, ArgKind, Writer, read, text
from mockpump.errors import QuantityError
from mockpump.operations import OPERATIONS, PROGRAMME, Refusal
from mockpump.seam import Value

_PLAIN: Mapping[str, ArgKind] = {
    **dict.fromkeys(("from", "n", "patient_allotted"), "number"),
    **dict.fromkeys(("bridge", "confirm", "on", "until_stopped"), "1 or 0"),
    "flex": "steps",
}
"""What arguments are that are no quantities; all others are texts."""


class Verb(NamedTuple):
    """One verb: the operation it asks for, the arguments it needs and takes, what its reply says.

    Of `one`, exactly one argument is needed.
    A reply first says what is always so, then `tells` the values that this pump has, under these
    keys; `rows` are the keys of each row.
    """

    name: str
    operation: str
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    says: str = ""
    tells: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    one: tuple[str, ...] = ()

    @property
    def about(self) -> str:
        """Say what it is for."""
        return OPERATIONS[self.operation].about

    def kind(self, arg: str) -> ArgKind:
        """Say what an argument is."""
        return OPERATIONS[self.operation].args.get(arg) or _PLAIN.get(arg, "text")


ALARM = ("code", "priority", "state", "t")
"""The keys of an event about an alarm."""
_IDENTITY = 'protocol=MP/1.0 notice="NON-CLINICAL SIMULATION"'
_WHO = ("model", "serial", "firmware", "library", "library_sum")
_STATUS = (
    "state", "rate", "flow", "measured", "reservoir", "level", "delivered", "pressure", "battery",
    "alarms", "time", "supply", "pending", "changed_by",
)  # fmt: skip
_ALARM_ROW = ("n", *ALARM, "audio", "acknowledged", "sounded", "test", "sensor")
_EVENT_ROW = (
    "n", "t", "what", "of", "state", "priority", "because", "id", "rate", "was", "volume",
    "delivered", "expected", "lost", "value", "left", "aspirated", "discrepancy", "concentration",
    "capacity", "token", "test", "sensor", "changed_by", "since",
)  # fmt: skip
_PROGRAMME = tuple(PROGRAMME)
_PROPOSED = ("step", *(key for name in PROGRAMME for key in (name, f"was_{name}")))
_CHANGED = ("pending", "changed_by")
_INTERROGATED = (
    "state", "mode", "rate", "dose", "drug", "concentration", "reservoir", "refill_date", "alarms",
    *_CHANGED, "n",
)  # fmt: skip
_RESERVOIR = (
    "reservoir", "capacity", "low_alarm", "filled", "t", "since_refill", "refill_date"
)  # fmt: skip
_REFILLED = (
    "reservoir", "expected", "since_refill", "aspirated", "discrepancy", "concentration"
)  # fmt: skip
_PROPOSING = tuple(OPERATIONS["stage"].args)
_ORDER = ("id", "state", "volume", "delivered", "rate")

_TABLE = (
    Verb("HELLO", "identify", says=_IDENTITY, tells=_WHO),
    Verb("PING", "ping"),
    Verb("CHALLENGE", "challenge", tells=("nonce",)),
    Verb("LOGIN", "log_in", needs=("answer",)),
    Verb("STATUS?", "read_status", says="sim=1", tells=_STATUS),
    Verb("INTERROGATE", "interrogate", says="sim=1", tells=_INTERROGATED),
    Verb(
        "THERAPY?",
        "read_therapy",
        takes=("from",),
        tells=(*_PROGRAMME, "daily", "given", "left", "next"),
        rows=("step", "rate"),
    ),
    Verb("RESERVOIR?", "read_reservoir", tells=_RESERVOIR),
    Verb("ALARMS?", "read_alarms", takes=("from",), tells=("total", "next"), rows=_ALARM_ROW),
    Verb("EVENTS?", "read_events", takes=("from",), tells=("next",), rows=_EVENT_ROW),
    Verb("LOG?", "read_log", tells=("size", "entries", "first", "last", "lost")),
    Verb("EVACK", "ack_event", needs=("n",), tells=("n",)),
    Verb("ERRORS?", "read_errors", tells=("lost",), rows=("n", "error")),
    Verb("ACK", "ack_alarm", needs=("alarm",), tells=("repeated", "alarm")),
    Verb("SILENCE", "silence_alarm", needs=("alarm",), tells=("alarm",)),
    Verb("ENABLE", "enable_alarm", needs=("alarm", "on"), tells=("alarm", "on")),
    Verb("ALARMTEST", "test_alarm", tells=("tone",)),
    Verb("SELFTEST", "self_test", tells=("result", "test")),
    Verb("START", "start", tells=("rate",)),
    Verb("STOP", "stop"),
    Verb("STAGE", "stage", takes=_PROPOSING, tells=("token", "rate", "changes", "expires")),
    Verb(
        "STAGED?",
        "read_staged",
        takes=("from",),
        tells=("token", "changes", "expires", "next"),
        rows=_PROPOSED,
    ),
    Verb("COMMIT", "commit", needs=("token", "id"), tells=("repeated", "id", "state", "rate")),
    Verb(
        "BOLUS",
        "bolus",
        needs=("id",),
        one=("volume", "mass"),
        takes=("duration", "confirm"),
        tells=("repeated", *_ORDER),
    ),
    Verb("TARGET", "set_target", needs=("volume",), tells=("target",)),
    Verb("DIRECTION", "set_direction", needs=("direction",), tells=("direction",)),
    Verb(
        "TOTALS?",
        "read_totals",
        tells=("infused", "withdrawn", "target", "to_come", "direction"),
    ),
    Verb("CLEAR", "clear_total", needs=("total",), tells=("total",)),
    Verb("PBOLUS", "patient_bolus", needs=("id",), tells=("repeated", *_ORDER)),
    Verb(
        "PRIME",
        "prime",
        needs=("id",),
        takes=("length", "duration", "until_stopped"),
        tells=("repeated", *_ORDER),
    ),
    Verb("RESULT?", "read_result", needs=("id",), tells=_ORDER),
    Verb(
        "REFILL",
        "refill",
        needs=("volume",),
        takes=("concentration", "aspirated"),
        tells=_REFILLED,
    ),
    Verb("ASPIRATE", "aspirate", tells=("aspirated", "assay")),
    Verb("TELEMETRY", "telemetry", needs=("every",), tells=("every",)),
    Verb("SESSION", "session", needs=("ttl",), tells=("ttl",)),
)

VERBS: Mapping[str, Verb] = {verb.name: verb for verb in _TABLE}

_NAMES: Mapping[str, str] = {"t": "at", "code": "alarm"}
"""Keys on the wire that are named otherwise in the pump's values."""

Keys = tuple[tuple[str, str, Writer], ...]
"""Keys on the wire, each with the name of its value and what writes it."""


def keys(names: tuple[str, ...]) -> Keys:
    """Look up each key's value and what writes it."""
    return tuple((key, name := _NAMES.get(key, key), WRITERS.get(name, text)) for key in names)


TELLS: Mapping[str, Keys] = {verb.name: keys(verb.tells) for verb in _TABLE}
ROWS: Mapping[str, Keys] = {verb.name: keys(verb.rows) for verb in _TABLE}

CODES: Mapping[str, str] = {
    "E_CRC": "the check is wrong, or missing where it is required",
    "E_FRAME": "no frame by the grammar: not ASCII, a key twice, cut short",
    "E_LONG": "a frame of more than 512 bytes; what follows is dropped up to the next frame",
    "E_VERB": "no such verb",
    "E_ARG": "an argument is missing, unknown, or not what it should be",
    "E_RANGE": "beyond a limit of this pump",
    "E_STATE": "not now: stopped, empty, ended, or already running",
    "E_ALARM": "no such alarm stands",
    "E_STALE": "the staged change has expired, was taken or was replaced",
    "E_ID": "nothing of that id or number is known",
    "E_NONE": "this pump has no such thing",
    "E_LOCKOUT": "too soon after the last one, or after a change: `left=` says how long",
    "E_LIMIT": "all that is allotted for 24 h has been given: `left=` says how long",
    "E_AUTH": "not without a log-in, or not with this answer",
    "E_BARRED": "too many wrong answers: `left=` says how long nobody is let in",
    "E_CONFIRM": "beyond a soft limit: `confirm=1` passes it on purpose",
    "E_BUSY": "not now, and for no reason of the pump's: ask again",
}
"""The codes of refusals, and what each means. The first five are errors of the protocol."""

REFUSALS: Mapping[Refusal, str] = {
    "out_of_range": "E_RANGE",
    "wrong_state": "E_STATE",
    "not_active": "E_ALARM",
    "stale": "E_STALE",
    "unknown_id": "E_ID",
    "unsupported": "E_NONE",
    "misread": "E_ARG",
    "locked_out": "E_LOCKOUT",
    "dose_limit": "E_LIMIT",
    "denied": "E_AUTH",
    "barred": "E_BARRED",
    "unconfirmed": "E_CONFIRM",
}


def read_args(verb: Verb, texts: Mapping[str, str]) -> dict[str, Value] | Bad:
    """Read the arguments of a request: all that is needed, nothing unknown, each what it should be."""
    args: dict[str, Value] = {}
    for name in verb.needs:
        if name not in texts:
            return Bad("E_ARG", f"{verb.name} needs {name}=")
    if verb.one and len(texts.keys() & set(verb.one)) != 1:
        return Bad("E_ARG", f"{verb.name} needs one of {', '.join(verb.one)}")
    for name, value in texts.items():
        if name not in (*verb.needs, *verb.one, *verb.takes):
            return Bad("E_ARG", f"{verb.name} takes no {name}=")
        try:
            args[name] = read(verb.kind(name), value)
        except QuantityError as error:
            return Bad("E_ARG", f"{name}: {error}")
    return args
