"""The operations that change something. Each checks all it needs before it changes anything."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mockpump.clock import Nanos
from mockpump.operations import Operation, Outcome
from mockpump.pump.arguments import Args, number, text, with_id
from mockpump.pump.orders import Commit
from mockpump.pump.parts import Parts
from mockpump.pump.ramp import QUANTA


def _ack_alarm(parts: Parts, args: Args, now: Nanos) -> Outcome:
    code = text(args, "alarm")
    new = parts.alarms.acknowledge(code, now)
    return Outcome("accepted" if new else "repeated", {"alarm": code})


def _silence_alarm(parts: Parts, args: Args, now: Nanos) -> Outcome:
    code = text(args, "alarm")
    parts.alarms.silence(code, now)
    return Outcome("accepted", {"alarm": code})


def _start(parts: Parts, args: Args, now: Nanos) -> Outcome:  # noqa: ARG001 - signature
    parts.infusion.start(now)
    return Outcome("accepted", {"rate": parts.infusion.rate})


def _stop(parts: Parts, args: Args, now: Nanos) -> Outcome:  # noqa: ARG001 - signature
    parts.infusion.stop(now)
    return Outcome("accepted")


def _stage(parts: Parts, args: Args, now: Nanos) -> Outcome:
    rate = number(args, "rate")
    parts.infusion.serves()
    parts.infusion.fits(rate)
    staged = parts.orders.stage(rate, now)
    return Outcome(
        "accepted", {"token": staged.token, "expires": staged.until - now, "rate": staged.rate}
    )


def _commit(parts: Parts, args: Args, now: Nanos) -> Outcome:
    if (known := _known(parts, args, now)) is not None:
        return known
    parts.infusion.serves()
    staged = parts.orders.take(text(args, "token"), now)
    parts.infusion.program(staged.rate, now)
    commit = Commit(staged.rate)
    parts.orders.record(text(args, "id"), commit)
    programmed = Operation("set_rate", {"rate": staged.rate})
    return Outcome("accepted", with_id(args, commit.became(now)), amounts_to=(programmed,))


def _set_rate(parts: Parts, args: Args, now: Nanos) -> Outcome:
    rate = number(args, "rate")
    parts.infusion.serves()
    parts.infusion.fits(rate)
    parts.infusion.program(rate, now)
    return Outcome("accepted", {"rate": rate})


def _bolus(parts: Parts, args: Args, now: Nanos) -> Outcome:
    if (known := _known(parts, args, now)) is not None:
        return known
    volume = number(args, "volume")
    duration = number(args, "duration") if "duration" in args else None
    usable = parts.reservoir.usable(now)
    bolus = parts.infusion.give(text(args, "id"), volume, duration, usable, now)
    parts.orders.record(text(args, "id"), bolus)
    return Outcome("accepted", with_id(args, {**bolus.became(now), "rate": bolus.rate}))


def _refill(parts: Parts, args: Args, now: Nanos) -> Outcome:
    volume = number(args, "volume")
    parts.infusion.serves()
    parts.reservoir.fits(volume)
    parts.reservoir.refill(volume, now)
    return Outcome("accepted", {"reservoir": parts.reservoir.estimated.at(now) // QUANTA})


def _known(parts: Parts, args: Args, now: Nanos) -> Outcome | None:
    """Answer an order whose id is known with what became of it: it is never carried out twice."""
    order = parts.orders.find(text(args, "id"))
    return None if order is None else Outcome("repeated", with_id(args, order.became(now)))


COMMANDS: Mapping[str, Callable[[Parts, Args, Nanos], Outcome]] = {
    "ack_alarm": _ack_alarm,
    "silence_alarm": _silence_alarm,
    "start": _start,
    "stop": _stop,
    "stage": _stage,
    "commit": _commit,
    "set_rate": _set_rate,
    "bolus": _bolus,
    "refill": _refill,
}
