"""Random stories for the seam: a scenario full of faults, and what a client may send into it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from random import Random  # noqa: TID251 - a test's own chance

from mockpump.clock import SECOND, Nanos
from mockpump.dialects.base import Dialect
from mockpump.run import Run
from mockpump.scenario.load import load
from mockpump.scenario.model import Scenario
from mockpump.seam import Bytes, Closed, Input, Opened, Settings
from mockpump.trace import Received, to_line
from tests.seam.linkack import ACK, DC4, NAK, frame

Story = Sequence[tuple[Nanos, Input]]

SOURCE = """
mockpump: 1
name: seam
about: Everything at once, to hold the seam to its word.
pump_speed: {speed}
pump:
  preset: ambulatory-100
  reservoir: {{volume: 10 mL, low_alarm: 9999 uL}}
  infusion: {{mode: continuous, rate: 20 mL/h}}
line: {{baud: 9600, pacing: {pacing}}}
timeline:
  - {{at: 2s, line_fault: {{lose: {{reply_to: read_status, count: 2}}}}}}
  - {{at: 6s, for: 1s, line_fault: {{garble: {{rate: 5%, direction: to_client}}}}}}
  - {{at: 6s, for: 2s, line_fault: {{garble: {{rate: 5%, direction: to_pump}}}}}}
  - {{at: 9s, fault: catheter_occlusion}}
  - {{at: 11s, hangup: true}}
  - {{at: 20s, skip: {{span: 1h, connected: true, crosses: [occlusion, low_reservoir]}}}}
  - {{when: {{operation: stop}}, after: 500ms, line_fault: {{lose: {{event: occlusion}}}}}}
  - {{when: {{operation: read_status}}, operator: wave}}
  - {{when: {{operator: wave}}, line_fault: {{lose: {{reply_to: stop}}}}}}
  - {{when: {{alarm: occlusion, state: raised}}, after: 3s, clear: catheter_occlusion}}
  - {{at: 1s, for: 2s, line_fault: {{delay: {{by: 20ms, jitter: 30ms, rate: 50%}}}}}}
  - {{at: 3s, for: 1s, line_fault: {{split: {{size: 3, pause: 7ms, direction: both}}}}}}
  - {{at: 4s, for: 1s, line_fault: {{slow_drip: {{every: 3ms, direction: to_pump}}}}}}
  - {{at: 4500ms, for: 1s, line_fault: {{coalesce: {{size: 20, direction: both, rate: 30%}}}}}}
  - {{at: 5s, for: 900ms, line_fault: {{stall: {{}}}}}}
  - {{at: 7s, for: 4s, line_fault: {{noise: {{rate: 3%, every: 70ms}}}}}}
  - {{at: 7s, for: 4s, line_fault: {{noise: {{rate: 3%, every: 90ms, direction: to_pump}}}}}}
  - {{at: 13s, for: 2s, line_fault: {{truncate: {{keep: 5, count: 3, direction: both}}}}}}
  - {{at: 14s, for: 2s, line_fault: {{lose_bytes: {{rate: 5%, direction: both, count: 3}}}}}}
  - {{at: 16s, for: 1s, line_fault: echo}}
  - {{at: 17s, for: 1s, line_fault: {{break: {{direction: both}}}}}}
  - {{at: 18s, for: 3s, line_fault: {{wrong_baud: {{baud: 9500}}}}}}
  - {{at: 22s, for: 2s, line_fault: {{framing_error: {{rate: 10%}}}}}}
  - {{at: 5500ms, line_fault: {{late: {{direction: to_pump, by: 300ms, count: 3}}}}}}
  - {{at: 8s, line_fault: {{reorder: {{direction: to_client, count: 3}}}}}}
  - {{at: 9s, line_fault: {{repeat: {{direction: to_pump, every: 10ms, count: 3}}}}}}
ends: 45s
"""


def new_run(dialect: Dialect, seed: int, *, pacing: bool, speed: int = 1) -> Run:
    return Run(_scenario(speed, pacing), seed=seed, dialect=dialect)


@cache
def _scenario(speed: int, pacing: bool) -> Scenario:
    return load(SOURCE.format(speed=speed, pacing="true" if pacing else "false"), "seam.yaml")


LINKACK_SAYS = (
    frame(b"1S"),
    frame(b"2S"),
    frame(b"1P"),
    frame(b"2G"),
    frame(b"1Aocclusion"),
    frame(b"3S"),
    ACK,
    NAK + b"2",
    DC4,
    b"\x021SXX\x03",
    b"\x02half",
    frame(b"1S") + frame(b"2S") + ACK,
    frame(b"1P") + frame(b"1S") + frame(b"1G"),
)


def story(seed: int, says: Sequence[bytes]) -> Story:
    """Thirty inputs at random times; the client opens first, as clients do."""
    random = Random(seed)
    at = 0
    inputs: list[tuple[Nanos, Input]] = [(0, Opened())]
    for _ in range(30):
        at += random.choice((0, 1, random.randint(0, 2 * SECOND)))
        if random.random() < 0.15:
            changes = (Closed(), Opened(), Settings(9600), Settings(300))
            inputs.append((at, random.choice(changes)))
        else:
            inputs.append((at, Bytes(random.choice(says))))
    return inputs


def told(run: Run) -> list[bytes]:
    """All that a run recorded, but for the inputs themselves, whose chunking may differ."""
    return [to_line(record) for record in run.records if not isinstance(record, Received)]


def whole(run: Run, inputs: Story) -> None:
    for at, input_ in inputs:
        run.receive(input_, at)
    run.tick(60 * SECOND)


def bytewise_with_many_ticks(run: Run, inputs: Story) -> None:
    random = Random(1)
    for at, input_ in inputs:
        while run.now < at:
            run.tick(min(at, run.now + random.randint(1, SECOND)))
        for piece in _pieces(input_):
            run.receive(piece, at)
            run.tick(at)
    run.tick(60 * SECOND)


def by_deadlines_only(run: Run, inputs: Story) -> None:
    for at, input_ in inputs:
        while (due := run.next_deadline()) is not None and due <= at:
            run.tick(due)
        run.receive(input_, at)
    while (due := run.next_deadline()) is not None:
        run.tick(due)


def _pieces(input_: Input) -> Iterable[Input]:
    if isinstance(input_, Bytes):
        return [Bytes(bytes([byte])) for byte in input_.data]
    return [input_]


WAYS: dict[str, Callable[[Run, Story], None]] = {
    "byte by byte, many ticks": bytewise_with_many_ticks,
    "deadlines only": by_deadlines_only,
}
