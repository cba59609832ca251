"""The dialect-neutral vocabulary: what a frame can ask for, what a pump can tell, why it may refuse.

Scenarios, expectations and every dialect use these names, so that one story serves all dialects.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from msgspec import Struct

from mockpump.quantity import (
    CONCENTRATION,
    DOSE,
    DURATION,
    LENGTH,
    MASS,
    PRESSURE,
    RATE,
    SHARE,
    VOLUME,
    Kind,
)
from mockpump.seam import Value

Kinds = Mapping[str, Kind | None]
"""Names of arguments or values -> the kind of quantity; None: a plain number or text."""


class Operation(Struct, frozen=True):
    """What a frame asks for. Quantities in `args` are whole numbers in their kind's smallest step.

    `origin`: who asks; "client" is the one at this line, any other is named by who makes it so.
    `proven`: who asks has proven to have the pump's key, where it asks for one.
    """

    name: str
    args: Mapping[str, Value] = {}
    origin: str = "client"
    proven: bool = False


Refusal = Literal[
    "out_of_range",  # beyond a limit of this pump
    "wrong_state",  # not now: stopped, empty, ended, already running
    "not_active",  # no such alarm stands
    "stale",  # a staged change that has expired, been taken or been replaced
    "unknown_id",  # no order of that id
    "unsupported",  # this pump has no such thing
    "misread",  # an argument that is missing or makes no sense
    "locked_out",  # too soon after the last one, or after a change
    "dose_limit",  # all that is allotted for a day has been given
    "denied",  # who asks has not proven to be allowed to, or wrongly
    "barred",  # nobody is let in for some time: too many wrong answers
    "unconfirmed",  # beyond a soft limit, and not confirmed
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


PROGRAMME: Kinds = {
    "mode": None,  # minimum, continuous, flex
    "rate": RATE,  # of the mode continuous
    "dose": DOSE,  # the same, in mass
    "drug": None,
    "concentration": CONCENTRATION,
    "low_alarm": VOLUME,
    "patient_volume": VOLUME,  # of the bolus that the patient may ask for; 0: there is none
    "patient_duration": DURATION,
    "patient_lockout": DURATION,  # from the start of one to the start of the next
    "patient_allotted": None,  # how many in any 24 h
    "patient_wait": DURATION,  # how long there is none after programming or a refill
}
"""What a clinician sets, beside the steps of the mode flex."""

_STAGED: Kinds = {
    **PROGRAMME,
    "flex": None,  # "08:00 0.5 mL/day, 20:00 0.2 mL/day": time of day and rate of each step
    "patient_mass": MASS,
    "bridge": None,  # 1: keep the dose while the old drug is still on its way
    "confirm": None,  # 1: soft limits are passed on purpose
    "token": None,  # of what is staged and shall be added to
}

OPERATIONS: Mapping[str, Spec] = {
    "identify": Spec({}, "say model, serial number and versions"),
    "challenge": Spec({}, "ask for a number to log in with"),
    "log_in": Spec({"answer": None}, "prove to have the pump's key, for this session"),
    "ping": Spec({}, "answer, and nothing else"),
    "read_status": Spec({}, "read state, rate, volumes, battery and standing alarms"),
    "read_alarms": Spec({}, "list the standing alarms, highest priority first"),
    "read_events": Spec({"from": None}, "read the event log from a number on"),
    "read_log": Spec({}, "read how the event log stands: a gap or an overflow shows here"),
    "read_errors": Spec({}, "read the queue of protocol errors, apart from alarms"),
    "ack_event": Spec({"n": None}, "say that a numbered event was received (transport only)"),
    "ack_alarm": Spec({"alarm": None}, "acknowledge an alarm: silences it, never clears it"),
    "silence_alarm": Spec({"alarm": None}, "pause an alarm's audio; it comes back"),
    "enable_alarm": Spec(
        {"alarm": None, "on": None}, "let an alarm come, or not; critical ones do"
    ),
    "test_alarm": Spec({}, "sound the tone once, and say whether it sounds"),
    "self_test": Spec({}, "test the electronics, and say which test fails"),
    "start": Spec({}, "start the programmed infusion", delivers=True),
    "stop": Spec({}, "stop the infusion", delivers=True),
    "interrogate": Spec(
        {}, "read what a programmer reads first: state, programme, volumes, changes"
    ),
    "read_therapy": Spec({}, "read all that is programmed, and the steps of the mode flex"),
    "read_reservoir": Spec({}, "read what is left, since when, and until when it lasts"),
    "stage": Spec(_STAGED, "propose a programme; nothing changes until it is committed"),
    "read_staged": Spec({}, "read what is staged, old beside new"),
    "commit": Spec({"token": None, "id": None}, "take a staged programme, whole", delivers=True),
    "set_rate": Spec({"rate": RATE, "confirm": None}, "programme the flow rate", delivers=True),
    "bolus": Spec(
        {"volume": VOLUME, "mass": MASS, "duration": DURATION, "id": None, "confirm": None},
        "give a bolus",
        delivers=True,
    ),
    "patient_bolus": Spec({"id": None}, "ask for a bolus as the patient does", delivers=True),
    "set_target": Spec(
        {"volume": VOLUME}, "stop once so much has been given; 0: do not", delivers=True
    ),
    "set_direction": Spec({"direction": None}, "infuse or withdraw from the next start on"),
    "read_totals": Spec({}, "read what was given and drawn in, the target, and the direction"),
    "clear_total": Spec({"total": None}, "count from 0 again: infused, or withdrawn"),
    "prime": Spec(
        {"length": LENGTH, "duration": DURATION, "until_stopped": None, "id": None},
        "fill tubing and catheter with drug",
        delivers=True,
    ),
    "read_result": Spec({"id": None}, "ask what became of an order"),
    "refill": Spec(
        {"volume": VOLUME, "concentration": CONCENTRATION, "aspirated": VOLUME},
        "tell the pump that its reservoir was emptied and filled",
    ),
    "aspirate": Spec({}, "empty the reservoir with a syringe, which shows the actual volume"),
    "telemetry": Spec({"every": DURATION}, "start or stop a stream of status frames"),
    "session": Spec({"ttl": DURATION}, "set the session's watchdog"),
}

VALUES: Kinds = {
    "model": None,
    "serial": None,
    "firmware": None,
    "library": None,
    "library_sum": None,  # the drug library's checksum, where a pump tells it
    "state": None,  # infusing, withdrawing, bolus, priming, bridging, stalled, stopped, empty, ended
    **PROGRAMME,
    "rate": RATE,  # programmed: the basal rate of this moment
    "flow": RATE,  # what the pump believes it delivers now; below 0: draws in
    "reservoir": VOLUME,  # estimated, never the truth
    "delivered": VOLUME,  # computed from the programmed rate
    "infused": VOLUME,  # of `delivered`, since that count was cleared
    "withdrawn": VOLUME,  # drawn in, since that count was cleared
    "target": VOLUME,  # after which the pump stops by itself; 0: it does not
    "to_come": VOLUME,  # of the target
    "direction": None,  # infuse, withdraw
    "pressure": PRESSURE,
    "measured": RATE,  # by a flow sensor; below 0: backwards
    "level": VOLUME,  # by a level sensor
    "assay": CONCENTRATION,  # of what was aspirated, as a laboratory finds it
    "since": DURATION,
    "battery": SHARE,
    "alarms": None,  # codes of the standing alarms, highest first, comma separated
    "time": None,  # the pump's calendar, ISO 8601
    "alarm": None,
    "priority": None,
    "n": None,
    "at": DURATION,
    "nonce": None,  # a number that is given once, to be answered
    "token": None,
    "id": None,
    "expires": DURATION,
    "volume": VOLUME,
    "pending": None,  # the token of what is staged; "expired": an update was left half done
    "changed_by": None,  # who made the latest change, if it was not the client at this line
    "changes": None,  # how many values differ between what is staged and what is programmed
    "step": None,  # a time of day
    "daily": VOLUME,  # the most in a day: basal, and all boluses that the patient is allotted
    "given": None,  # boluses to the patient in the last 24 h
    "left": DURATION,  # until the patient may ask again
    "capacity": VOLUME,
    "filled": VOLUME,  # at the last refill
    "since_refill": VOLUME,  # computed to be delivered since then
    "refill_date": None,  # when the estimate will reach the low alarm volume, ISO 8601
    "expected": VOLUME,  # estimated before a refill
    "aspirated": VOLUME,
    "discrepancy": SHARE,  # expected less aspirated, of what was to be delivered; > 0: too much was
    **{f"was_{name}": kind for name, kind in PROGRAMME.items()},
}

RELATED: Mapping[str, Mapping[str, str]] = {
    "ack_alarm": {
        "silence_alarm": "silences, does not acknowledge",
        "ack_event": "confirms receipt, does not acknowledge the alarm",
    },
    "silence_alarm": {"ack_alarm": "acknowledges"},
    "set_rate": {"stage": "only proposes: nothing changes until it is committed"},
    "commit": {"stage": "only proposes: nothing changes until it is committed"},
    "bolus": {"patient_bolus": "gives what is programmed for the patient, if it is not locked"},
    "patient_bolus": {"bolus": "gives a bolus of its own, without a lockout"},
    "refill": {"aspirate": "empties the reservoir, and the pump knows nothing of it"},
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
