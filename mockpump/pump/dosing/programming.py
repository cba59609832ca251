"""Programming: stage, read back, commit. A commit is taken whole, or nothing of it is."""

from __future__ import annotations

from mockpump.clock import Nanos
from mockpump.operations import Operation, Outcome
from mockpump.pump.arguments import Args, flag, number, text, with_id
from mockpump.pump.dosing.arithmetic import rate_of
from mockpump.pump.dosing.limits import Passed, confirmed
from mockpump.pump.dosing.programme import Programme, changes, news
from mockpump.pump.dosing.proposal import Proposal, at_rate, propose
from mockpump.pump.orders import Commit
from mockpump.pump.parts import Parts
from mockpump.pump.refused import RefusedError
from mockpump.seam import Value


def stage(parts: Parts, args: Args, now: Nanos) -> Outcome:
    """Propose a programme, or add to the one that was proposed under a token."""
    infusion, orders = parts.infusion, parts.orders
    infusion.serves()
    base = infusion.programme
    earlier = orders.under(text(args, "token"), base) if "token" in args else None
    proposal = propose(args, base, earlier, parts.limits)
    if proposal.bridge:
        _bridge_rate(parts, proposal)
    staged = orders.stage(proposal, now)
    if parts.pauses:
        infusion.pause(now)
    values: dict[str, Value] = {
        "token": staged.token,
        "rate": proposal.programme.rate,
        "changes": len(changes(base, proposal.programme)),
        "expires": staged.until - now,
    }
    return Outcome("accepted", values)


def read_staged(parts: Parts, args: Args, now: Nanos) -> Outcome:  # noqa: ARG001 - signature
    """Read what is staged, old beside new, a row for each difference."""
    staged = parts.orders.staged
    if staged is None:
        raise RefusedError("stale", "nothing is staged")
    rows = changes(parts.infusion.programme, staged.proposal.programme)
    values: dict[str, Value] = {
        "token": staged.token,
        "changes": len(rows),
        "expires": staged.until - now,
    }
    return Outcome("accepted", values, rows=tuple(rows))


def commit(parts: Parts, args: Args, now: Nanos) -> Outcome:
    """Take what is staged; an update that was pending is complete."""
    if (order := parts.orders.known(args, now)) is not None:
        return order
    infusion = parts.infusion
    infusion.serves()
    proposal = parts.orders.under(text(args, "token"), infusion.programme)
    bridge_rate = 0
    if not proposal.is_whole:
        parts.memory.check()
    if proposal.bridge:
        infusion.takes("bridge", resuming=True)
        bridge_rate = _bridge_rate(parts, proposal)
    parts.orders.taken()
    adopt(parts, proposal.programme, proposal.passed, now)
    parts.memory.reprogrammed(now)
    infusion.resume(now)
    if proposal.bridge:
        infusion.give("bridge", text(args, "id"), parts.dead_space.volume, bridge_rate, now)
    done = Commit(infusion.rate)
    parts.orders.record(text(args, "id"), done)
    programmed = Operation("set_rate", {"rate": infusion.rate})
    return Outcome("accepted", with_id(args, done.became(now)), amounts_to=(programmed,))


def set_rate(parts: Parts, args: Args, now: Nanos) -> Outcome:
    """Programme the rate of the mode continuous, at once."""
    rate = number(args, "rate")
    parts.infusion.serves()
    parts.memory.check()
    passed = parts.limits.rate("rate", rate)
    confirmed(passed, confirm=flag(args, "confirm"))
    adopt(parts, at_rate(rate, parts.infusion.programme), passed, now)
    return Outcome("accepted", {"rate": rate})


def adopt(parts: Parts, programme: Programme, passed: tuple[Passed, ...], now: Nanos) -> None:
    """Let every part go by a programme that fits, and log what is new in it."""
    was = parts.infusion.programme
    for one in passed:
        parts.log.log(now, "infusion", one.limit, "overridden", {"value": one.text})
    for of, data in news(was, programme):
        parts.log.log(now, "infusion", of, "changed", data)
    parts.infusion.program(programme, now)
    if programme.low_alarm != was.low_alarm:
        parts.reservoir.alarm_at(programme.low_alarm, now)
    parts.patient.changed(now)


def _bridge_rate(parts: Parts, proposal: Proposal) -> int:
    """Return the rate that keeps the new dose with the old drug. Raises RefusedError."""
    programme, infusion = proposal.programme, parts.infusion
    changed = programme.concentration != infusion.programme.concentration
    old = infusion.programme.concentration if changed else infusion.in_catheter
    if programme.mode != "continuous":
        raise RefusedError("out_of_range", "a bridge keeps one dose: the mode is not continuous")
    if old == programme.concentration:
        raise RefusedError("out_of_range", "no bridge: the concentration has not changed")
    rate = rate_of(programme.dose, old)
    parts.limits.bolus_rate("bridge", rate)
    return rate
