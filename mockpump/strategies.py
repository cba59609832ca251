"""Hypothesis strategies for tests of a client: any fault with any settings, and stories full of them.

    from hypothesis import given
    from mockpump.inprocess import plug
    from mockpump.strategies import stories

    @given(stories(name="any", about="Whatever comes.", pump={"preset": "ambulatory-100"}, ends="30s"))
    def test_my_client_bears_whatever_comes(story):
        port = plug(story)
        ...

All are drawn from the types that the loader reads, so that a fault that is new is drawn at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from hypothesis import strategies as st
from msgspec import NODEFAULT, Struct
from msgspec.inspect import (
    BoolType,
    Field,
    IntType,
    LiteralType,
    Metadata,
    NoneType,
    StrType,
    Type,
    UnionType,
)

from mockpump.clock import DAY, SECOND, Nanos, format_duration
from mockpump.framefaults import FRAME_FAULTS
from mockpump.line.faults import BYTE_FAULTS
from mockpump.pump import PumpConfig
from mockpump.pump.faults import PUMP_FAULTS, PumpFault
from mockpump.quantity import CONCENTRATION, DURATION, RATE, SHARE, VOLUME, Kind
from mockpump.scenario.code import Data, scenario
from mockpump.scenario.dialects import find
from mockpump.scenario.model import Scenario
from mockpump.scenario.story import AIMS
from mockpump.scenario.words import keys_of, shape

__all__ = ["line_faults", "possible_in", "pump_faults", "settings_of", "stories", "written"]

QUANTITIES: Mapping[str, st.SearchStrategy[int]] = {
    DURATION.name: st.sampled_from([7 * 60 * SECOND, DAY // 24, DAY])
    | st.integers(60 * SECOND, 3 * DAY),
    SHARE.name: st.sampled_from([0, 1, 999_999, 10**6, 10**6 + 1]) | st.integers(0, 3 * 10**6),
    RATE.name: st.integers(0, 1000) | st.integers(0, RATE.parse("500 mL/day")),
    VOLUME.name: st.integers(0, VOLUME.parse("30 mL")),
    CONCENTRATION.name: st.integers(0, 10**10),
}
"""What a setting of a pump fault may be. No duration is short: a day of it would take long to play."""
ON_THE_LINE: Mapping[str, st.SearchStrategy[int]] = {
    DURATION.name: st.integers(1, 10 * SECOND),
    SHARE.name: st.sampled_from([1, 10**6]) | st.integers(0, 10**6),
}
"""The same of a line fault, whose durations are those of bytes and answers."""
MOST_TIMES = 20  # beyond the least that a whole number may be


def settings_of(
    kind: type[Struct], quantities: Mapping[str, st.SearchStrategy[int]] = QUANTITIES
) -> st.SearchStrategy[Any]:
    """Draw one kind of fault, with any settings that go together."""
    fields = keys_of(shape(kind)).values()
    drawn = st.fixed_dictionaries({field.name: _setting(field, quantities) for field in fields})
    return drawn.map(lambda settings: kind(**settings)).filter(_goes_together)


def pump_faults(pump: PumpConfig) -> st.SearchStrategy[PumpFault]:
    """Draw any fault that a pump can have."""
    possible = [PUMP_FAULTS[name] for name in possible_in(pump)]
    drawn: st.SearchStrategy[PumpFault] = st.sampled_from(possible).flatmap(settings_of)
    return drawn.filter(lambda fault: not [*fault.mistakes_for(pump)])


def possible_in(pump: PumpConfig) -> list[str]:
    """Return the names of the faults that a pump can have."""
    return sorted(name for name, kind in PUMP_FAULTS.items() if not [*kind().mistakes_for(pump)])


def line_faults(dialect: str = "mp1") -> st.SearchStrategy[Any]:
    """Draw any fault of bytes, or of frames as far as the dialect knows how to spoil them."""
    spoils = find(dialect).spoils
    kinds: list[type[Struct]] = [
        *BYTE_FAULTS.values(),
        *(kind for kind in FRAME_FAULTS.values() if kind.needs is None or kind.needs in spoils),
    ]
    return st.sampled_from(kinds).flatmap(lambda kind: settings_of(kind, ON_THE_LINE))


def stories(*, most: int = 5, **keys: Any) -> st.SearchStrategy[Scenario]:
    """Draw a story: the keys of a scenario, as `scenario(…)` takes them, and up to `most` faults more.

    Each is set at some time of the run, most for a while. Raises ScenarioError for wrong keys.
    """
    base = scenario(**keys)
    faults = st.one_of(
        pump_faults(base.pump).map(lambda fault: {"fault": written(fault)}),
        line_faults(base.line.dialect).map(lambda fault: {"line_fault": written(fault)}),
    )
    steps = st.lists(
        st.builds(_step, faults, _times(base.end()), _times(base.end())), max_size=most
    )
    own = list(keys.pop("timeline", ()))
    return steps.map(lambda more: scenario(**keys, timeline=[*own, *more]))


def written(fault: Struct) -> Data:
    """Write a fault as a file says it: its name, or `{name: {settings}}` with what differs."""
    settings = dict(_written_settings(fault))
    name: str = fault.name  # type: ignore[attr-defined] # every fault has one
    return {name: settings} if settings else name


def _step(fault: dict[str, Data], at: Nanos, lasts: Nanos) -> dict[str, Data]:
    ends: dict[str, Data] = {"for": format_duration(lasts)} if lasts else {}
    return {"at": format_duration(at), **fault, **ends}


def _times(end: Nanos) -> st.SearchStrategy[Nanos]:
    return st.integers(0, end // 10**6).map(lambda milliseconds: milliseconds * 10**6)


def _setting(
    field: Field, quantities: Mapping[str, st.SearchStrategy[int]]
) -> st.SearchStrategy[Any]:
    default = st.just(field.default) if field.default is not NODEFAULT else None
    aim = AIMS.get(field.name)
    drawn = _of_type(field.type, quantities) if aim is None else st.sampled_from(sorted(aim))
    if drawn is None:
        assert default is not None, f"no way to draw {field.name}"
        return default
    return drawn if default is None else default | drawn


def _of_type(
    type_: Type, quantities: Mapping[str, st.SearchStrategy[int]]
) -> st.SearchStrategy[Any] | None:
    """Return a strategy for a field's type; None where the default must do."""
    match type_:
        case Metadata(extra={"kind": Kind(name=name)}):
            return quantities.get(name)
        case Metadata(extra={"names": names}):
            return st.sampled_from(sorted(names))
        case Metadata(type=inner):
            return _of_type(inner, quantities)
        case BoolType():
            return st.booleans()
        case LiteralType(values=values):
            return st.sampled_from(values)
        case IntType(ge=low, le=high):
            least = low or 0
            return st.integers(
                least, least + MOST_TIMES if high is None else min(high, least + MOST_TIMES)
            )
        case StrType(pattern=str(pattern)):
            return st.from_regex(pattern, fullmatch=True)
        case UnionType(types=types):
            parts = [_of_type(one, quantities) for one in types if not isinstance(one, NoneType)]
            known = [part for part in parts if part is not None]
            return st.one_of(st.none(), *known) if known and _optional(type_) else _any(known)
        case _:
            return None


def _any(known: list[st.SearchStrategy[Any]]) -> st.SearchStrategy[Any] | None:
    return st.one_of(known) if known else None


def _optional(type_: UnionType) -> bool:
    return any(isinstance(one, NoneType) for one in type_.types)


def _goes_together(fault: Struct) -> bool:
    return not [*getattr(fault, "mistakes", tuple)()]


def _written_settings(fault: Struct) -> Iterator[tuple[str, Data]]:
    for key, field in keys_of(shape(type(fault))).items():
        value = getattr(fault, field.name)
        if value != field.default:
            yield key, _written(field.type, value)


def _written(type_: Type, value: Any) -> Data:
    for one in type_.types if isinstance(type_, UnionType) else (type_,):
        match one:
            case Metadata(extra={"kind": Kind() as kind}) if isinstance(value, int):
                return kind.format(value)
            case _:
                continue
    plain: Data = value
    return plain
