"""The operations that only look: every value is computed for the moment that is asked about."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mockpump.clock import Nanos
from mockpump.operations import Outcome
from mockpump.pump.arguments import Args, number, text, with_id
from mockpump.pump.dosing.dispensing import read_totals
from mockpump.pump.dosing.looking import interrogate, read_reservoir, read_therapy
from mockpump.pump.dosing.programming import read_staged
from mockpump.pump.parts import Parts
from mockpump.pump.ramp import QUANTA
from mockpump.pump.refused import RefusedError
from mockpump.pump.upkeep import read_log
from mockpump.seam import Value


def _identify(parts: Parts, args: Args, now: Nanos) -> Outcome:  # noqa: ARG001 - signature
    return Outcome("accepted", parts.electronics.identity)


def _ping(parts: Parts, args: Args, now: Nanos) -> Outcome:  # noqa: ARG001 - signature
    return Outcome("accepted")


def _read_status(parts: Parts, args: Args, now: Nanos) -> Outcome:  # noqa: ARG001 - signature
    """Without a sensor there is no pressure to report: an occlusion stays silent."""
    infusion, reservoir = parts.infusion, parts.reservoir
    values: dict[str, Value] = {
        "state": infusion.state,
        "rate": infusion.rate,
        "flow": infusion.flow,
        "reservoir": reservoir.estimated.at(now) // QUANTA,
        "delivered": reservoir.delivered(now) // QUANTA,
        "battery": parts.power.share(now),
        "alarms": parts.alarms.codes,
        "time": parts.calendar.time(now),
    }
    if pending := parts.pending:
        values["pending"] = pending
    if parts.changed_by:
        values["changed_by"] = parts.changed_by
    if parts.catheter.sensor:
        values["pressure"] = parts.catheter.pressure(now)
    if parts.flow_sensor.present:
        values["measured"] = parts.flow_sensor.measured
    if parts.reservoir.level_sensor:
        values["level"] = parts.reservoir.level(now) // QUANTA
    if parts.power.has_mains:
        values["supply"] = "mains" if parts.power.mains else "battery"
    return Outcome("accepted", parts.memory.show(parts.sensors.show(values)))


def _read_alarms(parts: Parts, args: Args, now: Nanos) -> Outcome:  # noqa: ARG001 - signature
    rows: list[Mapping[str, Value]] = [
        {
            "alarm": one.code,
            "priority": one.priority,
            "state": one.state,
            "occurrence": one.occurrence,
            "audio": parts.alarms.audio(one),
            "acknowledged": one.acknowledged,
            "at": one.at,
            "n": one.n,
            "sounded": one.times_sounded(now),
            **one.data,
        }
        for one in parts.alarms.standing()
    ]
    return Outcome("accepted", {"alarms": parts.alarms.codes}, rows=tuple(rows))


def _read_events(parts: Parts, args: Args, now: Nanos) -> Outcome:  # noqa: ARG001 - signature
    first = number(args, "from") if "from" in args else 1
    return Outcome("accepted", {"n": parts.log.last}, rows=parts.log.rows(first))


def _read_result(parts: Parts, args: Args, now: Nanos) -> Outcome:
    id_ = text(args, "id")
    order = parts.orders.find(id_)
    if order is None:
        raise RefusedError("unknown_id", f"no order of the id {id_ or '(none)'}")
    return Outcome("accepted", with_id(args, order.became(now)))


INTERROGATIONS = frozenset({"interrogate"})
"""Readings that begin an interrogation: a pump may do something because somebody looks at it.

Neither saying hello nor polling a status does: these go on all day.
"""

READINGS: Mapping[str, Callable[[Parts, Args, Nanos], Outcome]] = {
    "identify": _identify,
    "ping": _ping,
    "read_status": _read_status,
    "read_alarms": _read_alarms,
    "read_events": _read_events,
    "read_log": read_log,
    "interrogate": interrogate,
    "read_therapy": read_therapy,
    "read_reservoir": read_reservoir,
    "read_totals": read_totals,
    "read_staged": read_staged,
    "read_result": _read_result,
}
