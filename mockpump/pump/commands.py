"""The operations that a pump performs, as a table: what each one does with the parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from mockpump.clock import Nanos
from mockpump.operations import Operation, Outcome
from mockpump.pump.orders import Commit
from mockpump.pump.parts import Parts
from mockpump.pump.ramp import QUANTA
from mockpump.pump.readings import READINGS
from mockpump.pump.refused import RefusedError
from mockpump.seam import Value

Args = Mapping[str, Value]
Perform = Callable[[Parts, Args, Nanos], Outcome]


class Command(NamedTuple):
    """How an operation is performed. `until_end`: not once the pump's service has ended."""

    perform: Perform
    changes: bool
    until_end: bool = False


def _ack_alarm(parts: Parts, args: Args, now: Nanos) -> Outcome:
    code = _text(args, "alarm")
    new = parts.alarms.acknowledge(code, now)
    return Outcome("accepted" if new else "repeated", {"alarm": code})


def _silence_alarm(parts: Parts, args: Args, now: Nanos) -> Outcome:
    code = _text(args, "alarm")
    parts.alarms.silence(code, now)
    return Outcome("accepted", {"alarm": code})


def _start(parts: Parts, args: Args, now: Nanos) -> Outcome:  # noqa: ARG001 - the table's signature
    parts.infusion.start(now)
    return Outcome("accepted", {"rate": parts.infusion.rate})


def _stop(parts: Parts, args: Args, now: Nanos) -> Outcome:  # noqa: ARG001 - the table's signature
    parts.infusion.stop(now)
    return Outcome("accepted")


def _stage(parts: Parts, args: Args, now: Nanos) -> Outcome:
    rate = _number(args, "rate")
    parts.infusion.fits(rate)
    staged = parts.orders.stage(rate, now)
    return Outcome(
        "accepted", {"token": staged.token, "expires": staged.until - now, "rate": staged.rate}
    )


def _commit(parts: Parts, args: Args, now: Nanos) -> Outcome:
    if (known := _known(parts, args, now)) is not None:
        return known
    staged = parts.orders.take(_text(args, "token"), now)
    parts.infusion.program(staged.rate, now)
    commit = Commit(staged.rate)
    parts.orders.record(_id(args), commit)
    programmed = Operation("set_rate", {"rate": staged.rate})
    return Outcome("accepted", _with_id(args, commit.became(now)), amounts_to=(programmed,))


def _set_rate(parts: Parts, args: Args, now: Nanos) -> Outcome:
    rate = _number(args, "rate")
    parts.infusion.fits(rate)
    parts.infusion.program(rate, now)
    return Outcome("accepted", {"rate": rate})


def _bolus(parts: Parts, args: Args, now: Nanos) -> Outcome:
    if (known := _known(parts, args, now)) is not None:
        return known
    volume = _number(args, "volume")
    duration = _number(args, "duration") if "duration" in args else None
    parts.reservoir.holds(volume, now)
    bolus = parts.infusion.give(_id(args), volume, duration, now)
    parts.orders.record(_id(args), bolus)
    return Outcome("accepted", _with_id(args, {**bolus.became(now), "rate": bolus.rate}))


def _read_result(parts: Parts, args: Args, now: Nanos) -> Outcome:
    order = parts.orders.find(_id(args))
    if order is None:
        raise RefusedError("unknown_id", f"no order of the id {_id(args)}")
    return Outcome("accepted", _with_id(args, order.became(now)))


def _refill(parts: Parts, args: Args, now: Nanos) -> Outcome:
    volume = _number(args, "volume")
    parts.reservoir.fits(volume)
    parts.reservoir.refill(volume, now)
    return Outcome("accepted", {"reservoir": parts.reservoir.estimated.at(now) // QUANTA})


def _known(parts: Parts, args: Args, now: Nanos) -> Outcome | None:
    """Answer an order whose id is known with what became of it: it is never carried out twice."""
    order = parts.orders.find(_id(args))
    return None if order is None else Outcome("repeated", _with_id(args, order.became(now)))


def _id(args: Args) -> str:
    return str(args.get("id", ""))


def _with_id(args: Args, values: Mapping[str, Value]) -> Mapping[str, Value]:
    return {"id": _id(args), **values} if _id(args) else values


def _number(args: Args, name: str) -> int:
    value = args.get(name)
    if not isinstance(value, int):
        raise RefusedError("out_of_range", f"{name} is missing")
    return value


def _text(args: Args, name: str) -> str:
    return str(args.get(name, ""))


COMMANDS: Mapping[str, Command] = {
    **{name: Command(read, changes=False) for name, read in READINGS.items()},
    "read_result": Command(_read_result, changes=False),
    "ack_alarm": Command(_ack_alarm, changes=True),
    "silence_alarm": Command(_silence_alarm, changes=True),
    "start": Command(_start, changes=True, until_end=True),
    "stop": Command(_stop, changes=True, until_end=True),
    "stage": Command(_stage, changes=True, until_end=True),
    "commit": Command(_commit, changes=True, until_end=True),
    "set_rate": Command(_set_rate, changes=True, until_end=True),
    "bolus": Command(_bolus, changes=True, until_end=True),
    "refill": Command(_refill, changes=True, until_end=True),
}
