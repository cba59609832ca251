"""What is wrong with a story as a whole: what could never happen, or blames the wrong one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from mockpump.clock import format_duration
from mockpump.dialects.base import Dialect
from mockpump.errors import Mistake, ScenarioError, Where
from mockpump.operations import OPERATIONS
from mockpump.pump.alarms import ALARMS
from mockpump.pump.needs import lacking
from mockpump.scenario import dialects
from mockpump.scenario.model import Beginning, Ending, Expectation, Match, Scenario, Step
from mockpump.scenario.names import Address
from mockpump.scenario.printout import Printout
from mockpump.scenario.words import did_you_mean, listed
from mockpump.seam import Spoil

_TAKES_ALARM = {"acknowledge", "silence"} | {
    name for name, spec in OPERATIONS.items() if "alarm" in spec.args
}
_WITHOUT_THE_CLIENT = ("foreign", "set", "refill", "aspirate", "press")
"""Actions by which a pump is asked for what the dialect at this line may not have."""
AIMS: dict[str, Iterable[str]] = {
    "reply_to": OPERATIONS,
    "operation": OPERATIONS,
    "event": ALARMS,
}
"""Settings by which a frame fault is aimed, and the names that they take."""
LONG_RUN = 10
"""More addresses in a row than these are not named one by one."""
_CANNOT: dict[Spoil, str] = {
    "checksum": "has no checks",
    "sequence": "numbers no frames",
    "busy": "cannot say that it is busy",
}
"""Why a frame cannot be spoilt in a way."""
_PUMPS_OWN = (None, "raised", "reported")
"""States that an alarm reaches by itself; acknowledging is the client's, clearing may be both's."""
BY_STEPS = {"hung_up": "hangup", "unplugged": "unplug", "replugged": "replug"}
"""What becomes of a port by the story alone, and the action that does it."""


def mistakes(scenario: Scenario, spoken: Dialect | None = None) -> Iterator[Mistake]:
    """Say what is wrong with a scenario whose every line is right by itself.

    `spoken`: another dialect than the scenario's own is spoken at its line.
    """
    for check in _CHECKS:
        yield from check(scenario)
    try:
        dialect = spoken or speaks(scenario)
    except ScenarioError as error:
        yield from error.mistakes
    else:
        yield from _operations(scenario, dialect)
        yield from unspoilable(scenario, dialect)
        yield from unaddressed(scenario, dialect)


def speaks(scenario: Scenario) -> Dialect:
    """Return the dialect at a scenario's line. Raises ScenarioError, also for its options."""
    line = scenario.line
    dialect = dialects.find(line.dialect, line.where)
    dialects.options(dialect, line.options, line.where)
    return dialect


def matches(scenario: Scenario) -> Iterator[Match]:
    """Return every condition of a scenario, wherever it stands."""
    for step in scenario.timeline:
        if step.when is not None:
            yield step.when
    for expectation in (*scenario.assume, *scenario.expect):
        yield from expectation.parts()
    yield from bounds(scenario)


def bounds(scenario: Scenario) -> Iterator[Match]:
    """Return what the story waits for to begin, and what ends it."""
    if isinstance(scenario.starts, Beginning):
        yield scenario.starts.when
    if isinstance(scenario.ends, Ending):
        yield scenario.ends.when


def printouts(scenario: Scenario) -> list[Printout]:
    """Return what a scenario looks for in what the client prints, each once."""
    found = {str(match.output): match.output for match in matches(scenario) if match.output}
    return list(found.values())


def shown(scenario: Scenario) -> frozenset[str]:
    """Return the names of what a scenario looks for in what the client shows."""
    return frozenset(match.shows for match in matches(scenario) if match.shows)


def fault_of(step: Step) -> str | None:
    """Return the name of the fault that a step sets."""
    fault = step.fault or step.line_fault
    return None if fault is None else str(fault.name)


