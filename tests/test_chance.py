"""Named streams of one seed. The draws are pinned: another draw is another trace for every user."""

import pytest

from mockpump.chance import MILLION, Chance, Stream

HITS = [37, 42, 69, 118, 181, 221, 243, 351, 376]
PINNED = {
    (0, "garble/to_client/1"): [74, 53, 73, 22, 43, 82, 157, 188, 42, 188, 90, 67],
    (7, "garble/to_client/1"): [66, 106, 254, 190, 184, 116, 111, 85, 159, 135, 2, 97],
    (7, "noise/1"): [89, 93, 97, 99, 212, 124, 144, 37, 50, 52, 196, 151],
}


def draws(stream: Stream) -> list[int]:
    return [stream.below(256) for _ in range(12)]


@pytest.mark.parametrize(("seed", "name"), PINNED)
def test_the_draws_of_a_seed_and_a_name_never_change(seed: int, name: str) -> None:
    assert draws(Chance(seed).stream(name)) == PINNED[seed, name]


def test_hits_are_pinned_too() -> None:
    stream = Chance(7).stream("hits")
    assert [at for at in range(400) if stream.hits(20_000)] == HITS


def test_a_stream_does_not_care_for_the_others() -> None:
    chance = Chance(7)
    alone = draws(chance.stream("a"))
    other, again = chance.stream("b"), chance.stream("a")
    mixed = [(other.below(1000), again.below(256))[1] for _ in range(12)]
    assert mixed == alone
    assert draws(chance.stream("b")) != alone


@pytest.mark.parametrize(("rate", "hits"), [(0, 0), (MILLION, 500)])
def test_never_and_always(rate: int, hits: int) -> None:
    stream = Chance(1).stream("x")
    assert sum(stream.hits(rate) for _ in range(500)) == hits
