"""Runs played in virtual time, and left as traces."""

from __future__ import annotations

from pathlib import Path

from mockpump.clock import SECOND, Nanos
from mockpump.dialects.mp1.grammar import request
from mockpump.expect import Abilities
from mockpump.play import trace_of
from mockpump.seam import Bytes, Delivered, Input, Opened
from tests.playing import played

KINKED = """
hazards: [CAT-3]
pump:
  preset: ambulatory-100
  infusion: {mode: continuous, rate: 5 mL/h}
line: {pacing: false}
timeline:
  - {at: 5s, fault: catheter_occlusion}
  - {at: 50s, operator: {do: acknowledge, of: occlusion}}
  - {at: 80s, clear: catheter_occlusion}
assume:
  - {alarm: occlusion, state: raised, within: 60s, after: {fault: catheter_occlusion}}
expect:
  - {shows: occlusion, within: 2s, after: {alarm: occlusion, state: reported}}
  - {operation: ack_alarm, of: occlusion, within: 5s, after: {operator: acknowledge}}
  - {never: {operation: bolus}, while: {alarm: occlusion}}
ends: 100s
"""
"""The catheter kinks at 5 s; at 5 mL/h the alarm is raised at 48.2 s."""

POLLS: list[tuple[Nanos, Input]] = [
    (0, Opened()),
    *((n * SECOND, Bytes(request(n, "STATUS?"))) for n in range(1, 50)),
    (50 * SECOND, Delivered("acknowledge", "occlusion", ok=True)),
]
ACKNOWLEDGES: tuple[Nanos, Input] = (
    52 * SECOND,
    Bytes(request(0xF1, "ACK", {"alarm": "occlusion"})),
)
"""What a client may do once it was asked to, at 50 s."""


def left(folder: Path, name: str, story: str, *script: tuple[Nanos, Input]) -> Path:
    """Play a story before an operator who can be asked; return its trace."""
    path = folder / f"{name}.jsonl"
    path.write_bytes(trace_of(played(story, *script, abilities=Abilities(operator=True))))
    return path
