"""What a device notes: of its pumps, and of commands that none of them was asked for."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from mockpump.clock import Nanos
from mockpump.dialects.base import Heard
from mockpump.seam import Effect, Note, PumpEvent, Value


def happened(event: PumpEvent, address: str, now: Nanos) -> Note:
    """Note what happened in a pump."""
    data = {**event.data, "n": event.n} if event.n else event.data
    return at_address(Note(now, event.what, event.of, event.state, event.at, data), address)


def unasked(heard: Heard, state: str, now: Nanos, refusal: str = "") -> Note:
    """Note a command that no pump was asked for."""
    data: dict[str, Value] = {"refusal": refusal} if refusal else {}
    return at_address(Note(now, "operation", heard.of, state, data=data), heard.address)


def all_at_address(effects: Iterable[Effect], address: str) -> list[Effect]:
    """Say it of every note among effects."""
    return [at_address(one, address) if isinstance(one, Note) else one for one in effects]


def at_address(note: Note, address: str) -> Note:
    """Say at which address something was, where a line has several."""
    return replace(note, data={**note.data, "address": address}) if address else note