def _ids(scenario: Scenario) -> Iterator[Mistake]:
    seen: dict[str, Where] = {}
    named = [(step.id, step.where) for step in scenario.timeline]
    named += [(one.id, one.where) for one in (*scenario.assume, *scenario.expect)]
    for name, where in named:
        if name and name in seen:
            line = seen[name].line
            found = f"the id {name!r} again: {f'line {line}' if line else seen[name]} has it"
            yield Mistake(where, found)
        seen.setdefault(name, where)


def _times(scenario: Scenario) -> Iterator[Mistake]:
    end = scenario.end()
    for step in scenario.timeline:
        if (last := step.last()) is not None and last > end:
            found = f"a step at {format_duration(last)}, after the run's end"
            yield Mistake(step.where, found, f"a time up to {format_duration(end)}")


def _faults(scenario: Scenario) -> Iterator[Mistake]:
    known: dict[str, list[Address | None]] = {}
    for step in scenario.timeline:
        if name := fault_of(step):
            known.setdefault(name, []).append(step.address)
    uses = [(step.where, step.clear, step.address) for step in scenario.timeline]
    uses += [(match.where, match.fault, match.address) for match in matches(scenario)]
    for where, name, address in uses:
        if name is None:
            continue
        found = f"no step sets the fault {name!r}"
        if name not in known:
            yield _never(where, found, name, known)
        elif address is not None and None not in known[name]:
            at = {str(one): None for one in known[name]}
            if str(address) not in at:
                yield Mistake(where, f"{found} at address {str(address)!r}", _addresses(at))


def _too_soon(scenario: Scenario) -> Iterator[Mistake]:
    """What is cleared, or put back, must have been set, or pulled, before: where times can tell.

    A step that is injected comes at a time of its own.
    """
    for step in scenario.timeline:
        if step.where.file != scenario.where.file:
            continue
        if step.clear is not None:
            before = [one for one in scenario.timeline if fault_of(one) == step.clear]
        elif step.replug is not None:
            before = [one for one in scenario.timeline if one.unplug]
        else:
            continue
        last, firsts = step.last(), [one.first() for one in before]
        known = [first for first in firsts if first is not None]
        if last is not None and firsts and len(known) == len(firsts) and last < min(known):
            what = f"{step.clear!r} is cleared" if step.clear else "the port is put back"
            done = "set" if step.clear else "pulled"
            found = f"{what} at {format_duration(last)}, before it is {done}"
            yield Mistake(step.where, found, f"a time from {format_duration(min(known))}")


def _steps(scenario: Scenario) -> Iterator[Mistake]:
    known = {step.id for step in scenario.timeline if step.id}
    for match in matches(scenario):
        if match.step is not None and match.step not in known:
            yield _never(match.where, f"no step has the id {match.step!r}", match.step, known)


def _rings(scenario: Scenario) -> Iterator[Mistake]:
    """A step cannot wait for what only itself, or steps that wait for it, would bring."""
    waits: dict[int, list[int]] = {}
    for index, step in enumerate(scenario.timeline):
        if step.when is not None:
            known = enumerate(scenario.timeline)
            waits[index] = [other for other, one in known if brings(one, step.when)]
    stuck = {index for index, brought_by in waits.items() if brought_by}
    while free := {index for index in stuck if not stuck.issuperset(waits[index])}:
        stuck -= free
    for index in sorted(stuck):
        when = scenario.timeline[index].when
        assert when is not None
        who = "this step itself" if waits[index] == [index] else "steps that wait for each other"
        yield Mistake(when.where, f"{when} never comes: only {who} would bring it")


def _operations(scenario: Scenario, dialect: Dialect) -> Iterator[Mistake]:
    if any(getattr(step, how) for step in scenario.timeline for how in _WITHOUT_THE_CLIENT):
        return
    whens = [(step.when, "this step never comes") for step in scenario.timeline if step.when]
    whens += [(match, "this never comes") for match in bounds(scenario)]
    for when, so in whens:
        if when.operation is not None and when.operation not in dialect.operations:
            found = f"the dialect {dialect.name} has no {when.operation!r}, so {so}"
            yield _never(when.where, found, when.operation, dialect.operations)


