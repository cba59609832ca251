"""Any pump fault with any settings that make sense, drawn from the same types that the loader reads."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from msgspec import NODEFAULT
from msgspec.inspect import (
    BoolType,
    Field,
    IntType,
    LiteralType,
    Metadata,
    NoneType,
    Type,
    UnionType,
)

from mockpump.clock import DAY, SECOND
from mockpump.pump import PumpConfig
from mockpump.pump.faults import PUMP_FAULTS, PumpFault
from mockpump.quantity import CONCENTRATION, DURATION, RATE, SHARE, VOLUME, Kind
from mockpump.scenario.words import keys_of, shape
from tests.pump.bench import ml, rate

MINUTE = 60 * SECOND
SPANS_OF_FAULTS = st.one_of(
    st.sampled_from([7 * MINUTE, DAY // 24, DAY]), st.integers(MINUTE, 3 * DAY)
)
"""Not much shorter, or a day of what goes on by itself would take long to play."""
QUANTITIES: dict[str, st.SearchStrategy[int]] = {
    DURATION.name: SPANS_OF_FAULTS,
    SHARE.name: st.one_of(
        st.sampled_from([0, 1, 999_999, 1_000_000, 1_000_001]), st.integers(0, 3_000_000)
    ),
    RATE.name: st.one_of(st.integers(0, 1000), st.integers(0, rate("500 mL/day"))),
    VOLUME.name: st.integers(0, ml("30 mL")),
    CONCENTRATION.name: st.integers(0, 10**10),
}


def _of_type(type_: Type) -> st.SearchStrategy[Any] | None:
    """Return a strategy for a field's type; None where the default must do."""
    match type_:
        case Metadata(extra={"kind": Kind(name=name)}):
            return QUANTITIES.get(name)
        case Metadata(extra={"names": names}):
            return st.sampled_from(sorted(names))
        case Metadata(type=inner):
            return _of_type(inner)
        case BoolType():
            return st.booleans()
        case LiteralType(values=values):
            return st.sampled_from(values)
        case IntType(ge=low, le=high):
            return st.integers(low or 0, min(20, high or 20))
        case UnionType(types=types):
            parts = [_of_type(one) for one in types if not isinstance(one, NoneType)]
            known = [part for part in parts if part is not None]
            return st.one_of(st.none(), *known) if known else None
        case _:
            return None


def _settings(field: Field) -> st.SearchStrategy[Any]:
    default = st.just(field.default) if field.default is not NODEFAULT else None
    drawn = _of_type(field.type)
    if drawn is None:
        assert default is not None, f"no way to draw {field.name}"
        return default
    return drawn if default is None else st.one_of(default, drawn)


def _any(kind: type[PumpFault]) -> st.SearchStrategy[PumpFault]:
    fields = keys_of(shape(kind)).values()
    drawn = st.fixed_dictionaries({field.name: _settings(field) for field in fields})
    return drawn.map(lambda settings: kind(**settings)).filter(lambda f: not [*f.mistakes()])


EACH_FAULT = {name: _any(kind) for name, kind in PUMP_FAULTS.items()}


def possible_in(config: PumpConfig) -> list[str]:
    """Return the names of the faults that a pump of this kind can have."""
    return sorted(n for n, kind in PUMP_FAULTS.items() if not [*kind().mistakes_for(config)])


def fault_of(name: str, config: PumpConfig) -> st.SearchStrategy[PumpFault]:
    """One fault with any settings that this pump can have."""
    return EACH_FAULT[name].filter(lambda fault: not [*fault.mistakes_for(config)])
