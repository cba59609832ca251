"""Whatever a client writes, nothing escapes, memory stays bounded, and the next frame is answered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockpump.dialects.mp1.grammar import LIMIT, Reply, frame, parse_report, request
from mockpump.dialects.mp1.verbs import VERBS
from mockpump.seam import Bytes
from tests.dialects import bench as any_bench
from tests.dialects.hostile import withstands
from tests.dialects.mp1.bench import Bench

ORDERS = ["rate=5mL/h", "volume=1mL", "duration=9s", "id=a", "token=T1", "n=1"]
OTHERS = ["from=2", "every=1s", "ttl=1s", "alarm=occlusion"]
BAD_ARGS = ["volume=1", 'id="', "x="]
FRAMES = st.builds(
    lambda ss, verb, args: frame(" ".join([f">{ss:02X} {verb}", *args])),
    st.integers(0, 255),
    st.sampled_from([*VERBS, "DANCE"]),
    st.lists(st.sampled_from([*ORDERS, *OTHERS, *BAD_ARGS]), max_size=4),
)
CHUNKS = st.one_of(st.binary(), FRAMES, FRAMES.map(lambda data: data[:-3]), st.just(b"x" * 400))


@given(st.lists(CHUNKS), st.integers(0, 10))
def test_any_bytes(chunks: list[bytes], pause: int) -> None:
    bench = Bench()
    for number, chunk in enumerate(chunks):
        bench.at(f"{number * pause}s").raw(chunk)
        assert len(bench.device._session.buffer) < LIMIT  # type: ignore[union-attr]
    lines = bench.ask(">7F PING")
    assert [line for line in lines if line.startswith("<7F")] == ["<7F OK"]


@given(st.lists(CHUNKS))
def test_any_chunking_is_answered_alike(chunks: list[bytes]) -> None:
    whole = b"".join(chunks)
    parts = Bench()
    for chunk in chunks:
        parts.receive(Bytes(chunk))
    assert parts.take() == Bench().raw(whole)


@given(st.lists(FRAMES))
def test_each_good_frame_has_one_reply_of_its_own(frames: list[bytes]) -> None:
    bench = Bench()
    for data in frames:
        told = [parse_report(frame(line)[:-1]) for line in bench.raw(data)]
        assert [type(one) for one in told[:1]] == [Reply]
        assert sum(isinstance(one, Reply) for one in told) == 1


SAYS = [
    *(request(number, verb) for number, verb in enumerate(VERBS)),
    request(99, "BOLUS", {"volume": "1mL", "id": "a"}),
    request(98, "STAGE", {"rate": "5mL/h"}),
    request(97, "TELEMETRY", {"every": "1s"}),
    request(96, "SESSION", {"ttl": "2s"}),
    b">00 STATUS?*0000\n",
]


def is_alive(bench: any_bench.Bench) -> bool:
    bench.write(b"\n")  # a client that knows nothing ends what it may have begun
    bench.take()
    return b"<FF OK" in bench.write(request(255, "PING"))


@pytest.mark.timeout(120)
@pytest.mark.usefixtures("unmeasured")
def test_a_hundred_thousand_hostile_inputs() -> None:
    withstands(lambda: any_bench.Bench("mp1"), SAYS, is_alive)