def _begins(scenario: Scenario) -> Iterator[Mistake]:
    """A story cannot wait for what only its own times would bring."""
    if not isinstance(scenario.starts, Beginning):
        return
    when = scenario.starts.when
    if when.fault is None and when.step is None and when.operator is None:
        return
    bringing = [step for step in scenario.timeline if brings(step, when)]
    if bringing and all(step.when is None for step in bringing):
        found = f"the story waits for {when}, which comes only when it has begun"
        yield Mistake(when.where, found, "what the client does, or the pump by itself")


def brings(step: Step, when: Match) -> bool:
    """Whether what a condition waits for comes by a step, if it does by any."""
    asks = step.operator.do if step.operator is not None else ""
    return any(
        wanted is not None and wanted == brought
        for wanted, brought in (
            (when.fault, fault_of(step)),
            (when.step, step.id),
            (when.operator, asks),
        )
    )


def _possible_faults(scenario: Scenario) -> Iterator[Mistake]:
    for step in scenario.timeline:
        if step.fault is not None:
            for why in step.fault.mistakes_for(scenario.pump):
                pump = f"this pump ({scenario.pump.preset})"
                yield Mistake(step.where, f"{pump} cannot have {step.fault.name!r}: {why}")


def _operators(scenario: Scenario) -> Iterator[Mistake]:
    asked = [step.operator for step in scenario.timeline if step.operator is not None]
    for match in matches(scenario):
        if match.operator is None:
            continue
        if all(one.do != match.operator for one in asked):
            names = {one.do for one in asked}
            found = f"no step asks the operator to {match.operator!r}"
            yield _never(match.where, found, match.operator, names)
        elif match.of and (match.operator, match.of) not in {(one.do, one.of) for one in asked}:
            found = f"no step asks the operator to {match.operator!r} of {match.of!r}"
            yield Mistake(match.where, found)


def _alarm_subjects(scenario: Scenario) -> Iterator[Mistake]:
    asked = [step.operator for step in scenario.timeline if step.operator is not None]
    uses = [(one.do, one.of, one.where) for one in asked]
    uses += [(m.operation or m.operator or "", m.of or "", m.where) for m in matches(scenario)]
    for verb, alarm, where in uses:
        if verb in _TAKES_ALARM and alarm and alarm not in ALARMS:
            yield _never(where, f"there is no alarm {alarm!r}", alarm, ALARMS)


def _aims(scenario: Scenario) -> Iterator[Mistake]:
    for step in scenario.timeline:
        for key, names in AIMS.items():
            aim = getattr(step.line_fault, key, None)
            if aim is not None and aim not in names:
                yield _never(step.where, f"no {key} is {aim!r}", aim, names)


def unspoilable(scenario: Scenario, dialect: Dialect) -> Iterator[Mistake]:
    """Say which frame faults cannot be in a dialect."""
    for step in scenario.timeline:
        needs = getattr(step.line_fault, "needs", None)
        if needs is not None and needs not in dialect.spoils:
            found = f"the dialect {dialect.name} {_CANNOT[needs]}: it has no {fault_of(step)}"
            yield Mistake(step.where, found)


def unaddressed(scenario: Scenario, dialect: Dialect) -> Iterator[Mistake]:
    """Say which addresses no pump on the line can have, or has."""
    possible = dialect.possible | set(dialect.addresses)
    if alone := possible == {""}:
        possible = frozenset()
    for name in scenario.line.at():
        if name not in possible:
            found = f"the dialect {dialect.name} has no address {name!r}"
            expected = "none: it knows one pump" if alone else _addresses(possible)
            yield Mistake(scenario.line.where, found, expected)
    pumps = scenario.line.at() or dialect.addresses
    named = [(step.where, step.address) for step in scenario.timeline]
    named += [(match.where, match.address) for match in matches(scenario)]
    for where, address in named:
        if address is not None and str(address) not in pumps:
            expected = "no 'address': it is the only one" if alone else _addresses(pumps)
            yield Mistake(where, f"no pump on the line has the address {str(address)!r}", expected)


