"""The faults that a scenario can set, as data and as text: read from the registries themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from textwrap import fill
from typing import Any, NamedTuple

from msgspec import NODEFAULT, Struct
from msgspec.inspect import Field, Metadata, NoneType, Type, UnionType

from mockpump.framefaults import FRAME_FAULTS
from mockpump.line.faults import BYTE_FAULTS
from mockpump.pump.faults import PUMP_FAULTS
from mockpump.quantity import Kind
from mockpump.scenario.words import keys_of, shape, words

FAULTS: Mapping[str, Mapping[str, type[Struct]]] = {
    "pump": PUMP_FAULTS,
    "byte": BYTE_FAULTS,
    "frame": FRAME_FAULTS,
}
"""The kinds of faults, each with its faults by name."""


class Setting(NamedTuple):
    """One setting of a fault: what may be written, and what it is if nothing is."""

    name: str
    takes: str
    default: str


class Entry(NamedTuple):
    """One fault. `shows` is what a client sees of it, and what not; empty where that is plain."""

    name: str
    kind: str
    about: str
    shows: str
    settings: tuple[Setting, ...]


def entries() -> Iterator[Entry]:
    """Return all faults, kind by kind, by name."""
    for kind, faults in FAULTS.items():
        for name, fault in sorted(faults.items()):
            told = (getattr(fault, "about", ""), getattr(fault, "shows", ""))
            yield Entry(name, kind, *told, tuple(_settings(fault)))


def text(entry: Entry) -> str:
    """Write a fault for the terminal: its name and what it does, then the rest, indented."""
    lines = [f"{entry.name} ({entry.kind} fault): {entry.about}"]
    lines += [f"    {one.name}: {_takes(one)}" for one in entry.settings]
    if entry.shows:
        lines.append(f"    on the wire: {entry.shows}")
    return "\n".join(fill(line, 100, subsequent_indent=" " * 8) for line in lines)


def _takes(setting: Setting) -> str:
    if setting.default:
        return f"{setting.takes}; {setting.default} if not written"
    return f"{setting.takes}; may be left out"


def _settings(fault: type[Struct]) -> Iterator[Setting]:
    for name, field in keys_of(shape(fault)).items():
        yield Setting(name, _words(field.type), _default(field))


def _words(type_: Type) -> str:
    """Say what a setting takes; a long list of names by what they are."""
    match type_:
        case UnionType(types=types):
            return " or ".join(_words(one) for one in types if not isinstance(one, NoneType))
        case Metadata(extra={"kind": Kind(name=name, examples=(example, *_))}):
            return f"a {name}, such as {example}"
        case Metadata(extra={"names": _}, extra_json_schema={"description": about}):
            return str(about).partition(",")[0]
        case _:
            return words(type_)


def _default(field: Field) -> str:
    """Return a default as a file would say it."""
    value: Any = field.default
    if value is NODEFAULT or value is None:
        return ""
    for type_ in field.type.types if isinstance(field.type, UnionType) else (field.type,):
        match type_:
            case Metadata(extra={"kind": kind}):
                return str(kind.format(value))
            case _:
                continue
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)
