"""Frozen records of everything that happened in a run, to and from JSON Lines.

The first line is the header, the last the verdict; between them stand inputs (`in`), effects on the
port (`out`) and notes (`note`), in the order in which they happened. Bytes are written as text, one
character a byte (Latin-1). From the header and the inputs alone every other line can be re-computed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

import msgspec
from msgspec import Struct

from mockpump import seam
from mockpump.clock import Nanos
from mockpump.errors import TraceError
from mockpump.seam import Effect, Input, Note, Send

FORMAT = 1

_encode = msgspec.json.Encoder().encode
_INPUTS: Mapping[str, type[Any]] = {
    kind.__name__.lower(): kind
    for kind in (
        seam.Bytes,
        seam.Opened,
        seam.Closed,
        seam.Settings,
        seam.ModemLines,
        seam.Break,
        seam.Purge,
        seam.Overrun,
        seam.Refused,
        seam.Injected,
        seam.Delivered,
        seam.Shown,
        seam.Printed,
        seam.Process,
        seam.Lag,
        seam.Stop,
    )
}
"""The inputs that come from outside, by their name in a trace. Steps come from the scenario."""


class Header(Struct, frozen=True):
    """What a run was made from: enough to make it again."""

    mockpump: int
    scenario: str
    file: str
    source: str
    seed: int
    dialect: str | None = None
    pacing: bool | None = None
    operator: bool = False
    shows: tuple[str, ...] = ()
    line_faults: tuple[str, ...] = ()
    case: str = ""
    defaults: str = ""
    output: bool = False
    notice: str = "NON-CLINICAL SIMULATION"


class Received(Struct, frozen=True):
    """An input from outside, when it came."""

    at: Nanos
    input: Input


class Ended(Struct, frozen=True):
    """The verdict (a Struct of the room that judges), on the last line."""

    at: Nanos
    verdict: Struct


Record: TypeAlias = Header | Received | Effect | Ended


def to_line(record: Record) -> bytes:
    """One record as one line of JSON, with its newline."""
    return _encode(_plain(record)) + b"\n"


def _plain(record: Record) -> dict[str, Any] | Header | Ended:
    match record:
        case Send():
            frame = record.frame
            plain = {"at": record.at, "out": "bytes", "data": record.data.decode("latin-1")}
            plain |= {"frame": frame.id, "kind": frame.kind, "of": frame.of}
            if frame.address:
                plain["address"] = frame.address
            return plain if record.last and record.intact else plain | _partial(record)
        case Note():
            return _note(record)
        case Received(at, seam.Bytes(data)):
            return {"at": at, "in": "bytes", "data": data.decode("latin-1")}
        case Received(at, input_):
            name = type(input_).__name__.lower()
            return {"at": at, "in": name, **msgspec.structs.asdict(input_)}
        case Header() | Ended():
            return record
        case _:
            fields = msgspec.structs.asdict(record)
            return {"at": fields.pop("at", None), "out": type(record).__name__.lower(), **fields}


def _partial(send: Send) -> dict[str, bool]:
    return {"last": send.last, "intact": send.intact}


def _note(note: Note) -> dict[str, Any]:
    plain: dict[str, Any] = {"at": note.at, "note": note.what}
    if note.pump is not None:
        plain["pump"] = note.pump
    if note.of:
        plain["of"] = note.of
    if note.state:
        plain["state"] = note.state
    if note.data:
        plain["data"] = note.data
    return plain


class Recorded(Struct, frozen=True):
    """A trace that was read back: its header, its inputs in order, and its lines as they stand.

    `last` is the run time of its last line; `complete`: it ends with the verdict.
    """

    header: Header
    inputs: tuple[Received, ...]
    lines: tuple[bytes, ...]
    complete: bool
    last: Nanos


def read(lines: Iterable[bytes], file: str = "trace") -> Recorded:
    """Read a trace up to its last whole line. Raises TraceError, saying which line is wrong."""
    whole = tuple(line for line in lines if line.endswith(b"\n"))
    if not whole:
        raise TraceError(f"{file}: no whole line in it: not a trace, or killed before it began")
    header = _header(whole[0], file)
    inputs: list[Received] = []
    last: Nanos = 0
    plain: dict[str, Any] = {}
    for number, line in enumerate(whole[1:], start=2):
        plain = _decode(line, f"{file}:{number}")
        last = _at(plain, last, f"{file}:{number}")
        if "in" in plain:
            inputs.append(_received(plain, last, f"{file}:{number}"))
    return Recorded(header, tuple(inputs), whole, "verdict" in plain, last)


def _header(line: bytes, file: str) -> Header:
    try:
        header = msgspec.json.decode(line, type=Header)
    except msgspec.MsgspecError as error:
        raise TraceError(f"{file}:1: not a trace header ({error})") from error
    if header.mockpump != FORMAT:
        raise TraceError(f"{file}:1: trace format {header.mockpump}; this version reads {FORMAT}")
    return header


def _decode(line: bytes, place: str) -> dict[str, Any]:
    try:
        return msgspec.json.decode(line, type=dict[str, Any])
    except msgspec.MsgspecError as error:
        raise TraceError(f"{place}: not a record ({error})") from error


def _at(plain: dict[str, Any], last: Nanos, place: str) -> Nanos:
    """Return when a record was: run time never goes back. Some effects bear no time of their own."""
    at = plain.get("at")
    if at is None and "in" not in plain:
        return last
    if type(at) is not int or at < last:
        raise TraceError(f"{place}: 'at' is no time from {last} ns on: {at!r}")
    return at


def _received(plain: dict[str, Any], at: Nanos, place: str) -> Received:
    name = plain["in"]
    try:
        if name == "bytes":
            return Received(at, seam.Bytes(plain["data"].encode("latin-1")))
        return Received(at, msgspec.convert(plain, _INPUTS[name]))
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        found = f"{place}: not an input that this version knows: {name!r}"
        raise TraceError(f"{found} ({type(error).__name__}: {error})") from error