def _addresses(names: Iterable[str]) -> str:
    """Tell addresses, the short ones first; of a long run of numbers, the first and the last."""
    known = sorted(filter(None, names), key=lambda name: (len(name), name))
    if len(known) > LONG_RUN and known[0].isdecimal():
        first = int(known[0])
        if known == [*map(str, range(first, first + len(known)))]:
            return f"{known[0]} to {known[-1]}"
    return listed(known)


def _possible_alarms(scenario: Scenario) -> Iterator[Mistake]:
    negated = {id(expectation.never) for expectation in (*scenario.assume, *scenario.expect)}
    named = [(m.where, m.alarm) for m in matches(scenario) if m.alarm and id(m) not in negated]
    for skip in (step.skip for step in scenario.timeline if step.skip is not None):
        named += [(skip.until.where, skip.until.alarm)] if skip.until is not None else []
    for where, alarm in named:
        if part := lacking(alarm, scenario.pump):
            pump = f"this pump ({scenario.pump.preset})"
            yield Mistake(where, f"{pump} never raises {alarm!r}", f"a pump with {part}")


def _skips(scenario: Scenario) -> Iterator[Mistake]:
    for step in scenario.timeline:
        before = step.last() == 0 and not isinstance(scenario.starts, Beginning)
        if step.skip is None or step.skip.connected or before:
            continue
        if step.when is not None and step.when.port == "closed" and not step.after:
            continue
        found = "a skip while the client may have the port open must say so"
        hint = "a client is right to flag a clock that jumps"
        yield Mistake(step.skip.where, found, "{…, connected: true}", hint)


def _plugs(scenario: Scenario) -> Iterator[Mistake]:
    if not any(step.unplug for step in scenario.timeline):
        for step in scenario.timeline:
            if step.replug is not None:
                yield Mistake(step.where, "no step unplugs what this one puts back")


def _sides(scenario: Scenario) -> Iterator[Mistake]:
    """`expect` is about the client, `assume` about the pump: each blames its own."""
    for told in _told(scenario.expect):
        own = told.fault or told.operator or told.value or told.step or told.port in BY_STEPS
        if own or (told.alarm and told.state in _PUMPS_OWN):
            found = "this is the pump's own story, not the client's doing"
            yield Mistake(told.where, found, "it under 'assume'")
    for told in _told(scenario.assume):
        if told.operation or told.state == "acknowledged" or _asks_client(told):
            found = "this is the client's doing, not the pump's own story"
            yield Mistake(told.where, found, "it under 'expect'")


def _no_time(scenario: Scenario) -> Iterator[Mistake]:
    """The pump may do two things at one instant, and a client cannot."""
    for part in (part for one in scenario.expect for part in one.parts()):
        span = part.within if isinstance(part, Expectation) else None
        if span is not None and not (span.run or span.pump):
            yield Mistake(span.where, "a client cannot do anything within 0s", "some time")


def _told(expectations: Iterable[Expectation]) -> Iterator[Match]:
    """Return what must come or must not; not what only says when, or how long."""
    for one in expectations:
        yield from _told((*(one.all or ()), *(one.any or ())))
        yield one.never or (one.in_order[-1] if one.in_order else one)


def _asks_client(told: Match) -> bool:
    if told.shows or told.output:
        return True
    if not isinstance(told, Expectation):
        return False
    return told.polls is not None or told.settings is not None or told.exits is not None


def _never(where: Where, found: str, name: str, names: Iterable[str]) -> Mistake:
    hint = did_you_mean(name, names)
    return Mistake(where, found, "" if hint else listed(sorted(names)), hint)


_CHECKS: tuple[Callable[[Scenario], Iterator[Mistake]], ...] = (
    _ids,
    _times,
    _begins,
    _faults,
    _too_soon,
    _steps,
    _rings,
    _possible_faults,
    _operators,
    _alarm_subjects,
    _aims,
    _possible_alarms,
    _skips,
    _plugs,
    _sides,
    _no_time,
)
