"""What a client may write that means no good: seeded, so that the same comes again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from random import Random  # noqa: TID251 - a test's own chance

from hypothesis import strategies as st

from tests.dialects.bench import Bench

SECOND_IN_MS = 1000


def inputs(seed: int, count: int, frames: Sequence[bytes]) -> Iterator[bytes]:
    """Return noise, good frames, and good frames cut short, doubled, mixed or with bits flipped."""
    random = Random(seed)
    for _ in range(count):
        frame = random.choice(frames)
        match random.randrange(8):
            case 0:
                yield random.randbytes(random.randrange(40))
            case 1:
                yield frame
            case 2:
                yield frame[: random.randrange(len(frame))]
            case 3:
                yield frame[random.randrange(len(frame)) :]
            case 4:
                yield frame + random.choice(frames)
            case 5:
                at = random.randrange(len(frame))
                yield frame[:at] + bytes([frame[at] ^ (1 << random.randrange(8))]) + frame[at + 1 :]
            case 6:
                other = random.choice(frames)
                yield frame[: random.randrange(len(frame))] + other
            case _:
                yield bytes(
                    [random.choice(b"\x00\x02\x03\x05\x06\x14\x15\r\n;*?0")]
                ) * random.randrange(30)


def withstands(
    make: Callable[[], Bench],
    frames: Sequence[bytes],
    is_alive: Callable[[Bench], bool],
    *,
    count: int = 100_000,
    bound: int = 512,
) -> None:
    """Write hostile inputs, pauses between them; now and then ask whether the pump still answers.

    No exception, no hang, memory within `bound` bytes, and after half a second of silence the next
    good frame is answered. Every thousand inputs another pump takes the place of what is left.
    """
    random, bench = Random(1), make()
    milliseconds = 0
    for n, data in enumerate(inputs(0, count, frames), 1):
        bench.write(data)
        bench.notes.clear()
        bench.frames.clear()
        session = bench.device._session
        assert session is not None
        assert len(session.buffer) <= bound, data
        if random.random() < 0.1:
            milliseconds += random.randrange(SECOND_IN_MS)
            bench.at(f"{milliseconds}ms")
        if n % 250 == 0:
            milliseconds += SECOND_IN_MS
            bench.at(f"{milliseconds}ms").take()
            assert is_alive(bench), f"after input {n}: {data!r}"
        if n % 1000 == 0:
            bench, milliseconds = make(), 0


def chunks(frames: Sequence[bytes]) -> st.SearchStrategy[list[bytes]]:
    """Return what Hypothesis may write in one story: frames, pieces of them, and anything."""
    whole = st.sampled_from(frames)
    cut = st.builds(lambda frame, at: frame[: at % len(frame)], whole, st.integers(0, 100))
    return st.lists(st.one_of(whole, cut, st.binary(max_size=20)), max_size=12)


def said_alike(make: Callable[[], Bench], written: list[bytes]) -> None:
    """The chunking of what is written changes nothing of what is said, nor of what is noted."""
    whole, parts, bytewise = make(), make(), make()
    data = b"".join(written)
    said = whole.write(data)
    assert parts.write(*written) == said
    assert bytewise.write(*(bytes([byte]) for byte in data)) == said
    assert whole.notes == parts.notes == bytewise.notes
