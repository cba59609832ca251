"""Alarms in MP/1's words, wherever a frame speaks of them, and which ones it carries to its reader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mockpump.clock import Nanos
from mockpump.dialects.base import READ_ALARMS, Carried, Host
from mockpump.dialects.mp1.replies import MAX_CODES, Row, few_codes
from mockpump.seam import PumpEvent

STATES: Mapping[str, str] = {
    "raised": "active",
    "latched": "latched",
    "acknowledged": "acknowledged",
    "silenced": "silenced",
    "audible": "audible",
    "cleared": "inactive",
}
"""What happens to an alarm in the pump -> its state in an event: IEC 60601-1-8's and IHE's words."""


def from_event(event: PumpEvent) -> Row:
    """Put what just happened into MP/1's words."""
    state = STATES.get(event.state, event.state)
    return {"n": event.n, "alarm": event.of, "state": state, "at": event.at, **event.data}


def from_standing(row: Row) -> Row:
    """Put an alarm that stands into the words of an event."""
    return {**row, "state": "acknowledged"} if row["acknowledged"] else row


def from_log(row: Row) -> Row:
    """Put an entry of the event log into MP/1's words: of an alarm as in an event, else as it is."""
    if row["what"] != "alarm":
        return row
    state = str(row["state"])
    return {**row, "state": STATES.get(state, state), "alarm": row["of"]}


def carried(rows: Iterable[Row]) -> Carried:
    """Return the occurrences that rows tell of; that an alarm is over tells nobody to act."""
    return tuple(
        (str(row["alarm"]), int(row["occurrence"]))
        for row in rows
        if "alarm" in row and row["state"] != "inactive"
    )


def status(values: Row, host: Host, now: Nanos) -> tuple[Row, Carried]:
    """Fit the values of a status to a frame; return them with the alarms that it then carries."""
    if not values.get("alarms"):
        return values, ()
    standing = host.look(READ_ALARMS, now).rows[:MAX_CODES]
    return {**values, "alarms": few_codes(str(values["alarms"]))}, carried(standing)
